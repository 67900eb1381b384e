-- A lead moves people from one version of a programme to another: what they asked for. It is in the programme's book.
CREATE TABLE move_batches (
    id TEXT NOT NULL PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    version_from TEXT NOT NULL REFERENCES programme_versions (id),
    version_to TEXT NOT NULL REFERENCES programme_versions (id),
    people INTEGER NOT NULL,
    asked_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX move_batches_by_programme ON move_batches (programme_id);
CREATE INDEX move_batches_by_version_from ON move_batches (version_from);
CREATE INDEX move_batches_by_version_to ON move_batches (version_to);
CREATE INDEX move_batches_by_asker ON move_batches (asked_by);

-- Which requirement of the old version is which of the new one; without the latter it is asked no more.
CREATE TABLE move_pairs (
    batch_id TEXT NOT NULL REFERENCES move_batches (id),
    requirement TEXT NOT NULL,
    becomes TEXT,
    PRIMARY KEY (batch_id, requirement)
);

-- Who is still to be moved, and why somebody could not be. A row goes when its person was moved.
CREATE TABLE move_waits (
    batch_id TEXT NOT NULL REFERENCES move_batches (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    fault TEXT NOT NULL,
    PRIMARY KEY (batch_id, enrolment_id)
);
CREATE INDEX move_waits_by_enrolment ON move_waits (enrolment_id);

-- An enrolment has one version at a time; this says which it had when. It is in the person's book.
CREATE TABLE moves (
    id TEXT NOT NULL PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES move_batches (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    version_from TEXT NOT NULL REFERENCES programme_versions (id),
    version_to TEXT NOT NULL REFERENCES programme_versions (id),
    moved_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX moves_by_batch ON moves (batch_id);
CREATE INDEX moves_by_enrolment ON moves (enrolment_id, known_from);
CREATE INDEX moves_by_version_from ON moves (version_from);
CREATE INDEX moves_by_version_to ON moves (version_to);
CREATE INDEX moves_by_mover ON moves (moved_by);

-- What held for the person alone and went along: the term that the move closed, and the one that it opened.
CREATE TABLE move_terms (
    move_id TEXT NOT NULL REFERENCES moves (id),
    term_id TEXT NOT NULL REFERENCES personal_terms (id),
    becomes_id TEXT REFERENCES personal_terms (id),
    PRIMARY KEY (move_id, term_id)
);
CREATE INDEX move_terms_by_term ON move_terms (term_id);
CREATE INDEX move_terms_by_becomes ON move_terms (becomes_id);
