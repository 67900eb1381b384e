-- What an institution adds to a version of a programme that is not its own. Who is enrolled in that
-- institution is measured by both together; a later layer ends the earlier one.

CREATE TABLE programme_layers (
    id TEXT NOT NULL PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES programme_versions (id),
    institution_id TEXT NOT NULL REFERENCES institutions (id),
    words TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX programme_layers_by_version ON programme_layers (version_id, institution_id);
CREATE INDEX programme_layers_by_institution ON programme_layers (institution_id);
CREATE INDEX programme_layers_by_person ON programme_layers (made_by);
