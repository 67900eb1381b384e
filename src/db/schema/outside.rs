//! Somebody without an account: the domains that are allowed, the links, what was proved and stated.

diesel::table! {
    work_domains (id) {
        id -> Text, domain -> Text, scope -> Text, scope_id -> Text, made_by -> Text, known_from -> Timestamp,
        known_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    tickets (id) {
        id -> Text, entry_id -> Text, version_id -> Text, made_by -> Text, handed -> Text, token_hash -> Text,
        sealed -> Text, made_at -> Timestamp, expires_at -> Timestamp, ended_at -> Nullable<Timestamp>,
        ended_how -> Text,
    }
}

diesel::table! {
    ticket_openings (ticket_id, agent, first_at) {
        ticket_id -> Text, agent -> Text, first_at -> Timestamp, last_at -> Timestamp,
    }
}

diesel::table! {
    ticket_codes (id) {
        id -> Text, ticket_id -> Text, address -> Text, mailbox -> Text, code_hash -> Text, made_at -> Timestamp,
        ends_at -> Timestamp, tries -> Integer, used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    statements (id) {
        id -> Text, entry_id -> Text, version_id -> Text, ticket_id -> Text, decision_id -> Nullable<Text>,
        root -> Text, verdict -> Text, satisfactory -> Bool, level -> Text, reason -> Text, comment -> Text,
        seen_how -> Text, seen_where -> Text, seen_on -> Date, name -> Text, post -> Text, body -> Text,
        number -> Text, address -> Text, mailbox -> Text, handed -> Text, opened_at -> Nullable<Timestamp>,
        taken_at -> Timestamp, proof -> Text, proved_at -> Nullable<Timestamp>, standing -> Text,
        ended_at -> Nullable<Timestamp>, confirm_hash -> Text, salts -> Text, ended_why -> Text,
    }
}

diesel::table! {
    proved_addresses (mailbox) {
        mailbox -> Text, person_id -> Text, address -> Text, body -> Text, number -> Text, last_name -> Text,
        known_from -> Timestamp, id -> Text, salt -> Text,
    }
}
