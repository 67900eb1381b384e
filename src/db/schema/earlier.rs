//! Earlier records and earlier learning: what came in from before, and who accepted it.

diesel::table! {
    earlier_tables (draft_id) {
        draft_id -> Text, kind -> Text, file_name -> Text, file_hash -> Text, cells -> Text, mapping -> Text,
        answers -> Text,
    }
}

diesel::table! {
    earlier_sets (id) {
        id -> Text, entry_id -> Text, kind -> Text, file_hash -> Text, left_out -> Text, mapping -> Text,
        brought_at -> Timestamp, undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    earlier_rows (entry_id) {
        entry_id -> Text, set_id -> Text, line -> Integer,
    }
}

diesel::table! {
    earlier_claims (id) {
        id -> Text, entry_id -> Text, enrolment_id -> Text, requirement -> Text, credit -> Nullable<BigInt>,
        items -> Text,
    }
}

diesel::table! {
    acceptances (id) {
        id -> Text, entry_id -> Text, version_id -> Text, by_id -> Text, capacity -> Text, verdict -> Text,
        credit -> Nullable<BigInt>, items -> Text, reason -> Text, root -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>, undone_why -> Text, salts -> Text,
    }
}

diesel::table! {
    accepted_rows (acceptance_id, entry_id) {
        acceptance_id -> Text, entry_id -> Text,
    }
}
