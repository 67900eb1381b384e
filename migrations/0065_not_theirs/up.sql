-- Whoever says that a decision was not theirs ends it otherwise than time does, and what kept one from being confirmed
-- is kept as a code: the trainee reads why.
ALTER TABLE statements RENAME COLUMN standing TO standing_before;
ALTER TABLE statements ADD COLUMN standing TEXT NOT NULL DEFAULT 'unconfirmed' CHECK (standing IN ('unconfirmed', 'decided', 'lapsed', 'overtaken', 'denied'));
UPDATE statements SET standing = standing_before;
ALTER TABLE statements DROP COLUMN standing_before;
ALTER TABLE statements ADD COLUMN ended_why TEXT NOT NULL DEFAULT '';
