-- What a sample was drawn from, as it was then: a line for each decision, with its id, how many decisions whoever took
-- it had taken before, 1 where it was taken in a batch, how many decisions were on the same item, and its weight. Ids and
-- numbers, so it stays when a person is erased. Samples that are older have none.
CREATE TABLE quality_frames (
    sample_id TEXT NOT NULL PRIMARY KEY REFERENCES quality_samples (id),
    lines TEXT NOT NULL
);

-- Until when a sample is to be read. Older ones have no day.
ALTER TABLE quality_samples ADD COLUMN read_by DATE;
