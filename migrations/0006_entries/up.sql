-- state is kept for lists; it is always what the versions, withdrawals and decisions say.
CREATE TABLE entries (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    happened_on DATE NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'returned', 'signed', 'withdrawn')),
    latest INTEGER NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    UNIQUE (portfolio_id, number)
);
CREATE INDEX entries_by_day ON entries (portfolio_id, happened_on, id);

CREATE TABLE entry_versions (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    number INTEGER NOT NULL,
    kind_version INTEGER NOT NULL,
    happened_on DATE NOT NULL,
    until_day DATE,
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    root TEXT NOT NULL,
    written_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    UNIQUE (entry_id, number)
);
CREATE INDEX entry_versions_by_writer ON entry_versions (written_by);

CREATE TABLE filings (
    entry_id TEXT NOT NULL REFERENCES entries (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    happened_on DATE NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP,
    PRIMARY KEY (entry_id, enrolment_id)
);
CREATE INDEX filings_by_enrolment ON filings (enrolment_id, happened_on, entry_id);

CREATE TABLE requests (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    asked_id TEXT NOT NULL REFERENCES accounts (id),
    asked_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    closed_how TEXT NOT NULL CHECK (closed_how IN ('', 'decided', 'withdrawn', 'replaced'))
);
CREATE INDEX requests_by_asked ON requests (asked_id, closed_at);
CREATE INDEX requests_by_entry ON requests (entry_id);
CREATE INDEX requests_by_version ON requests (version_id);
CREATE INDEX requests_by_asker ON requests (asked_by);

CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    request_id TEXT REFERENCES requests (id),
    signer_id TEXT NOT NULL REFERENCES accounts (id),
    capacity TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('signed', 'returned')),
    satisfactory BOOLEAN NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    root TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP,
    undone_why TEXT NOT NULL
);
CREATE INDEX decisions_by_entry ON decisions (entry_id);
CREATE INDEX decisions_by_version ON decisions (version_id);
CREATE INDEX decisions_by_request ON decisions (request_id);
CREATE INDEX decisions_by_signer ON decisions (signer_id, known_from);

CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    entry_id TEXT REFERENCES entries (id),
    words TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    saved_at TIMESTAMP NOT NULL
);
CREATE INDEX drafts_by_owner ON drafts (owner_id, saved_at);
CREATE INDEX drafts_by_entry ON drafts (entry_id);

CREATE TABLE reflections (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    draft_id TEXT REFERENCES drafts (id),
    entry_id TEXT REFERENCES entries (id),
    words TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL,
    shared_at TIMESTAMP
);
CREATE INDEX reflections_by_portfolio ON reflections (portfolio_id);
CREATE INDEX reflections_by_entry ON reflections (entry_id);
CREATE INDEX reflections_by_draft ON reflections (draft_id);

CREATE TABLE readings (
    viewer_id TEXT NOT NULL REFERENCES accounts (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    day DATE NOT NULL,
    PRIMARY KEY (viewer_id, version_id, day)
);
CREATE INDEX readings_by_version ON readings (version_id);
