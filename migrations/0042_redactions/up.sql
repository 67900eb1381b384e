-- Somebody said that an entry may name a patient: where in it, and what sort of thing it is. Never what it says.
CREATE TABLE incidents (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    reported_by TEXT NOT NULL REFERENCES accounts (id),
    sort TEXT NOT NULL CHECK (sort IN ('name', 'number', 'birth', 'contact', 'picture', 'story')),
    places TEXT NOT NULL,
    reported_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'struck', 'unfounded', 'closed')),
    reference TEXT NOT NULL,
    closed_by TEXT REFERENCES accounts (id),
    closed_at TIMESTAMP
);
CREATE INDEX incidents_by_portfolio ON incidents (portfolio_id);
CREATE INDEX incidents_by_entry ON incidents (entry_id);
CREATE INDEX incidents_by_reporter ON incidents (reported_by);
CREATE INDEX incidents_by_closer ON incidents (closed_by);

-- What was struck out of an entry: places and the commitments that are left of them, and files by their hashes.
-- struck_at and struck_by are of the act itself; known_from is later where a restored backup was struck again.
CREATE TABLE redactions (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    incident_id TEXT REFERENCES incidents (id),
    sort TEXT NOT NULL CHECK (sort IN ('name', 'number', 'birth', 'contact', 'picture', 'story')),
    places TEXT NOT NULL,
    files TEXT NOT NULL,
    reopened BOOLEAN NOT NULL,
    struck_by TEXT NOT NULL,
    struck_at TIMESTAMP NOT NULL,
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX redactions_by_portfolio ON redactions (portfolio_id);
CREATE INDEX redactions_by_entry ON redactions (entry_id);
CREATE INDEX redactions_by_incident ON redactions (incident_id);

-- Files that are gone for good: the same bytes are not taken again.
CREATE TABLE struck_files (
    file_hash TEXT NOT NULL PRIMARY KEY REFERENCES files (hash),
    redaction_id TEXT NOT NULL REFERENCES redactions (id)
);
CREATE INDEX struck_files_by_redaction ON struck_files (redaction_id);
