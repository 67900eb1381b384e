CREATE TABLE portfolios (
    id TEXT NOT NULL PRIMARY KEY REFERENCES books (id),
    person_id TEXT NOT NULL UNIQUE REFERENCES accounts (id),
    next_number INTEGER NOT NULL
);

CREATE TABLE enrolments (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    version_id TEXT NOT NULL REFERENCES programme_versions (id),
    department_id TEXT NOT NULL REFERENCES departments (id),
    cohort TEXT NOT NULL,
    started_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP,
    UNIQUE (portfolio_id, version_id)
);
CREATE INDEX enrolments_by_version ON enrolments (version_id);
CREATE INDEX enrolments_by_department ON enrolments (department_id);
CREATE INDEX enrolments_by_maker ON enrolments (made_by);

-- What holds for one person only: a target inside a range, a due day, a waiver.
CREATE TABLE personal_terms (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    requirement TEXT NOT NULL,
    term TEXT NOT NULL CHECK (term IN ('target', 'due', 'waiver')),
    amount BIGINT,
    day DATE,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX personal_terms_by_enrolment ON personal_terms (enrolment_id);
CREATE INDEX personal_terms_by_setter ON personal_terms (set_by);
