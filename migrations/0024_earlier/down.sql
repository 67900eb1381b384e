DROP TABLE accepted_rows;
DROP TABLE acceptances;
DROP TABLE earlier_rows;
DROP TABLE earlier_sets;
DROP TABLE earlier_tables;
ALTER TABLE entries DROP COLUMN earlier;
