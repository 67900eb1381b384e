-- A whole person erased: proposed by information governance, agreed or declined by an admin. Why and why not are
-- words of the house, so that nothing here tells of the person. proposed_by and settled_by refer to nothing: where a
-- restored backup is erased again, it may never have heard of them.
CREATE TABLE erasures (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES accounts (id),
    why TEXT NOT NULL CHECK (why IN ('retention', 'asked', 'mistake')),
    reference TEXT NOT NULL,
    ended_on DATE,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'done', 'declined')),
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    lapses_at TIMESTAMP NOT NULL,
    settled_by TEXT NOT NULL,
    settled_at TIMESTAMP,
    declined_why TEXT NOT NULL CHECK (declined_why IN ('', 'early', 'needed', 'wrong-person', 'withdrawn')),
    keeps_name BOOLEAN NOT NULL,
    done_at TIMESTAMP
);
CREATE INDEX erasures_by_person ON erasures (person_id);

-- What was struck out because its owner was erased: of which erasure it is a part. It refers to nothing, so that it
-- can be taken away again on both engines.
ALTER TABLE redactions ADD COLUMN erasure_id TEXT;
CREATE INDEX redactions_by_erasure ON redactions (erasure_id);
