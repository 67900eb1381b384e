ALTER TABLE entries DROP COLUMN folded;
ALTER TABLE personal_terms DROP COLUMN salts;
ALTER TABLE decisions DROP COLUMN salts;
