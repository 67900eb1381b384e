//! Reviews: who sits, what both sides wrote, the frozen pack, the outcome and what was said of it.

diesel::table! {
    reviews (id) {
        id -> Text, portfolio_id -> Text, enrolment_id -> Text, sort -> Text, requirement -> Text, held_on -> Date,
        prepare_by -> Date, planned_by -> Text, planned_at -> Timestamp, called_off_by -> Nullable<Text>,
        called_off_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    review_seats (id) {
        id -> Text, review_id -> Text, person_id -> Text, chair -> Bool, given_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    review_preparations (id) {
        id -> Text, review_id -> Text, side -> Text, written_by -> Text, words -> Text, salts -> Text,
        known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    review_packs (id) {
        id -> Text, review_id -> Text, frozen_by -> Text, frozen_at -> Timestamp, hash -> Text, entries -> Integer,
        words -> Text, salts -> Text, withdrawn_at -> Nullable<Timestamp>, by_itself -> Bool,
    }
}

diesel::table! {
    /// Which versions of entries a pack holds.
    pack_held (pack_id, version_id) {
        pack_id -> Text, version_id -> Text,
    }
}

diesel::table! {
    /// Who read which pack on which day.
    pack_readings (viewer_id, pack_id, day) {
        viewer_id -> Text, pack_id -> Text, day -> Date,
    }
}

diesel::table! {
    review_outcomes (id) {
        id -> Text, review_id -> Text, pack_id -> Text, outcome -> Text, label -> Text, satisfactory -> Bool,
        words -> Text, salts -> Text, next_on -> Nullable<Date>, capacity -> Text, recorded_by -> Text,
        known_from -> Timestamp, entry_id -> Nullable<Text>,
    }
}

diesel::table! {
    review_conditions (id) {
        id -> Text, outcome_id -> Text, position -> Integer, words -> Text, salts -> Text, due -> Date,
        goal_id -> Nullable<Text>,
    }
}

diesel::table! {
    review_replies (id) {
        id -> Text, outcome_id -> Text, what -> Text, made_by -> Text, words -> Text, salts -> Text,
        known_from -> Timestamp,
    }
}

diesel::table! {
    review_reminders (review_id, account_id, days) {
        review_id -> Text, account_id -> Text, days -> Integer, told_at -> Timestamp,
    }
}
