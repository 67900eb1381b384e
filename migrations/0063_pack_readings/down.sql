DROP TABLE pack_readings;
DROP TABLE pack_held;
