-- Salts of a decision's prose and of a term's reason, as JSON like those of an entry version. Empty for
-- rows of release 0.1.0: what their events commit to is laid out as it was then.
ALTER TABLE decisions ADD COLUMN salts TEXT NOT NULL DEFAULT '';
ALTER TABLE personal_terms ADD COLUMN salts TEXT NOT NULL DEFAULT '';
-- The title as searches compare it: without case, accents and marks. Empty until the house is next opened.
ALTER TABLE entries ADD COLUMN folded TEXT NOT NULL DEFAULT '';
