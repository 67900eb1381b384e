-- Somebody, or the house itself (nobody), reminded the person with whom a request waits.
CREATE TABLE reminders (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    to_id TEXT NOT NULL REFERENCES accounts (id),
    made_by TEXT REFERENCES accounts (id),
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX reminders_by_request ON reminders (request_id, made_at);
CREATE INDEX reminders_by_person ON reminders (to_id, made_at);
CREATE INDEX reminders_by_maker ON reminders (made_by);

-- A request that training leads are to look at, and why. Once for each request.
CREATE TABLE escalations (
    request_id TEXT NOT NULL PRIMARY KEY REFERENCES requests (id),
    why TEXT NOT NULL CHECK (why IN ('long', 'due')),
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX escalations_by_time ON escalations (made_at);

-- How often a person wants one letter of what is new, and until when they have been told.
CREATE TABLE digests (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    rhythm TEXT NOT NULL CHECK (rhythm IN ('daily', 'weekly', 'in-app')),
    told_day DATE,
    told_until TIMESTAMP
);

-- The twin of each letter: what it tells, for the page on which its reader finds it without any mail.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX notices_by_account ON notices (account_id, made_at);
CREATE INDEX notices_by_time ON notices (made_at);
