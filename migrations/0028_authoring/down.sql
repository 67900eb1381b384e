DROP TABLE simulations;
DROP TABLE programme_saves;
DROP TABLE programme_drafts;
DROP TABLE programme_owners;
