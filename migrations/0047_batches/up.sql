-- Alike entries that somebody is about to sign together, and which of them chance chose to be looked at.
CREATE TABLE batches (
    id TEXT NOT NULL PRIMARY KEY,
    signer_id TEXT NOT NULL REFERENCES accounts (id),
    drawn_id TEXT NOT NULL REFERENCES entries (id),
    begun_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_how TEXT NOT NULL CHECK (ended_how IN ('', 'signed', 'left'))
);
CREATE INDEX batches_by_signer ON batches (signer_id, begun_at);
CREATE INDEX batches_by_drawn ON batches (drawn_id);

CREATE TABLE batch_items (
    batch_id TEXT NOT NULL REFERENCES batches (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    root TEXT NOT NULL,
    PRIMARY KEY (batch_id, entry_id)
);
CREATE INDEX batch_items_by_entry ON batch_items (entry_id);
CREATE INDEX batch_items_by_version ON batch_items (version_id);

-- Beside a decision: it was taken together with others, and whether this was the one that was looked at.
CREATE TABLE batched (
    decision_id TEXT NOT NULL PRIMARY KEY REFERENCES decisions (id),
    batch_id TEXT NOT NULL REFERENCES batches (id),
    entries INTEGER NOT NULL,
    viewed BOOLEAN NOT NULL
);
CREATE INDEX batched_by_batch ON batched (batch_id);
