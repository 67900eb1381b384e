-- The code of a room, which hangs on its wall and is there to be read by everybody: its token opens nothing and
-- proves nothing. In the house's book.
CREATE TABLE rooms (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX rooms_by_maker ON rooms (made_by);

-- Who scanned it when; for a day.
CREATE TABLE room_scans (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    room_id TEXT NOT NULL REFERENCES rooms (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX room_scans_by_account ON room_scans (account_id, at);
CREATE INDEX room_scans_by_room ON room_scans (room_id);

-- What an assessor states of a code that was scanned: the day, the time and the room, as in
-- "2026-11-12 14:02 Theatre 2, Hazelmere". Empty where nothing is stated, and then no part of what is committed to.
ALTER TABLE assessments ADD COLUMN scanned TEXT NOT NULL DEFAULT '';

-- What follows from a difference is prose: from now on it is committed to under salts, so that it can be struck out.
-- Older rows have none, and verify as they did.
ALTER TABLE quality_actions ADD COLUMN salts TEXT NOT NULL DEFAULT '';
