-- A sign-off on paper: its number, and who put it there. What it is worth follows from the entry and its signature.
CREATE TABLE certificates (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    number TEXT NOT NULL UNIQUE,
    issued_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    withdrawn_by TEXT REFERENCES accounts (id),
    known_until TIMESTAMP
);
CREATE INDEX certificates_by_portfolio ON certificates (portfolio_id);
CREATE INDEX certificates_by_entry ON certificates (entry_id);
CREATE INDEX certificates_by_version ON certificates (version_id);
CREATE INDEX certificates_by_decision ON certificates (decision_id);
CREATE INDEX certificates_by_issuer ON certificates (issued_by);
CREATE INDEX certificates_by_withdrawer ON certificates (withdrawn_by);

-- Which reminder before the last day has been sent.
CREATE TABLE certificate_reminders (
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    days INTEGER NOT NULL,
    told_at TIMESTAMP NOT NULL,
    PRIMARY KEY (certificate_id, days)
);
