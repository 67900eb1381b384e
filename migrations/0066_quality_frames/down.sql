ALTER TABLE quality_samples DROP COLUMN read_by;
DROP TABLE quality_frames;
