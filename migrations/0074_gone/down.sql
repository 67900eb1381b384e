-- An older release knows two reasons: it brought what waits with nobody who may decide as if it had waited long.
ALTER TABLE escalations RENAME COLUMN why TO why_before;
ALTER TABLE escalations ADD COLUMN why TEXT NOT NULL DEFAULT 'long' CHECK (why IN ('long', 'due'));
UPDATE escalations SET why = CASE why_before WHEN 'gone' THEN 'long' ELSE why_before END;
ALTER TABLE escalations DROP COLUMN why_before;
