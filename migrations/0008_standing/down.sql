DROP TABLE standing_items;
DROP TABLE standings;
