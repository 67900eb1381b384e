-- What somebody recorded lately is on their home page: read from the index alone, newest first, where it was
-- thirty rows of the table.
DROP INDEX entries_named;
CREATE INDEX entries_lately ON entries (portfolio_id, number, id, kind, title);
