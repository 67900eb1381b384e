-- A file of progress from the system that holds the official record, taken in as a whole and undone as a whole.
CREATE TABLE official_imports (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    made_by TEXT NOT NULL REFERENCES accounts (id),
    file_hash TEXT NOT NULL,
    matched INTEGER NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX official_imports_by_enrolment ON official_imports (enrolment_id);
CREATE INDEX official_imports_by_maker ON official_imports (made_by);

-- That what was signed here was entered in that system, on a day: a statement about one version of an entry.
CREATE TABLE official_entries (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    entered_on DATE NOT NULL,
    reference TEXT NOT NULL,
    stated_by TEXT NOT NULL REFERENCES accounts (id),
    capacity TEXT NOT NULL CHECK (capacity IN ('trainee', 'lead')),
    import_id TEXT REFERENCES official_imports (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX official_entries_by_enrolment ON official_entries (enrolment_id);
CREATE INDEX official_entries_by_entry ON official_entries (entry_id);
CREATE INDEX official_entries_by_version ON official_entries (version_id);
CREATE INDEX official_entries_by_stater ON official_entries (stated_by);
CREATE INDEX official_entries_by_import ON official_entries (import_id);
