-- Whom a trainee wants to have approved as an assessor under one enrolment: for all of it, or for one section.
CREATE TABLE nominations (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    post TEXT NOT NULL,
    section TEXT NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE NOT NULL,
    nominated_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX nominations_by_enrolment ON nominations (enrolment_id);
CREATE INDEX nominations_by_nominator ON nominations (nominated_by);

-- What became of one: approved, not approved with a reason, or taken back by the trainee.
CREATE TABLE nomination_answers (
    nomination_id TEXT NOT NULL PRIMARY KEY REFERENCES nominations (id),
    answer TEXT NOT NULL CHECK (answer IN ('approved', 'not-approved', 'taken-back')),
    reason TEXT NOT NULL,
    answered_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX nomination_answers_by_answerer ON nomination_answers (answered_by);

-- Who is approved by name as an assessor, from and until.
CREATE TABLE approvals (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    person_id TEXT NOT NULL REFERENCES accounts (id),
    section TEXT NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE NOT NULL,
    nomination_id TEXT REFERENCES nominations (id),
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX approvals_by_enrolment ON approvals (enrolment_id);
CREATE INDEX approvals_by_person ON approvals (person_id);
CREATE INDEX approvals_by_nomination ON approvals (nomination_id);
CREATE INDEX approvals_by_maker ON approvals (made_by);
