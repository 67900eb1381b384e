//! Programmes, enrolments and what holds for one person.

diesel::table! {
    programmes (id) {
        id -> Text, code -> Text, title -> Text,
    }
}

diesel::table! {
    programme_versions (id) {
        id -> Text, programme_id -> Text, version -> Text, title -> Text, state -> Text, words -> Text,
        words_hash -> Text, known_from -> Timestamp,
    }
}

diesel::table! {
    kinds (code, version) {
        code -> Text, version -> Integer, name -> Text, words -> Text, words_hash -> Text,
        known_from -> Timestamp,
    }
}

diesel::table! {
    confirmed_figures (id) {
        id -> Text, version_id -> Text, requirement -> Text, amount -> BigInt, source -> Text,
        confirmed_by -> Text, known_from -> Timestamp, known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    portfolios (id) {
        id -> Text, person_id -> Text, next_number -> Integer,
    }
}

diesel::table! {
    enrolments (id) {
        id -> Text, portfolio_id -> Text, version_id -> Text, department_id -> Text, cohort -> Text,
        started_on -> Date, ends_on -> Date, made_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    personal_terms (id) {
        id -> Text, enrolment_id -> Text, requirement -> Text, term -> Text, amount -> Nullable<BigInt>,
        day -> Nullable<Date>, reason -> Text, set_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>, salts -> Text,
    }
}
