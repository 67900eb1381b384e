//! Forms with two sides: what an assessor answered, and to whom an entry is closed.

diesel::table! {
    acknowledgements (id) {
        id -> Text, entry_id -> Text, version_id -> Text, by_id -> Text, words -> Text, salts -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    kind_drafts (code) {
        code -> Text, words -> Text, saved_by -> Text, saved_at -> Timestamp,
    }
}

diesel::table! {
    unread (entry_id, capacity) {
        entry_id -> Text, capacity -> Text,
    }
}

diesel::table! {
    assessments (id) {
        id -> Text, entry_id -> Text, decision_id -> Nullable<Text>, statement_id -> Nullable<Text>, words -> Text,
        salts -> Text, seen_how -> Text, seen_where -> Text, seen_on -> Nullable<Date>, seen_time -> Text,
        made_at -> Timestamp, scanned -> Text,
    }
}
