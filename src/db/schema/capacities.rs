//! Capacities beyond supervisor and lead: whom they see, and of what.

diesel::table! {
    /// Which enrolments a departmental tutor or a consortium co-ordinator sees, through which appointment: standings,
    /// and the kinds of `domain/reads.rs`.
    narrow_sight (viewer_id, enrolment_id, capacity, appointment_id) {
        viewer_id -> Text, enrolment_id -> Text, portfolio_id -> Text, capacity -> Text, appointment_id -> Text,
        from_day -> Date, until_day -> Date,
    }
}

diesel::table! {
    quality_samples (id) {
        id -> Text, made_by -> Text, reader_id -> Text, scope -> Text, scope_id -> Text, from_day -> Date,
        until_day -> Date, seed -> Text, weights -> Text, size -> Integer, frame -> Integer, frame_hash -> Text,
        known_from -> Timestamp, ended_at -> Nullable<Timestamp>, read_by -> Nullable<Date>,
    }
}

diesel::table! {
    quality_frames (sample_id) {
        sample_id -> Text, lines -> Text,
    }
}

diesel::table! {
    quality_items (id) {
        id -> Text, sample_id -> Text, position -> Integer, decision_id -> Text, entry_id -> Text,
        weight -> Integer, grounds -> Text,
    }
}

diesel::table! {
    second_readings (item_id) {
        item_id -> Text, verdict -> Text, satisfactory -> Bool, level -> Text, reason -> Text, root -> Text,
        known_from -> Timestamp,
    }
}

diesel::table! {
    quality_actions (id) {
        id -> Text, sample_id -> Text, item_id -> Nullable<Text>, what -> Text, who -> Text, due_day -> Date,
        made_by -> Text, known_from -> Timestamp, done_by -> Nullable<Text>, done_at -> Nullable<Timestamp>,
        salts -> Text,
    }
}

diesel::table! {
    nominations (id) {
        id -> Text, enrolment_id -> Text, name -> Text, address -> Text, post -> Text, section -> Text,
        from_day -> Date, until_day -> Date, nominated_by -> Text, known_from -> Timestamp,
    }
}

diesel::table! {
    nomination_answers (nomination_id) {
        nomination_id -> Text, answer -> Text, reason -> Text, answered_by -> Text, known_from -> Timestamp,
    }
}

diesel::table! {
    approvals (id) {
        id -> Text, enrolment_id -> Text, person_id -> Text, section -> Text, from_day -> Date, until_day -> Date,
        nomination_id -> Nullable<Text>, made_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// Of which approvals it was told that they end soon.
    approval_reminders (approval_id) {
        approval_id -> Text, told_at -> Timestamp,
    }
}
