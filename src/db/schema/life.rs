//! What happened to an enrolment after somebody was enrolled.

diesel::table! {
    life_events (id) {
        id -> Text, enrolment_id -> Text, what -> Text, day -> Date, until_day -> Nullable<Date>,
        percent -> Nullable<Integer>, requirement -> Text, award -> Text, frozen_at -> Nullable<Timestamp>,
        category -> Text, reason -> Text, set_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>, undone_by -> Nullable<Text>, undone_why -> Text, salts -> Text,
    }
}
