ALTER TABLE review_packs DROP COLUMN by_itself;
