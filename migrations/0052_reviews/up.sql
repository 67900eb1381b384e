-- A review of one enrolment: which sort, when it is held, until when both sides prepare.
CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    sort TEXT NOT NULL,
    requirement TEXT NOT NULL,
    held_on DATE NOT NULL,
    prepare_by DATE NOT NULL,
    planned_by TEXT NOT NULL REFERENCES accounts (id),
    planned_at TIMESTAMP NOT NULL,
    called_off_by TEXT REFERENCES accounts (id),
    called_off_at TIMESTAMP
);
CREATE INDEX reviews_by_portfolio ON reviews (portfolio_id);
CREATE INDEX reviews_by_enrolment ON reviews (enrolment_id, held_on);
CREATE INDEX reviews_by_planner ON reviews (planned_by);
CREATE INDEX reviews_by_ender ON reviews (called_off_by);
CREATE INDEX reviews_by_day ON reviews (prepare_by);

-- Who sits on a review.
CREATE TABLE review_seats (
    id TEXT NOT NULL PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    person_id TEXT NOT NULL REFERENCES accounts (id),
    chair BOOLEAN NOT NULL,
    given_by TEXT NOT NULL REFERENCES accounts (id),
    known_from TIMESTAMP NOT NULL,
    known_until TIMESTAMP
);
CREATE INDEX review_seats_by_review ON review_seats (review_id);
CREATE INDEX review_seats_by_person ON review_seats (person_id);
CREATE INDEX review_seats_by_giver ON review_seats (given_by);
