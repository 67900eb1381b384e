//! Institutions, sites and departments, and the people appointed in them.

diesel::table! {
    institutions (id) {
        id -> Text, name -> Text, name_folded -> Text, zone -> Text, made_at -> Timestamp,
    }
}

diesel::table! {
    sites (id) {
        id -> Text, institution_id -> Text, name -> Text, accredited_from -> Nullable<Date>,
        accredited_until -> Nullable<Date>,
    }
}

diesel::table! {
    departments (id) {
        id -> Text, institution_id -> Text, site_id -> Nullable<Text>, name -> Text,
    }
}

diesel::table! {
    appointments (id) {
        id -> Text, person_id -> Text, capacity -> Text, from_day -> Date, until_day -> Nullable<Date>,
        made_by -> Text, known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    appointment_scopes (appointment_id, scope, scope_id) {
        appointment_id -> Text, scope -> Text, scope_id -> Text,
    }
}

diesel::table! {
    registrations (id) {
        id -> Text, person_id -> Text, body -> Text, category -> Text, number -> Text, valid_from -> Date,
        valid_until -> Nullable<Date>, stated_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    registration_confirmations (id) {
        id -> Text, registration_id -> Text, confirmed_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}
