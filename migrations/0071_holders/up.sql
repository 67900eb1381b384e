-- A certificate is made out to the name that its holder bore on that day; a later name changes no paper. Empty in those
-- from before: they go by the name of the account.
ALTER TABLE certificates ADD COLUMN holder TEXT NOT NULL DEFAULT '';
