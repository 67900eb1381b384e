DROP INDEX entries_lately;
CREATE INDEX entries_named ON entries (portfolio_id, id, kind, number, title);
