DROP TABLE approval_reminders;
ALTER TABLE feedback_rounds DROP COLUMN floor_from;
ALTER TABLE feedback_rounds DROP COLUMN meeting_id;
