-- What an older release cannot read goes: files of progress of a cohort. What they said stays.
DELETE FROM import_rows WHERE import_id IN (SELECT id FROM imports WHERE sort = 'progress');
DELETE FROM imports WHERE sort = 'progress';
DELETE FROM import_mappings WHERE sort = 'progress';

CREATE TABLE imports_anew (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    sort TEXT NOT NULL CHECK (sort IN ('people', 'enrolments', 'appointments', 'marks', 'registrations')),
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

ALTER TABLE official_entries DROP COLUMN item;
