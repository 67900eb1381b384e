DROP TABLE university_kinds;
DROP TABLE outside_numbers;
