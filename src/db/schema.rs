//! Every table and view, as diesel sees them. `tests/it/migrations.rs` compares this list with both
//! migrated engines, column by column.

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

diesel::table! {
    entries (id) {
        id -> Text, portfolio_id -> Text, kind -> Text, number -> Integer, happened_on -> Date, title -> Text,
        state -> Text, latest -> Integer, changed_at -> Timestamp, folded -> Text,
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
    standings (enrolment_id) {
        enrolment_id -> Text, engine -> Integer, stale_no -> BigInt, fresh_no -> BigInt,
        computed_at -> Timestamp, holds_until -> Nullable<Date>, behind_from -> Nullable<Date>, met -> Integer,
        total -> Integer, last_entry_on -> Nullable<Date>,
    }
}

diesel::table! {
    standing_items (enrolment_id, requirement) {
        enrolment_id -> Text, requirement -> Text, position -> Integer, recorded -> BigInt, submitted -> BigInt,
        signed -> BigInt, target -> BigInt, met -> Bool, binding -> Bool, calm -> Text, due -> Nullable<Date>,
        behind_from -> Nullable<Date>, body -> Text,
    }
}

diesel::table! {
    /// What rules read of entries, sixteen to a row; `standing/store/pages.rs` says how.
    fact_pages (portfolio_id, page) {
        portfolio_id -> Text, page -> Integer, body -> Text,
    }
}

diesel::table! {
    exports (id) {
        id -> Text, asked_by -> Text, what -> Text, subject -> Text, title -> Text, format -> Text,
        as_at -> Timestamp, state -> Text, file_hash -> Text, size -> BigInt, fault -> Text,
        asked_at -> Timestamp, ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// Who sees which enrolment, in which capacity, through which appointment ('' for the owner).
    sight (viewer_id, enrolment_id, capacity, appointment_id) {
        viewer_id -> Text, enrolment_id -> Text, portfolio_id -> Text, capacity -> Text, appointment_id -> Text,
        from_day -> Date, until_day -> Date,
    }
}

diesel::table! {
    /// Who sees which entry: through sight of an enrolment that it is filed under, or because they decided on it.
    entry_sight (viewer_id, entry_id, capacity, appointment_id) {
        viewer_id -> Text, entry_id -> Text, enrolment_id -> Text, capacity -> Text, appointment_id -> Text,
        happened_on -> Date, from_day -> Date, until_day -> Date,
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

diesel::allow_tables_to_appear_in_same_query!(
    file_checks,
    holds,
    house_patterns,
    books,
    audit_events,
    jobs,
    answers,
    settings,
    accounts,
    sessions,
    second_factors,
    recovery_codes,
    half_sign_ins,
    factor_resets,
    invitations,
    institutions,
    sites,
    departments,
    appointments,
    appointment_scopes,
    registrations,
    registration_confirmations,
    programmes,
    programme_versions,
    kinds,
    confirmed_figures,
    portfolios,
    enrolments,
    personal_terms,
    entries,
    entry_versions,
    unlooked,
    filings,
    requests,
    decisions,
    drafts,
    reflections,
    readings,
    files,
    evidence,
    standings,
    standing_items,
    fact_pages,
    exports,
    sight,
    entry_sight,
);

diesel::joinable!(audit_events -> books (book_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(half_sign_ins -> accounts (account_id));
diesel::joinable!(departments -> institutions (institution_id));
diesel::joinable!(sites -> institutions (institution_id));
diesel::joinable!(appointment_scopes -> appointments (appointment_id));
diesel::joinable!(registration_confirmations -> registrations (registration_id));
diesel::joinable!(programme_versions -> programmes (programme_id));
diesel::joinable!(portfolios -> accounts (person_id));
diesel::joinable!(enrolments -> portfolios (portfolio_id));
diesel::joinable!(enrolments -> programme_versions (version_id));
diesel::joinable!(enrolments -> departments (department_id));
diesel::joinable!(entries -> portfolios (portfolio_id));
diesel::joinable!(entry_versions -> entries (entry_id));
diesel::joinable!(filings -> entries (entry_id));
diesel::joinable!(filings -> enrolments (enrolment_id));
diesel::joinable!(requests -> entries (entry_id));
diesel::joinable!(decisions -> entries (entry_id));
diesel::joinable!(evidence -> files (file_hash));
diesel::joinable!(standings -> enrolments (enrolment_id));
diesel::joinable!(standing_items -> enrolments (enrolment_id));
diesel::joinable!(fact_pages -> portfolios (portfolio_id));
