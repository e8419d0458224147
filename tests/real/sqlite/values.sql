-- Expressions, types, functions, dates, JSON, transactions, big tables, dump.
SELECT 1 + 2 * 3, 7 / 2, 7 % 3, 7.0 / 2, -5 / 2, 1 << 4, 6 & 3, 6 | 1, ~5, 'a' || 'b', 9223372036854775807 + 1, 1e400, x'4142', NULL IS NULL;
SELECT typeof(1), typeof(1.5), typeof('x'), typeof(x'00'), typeof(NULL), cast('12abc' AS INTEGER), cast(3.99 AS INT), cast(65 AS TEXT), '10' = 10;
SELECT abs(-3), round(2.567, 2), length('héllo'), upper('abc'), lower('ABC'), substr('hello', 2, 3), trim('  x '), ltrim('xxa', 'x'), replace('aXa', 'X', '-'),
  instr('hello', 'l'), hex('abc'), quote('it''s'), coalesce(NULL, 2), ifnull(NULL, 3), nullif(1, 1), iif(1 > 2, 'y', 'n'), char(72, 105), unicode('A'), printf('%05d|%-5s|%.2f|%x|%q', 42, 'ab', 3.14159, 255, 'it''s');
SELECT 'abc' LIKE 'A%', 'abc' GLOB 'a*', 'a_c' LIKE 'a\_c' ESCAPE '\', 'abc' BETWEEN 'abb' AND 'abd', 5 IN (1, 5), CASE 3 WHEN 1 THEN 'one' WHEN 3 THEN 'three' ELSE 'other' END;
SELECT date('2020-02-28', '+2 days'), datetime(0, 'unixepoch'), strftime('%Y-%j-%W-%w', '2021-03-04'), julianday('2000-01-01'), time('12:34:56', '-1 hour'), date('2021-01-31', '+1 month'), date('2021-05-05', 'weekday 0', 'start of month');
SELECT json('{"a": [1, 2, {"b": null}]}'), json_extract('{"a":[1,2,3]}', '$.a[1]'), json_array(1, 'x', NULL), json_object('k', 1.5), json_type('[1]'), json_valid('{'), json_set('{"a":1}', '$.b', 2), json_remove('[0,1,2]', '$[1]'), json_patch('{"a":1}', '{"a":null,"c":3}');
SELECT key, value, type FROM json_each('{"x": 1, "y": [true]}');
SELECT fullkey, atom FROM json_tree('[1, {"a": 2}]') WHERE atom IS NOT NULL;
CREATE TABLE t(a INTEGER, b TEXT, c REAL, d BLOB);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO t SELECT i, 'row ' || (i * 7919 % 3001), i / 7.0, zeroblob(i % 50) FROM n;
SAVEPOINT half;
DELETE FROM t WHERE a % 2;
SELECT count(*), sum(length(d)) FROM t;
ROLLBACK TO half;
COMMIT;
CREATE INDEX t_b ON t(b);
CREATE UNIQUE INDEX t_a ON t(a, b);
SELECT count(*), min(b), max(b), round(sum(c), 3) FROM t;
SELECT a FROM t WHERE b = 'row 5' OR b = 'row 7' ORDER BY a;
SELECT x.a, y.a FROM t x JOIN t y ON y.a = x.a * 2 AND y.b > x.b WHERE x.a BETWEEN 10 AND 20 ORDER BY x.a;
UPDATE t SET b = b || '!', c = NULL WHERE a <= 5;
SELECT a, b, c, length(d) FROM t WHERE a <= 5 ORDER BY b DESC;
DELETE FROM t WHERE a > 5;
CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO w VALUES('b', 2), ('a', 1), ('c', x'00ff');
REPLACE INTO w VALUES('a', 10);
.mode insert
SELECT * FROM w;
.mode csv
SELECT * FROM w;
.mode quote
SELECT * FROM w;
.mode column
SELECT k, typeof(v) FROM w;
.mode json
SELECT k, hex(v) AS v FROM w;
.dump w
.schema t
.tables
.indexes t
ATTACH ':memory:' AS other;
CREATE TABLE other.copy AS SELECT * FROM main.w;
.mode list
SELECT count(*) FROM other.copy;
DETACH other;
