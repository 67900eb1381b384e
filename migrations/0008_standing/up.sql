-- calm is the state as long as behind_from has not come; body is the whole answer as JSON.
-- stale_no is raised by acts that others' rules read; a refresh clears only the number it read first.
CREATE TABLE standings (
    enrolment_id TEXT NOT NULL PRIMARY KEY REFERENCES enrolments (id),
    engine INTEGER NOT NULL,
    stale_no BIGINT NOT NULL,
    fresh_no BIGINT NOT NULL,
    computed_at TIMESTAMP NOT NULL,
    holds_until DATE,
    behind_from DATE,
    met INTEGER NOT NULL,
    total INTEGER NOT NULL,
    last_entry_on DATE
);
CREATE INDEX standings_by_hold ON standings (holds_until);

CREATE TABLE standing_items (
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    requirement TEXT NOT NULL,
    position INTEGER NOT NULL,
    recorded BIGINT NOT NULL,
    submitted BIGINT NOT NULL,
    signed BIGINT NOT NULL,
    target BIGINT NOT NULL,
    met BOOLEAN NOT NULL,
    binding BOOLEAN NOT NULL,
    calm TEXT NOT NULL,
    due DATE,
    behind_from DATE,
    body TEXT NOT NULL,
    PRIMARY KEY (enrolment_id, requirement)
);
