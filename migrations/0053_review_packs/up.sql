-- What one side wrote before a review: answers by question, as JSON, each under a salt.
CREATE TABLE review_preparations (
    id TEXT NOT NULL PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    side TEXT NOT NULL CHECK (side IN ('trainee', 'supervisor')),
    written_by TEXT NOT NULL REFERENCES accounts (id),
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX review_preparations_by_review ON review_preparations (review_id);
CREATE INDEX review_preparations_by_writer ON review_preparations (written_by);

-- What a panel reads: everything as it was when it was frozen, as one document. Withdrawn when something in it was
-- struck out.
CREATE TABLE review_packs (
    id TEXT NOT NULL PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    frozen_by TEXT NOT NULL REFERENCES accounts (id),
    frozen_at TIMESTAMP NOT NULL,
    hash TEXT NOT NULL,
    entries INTEGER NOT NULL,
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE INDEX review_packs_by_review ON review_packs (review_id);
CREATE INDEX review_packs_by_freezer ON review_packs (frozen_by);

-- What a review decided. An objection may lead to another beside it.
CREATE TABLE review_outcomes (
    id TEXT NOT NULL PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    pack_id TEXT NOT NULL REFERENCES review_packs (id),
    outcome TEXT NOT NULL,
    label TEXT NOT NULL,
    satisfactory BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    next_on DATE,
    capacity TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    entry_id TEXT REFERENCES entries (id)
);
CREATE INDEX review_outcomes_by_review ON review_outcomes (review_id);
CREATE INDEX review_outcomes_by_pack ON review_outcomes (pack_id);
CREATE INDEX review_outcomes_by_recorder ON review_outcomes (recorded_by);
CREATE INDEX review_outcomes_by_entry ON review_outcomes (entry_id);

-- What an outcome asks for, by when; the goal that was made of it.
CREATE TABLE review_conditions (
    id TEXT NOT NULL PRIMARY KEY,
    outcome_id TEXT NOT NULL REFERENCES review_outcomes (id),
    position INTEGER NOT NULL,
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    due DATE NOT NULL,
    goal_id TEXT REFERENCES entries (id)
);
CREATE INDEX review_conditions_by_outcome ON review_conditions (outcome_id);
CREATE INDEX review_conditions_by_goal ON review_conditions (goal_id);

-- What the trainee said of an outcome, and what a lead answered to an objection.
CREATE TABLE review_replies (
    id TEXT NOT NULL PRIMARY KEY,
    outcome_id TEXT NOT NULL REFERENCES review_outcomes (id),
    what TEXT NOT NULL CHECK (what IN ('acknowledged', 'objected', 'upheld', 'changed')),
    made_by TEXT NOT NULL REFERENCES accounts (id),
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX review_replies_by_outcome ON review_replies (outcome_id);
CREATE INDEX review_replies_by_maker ON review_replies (made_by);

-- Which reminder to prepare has been sent to whom.
CREATE TABLE review_reminders (
    review_id TEXT NOT NULL REFERENCES reviews (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    days INTEGER NOT NULL,
    told_at TIMESTAMP NOT NULL,
    PRIMARY KEY (review_id, account_id, days)
);
CREATE INDEX review_reminders_by_person ON review_reminders (account_id);
