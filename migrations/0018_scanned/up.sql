-- A virus scanner may have found something in a file, or could not be asked.

CREATE TABLE file_checks_anew (
    file_hash TEXT NOT NULL PRIMARY KEY REFERENCES files (hash),
    outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'clear', 'found', 'unread', 'locked', 'damaged', 'too-much', 'infected', 'unscanned')),
    kinds TEXT NOT NULL,
    number BIGINT NOT NULL,
    checked_at TIMESTAMP NOT NULL
);

INSERT INTO file_checks_anew (file_hash, outcome, kinds, number, checked_at)
SELECT file_hash, outcome, kinds, number, checked_at FROM file_checks;

DROP TABLE file_checks;

ALTER TABLE file_checks_anew RENAME TO file_checks;
