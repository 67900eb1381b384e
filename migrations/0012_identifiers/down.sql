DROP TABLE house_patterns;
DROP TABLE holds;
DROP TABLE file_checks;
