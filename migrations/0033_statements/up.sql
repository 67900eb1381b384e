-- How somebody without an account showed who they are, beside what they decided. Without decision_id it counts
-- nowhere; reason and comment stand here only until then.
CREATE TABLE statements (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    decision_id TEXT REFERENCES decisions (id),
    root TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('signed', 'returned')),
    satisfactory BOOLEAN NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    seen_how TEXT NOT NULL CHECK (seen_how IN ('observed', 'discussed')),
    seen_where TEXT NOT NULL,
    seen_on DATE NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    body TEXT NOT NULL,
    number TEXT NOT NULL,
    address TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    handed TEXT NOT NULL CHECK (handed IN ('shown', 'sent')),
    opened_at TIMESTAMP,
    taken_at TIMESTAMP NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('', 'code', 'letter')),
    proved_at TIMESTAMP,
    standing TEXT NOT NULL CHECK (standing IN ('unconfirmed', 'decided', 'lapsed', 'overtaken')),
    ended_at TIMESTAMP,
    confirm_hash TEXT NOT NULL,
    salts TEXT NOT NULL
);
CREATE INDEX statements_by_entry ON statements (entry_id);
CREATE INDEX statements_by_version ON statements (version_id);
CREATE INDEX statements_by_ticket ON statements (ticket_id);
CREATE INDEX statements_by_decision ON statements (decision_id);
CREATE INDEX statements_by_confirmation ON statements (confirm_hash);

-- The mailboxes that a person has proved, so that somebody with two addresses is one person.
CREATE TABLE proved_addresses (
    mailbox TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES accounts (id),
    address TEXT NOT NULL,
    body TEXT NOT NULL,
    number TEXT NOT NULL,
    last_name TEXT NOT NULL,
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX proved_addresses_by_person ON proved_addresses (person_id);
CREATE INDEX proved_addresses_by_number ON proved_addresses (body, number);
