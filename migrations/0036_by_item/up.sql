-- What is entered in the system that holds the official record is an item of the programme, by its code; an
-- empty one, as all were before, is the entry as a whole.
ALTER TABLE official_entries ADD COLUMN item TEXT NOT NULL DEFAULT '';

-- A file of progress may be about a whole cohort: one more sort of file.
CREATE TABLE imports_anew (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    sort TEXT NOT NULL CHECK (sort IN ('people', 'enrolments', 'appointments', 'marks', 'registrations', 'progress')),
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    words TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('arrived', 'mapped', 'done', 'undone')),
    made_at TIMESTAMP NOT NULL,
    done_at TIMESTAMP,
    undone_at TIMESTAMP
);

CREATE TABLE import_rows_anew (
    import_id TEXT NOT NULL REFERENCES imports_anew (id),
    line INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'same', 'fault')),
    sentence TEXT NOT NULL,
    made TEXT NOT NULL,
    undone_at TIMESTAMP,
    kept_because TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);

INSERT INTO imports_anew (id, made_by, sort, name, text_hash, words, mapping, state, made_at, done_at, undone_at)
SELECT id, made_by, sort, name, text_hash, words, mapping, state, made_at, done_at, undone_at FROM imports;
INSERT INTO import_rows_anew (import_id, line, outcome, sentence, made, undone_at, kept_because)
SELECT import_id, line, outcome, sentence, made, undone_at, kept_because FROM import_rows;

DROP TABLE import_rows;
DROP TABLE imports;
ALTER TABLE imports_anew RENAME TO imports;
ALTER TABLE import_rows_anew RENAME TO import_rows;
CREATE INDEX imports_by_maker ON imports (made_by);
