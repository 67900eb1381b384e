DROP TABLE review_reminders;
DROP TABLE review_replies;
DROP TABLE review_conditions;
DROP TABLE review_outcomes;
DROP TABLE review_packs;
DROP TABLE review_preparations;
