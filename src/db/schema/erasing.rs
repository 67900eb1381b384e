//! A whole person erased.

diesel::table! {
    erasures (id) {
        id -> Text, person_id -> Text, why -> Text, reference -> Text, ended_on -> Nullable<Date>, state -> Text,
        proposed_by -> Text, proposed_at -> Timestamp, lapses_at -> Timestamp, settled_by -> Text,
        settled_at -> Nullable<Timestamp>, declined_why -> Text, keeps_name -> Bool, done_at -> Nullable<Timestamp>,
    }
}
