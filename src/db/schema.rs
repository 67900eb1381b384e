//! Every table and view, as diesel sees them, a file of `schema/` for each part of the house.
//! `tests/it/migrations.rs` compares this list with both migrated engines, column by column.

mod alive;
mod authoring;
mod byfile;
mod capacities;
mod coded;
mod earlier;
mod enrolling;
mod erasing;
mod feedback;
mod forms;
mod house;
mod life;
mod moving;
mod official;
mod outside;
mod people;
mod record;
mod reviewing;
mod standing;
mod together;
mod work;

pub use alive::*;
pub use authoring::*;
pub use byfile::*;
pub use capacities::*;
pub use coded::*;
pub use earlier::*;
pub use enrolling::*;
pub use erasing::*;
pub use feedback::*;
pub use forms::*;
pub use house::*;
pub use life::*;
pub use moving::*;
pub use official::*;
pub use outside::*;
pub use people::*;
pub use record::*;
pub use reviewing::*;
pub use standing::*;
pub use together::*;
pub use work::*;

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
    programme_owners,
    programme_drafts,
    programme_saves,
    simulations,
    programme_layers,
    portfolios,
    enrolments,
    personal_terms,
    life_events,
    official_imports,
    official_entries,
    move_batches,
    move_pairs,
    move_waits,
    moves,
    move_terms,
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
    earlier_tables,
    earlier_sets,
    earlier_rows,
    earlier_claims,
    acceptances,
    accepted_rows,
    exports,
    sight,
    entry_sight,
    outside_numbers,
    university_kinds,
    university_sight,
    narrow_sight,
    quality_samples,
    quality_frames,
    quality_items,
    second_readings,
    quality_actions,
    nominations,
    nomination_answers,
    approvals,
    approval_reminders,
    imports,
    import_rows,
    import_mappings,
    work_domains,
    tickets,
    ticket_openings,
    ticket_codes,
    statements,
    proved_addresses,
    absences,
    deputised,
    batches,
    batch_items,
    batched,
    patterns,
    handovers,
    reminders,
    escalations,
    digests,
    notices,
    request_sight,
    assessments,
    unread,
    acknowledgements,
    refilings,
    kind_drafts,
    incidents,
    redactions,
    struck_files,
    carried,
    file_readings,
    certificates,
    certificate_reminders,
    reviews,
    review_seats,
    review_preparations,
    review_packs,
    pack_held,
    pack_readings,
    review_outcomes,
    review_conditions,
    review_replies,
    review_reminders,
    erasures,
    feedback_rounds,
    feedback_raters,
    feedback_links,
    feedback_answers,
    feedback_comments,
    rooms,
    room_scans,
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
diesel::joinable!(nominations -> enrolments (enrolment_id));
diesel::joinable!(nomination_answers -> nominations (nomination_id));
diesel::joinable!(approvals -> enrolments (enrolment_id));
diesel::joinable!(enrolments -> portfolios (portfolio_id));
diesel::joinable!(enrolments -> programme_versions (version_id));
diesel::joinable!(enrolments -> departments (department_id));
diesel::joinable!(life_events -> enrolments (enrolment_id));
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
diesel::joinable!(import_rows -> imports (import_id));
