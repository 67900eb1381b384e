DROP TABLE approvals;
DROP TABLE nomination_answers;
DROP TABLE nominations;
