-- A link that is opened again on another day is another opening: once per browser and day, no longer once per browser.
CREATE TABLE openings_by_day (
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    agent TEXT NOT NULL,
    first_at TIMESTAMP NOT NULL,
    last_at TIMESTAMP NOT NULL,
    PRIMARY KEY (ticket_id, agent, first_at)
);
INSERT INTO openings_by_day (ticket_id, agent, first_at, last_at)
SELECT ticket_id, agent, first_at,
    CASE WHEN substr(CAST(first_at AS TEXT), 1, 10) = substr(CAST(last_at AS TEXT), 1, 10) THEN last_at ELSE first_at END
FROM ticket_openings;
-- Of those that came back on another day the last of these days is known, and none between.
INSERT INTO openings_by_day (ticket_id, agent, first_at, last_at)
SELECT ticket_id, agent, last_at, last_at
FROM ticket_openings
WHERE substr(CAST(first_at AS TEXT), 1, 10) <> substr(CAST(last_at AS TEXT), 1, 10);
DROP TABLE ticket_openings;
ALTER TABLE openings_by_day RENAME TO ticket_openings;
