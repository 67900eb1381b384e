//! What was entered in the system that holds the official record.

diesel::table! {
    official_imports (id) {
        id -> Text, enrolment_id -> Text, made_by -> Text, file_hash -> Text, matched -> Integer,
        known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    official_entries (id) {
        id -> Text, enrolment_id -> Text, entry_id -> Text, version_id -> Text, entered_on -> Date,
        reference -> Text, stated_by -> Text, capacity -> Text, import_id -> Nullable<Text>,
        known_from -> Timestamp, known_until -> Nullable<Timestamp>, item -> Text,
    }
}
