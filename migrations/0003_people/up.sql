CREATE TABLE institutions (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    zone TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);

CREATE TABLE sites (
    id TEXT NOT NULL PRIMARY KEY,
    institution_id TEXT NOT NULL REFERENCES institutions (id),
    name TEXT NOT NULL,
    accredited_from DATE,
    accredited_until DATE,
    UNIQUE (institution_id, name)
);

CREATE TABLE departments (
    id TEXT NOT NULL PRIMARY KEY,
    institution_id TEXT NOT NULL REFERENCES institutions (id),
    site_id TEXT REFERENCES sites (id),
    name TEXT NOT NULL,
    UNIQUE (institution_id, name)
);
CREATE INDEX departments_by_site ON departments (site_id);

CREATE TABLE appointments (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES accounts (id),
    capacity TEXT NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE,
    made_by TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX appointments_by_person ON appointments (person_id);

CREATE TABLE appointment_scopes (
    appointment_id TEXT NOT NULL REFERENCES appointments (id),
    scope TEXT NOT NULL CHECK (scope IN ('person', 'department', 'site', 'programme', 'institution', 'house')),
    scope_id TEXT NOT NULL,
    PRIMARY KEY (appointment_id, scope, scope_id)
);
CREATE INDEX appointment_scopes_by_scope ON appointment_scopes (scope, scope_id);

CREATE TABLE registrations (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL,
    category TEXT NOT NULL,
    number TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE,
    stated_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX registrations_by_person ON registrations (person_id);
CREATE INDEX registrations_by_stater ON registrations (stated_by);

CREATE TABLE registration_confirmations (
    id TEXT NOT NULL PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    confirmed_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX registration_confirmations_by_registration ON registration_confirmations (registration_id);
CREATE INDEX registration_confirmations_by_person ON registration_confirmations (confirmed_by);
