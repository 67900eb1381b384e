DROP TABLE fact_pages;
