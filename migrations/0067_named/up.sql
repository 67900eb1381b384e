-- In which recorded meeting a round was released, where there is a record; and whose figure its floor is.
ALTER TABLE feedback_rounds ADD COLUMN meeting_id TEXT;
ALTER TABLE feedback_rounds ADD COLUMN floor_from TEXT NOT NULL DEFAULT '';

-- Of which approvals it was told that they end soon: once for each.
CREATE TABLE approval_reminders (
    approval_id TEXT NOT NULL PRIMARY KEY REFERENCES approvals (id),
    told_at TIMESTAMP NOT NULL
);
