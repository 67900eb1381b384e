-- An entry that is filed anew as another type: first beside its draft, then as the entry that stands in its place.
CREATE TABLE refilings (
    replaced_id TEXT NOT NULL REFERENCES entries (id),
    draft_id TEXT REFERENCES drafts (id),
    entry_id TEXT REFERENCES entries (id),
    begun_at TIMESTAMP NOT NULL,
    CHECK ((draft_id IS NULL) <> (entry_id IS NULL)),
    PRIMARY KEY (replaced_id)
);
CREATE UNIQUE INDEX refilings_by_draft ON refilings (draft_id);
CREATE UNIQUE INDEX refilings_by_entry ON refilings (entry_id);
