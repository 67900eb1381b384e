DROP TABLE settings;
DROP TABLE answers;
DROP TABLE jobs;
DROP TABLE audit_events;
DROP TABLE books;
