-- What was erased stays erased; only the words about it go.
DROP INDEX redactions_by_erasure;
ALTER TABLE redactions DROP COLUMN erasure_id;
DROP TABLE erasures;
