-- A round of feedback from colleagues: who asked for it, with which form, under which rules, and what became of it.
CREATE TABLE feedback_rounds (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    supervisor_id TEXT NOT NULL REFERENCES accounts (id),
    form TEXT NOT NULL,
    form_version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'proposed', 'open', 'closed', 'released', 'ended', 'withdrawn')),
    floor INTEGER NOT NULL,
    group_floor INTEGER NOT NULL,
    own_ratings TEXT NOT NULL,
    reason TEXT NOT NULL,
    begun_at TIMESTAMP NOT NULL,
    proposed_at TIMESTAMP,
    agreed_by TEXT REFERENCES accounts (id),
    agreed_at TIMESTAMP,
    closes_on DATE,
    close_asked_at TIMESTAMP,
    closed_by TEXT NOT NULL,
    closed_at TIMESTAMP,
    answers_hash TEXT NOT NULL,
    met_on DATE,
    entry_id TEXT REFERENCES entries (id),
    ended_by TEXT REFERENCES accounts (id),
    ended_at TIMESTAMP
);
CREATE INDEX feedback_rounds_by_portfolio ON feedback_rounds (portfolio_id);
CREATE INDEX feedback_rounds_by_enrolment ON feedback_rounds (enrolment_id);
CREATE INDEX feedback_rounds_by_supervisor ON feedback_rounds (supervisor_id, state);
CREATE INDEX feedback_rounds_by_agreer ON feedback_rounds (agreed_by);
CREATE INDEX feedback_rounds_by_entry ON feedback_rounds (entry_id);
CREATE INDEX feedback_rounds_by_ender ON feedback_rounds (ended_by);
CREATE INDEX feedback_rounds_open ON feedback_rounds (state, closes_on);

-- Who is asked. It says that somebody answered, never when, and nothing of what they said names it.
CREATE TABLE feedback_raters (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES feedback_rounds (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    rater_group TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'struck', 'asked', 'answered', 'declined')),
    added_by TEXT NOT NULL REFERENCES accounts (id),
    asked_at TIMESTAMP,
    reminders INTEGER NOT NULL
);
CREATE INDEX feedback_raters_by_round ON feedback_raters (round_id);
CREATE INDEX feedback_raters_by_adder ON feedback_raters (added_by);

-- The secrets of links that were sent to somebody, by their hashes: each letter has one of its own.
CREATE TABLE feedback_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    rater_id TEXT NOT NULL REFERENCES feedback_raters (id)
);
CREATE INDEX feedback_links_by_rater ON feedback_links (rater_id);

-- What was rated: no time, no name, an id by chance alone. All rows of a round are written anew with each answer.
CREATE TABLE feedback_answers (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES feedback_rounds (id),
    rater_group TEXT NOT NULL,
    ratings TEXT NOT NULL
);
CREATE INDEX feedback_answers_by_round ON feedback_answers (round_id);

-- What was written, apart from what was rated, until the round is over.
CREATE TABLE feedback_comments (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES feedback_rounds (id),
    question TEXT NOT NULL,
    words TEXT NOT NULL,
    withheld TEXT NOT NULL CHECK (withheld IN ('', 'gives-away', 'patient', 'hurtful', 'not-about'))
);
CREATE INDEX feedback_comments_by_round ON feedback_comments (round_id);
