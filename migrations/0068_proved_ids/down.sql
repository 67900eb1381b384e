ALTER TABLE proved_addresses DROP COLUMN salt;
ALTER TABLE proved_addresses DROP COLUMN id;
