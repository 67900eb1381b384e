-- An older release knows no denial: it said of one that time was over.
ALTER TABLE statements DROP COLUMN ended_why;
ALTER TABLE statements RENAME COLUMN standing TO standing_before;
ALTER TABLE statements ADD COLUMN standing TEXT NOT NULL DEFAULT 'unconfirmed' CHECK (standing IN ('unconfirmed', 'decided', 'lapsed', 'overtaken'));
UPDATE statements SET standing = CASE WHEN standing_before = 'denied' THEN 'lapsed' ELSE standing_before END;
ALTER TABLE statements DROP COLUMN standing_before;
