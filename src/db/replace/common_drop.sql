DROP VIEW IF EXISTS entry_sight;
DROP VIEW IF EXISTS request_sight;
DROP VIEW IF EXISTS narrow_sight;
DROP VIEW IF EXISTS university_sight;
DROP VIEW IF EXISTS sight;
