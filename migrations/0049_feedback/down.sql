DROP TABLE feedback_comments;
DROP TABLE feedback_answers;
DROP TABLE feedback_links;
DROP TABLE feedback_raters;
DROP TABLE feedback_rounds;
