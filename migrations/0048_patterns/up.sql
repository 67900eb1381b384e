-- Something about how a person decides that holds now, and since when they have been told of it.
CREATE TABLE patterns (
    person_id TEXT NOT NULL REFERENCES accounts (id),
    pattern TEXT NOT NULL CHECK (pattern IN ('late', 'bulk')),
    told_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, pattern)
);
