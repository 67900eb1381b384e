-- Somebody is away from a day until a day; with a deputy, what waits with them waits with the deputy too. In the house's book.
CREATE TABLE absences (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES accounts (id),
    deputy_id TEXT REFERENCES accounts (id),
    from_day DATE NOT NULL,
    until_day DATE NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX absences_by_person ON absences (person_id);
CREATE INDEX absences_by_deputy ON absences (deputy_id);
CREATE INDEX absences_by_maker ON absences (made_by);

-- A decision that somebody took for a person who was away. It is in the portfolio's book.
CREATE TABLE deputised (
    decision_id TEXT NOT NULL PRIMARY KEY REFERENCES decisions (id),
    absence_id TEXT NOT NULL REFERENCES absences (id),
    for_id TEXT NOT NULL REFERENCES accounts (id)
);
CREATE INDEX deputised_by_absence ON deputised (absence_id);
CREATE INDEX deputised_by_person ON deputised (for_id);

-- A request that now waits with somebody else: its words, its day and its place in the queue are as they were.
CREATE TABLE handovers (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    from_id TEXT NOT NULL REFERENCES accounts (id),
    to_id TEXT NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL
);
CREATE INDEX handovers_by_request ON handovers (request_id, known_from);
CREATE INDEX handovers_by_giver ON handovers (from_id);
CREATE INDEX handovers_by_taker ON handovers (to_id);
CREATE INDEX handovers_by_maker ON handovers (made_by);
