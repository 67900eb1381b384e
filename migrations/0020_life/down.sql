DROP TABLE life_events;
