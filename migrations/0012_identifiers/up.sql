-- What the look inside a file said, by its content: which kinds of findings, never what was found.
-- number: that of the house's own forms of numbers that were looked for.
CREATE TABLE file_checks (
    file_hash TEXT NOT NULL PRIMARY KEY REFERENCES files (hash),
    outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'clear', 'found', 'unread', 'locked', 'damaged', 'too-much')),
    kinds TEXT NOT NULL,
    number BIGINT NOT NULL,
    checked_at TIMESTAMP NOT NULL
);

-- A draft that was sent and has not arrived: a file of it is still being checked, or it is held with its
-- owner. answers: what the owner said of findings, by place and kind.
CREATE TABLE holds (
    draft_id TEXT NOT NULL PRIMARY KEY REFERENCES drafts (id),
    state TEXT NOT NULL CHECK (state IN ('checking', 'held')),
    answers TEXT NOT NULL,
    since TIMESTAMP NOT NULL
);

-- Forms of numbers that the house adds to the checks.
CREATE TABLE house_patterns (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    example TEXT NOT NULL,
    made_by TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
