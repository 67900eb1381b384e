DROP TABLE readings;
DROP TABLE reflections;
DROP TABLE drafts;
DROP TABLE decisions;
DROP TABLE requests;
DROP TABLE filings;
DROP TABLE entry_versions;
DROP TABLE entries;
