-- Beside the stored answer, what pages and boards say of the enrolment's life: no statement more for each of them.
ALTER TABLE standings ADD COLUMN life TEXT NOT NULL DEFAULT '';
