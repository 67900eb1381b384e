//! Codes of rooms, and who scanned one.

diesel::table! {
    rooms (id) {
        id -> Text, name -> Text, scope -> Text, scope_id -> Text, token -> Text, made_by -> Text,
        known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    room_scans (id) {
        id -> Text, account_id -> Text, room_id -> Text, at -> Timestamp,
    }
}
