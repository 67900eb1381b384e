DROP TABLE ticket_codes;
DROP TABLE ticket_openings;
DROP TABLE tickets;
DROP TABLE work_domains;
