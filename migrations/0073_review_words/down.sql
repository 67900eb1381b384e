-- An older release cannot say it: what was of a review alone goes. It writes an entry with every row, so that the
-- column may stay as it is.
DELETE FROM redactions WHERE entry_id IS NULL;
DELETE FROM incidents WHERE entry_id IS NULL;
DROP INDEX incidents_by_review;
DROP INDEX redactions_by_review;
ALTER TABLE incidents DROP COLUMN review_id;
ALTER TABLE redactions DROP COLUMN review_id;
