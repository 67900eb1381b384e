DROP TABLE kind_drafts;
