//! Entries, their versions, who was asked and what was decided; evidence.

diesel::table! {
    entries (id) {
        id -> Text, portfolio_id -> Text, kind -> Text, number -> Integer, happened_on -> Date, title -> Text,
        state -> Text, latest -> Integer, changed_at -> Timestamp, folded -> Text,
        earlier -> Text,
    }
}

diesel::table! {
    entry_versions (id) {
        id -> Text, entry_id -> Text, number -> Integer, kind_version -> Integer, happened_on -> Date,
        until_day -> Nullable<Date>, words -> Text, salts -> Text, root -> Text, written_by -> Text,
        known_from -> Timestamp, withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    unlooked (version_id) { version_id -> Text, }
}

diesel::table! {
    filings (entry_id, enrolment_id) {
        entry_id -> Text, enrolment_id -> Text, happened_on -> Date, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    requests (id) {
        id -> Text, entry_id -> Text, version_id -> Text, asked_id -> Text, asked_by -> Text,
        known_from -> Timestamp, closed_at -> Nullable<Timestamp>, closed_how -> Text,
    }
}

diesel::table! {
    decisions (id) {
        id -> Text, entry_id -> Text, version_id -> Text, request_id -> Nullable<Text>, signer_id -> Text,
        capacity -> Text, verdict -> Text, satisfactory -> Bool, level -> Text, reason -> Text, comment -> Text,
        root -> Text, known_from -> Timestamp, known_until -> Nullable<Timestamp>, undone_why -> Text, salts -> Text,
    }
}

diesel::table! {
    drafts (id) {
        id -> Text, owner_id -> Text, kind -> Text, entry_id -> Nullable<Text>, words -> Text,
        made_at -> Timestamp, saved_at -> Timestamp,
    }
}

diesel::table! {
    refilings (replaced_id) {
        replaced_id -> Text, draft_id -> Nullable<Text>, entry_id -> Nullable<Text>, begun_at -> Timestamp,
    }
}

diesel::table! {
    reflections (id) {
        id -> Text, portfolio_id -> Text, draft_id -> Nullable<Text>, entry_id -> Nullable<Text>, words -> Text,
        written_at -> Timestamp, shared_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    readings (viewer_id, version_id, day) {
        viewer_id -> Text, version_id -> Text, day -> Date,
    }
}

diesel::table! {
    files (hash) {
        hash -> Text, size -> BigInt, media_type -> Text, thumb_hash -> Text, stored_at -> Timestamp,
    }
}

diesel::table! {
    evidence (id) {
        id -> Text, draft_id -> Nullable<Text>, version_id -> Nullable<Text>, file_hash -> Text, name -> Text,
        position -> Integer, added_at -> Timestamp,
    }
}

diesel::table! {
    file_checks (file_hash) {
        file_hash -> Text, outcome -> Text, kinds -> Text, number -> BigInt, checked_at -> Timestamp,
    }
}

diesel::table! {
    holds (draft_id) {
        draft_id -> Text, state -> Text, answers -> Text, since -> Timestamp,
    }
}

diesel::table! {
    house_patterns (id) {
        id -> Text, name -> Text, form -> Text, example -> Text, made_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}
