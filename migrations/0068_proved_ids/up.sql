-- The house's book names rows by what stands in their key, and an event is there for good: a proved mailbox gets an id by
-- which it is named, and a secret beside it, so that nothing of the address is left once its person is erased. Rows of
-- before have neither and stay named as they were.
ALTER TABLE proved_addresses ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE proved_addresses ADD COLUMN salt TEXT NOT NULL DEFAULT '';
