-- What nobody froze by hand is frozen on its day by the house, as at the day before.
ALTER TABLE review_packs ADD COLUMN by_itself BOOLEAN NOT NULL DEFAULT FALSE;
