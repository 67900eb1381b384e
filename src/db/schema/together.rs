//! Alike entries that are signed together, and patterns in how people decide.

diesel::table! {
    batches (id) {
        id -> Text, signer_id -> Text, drawn_id -> Text, begun_at -> Timestamp, ended_at -> Nullable<Timestamp>,
        ended_how -> Text,
    }
}

diesel::table! {
    batch_items (batch_id, entry_id) {
        batch_id -> Text, entry_id -> Text, version_id -> Text, root -> Text,
    }
}

diesel::table! {
    /// Beside a decision: how many entries were signed with it, and whether this is the one that was looked at.
    batched (decision_id) {
        decision_id -> Text, batch_id -> Text, entries -> Integer, viewed -> Bool,
    }
}

diesel::table! {
    /// A late or bulk pattern that a person was told of, as long as it holds.
    patterns (person_id, pattern) {
        person_id -> Text, pattern -> Text, told_at -> Timestamp,
    }
}
