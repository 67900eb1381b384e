CREATE TABLE books (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('house', 'programme', 'portfolio')),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL
);

CREATE TABLE audit_events (
    book_id TEXT NOT NULL REFERENCES books (id),
    seq BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    act_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (book_id, seq)
);
CREATE INDEX audit_events_by_subject ON audit_events (subject, at);

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    job TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'buried')),
    queued_at TIMESTAMP NOT NULL,
    run_at TIMESTAMP NOT NULL,
    tries INTEGER NOT NULL,
    locked_until TIMESTAMP NOT NULL,
    fault TEXT NOT NULL
);
CREATE INDEX jobs_by_turn ON jobs (state, run_at);

CREATE TABLE answers (
    account_id TEXT NOT NULL,
    key TEXT NOT NULL,
    route TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    location TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX answers_by_age ON answers (at);

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TIMESTAMP NOT NULL
);
