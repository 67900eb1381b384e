-- A sample of decisions for quality assurance: from what it was drawn, with which seed, and for whose second reading.
CREATE TABLE quality_samples (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    reader_id TEXT NOT NULL REFERENCES accounts (id),
    scope TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE NOT NULL,
    seed TEXT NOT NULL,
    weights TEXT NOT NULL,
    size INTEGER NOT NULL,
    frame INTEGER NOT NULL,
    frame_hash TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX quality_samples_by_maker ON quality_samples (made_by);
CREATE INDEX quality_samples_by_reader ON quality_samples (reader_id);

-- The decisions that were drawn, in the order of the draw. A decision is named and not referred to: a person may be
-- erased, and what was drawn stays.
CREATE TABLE quality_items (
    id TEXT NOT NULL PRIMARY KEY,
    sample_id TEXT NOT NULL REFERENCES quality_samples (id),
    position INTEGER NOT NULL,
    decision_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    weight INTEGER NOT NULL,
    grounds TEXT NOT NULL
);
CREATE INDEX quality_items_by_sample ON quality_items (sample_id, position);
CREATE INDEX quality_items_by_decision ON quality_items (decision_id);

-- What the second reader judged, once for each.
CREATE TABLE second_readings (
    item_id TEXT NOT NULL PRIMARY KEY REFERENCES quality_items (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('signed', 'returned')),
    satisfactory BOOLEAN NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL,
    root TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL
);

-- What follows from a difference: what, who, until when, and since when it is done.
CREATE TABLE quality_actions (
    id TEXT NOT NULL PRIMARY KEY,
    sample_id TEXT NOT NULL REFERENCES quality_samples (id),
    item_id TEXT REFERENCES quality_items (id),
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    due_day DATE NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    done_by TEXT REFERENCES accounts (id),
    done_at TIMESTAMP
);
CREATE INDEX quality_actions_by_sample ON quality_actions (sample_id);
CREATE INDEX quality_actions_by_item ON quality_actions (item_id);
CREATE INDEX quality_actions_by_maker ON quality_actions (made_by);
CREATE INDEX quality_actions_by_doer ON quality_actions (done_by);
