ALTER TABLE certificates DROP COLUMN holder;
