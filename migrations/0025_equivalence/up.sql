-- Earlier learning that somebody claims against one requirement. credit: hundredths of its unit; with
-- neither that nor items the whole of it is claimed.
CREATE TABLE earlier_claims (
    id TEXT NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES entries (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    requirement TEXT NOT NULL,
    credit BIGINT,
    items TEXT NOT NULL
);
CREATE INDEX earlier_claims_entry ON earlier_claims (entry_id);
CREATE INDEX earlier_claims_enrolment ON earlier_claims (enrolment_id);
