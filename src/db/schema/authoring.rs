//! Programmes that the house writes: owners, drafts, their saves, simulations and local layers.

diesel::table! {
    programme_owners (programme_id) {
        programme_id -> Text, institution_id -> Text, given_by -> Text, known_from -> Timestamp,
    }
}

diesel::table! {
    programme_drafts (id) {
        id -> Text, programme_id -> Text, number -> Integer, from_version_id -> Nullable<Text>,
        begun_by -> Text, begun_at -> Timestamp, state -> Text, saves -> Integer,
        published_id -> Nullable<Text>,
    }
}

diesel::table! {
    programme_saves (draft_id, number) {
        draft_id -> Text, number -> Integer, words -> Text, words_hash -> Text, what -> Text, about -> Text,
        saved_by -> Text, saved_at -> Timestamp,
    }
}

diesel::table! {
    simulations (id) {
        id -> Text, draft_id -> Text, save -> Integer, asked_by -> Text, asked_at -> Timestamp, state -> Text,
        done -> Integer, total -> Integer, found -> Text,
    }
}

diesel::table! {
    programme_layers (id) {
        id -> Text, version_id -> Text, institution_id -> Text, words -> Text, words_hash -> Text,
        made_by -> Text, known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}
