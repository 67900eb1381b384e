//! What letters need to know, and what the nightly tidying sweeps. Asked by the house itself.

mod decided;
mod record;

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::db::{plans, queue, twins};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::review::terms_of;
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::enrolment;
use crate::features::programmes;
use crate::features::requests::{Ended, ended_outside};

pub use decided::{Asked, Decided, asked, decided, waits_with};
pub use record::{Entry, Erasure, Incident, entry, erasure, has_reason, incident};

/// To whom a letter goes; nobody when the account is closed.
pub fn addressee(conn: &mut Conn, id: &AccountId, _: System) -> Result<Option<(String, String)>, Fault> {
    Ok(accounts::table
        .find(id)
        .filter(accounts::closed_at.is_null())
        .select((accounts::name, accounts::email))
        .first(conn)
        .optional()?)
}

/// Who invited; nobody for the first admin and for those who forgot their password.
pub fn inviter(conn: &mut Conn, id: &InvitationId, _: System) -> Result<Option<String>, Fault> {
    Ok(invitations::table
        .inner_join(accounts::table.on(accounts::id.nullable().eq(invitations::invited_by)))
        .filter(invitations::id.eq(id))
        .select(accounts::name)
        .first(conn)
        .optional()?)
}

/// What was said of an earlier record, as a letter tells it.
pub struct Judged {
    pub by: String,
    pub happened_on: Day,
    pub entry: EntryId,
    pub accepted: bool,
    pub taken_back: bool,
}

pub fn judged(conn: &mut Conn, id: &AcceptanceId, _: System) -> Result<Judged, Fault> {
    type Row = (String, Day, EntryId, String, Option<Moment>);
    let (by, happened_on, entry, verdict, until): Row = acceptances::table
        .inner_join(entries::table.on(entries::id.eq(acceptances::entry_id)))
        .inner_join(accounts::table.on(accounts::id.eq(acceptances::by_id)))
        .filter(acceptances::id.eq(id))
        .select((
            accounts::name,
            entries::happened_on,
            entries::id,
            acceptances::verdict,
            acceptances::known_until,
        ))
        .first(conn)?;
    Ok(Judged { by, happened_on, entry, accepted: verdict == "accepted", taken_back: until.is_some() })
}

/// Of one signing of a batch: who signed, and how many decisions about this owner's entries still stand; none if none
/// does, as when it was undone and signed again: that signing has a letter of its own. `of`: its decisions; empty: all.
pub fn decided_together(
    conn: &mut Conn,
    (id, of): (&BatchId, &[DecisionId]),
    owner: &AccountId,
    _: System,
) -> Result<Option<(String, usize)>, Fault> {
    let signers: Vec<(DecisionId, String)> = batched::table
        .inner_join(decisions::table.on(decisions::id.eq(batched::decision_id)))
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(batched::batch_id.eq(id))
        .filter(portfolios::person_id.eq(owner))
        .filter(decisions::known_until.is_null())
        .select((decisions::id, accounts::name))
        .load(conn)?;
    let signers: Vec<String> = signers
        .into_iter()
        .filter(|(one, _)| of.is_empty() || of.contains(one))
        .map(|(_, name)| name)
        .collect();
    let count = signers.len();
    Ok(signers.into_iter().next().map(|signer| (signer, count)))
}

/// A decision of somebody without an account that came to nothing.
pub fn ended(conn: &mut Conn, id: &StatementId, _: System) -> Result<Option<Ended>, Fault> {
    Ok(ended_outside(conn, &[id])?.remove(id))
}

/// A review as a letter tells it.
pub struct Review {
    pub enrolment: EnrolmentId,
    pub trainee: String,
    pub owner: AccountId,
    pub held_on: Day,
    pub prepare_by: Day,
    pub called_off: bool,
    /// The last day on which the trainee may object; none before there is an outcome.
    pub objection_until: Option<Day>,
}

