-- What a trainee says of an entry that somebody else began in their portfolio: that they have seen it, and what they
-- think of it. In the portfolio's book.
CREATE TABLE acknowledgements (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    by_id TEXT NOT NULL REFERENCES accounts (id),
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX acknowledgements_by_entry ON acknowledgements (entry_id);
CREATE INDEX acknowledgements_by_version ON acknowledgements (version_id);
CREATE INDEX acknowledgements_by_person ON acknowledgements (by_id);
