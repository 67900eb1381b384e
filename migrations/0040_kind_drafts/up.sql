-- The next version of a kind of entry while somebody writes it: one for each kind.
CREATE TABLE kind_drafts (
    code TEXT NOT NULL PRIMARY KEY,
    words TEXT NOT NULL,
    saved_by TEXT NOT NULL REFERENCES accounts (id),
    saved_at TIMESTAMP NOT NULL
);
CREATE INDEX kind_drafts_by_person ON kind_drafts (saved_by);
