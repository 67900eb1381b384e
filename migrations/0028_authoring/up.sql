-- Programmes that the house writes itself: whose they are, drafts with every save of them, and what a change
-- would do to the people on the version it came from. A programme without an owner came with Perfolio.

CREATE TABLE programme_owners (
    programme_id TEXT NOT NULL PRIMARY KEY REFERENCES programmes (id),
    institution_id TEXT NOT NULL REFERENCES institutions (id),
    given_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX programme_owners_by_institution ON programme_owners (institution_id);
CREATE INDEX programme_owners_by_giver ON programme_owners (given_by);

CREATE TABLE programme_drafts (
    id TEXT NOT NULL PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    number INTEGER NOT NULL,
    from_version_id TEXT REFERENCES programme_versions (id),
    begun_by TEXT NOT NULL REFERENCES accounts (id),
    begun_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'published', 'dropped')),
    saves INTEGER NOT NULL,
    published_id TEXT REFERENCES programme_versions (id),
    UNIQUE (programme_id, number)
);
CREATE INDEX programme_drafts_by_origin ON programme_drafts (from_version_id);
CREATE INDEX programme_drafts_by_outcome ON programme_drafts (published_id);
CREATE INDEX programme_drafts_by_person ON programme_drafts (begun_by);

CREATE TABLE programme_saves (
    draft_id TEXT NOT NULL REFERENCES programme_drafts (id),
    number INTEGER NOT NULL,
    words TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    saved_by TEXT NOT NULL REFERENCES accounts (id),
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (draft_id, number)
);
CREATE INDEX programme_saves_by_person ON programme_saves (saved_by);

CREATE TABLE simulations (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL REFERENCES programme_drafts (id),
    save INTEGER NOT NULL,
    asked_by TEXT NOT NULL REFERENCES accounts (id),
    asked_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done')),
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    found TEXT NOT NULL
);
CREATE INDEX simulations_by_draft ON simulations (draft_id);
CREATE INDEX simulations_by_person ON simulations (asked_by);
