ALTER TABLE standings DROP COLUMN life;
