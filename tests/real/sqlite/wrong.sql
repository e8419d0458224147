-- The last statement is wrong: with -bail the shell stops there.
CREATE TABLE t(a UNIQUE, b NOT NULL);
INSERT INTO t VALUES(1, 2);
SELECT * FROM t;
INSERT INTO t VALUES(1, 3);
SELECT 'not reached';
