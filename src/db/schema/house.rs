//! The house itself: its books, jobs, accounts and how they are proved.

diesel::table! {
    books (id) {
        id -> Text, kind -> Text, seq -> BigInt, hash -> Text, opened_at -> Timestamp,
    }
}

diesel::table! {
    audit_events (book_id, seq) {
        book_id -> Text, seq -> BigInt, at -> Timestamp, act_id -> Text, actor -> Text, act -> Text,
        subject -> Text, detail -> Text, prev -> Text, hash -> Text,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text, job -> Text, body -> Text, state -> Text, queued_at -> Timestamp, run_at -> Timestamp,
        tries -> Integer, locked_until -> Timestamp, fault -> Text,
    }
}

diesel::table! {
    answers (account_id, key) {
        account_id -> Text, key -> Text, route -> Text, body_hash -> Text, location -> Text, at -> Timestamp,
    }
}

diesel::table! {
    settings (name) {
        name -> Text, value -> Text, set_by -> Text, set_at -> Timestamp,
    }
}

diesel::table! {
    accounts (id) {
        id -> Text, email -> Text, email_folded -> Text, name -> Text, name_folded -> Text,
        password_hash -> Text, opened_at -> Timestamp, closed_at -> Nullable<Timestamp>,
        single_keys -> Bool,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text, token_hash -> Text, account_id -> Text, csrf -> Text, opened_at -> Timestamp,
        seen_at -> Timestamp, ends_at -> Timestamp, address -> Text, agent -> Text,
        revoked_at -> Nullable<Timestamp>, proved_by -> Text,
    }
}

diesel::table! {
    second_factors (id) {
        id -> Text, account_id -> Text, sealed -> Text, made_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>, ended_at -> Nullable<Timestamp>, last_step -> BigInt,
        wrong -> Integer, wait_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    recovery_codes (id) {
        id -> Text, account_id -> Text, hash -> Text, made_at -> Timestamp, used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// The password was right, the code is still to come.
    half_sign_ins (id) {
        id -> Text, token_hash -> Text, account_id -> Text, next -> Text, made_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    factor_resets (id) {
        id -> Text, account_id -> Text, asked_at -> Timestamp, ends_at -> Timestamp,
        proposed_by -> Nullable<Text>, checked_how -> Text, confirmed_by -> Text,
        confirmed_at -> Nullable<Timestamp>, withdrawn_at -> Nullable<Timestamp>,
        told_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text, account_id -> Nullable<Text>, token_hash -> Text, purpose -> Text,
        invited_by -> Nullable<Text>, made_at -> Timestamp, expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>, revoked_at -> Nullable<Timestamp>,
    }
}
