CREATE TABLE programmes (
    id TEXT NOT NULL PRIMARY KEY REFERENCES books (id),
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL
);

CREATE TABLE programme_versions (
    id TEXT NOT NULL PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    words TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    UNIQUE (programme_id, version)
);

CREATE TABLE kinds (
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    PRIMARY KEY (code, version)
);

CREATE TABLE confirmed_figures (
    id TEXT NOT NULL PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES programme_versions (id),
    requirement TEXT NOT NULL,
    amount BIGINT NOT NULL,
    source TEXT NOT NULL,
    confirmed_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX confirmed_figures_by_version ON confirmed_figures (version_id, requirement);
CREATE INDEX confirmed_figures_by_person ON confirmed_figures (confirmed_by);
