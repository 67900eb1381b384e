-- A third reason why a request is brought before leads: whom it waits with can decide on it no more. It takes the place
-- of any other, and the trainee is told with it.
ALTER TABLE escalations RENAME COLUMN why TO why_before;
ALTER TABLE escalations ADD COLUMN why TEXT NOT NULL DEFAULT 'long' CHECK (why IN ('long', 'due', 'gone'));
UPDATE escalations SET why = why_before;
ALTER TABLE escalations DROP COLUMN why_before;
