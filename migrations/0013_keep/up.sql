-- The nightly sweep asks of each file on the disk whether a row names it.
CREATE INDEX files_by_thumb ON files (thumb_hash);
CREATE INDEX exports_by_file ON exports (file_hash);
