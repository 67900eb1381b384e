DROP TABLE certificate_reminders;
DROP TABLE certificates;
