DROP TABLE move_terms;
DROP TABLE moves;
DROP TABLE move_waits;
DROP TABLE move_pairs;
DROP TABLE move_batches;
