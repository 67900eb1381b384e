//! What follows from the rest and can be computed again.

diesel::table! {
    standings (enrolment_id) {
        enrolment_id -> Text, engine -> Integer, stale_no -> BigInt, fresh_no -> BigInt,
        computed_at -> Timestamp, holds_until -> Nullable<Date>, behind_from -> Nullable<Date>, met -> Integer,
        total -> Integer, last_entry_on -> Nullable<Date>, life -> Text,
    }
}

diesel::table! {
    standing_items (enrolment_id, requirement) {
        enrolment_id -> Text, requirement -> Text, position -> Integer, recorded -> BigInt, submitted -> BigInt,
        signed -> BigInt, target -> BigInt, met -> Bool, binding -> Bool, calm -> Text, due -> Nullable<Date>,
        behind_from -> Nullable<Date>, body -> Text,
    }
}

diesel::table! {
    /// What rules read of entries, sixteen to a row; `standing/store/pages.rs` says how.
    fact_pages (portfolio_id, page) {
        portfolio_id -> Text, page -> Integer, body -> Text,
    }
}

diesel::table! {
    exports (id) {
        id -> Text, asked_by -> Text, what -> Text, subject -> Text, title -> Text, format -> Text,
        as_at -> Timestamp, state -> Text, file_hash -> Text, size -> BigInt, fault -> Text,
        asked_at -> Timestamp, ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// Who sees which enrolment, in which capacity, through which appointment ('' for the owner).
    sight (viewer_id, enrolment_id, capacity, appointment_id) {
        viewer_id -> Text, enrolment_id -> Text, portfolio_id -> Text, capacity -> Text, appointment_id -> Text,
        from_day -> Date, until_day -> Date,
    }
}

diesel::table! {
    /// Who sees which entry: through sight of an enrolment that it is filed under, or because they decided on it.
    entry_sight (viewer_id, entry_id, capacity, appointment_id) {
        viewer_id -> Text, entry_id -> Text, enrolment_id -> Text, capacity -> Text, appointment_id -> Text,
        happened_on -> Date, from_day -> Date, until_day -> Date,
    }
}
