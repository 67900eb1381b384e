CREATE TABLE exports (
    id TEXT NOT NULL PRIMARY KEY,
    asked_by TEXT NOT NULL REFERENCES accounts (id),
    what TEXT NOT NULL CHECK (what IN ('portfolio', 'cohort')),
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('pdf', 'xlsx', 'csv')),
    as_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'ready', 'failed', 'expired')),
    file_hash TEXT NOT NULL,
    size BIGINT NOT NULL,
    fault TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX exports_by_asker ON exports (asked_by, asked_at);
