-- Which domains are work addresses, over which place, as a training lead says it.
CREATE TABLE work_domains (
    id TEXT NOT NULL PRIMARY KEY,
    domain TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('department', 'site', 'institution', 'programme')),
    scope_id TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX work_domains_by_place ON work_domains (scope, scope_id);
CREATE INDEX work_domains_by_maker ON work_domains (made_by);

-- A link by which somebody without an account decides on one version of an entry. Only the hash of its secret is
-- compared; the sealed one is for the trainee's screen, and goes when the link ends.
CREATE TABLE tickets (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    made_by TEXT NOT NULL REFERENCES accounts (id),
    handed TEXT NOT NULL CHECK (handed IN ('shown', 'sent')),
    token_hash TEXT NOT NULL UNIQUE,
    sealed TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_how TEXT NOT NULL CHECK (ended_how IN ('', 'used', 'withdrawn', 'replaced'))
);
CREATE INDEX tickets_by_entry ON tickets (entry_id, ended_at);
CREATE INDEX tickets_by_version ON tickets (version_id);
CREATE INDEX tickets_by_maker ON tickets (made_by);

-- Which browsers opened it, in their own words.
CREATE TABLE ticket_openings (
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    agent TEXT NOT NULL,
    first_at TIMESTAMP NOT NULL,
    last_at TIMESTAMP NOT NULL,
    PRIMARY KEY (ticket_id, agent)
);

-- A code that was sent to an address. Its hash is written with the letter.
CREATE TABLE ticket_codes (
    id TEXT NOT NULL PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    address TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    tries INTEGER NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX ticket_codes_by_ticket ON ticket_codes (ticket_id, mailbox);
