-- Tables, constraints, indexes, views, triggers, joins, aggregates, window functions.
.headers on
.mode list
CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, born INT CHECK(born > 1800), boss REFERENCES person(id));
CREATE INDEX person_born ON person(born DESC) WHERE born IS NOT NULL;
CREATE TABLE log(at INTEGER, what TEXT DEFAULT 'none');
CREATE TRIGGER person_added AFTER INSERT ON person BEGIN INSERT INTO log VALUES(new.id, 'added ' || new.name); END;
CREATE TRIGGER person_renamed AFTER UPDATE OF name ON person WHEN old.name <> new.name
  BEGIN INSERT INTO log VALUES(new.id, old.name || ' is ' || new.name); END;
CREATE VIEW staff AS SELECT p.name, b.name AS boss FROM person p LEFT JOIN person b ON p.boss = b.id;
INSERT INTO person(name, born, boss) VALUES('Ada', 1815, NULL), ('Grace', 1906, 1), ('Edsger', 1930, 1), ('Barbara', 1939, 2);
UPDATE person SET name = 'Grace H.' WHERE id = 2;
INSERT OR IGNORE INTO person(name, born) VALUES('Ada', 1900);
INSERT INTO person(name, born) VALUES('Ada', 1816) ON CONFLICT(name) DO UPDATE SET born = excluded.born;
SELECT * FROM staff ORDER BY 1;
SELECT * FROM log;
SELECT count(*), sum(born), avg(born), min(name), max(name), group_concat(name, '/'), total(boss) FROM person;
SELECT boss, count(*) AS n FROM person GROUP BY boss HAVING n > 0 ORDER BY boss NULLS LAST;
SELECT name, rank() OVER (ORDER BY born), sum(born) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), lag(name) OVER (ORDER BY id),
  ntile(2) OVER (ORDER BY id), first_value(name) OVER (PARTITION BY boss ORDER BY id) FROM person ORDER BY id;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT sum(i), group_concat(i) FROM n;
WITH RECURSIVE up(id, depth) AS (SELECT 4, 0 UNION SELECT person.boss, depth + 1 FROM up JOIN person USING(id) WHERE person.boss IS NOT NULL)
  SELECT * FROM up;
SELECT name FROM person WHERE born BETWEEN 1900 AND 1935 UNION SELECT what FROM log EXCEPT SELECT 'none' ORDER BY 1 LIMIT 3 OFFSET 1;
SELECT name FROM person p WHERE EXISTS (SELECT 1 FROM person WHERE boss = p.id) AND id IN (SELECT boss FROM person) ORDER BY name COLLATE NOCASE;
ALTER TABLE log ADD COLUMN extra REAL;
ALTER TABLE log RENAME TO journal;
ALTER TABLE journal RENAME COLUMN what TO event;
SELECT sql FROM sqlite_schema ORDER BY name;
DELETE FROM person WHERE id = 4 RETURNING name, born;
EXPLAIN QUERY PLAN SELECT * FROM person WHERE born > 1900 ORDER BY born DESC;
PRAGMA integrity_check;
PRAGMA table_info(person);
ANALYZE;
REINDEX;
VACUUM;
DROP VIEW staff;
