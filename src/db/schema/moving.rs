//! People moved from one version of a programme to another.

diesel::table! {
    move_batches (id) {
        id -> Text, programme_id -> Text, version_from -> Text, version_to -> Text, people -> Integer,
        asked_by -> Text, known_from -> Timestamp,
    }
}

diesel::table! {
    move_pairs (batch_id, requirement) {
        batch_id -> Text, requirement -> Text, becomes -> Nullable<Text>,
    }
}

diesel::table! {
    move_waits (batch_id, enrolment_id) {
        batch_id -> Text, enrolment_id -> Text, fault -> Text,
    }
}

diesel::table! {
    moves (id) {
        id -> Text, batch_id -> Text, enrolment_id -> Text, version_from -> Text, version_to -> Text,
        moved_by -> Text, known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    move_terms (move_id, term_id) {
        move_id -> Text, term_id -> Text, becomes_id -> Nullable<Text>,
    }
}
