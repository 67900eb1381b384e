-- What rules read of a portfolio's entries, sixteen to a row: a save reads a dozen rows that lie together and
-- writes one, where the rows behind them are some thousand pages apart.
CREATE TABLE fact_pages (
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    page INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (portfolio_id, page)
);
