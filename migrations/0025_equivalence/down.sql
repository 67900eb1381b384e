DROP TABLE earlier_claims;
