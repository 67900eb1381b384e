DROP TABLE quality_actions;
DROP TABLE second_readings;
DROP TABLE quality_items;
DROP TABLE quality_samples;
