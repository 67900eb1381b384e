DROP TABLE notices;
DROP TABLE digests;
DROP TABLE escalations;
DROP TABLE reminders;
