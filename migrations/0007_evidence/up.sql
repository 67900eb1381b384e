CREATE TABLE files (
    hash TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    thumb_hash TEXT NOT NULL,
    stored_at TIMESTAMP NOT NULL
);

-- A file under a name, in a draft or in a version; submitting copies the draft's rows to the version.
CREATE TABLE evidence (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT REFERENCES drafts (id),
    version_id TEXT REFERENCES entry_versions (id),
    file_hash TEXT NOT NULL REFERENCES files (hash),
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    added_at TIMESTAMP NOT NULL
);
CREATE INDEX evidence_by_draft ON evidence (draft_id);
CREATE INDEX evidence_by_version ON evidence (version_id);
CREATE INDEX evidence_by_file ON evidence (file_hash);
