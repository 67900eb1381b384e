-- Entries that came in from an earlier record. earlier: '' for what was recorded here; else whether it was
-- accepted. It follows from the tables below and is kept for lists.
ALTER TABLE entries ADD COLUMN earlier TEXT NOT NULL DEFAULT '';

-- A table on its way in, beside its draft, until it is brought in or put away. It may hold what must not
-- stay, so it is in no backup.
CREATE TABLE earlier_tables (
    draft_id TEXT NOT NULL PRIMARY KEY REFERENCES drafts (id),
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    cells TEXT NOT NULL,
    mapping TEXT NOT NULL,
    answers TEXT NOT NULL
);

-- What came in together. entry_id: the entry that stands for the logbook, with the scanned signed log.
CREATE TABLE earlier_sets (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    kind TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    left_out TEXT NOT NULL,
    mapping TEXT NOT NULL,
    brought_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP
);
CREATE INDEX earlier_sets_entry ON earlier_sets (entry_id);

-- line: of the file.
CREATE TABLE earlier_rows (
    entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entries (id),
    set_id TEXT NOT NULL REFERENCES earlier_sets (id),
    line INTEGER NOT NULL
);
CREATE INDEX earlier_rows_set ON earlier_rows (set_id, line);

-- A named person on a logbook or a claim: accepted, whole or in part, or sent back.
CREATE TABLE acceptances (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    by_id TEXT NOT NULL REFERENCES accounts (id),
    capacity TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'refused')),
    credit BIGINT,
    items TEXT NOT NULL,
    reason TEXT NOT NULL,
    root TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP,
    undone_why TEXT NOT NULL,
    salts TEXT NOT NULL
);
CREATE INDEX acceptances_entry ON acceptances (entry_id);
CREATE INDEX acceptances_version ON acceptances (version_id);
CREATE INDEX acceptances_by ON acceptances (by_id);

-- What an acceptance covers: the entry itself, and of a logbook the rows.
CREATE TABLE accepted_rows (
    acceptance_id TEXT NOT NULL REFERENCES acceptances (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    PRIMARY KEY (acceptance_id, entry_id)
);
CREATE INDEX accepted_rows_entry ON accepted_rows (entry_id);
