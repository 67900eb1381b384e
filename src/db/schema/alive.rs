//! What keeps requests alive: absences with deputies, requests handed over, reminders, digests and the
//! twins of letters.

diesel::table! {
    absences (id) {
        id -> Text, person_id -> Text, deputy_id -> Nullable<Text>, from_day -> Date, until_day -> Date,
        made_by -> Text, known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    deputised (decision_id) {
        decision_id -> Text, absence_id -> Text, for_id -> Text,
    }
}

diesel::table! {
    handovers (id) {
        id -> Text, request_id -> Text, from_id -> Text, to_id -> Text, made_by -> Text, known_from -> Timestamp,
    }
}

diesel::table! {
    reminders (id) {
        id -> Text, request_id -> Text, to_id -> Text, made_by -> Nullable<Text>, made_at -> Timestamp,
    }
}

diesel::table! {
    escalations (request_id) {
        request_id -> Text, why -> Text, made_at -> Timestamp,
    }
}

diesel::table! {
    digests (account_id) {
        account_id -> Text, rhythm -> Text, told_day -> Nullable<Date>, told_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notices (id) {
        id -> Text, account_id -> Text, body -> Text, made_at -> Timestamp,
    }
}

diesel::table! {
    /// Who has which open request before them: whoever was asked, and their deputy while they are away. A
    /// request is in it as long as it waits, and a deputy's part from the first day of an absence until the last.
    request_sight (viewer_id, request_id) {
        viewer_id -> Text, request_id -> Text, entry_id -> Text, asked_id -> Text, absence_id -> Text,
        from_day -> Date, until_day -> Date,
    }
}
