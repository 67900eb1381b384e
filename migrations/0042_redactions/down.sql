-- What was struck out stays struck out; only the words about it go.
DROP TABLE struck_files;
DROP TABLE redactions;
DROP TABLE incidents;
