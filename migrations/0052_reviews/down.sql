DROP TABLE review_seats;
DROP TABLE reviews;
