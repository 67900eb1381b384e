-- Which versions of entries a report held: whoever was given it has read them.
CREATE TABLE carried (
    export_id TEXT NOT NULL REFERENCES exports (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    PRIMARY KEY (export_id, version_id)
);
CREATE INDEX carried_by_version ON carried (version_id);

-- Who opened which file: once per person, file and day.
CREATE TABLE file_readings (
    viewer_id TEXT NOT NULL REFERENCES accounts (id),
    evidence_id TEXT NOT NULL REFERENCES evidence (id),
    day DATE NOT NULL,
    PRIMARY KEY (viewer_id, evidence_id, day)
);
CREATE INDEX file_readings_by_file ON file_readings (evidence_id);
