DROP TABLE official_entries;
DROP TABLE official_imports;
