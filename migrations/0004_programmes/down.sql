DROP TABLE confirmed_figures;
DROP TABLE kinds;
DROP TABLE programme_versions;
DROP TABLE programmes;