pub fn review(conn: &mut Conn, shelf: &Shelf, id: &ReviewId, _: System) -> Result<Review, Fault> {
    type Row = (EnrolmentId, String, AccountId, Day, Day, Option<Moment>);
    let (under, trainee, owner, held_on, prepare_by, off): Row = reviews::table
        .inner_join(portfolios::table.on(portfolios::id.eq(reviews::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(reviews::id.eq(id))
        .select((
            reviews::enrolment_id,
            accounts::name,
            accounts::id,
            reviews::held_on,
            reviews::prepare_by,
            reviews::called_off_at,
        ))
        .first(conn)?;
    let recorded: Option<Moment> = review_outcomes::table
        .filter(review_outcomes::review_id.eq(id))
        .order((review_outcomes::known_from.desc(), review_outcomes::id.desc()))
        .select(review_outcomes::known_from)
        .first(conn)
        .optional()?;
    let objection_until = match recorded {
        Some(at) => {
            let enrolled = enrolment(conn, &under)?;
            let zone = enrolled.zone.parse().unwrap_or(DEFAULT_ZONE);
            let days = programmes::version_at(conn, shelf, &enrolled.version, None)?.reviews.clone();
            Some(terms_of(&days).map_err(Fault::broken)?.objection_until(at.day_in(zone)))
        }
        None => None,
    };
    Ok(Review {
        enrolment: under,
        trainee,
        owner,
        held_on,
        prepare_by,
        called_off: off.is_some(),
        objection_until,
    })
}

/// A round of feedback as a letter tells it.
pub struct Round {
    pub trainee: String,
    pub owner: AccountId,
    /// The last day for answers, once the supervisor has agreed.
    pub closes_on: Option<Day>,
}

pub fn round(conn: &mut Conn, id: &RoundId, _: System) -> Result<Round, Fault> {
    let (trainee, owner, closes_on): (String, AccountId, Option<Day>) = feedback_rounds::table
        .inner_join(portfolios::table.on(portfolios::id.eq(feedback_rounds::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(feedback_rounds::id.eq(id))
        .select((accounts::name, accounts::id, feedback_rounds::closes_on))
        .first(conn)?;
    Ok(Round { trainee, owner, closes_on })
}

/// A request that was handed over, as a letter tells it.
pub struct Moved {
    pub trainee: String,
    pub happened_on: Day,
    pub since: Day,
    pub request: RequestId,
    pub entry: EntryId,
    pub from: String,
    pub to: String,
    pub to_id: AccountId,
    pub by: String,
    /// The trainee.
    pub owner: AccountId,
}

/// Those that are there still, in the order of the ids.
pub fn handovers_of(conn: &mut Conn, ids: &[HandoverId], system: System) -> Result<Vec<Moved>, Fault> {
    let found = ids.iter().map(|id| match handover(conn, id, system) {
        Err(Fault::NotFound) => Ok(None),
        moved => moved.map(Some),
    });
    found.filter_map(Result::transpose).collect()
}

pub fn handover(conn: &mut Conn, id: &HandoverId, system: System) -> Result<Moved, Fault> {
    type Row = (RequestId, EntryId, (AccountId, String), Day, Moment, AccountId, AccountId, AccountId);
    let row: Row = handovers::table
        .inner_join(requests::table.on(requests::id.eq(handovers::request_id)))
        .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(handovers::id.eq(id))
        .select((
            requests::id,
            entries::id,
            (accounts::id, accounts::name),
            entries::happened_on,
            requests::known_from,
            handovers::from_id,
            handovers::to_id,
            handovers::made_by,
        ))
        .first(conn)?;
    let (request, entry, (owner, trainee), happened_on, since, from, to, by) = row;
    Ok(Moved {
        owner,
        trainee,
        happened_on,
        since: since.day_in(DEFAULT_ZONE),
        request,
        entry,
        from: called(conn, &from, system)?,
        to: called(conn, &to, system)?,
        to_id: to,
        by: called(conn, &by, system)?,
    })
}

fn called(conn: &mut Conn, id: &AccountId, _: System) -> Result<String, Fault> {
    Ok(accounts::table.find(id).select(accounts::name).first(conn)?)
}

/// Somebody who is away, as a letter tells it.
pub struct Absence {
    pub person: String,
    pub deputy: Option<String>,
    pub from: Day,
    pub until: Day,
    pub by: String,
}

pub fn absence(conn: &mut Conn, id: &AbsenceId, system: System) -> Result<Absence, Fault> {
    type Row = (AccountId, Option<AccountId>, Day, Day, AccountId);
    let (person, deputy, from, until, by): Row = absences::table
        .find(id)
        .select((
            absences::person_id,
            absences::deputy_id,
            absences::from_day,
            absences::until_day,
            absences::made_by,
        ))
        .first(conn)?;
    Ok(Absence {
        person: called(conn, &person, system)?,
        deputy: deputy.map(|id| called(conn, &id, system)).transpose()?,
        from,
        until,
        by: called(conn, &by, system)?,
    })
}

/// The title and whether it is there to be fetched, or could not be made; nothing once it went.
pub fn export(conn: &mut Conn, id: &ExportId, _: System) -> Result<Option<(String, bool)>, Fault> {
    let (title, state): (String, String) =
        exports::table.find(id).select((exports::title, exports::state)).first(conn)?;
    Ok(match state.as_str() {
        "ready" => Some((title, true)),
        "failed" => Some((title, false)),
        _ => None,
    })
}

/// Removes what has served its time: answers of forms, ended sessions, sign-ins that
/// waited for a code, jobs done long ago, tables that nobody brought in.
pub fn sweep(tx: &mut Tx<'_>, _: System) -> Result<(), Fault> {
    let now = tx.now();
    diesel::delete(answers::table.filter(answers::at.lt(now.plus_days(-2)))).execute(tx.conn())?;
    diesel::delete(sessions::table.filter(sessions::ends_at.lt(now.plus_days(-30)))).execute(tx.conn())?;
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::ends_at.lt(now))).execute(tx.conn())?;
    forget_old_tables(tx, now.plus_days(-30))?;
    queue::sweep(tx.conn(), now.plus_days(-30))?;
    twins::sweep(tx.conn(), now.plus_days(-twins::KEPT_DAYS))?;
    plans::look(tx.conn())
}

/// Tables of earlier logbooks that were sent and never brought in: they may hold what must not stay.
fn forget_old_tables(tx: &mut Tx<'_>, before: Moment) -> Result<(), Fault> {
    let old: Vec<DraftId> = earlier_tables::table
        .inner_join(drafts::table.on(drafts::id.eq(earlier_tables::draft_id)))
        .filter(drafts::saved_at.lt(before))
        .select(drafts::id)
        .load(tx.conn())?;
    diesel::delete(earlier_tables::table.filter(earlier_tables::draft_id.eq_any(&old))).execute(tx.conn())?;
    let files = evidence::table.filter(evidence::draft_id.eq_any(old.iter().map(Some).collect::<Vec<_>>()));
    diesel::delete(files).execute(tx.conn())?;
    diesel::delete(holds::table.filter(holds::draft_id.eq_any(&old))).execute(tx.conn())?;
    diesel::delete(drafts::table.filter(drafts::id.eq_any(&old))).execute(tx.conn())?;
    Ok(())
}

/// Of these hashes of files, those that no row names.
pub fn unnamed(conn: &mut Conn, hashes: Vec<String>, _: System) -> Result<Vec<String>, Fault> {
    let mut left: BTreeSet<String> = hashes.into_iter().collect();
    let asked: Vec<String> = left.iter().cloned().collect();
    // SQLite takes 32 766 values in a statement.
    for some in asked.chunks(1_000) {
        let kept: Vec<String> =
            files::table.filter(files::hash.eq_any(some)).select(files::hash).load(conn)?;
        let small: Vec<String> =
            files::table.filter(files::thumb_hash.eq_any(some)).select(files::thumb_hash).load(conn)?;
        let reports: Vec<String> = exports::table
            .filter(exports::file_hash.eq_any(some))
            .filter(exports::state.eq("ready"))
            .select(exports::file_hash)
            .load(conn)?;
        for named in kept.into_iter().chain(small).chain(reports) {
            left.remove(&named);
        }
    }
    Ok(left.into_iter().collect())
}

/// The rows of files that are in no draft and no version any more, a day after they were stored.
pub fn forget_unused_files(tx: &mut Tx<'_>, _: System) -> Result<(), Fault> {
    let before = tx.now().plus_days(-1);
    let used = evidence::table.filter(evidence::file_hash.eq(files::hash)).select(evidence::id);
    let unused: Vec<String> = files::table
        .filter(files::stored_at.lt(before))
        .filter(diesel::dsl::not(diesel::dsl::exists(used)))
        .select(files::hash)
        .load(tx.conn())?;
    for some in unused.chunks(1_000) {
        diesel::delete(file_checks::table.filter(file_checks::file_hash.eq_any(some))).execute(tx.conn())?;
        diesel::delete(files::table.filter(files::hash.eq_any(some))).execute(tx.conn())?;
    }
    Ok(())
}
