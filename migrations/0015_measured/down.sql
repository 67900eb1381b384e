CREATE INDEX decisions_by_entry ON decisions (entry_id);
CREATE INDEX requests_by_entry ON requests (entry_id);
DROP INDEX decisions_known;
DROP INDEX requests_known;
DROP INDEX filings_known;
DROP INDEX entries_named;
DROP INDEX entries_by_state;
