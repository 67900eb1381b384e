-- What happened to an enrolment: time out and the return from it, a working share, another last day, more grace, a
-- deadline of one's own, and how it ended. Nothing is overwritten: what was a mistake is closed, with who and why.
CREATE TABLE life_events (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    what TEXT NOT NULL CHECK (what IN ('time-out', 'active', 'working', 'extended', 'grace', 'freeze', 'withdrawn', 'transferred', 'completed', 'incomplete')),
    day DATE NOT NULL,
    until_day DATE,
    percent INTEGER,
    requirement TEXT NOT NULL,
    award TEXT NOT NULL,
    frozen_at TIMESTAMP,
    category TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP,
    undone_by TEXT REFERENCES accounts (id),
    undone_why TEXT NOT NULL,
    salts TEXT NOT NULL
);
CREATE INDEX life_events_by_enrolment ON life_events (enrolment_id);
CREATE INDEX life_events_by_setter ON life_events (set_by);
CREATE INDEX life_events_by_undoer ON life_events (undone_by);
