ALTER TABLE sessions ADD COLUMN proved_by TEXT NOT NULL DEFAULT 'password';

CREATE TABLE second_factors (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    sealed TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    ended_at TIMESTAMP,
    last_step BIGINT NOT NULL,
    wrong INTEGER NOT NULL,
    wait_until TIMESTAMP
);
CREATE INDEX second_factors_by_account ON second_factors (account_id);

CREATE TABLE recovery_codes (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    hash TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX recovery_codes_by_account ON recovery_codes (account_id);

CREATE TABLE half_sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    next TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL
);
CREATE INDEX half_sign_ins_by_account ON half_sign_ins (account_id);
CREATE INDEX half_sign_ins_by_end ON half_sign_ins (ends_at);

CREATE TABLE factor_resets (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    asked_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    proposed_by TEXT REFERENCES accounts (id),
    checked_how TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    told_at TIMESTAMP
);
CREATE INDEX factor_resets_by_account ON factor_resets (account_id);
CREATE INDEX factor_resets_by_proposer ON factor_resets (proposed_by);
CREATE INDEX factor_resets_by_end ON factor_resets (ends_at);
