-- A file that somebody read in, from the upload to the undoing. Its text goes when it has been kept for a while.
CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    sort TEXT NOT NULL CHECK (sort IN ('people', 'enrolments', 'appointments', 'marks', 'registrations')),
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    words TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('arrived', 'mapped', 'done', 'undone')),
    made_at TIMESTAMP NOT NULL,
    done_at TIMESTAMP,
    undone_at TIMESTAMP
);
CREATE INDEX imports_by_maker ON imports (made_by);

-- What became of each row: what was made or changed, and whether it was taken back.
CREATE TABLE import_rows (
    import_id TEXT NOT NULL REFERENCES imports (id),
    line INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'same', 'fault')),
    sentence TEXT NOT NULL,
    made TEXT NOT NULL,
    undone_at TIMESTAMP,
    kept_because TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- Which column holds what, as somebody said it last, to be offered again.
CREATE TABLE import_mappings (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    sort TEXT NOT NULL,
    mapping TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, sort)
);
