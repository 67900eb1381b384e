-- What whoever signed answered on the assessor's side of a form, and how, where and when they saw it: beside their
-- decision, or beside their statement until it is confirmed. In the portfolio's book.
CREATE TABLE assessments (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    decision_id TEXT REFERENCES decisions (id),
    statement_id TEXT REFERENCES statements (id),
    words TEXT NOT NULL,
    salts TEXT NOT NULL,
    seen_how TEXT NOT NULL,
    seen_where TEXT NOT NULL,
    seen_on DATE,
    seen_time TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX assessments_by_entry ON assessments (entry_id);
CREATE INDEX assessments_by_decision ON assessments (decision_id);
CREATE INDEX assessments_by_statement ON assessments (statement_id);
