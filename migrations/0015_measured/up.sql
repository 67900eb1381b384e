-- Each of these was asked for by `cargo xtask bench` at 400 000 entries: a refresh inside every write read
-- some 1 900 pages of rows that lie apart, and a board of waiting requests read every filing of a cohort.
CREATE INDEX entries_by_state ON entries (portfolio_id, state);
CREATE INDEX entries_named ON entries (portfolio_id, id, kind, number, title);
CREATE INDEX filings_known ON filings (enrolment_id, entry_id, known_from, known_until);
CREATE INDEX requests_known ON requests (entry_id, closed_at, known_from, asked_id, version_id, id);
CREATE INDEX decisions_known ON decisions (entry_id, known_from, known_until, version_id, signer_id, capacity, verdict, satisfactory, level, id);
DROP INDEX requests_by_entry;
DROP INDEX decisions_by_entry;
