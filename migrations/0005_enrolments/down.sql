DROP TABLE personal_terms;
DROP TABLE enrolments;
DROP TABLE portfolios;
