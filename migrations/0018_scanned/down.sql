-- What an older release cannot say waits to be looked at again.

CREATE TABLE file_checks_anew (
    file_hash TEXT NOT NULL PRIMARY KEY REFERENCES files (hash),
    outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'clear', 'found', 'unread', 'locked', 'damaged', 'too-much')),
    kinds TEXT NOT NULL,
    number BIGINT NOT NULL,
    checked_at TIMESTAMP NOT NULL
);

INSERT INTO file_checks_anew (file_hash, outcome, kinds, number, checked_at)
SELECT file_hash, CASE WHEN outcome IN ('infected', 'unscanned') THEN 'waiting' ELSE outcome END, kinds, number, checked_at FROM file_checks;

DROP TABLE file_checks;

ALTER TABLE file_checks_anew RENAME TO file_checks;
