DROP TABLE proved_addresses;
DROP TABLE statements;
