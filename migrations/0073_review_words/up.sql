-- Patient data may stand in what was written in a review of an enrolment that has no entry: what was found there, and
-- what was struck out of it, is of the review and of no entry.
DROP INDEX incidents_by_entry;
ALTER TABLE incidents RENAME COLUMN entry_id TO entry_before;
ALTER TABLE incidents ADD COLUMN entry_id TEXT REFERENCES entries (id);
ALTER TABLE incidents ADD COLUMN review_id TEXT REFERENCES reviews (id);
UPDATE incidents SET entry_id = entry_before;
ALTER TABLE incidents DROP COLUMN entry_before;
CREATE INDEX incidents_by_entry ON incidents (entry_id);
CREATE INDEX incidents_by_review ON incidents (review_id);

DROP INDEX redactions_by_entry;
ALTER TABLE redactions RENAME COLUMN entry_id TO entry_before;
ALTER TABLE redactions ADD COLUMN entry_id TEXT REFERENCES entries (id);
ALTER TABLE redactions ADD COLUMN review_id TEXT REFERENCES reviews (id);
UPDATE redactions SET entry_id = entry_before;
ALTER TABLE redactions DROP COLUMN entry_before;
CREATE INDEX redactions_by_entry ON redactions (entry_id);
CREATE INDEX redactions_by_review ON redactions (review_id);
