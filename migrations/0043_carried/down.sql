DROP TABLE file_readings;
DROP TABLE carried;
