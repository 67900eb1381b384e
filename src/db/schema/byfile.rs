//! Numbers of people outside the house, and the files that are read in.

diesel::table! {
    outside_numbers (id) {
        id -> Text, person_id -> Text, issuer -> Text, body -> Text, body_folded -> Text, number -> Text,
        number_folded -> Text, set_by -> Text, known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    university_kinds (code) {
        code -> Text,
    }
}

diesel::table! {
    imports (id) {
        id -> Text, made_by -> Text, sort -> Text, name -> Text, text_hash -> Text, words -> Text,
        mapping -> Text, state -> Text, made_at -> Timestamp, done_at -> Nullable<Timestamp>,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    import_rows (import_id, line) {
        import_id -> Text, line -> Integer, outcome -> Text, sentence -> Text, made -> Text,
        undone_at -> Nullable<Timestamp>, kept_because -> Text,
    }
}

diesel::table! {
    import_mappings (account_id, sort) {
        account_id -> Text, sort -> Text, mapping -> Text, saved_at -> Timestamp,
    }
}

diesel::table! {
    /// Which enrolments a university administrator sees, through which appointment: only their names and days,
    /// and the kinds of `university_kinds`.
    university_sight (viewer_id, enrolment_id, appointment_id) {
        viewer_id -> Text, enrolment_id -> Text, portfolio_id -> Text, appointment_id -> Text,
        from_day -> Date, until_day -> Date,
    }
}
