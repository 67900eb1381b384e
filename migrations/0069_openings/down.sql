CREATE TABLE openings_by_agent (
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    agent TEXT NOT NULL,
    first_at TIMESTAMP NOT NULL,
    last_at TIMESTAMP NOT NULL,
    PRIMARY KEY (ticket_id, agent)
);
INSERT INTO openings_by_agent (ticket_id, agent, first_at, last_at)
SELECT ticket_id, agent, MIN(first_at), MAX(last_at) FROM ticket_openings GROUP BY ticket_id, agent;
DROP TABLE ticket_openings;
ALTER TABLE openings_by_agent RENAME TO ticket_openings;
