ALTER TABLE quality_actions DROP COLUMN salts;
ALTER TABLE assessments DROP COLUMN scanned;
DROP TABLE room_scans;
DROP TABLE rooms;
