-- The numbers by which other bodies know a person: to match files of theirs on. Compared without spaces and
-- capitals; one number of one body is one person's at a time.
CREATE TABLE outside_numbers (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES accounts (id),
    issuer TEXT NOT NULL CHECK (issuer IN ('student', 'staff', 'national-school', 'college', 'hcpc', 'other')),
    body TEXT NOT NULL,
    body_folded TEXT NOT NULL,
    number TEXT NOT NULL,
    number_folded TEXT NOT NULL,
    set_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX outside_numbers_by_person ON outside_numbers (person_id);
CREATE INDEX outside_numbers_by_setter ON outside_numbers (set_by);
CREATE UNIQUE INDEX outside_numbers_current ON outside_numbers (issuer, body_folded, number_folded) WHERE known_until IS NULL;

-- The kinds of entry that a university administrator may enter and see, as their files say; made from the files
-- as they are loaded, for the views of who sees what.
CREATE TABLE university_kinds (
    code TEXT NOT NULL PRIMARY KEY
);
