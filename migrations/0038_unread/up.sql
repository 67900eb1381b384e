-- To whom an entry is closed although they see the portfolio: a line for each capacity, as its kind said when it was
-- recorded. Most entries have none. Made from the kind and checked against it.
CREATE TABLE unread (
    entry_id TEXT NOT NULL REFERENCES entries (id),
    capacity TEXT NOT NULL,
    PRIMARY KEY (entry_id, capacity)
);
