//! What a person's notices are about: names and days for the page that tells them. A reader was told of each.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::domain::assessor::{Hindrance, Standing};
use crate::domain::entry::EntryState;
use crate::domain::erasure::named;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::programmes;
use crate::features::requests::notices::{Begun, ReviewNamed, review_of};
use crate::features::requests::store::assessors::{self, AssessorOf};

/// A decision of somebody without an account that never counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// As stated.
    pub name: String,
    pub day: Day,
    pub entry: EntryId,
    pub owner: AccountId,
    pub trainee: String,
    pub standing: Standing,
    /// Of one that could not be confirmed.
    pub why: Hindrance,
    /// The entry waits for a decision now.
    pub waits: bool,
}

/// A request as a notice tells it.
#[derive(Debug, Clone)]
pub struct AskedOf {
    pub owner: AccountId,
    pub trainee: String,
    /// Of the entry.
    pub day: Day,
    /// With whom it waits, or waited last.
    pub with: AccountId,
    pub open: bool,
    /// Who wrote it, where that was not its owner.
    pub writer: Option<AccountId>,
}

/// Everything that the notices on a page name.
#[derive(Debug, Default)]
pub struct Names {
    pub requests: HashMap<RequestId, AskedOf>,
    /// Signer, day, entry, whether it was a signature, and whether it stands.
    pub decisions: HashMap<DecisionId, (String, Day, EntryId, bool, bool)>,
    /// Those of them that are about the reader's own entries.
    pub own: HashSet<DecisionId>,
    /// Of those that are about what somebody else wrote in its owner's portfolio.
    pub begun: HashMap<DecisionId, Begun>,
    /// The request, from whom, to whom, by whom.
    pub handovers: HashMap<HandoverId, (RequestId, EntryId, [AccountId; 3])>,
    /// Who is away, their deputy, from, until.
    pub absences: HashMap<AbsenceId, (AccountId, Option<AccountId>, Day, Day)>,
    pub statements: HashMap<StatementId, Ended>,
    /// Who signed several of the reader's entries together, and which of those decisions stand.
    pub batches: HashMap<BatchId, (String, Vec<DecisionId>)>,
    /// Reports: title and state.
    pub exports: HashMap<ExportId, (String, String)>,
    pub reviews: HashMap<ReviewId, ReviewNamed>,
    /// What a certificate of the reader's was for, by its entry.
    pub certified: HashMap<EntryId, String>,
    pub nominations: HashMap<NominationId, AssessorOf>,
    pub approvals: HashMap<ApprovalId, AssessorOf>,
    pub people: HashMap<AccountId, String>,
    /// Entries that still wait with whoever can decide on them no more, and with whom.
    pub waits: HashSet<(EntryId, AccountId)>,
}

pub fn names_for(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    notices: &[(Notice, Moment)],
) -> Result<Names, Fault> {
    let (mut asked, mut decided, mut handed, mut away) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut ended, mut together, mut reports) = (Vec::new(), Vec::new(), Vec::new());
    let (mut stuck, mut nominations, mut approvals) = (Vec::new(), Vec::new(), Vec::new());
    let mut certified = Vec::new();
    for (notice, _) in notices {
        match notice {
            Notice::Asked { request } | Notice::Reminded { request, .. } => asked.push(request.clone()),
            Notice::Decided { decision }
            | Notice::TakenBack { decision }
            | Notice::ChangedAfterSigning { decision } => decided.push(decision),
            Notice::HandedOver { handover } | Notice::HandedOn { handover } => handed.push(handover),
            Notice::DeputyNamed { absence } | Notice::SaidAway { absence } => away.push(absence),
            Notice::OutsideEnded { statement } => ended.push(statement),
            Notice::DecidedTogether { batch, .. } => together.push(batch),
            Notice::ExportReady { export } => reports.push(export),
            Notice::AskedIsGone { entry, .. } => stuck.push(entry),
            Notice::CertificateWithdrawn { entry, .. } => certified.push(entry),
            Notice::Nominated { nomination } | Notice::NotApproved { nomination, .. } => {
                nominations.push(nomination);
            }
            Notice::AssessorApproved { approval, .. }
            | Notice::ApprovalEnded { approval, .. }
            | Notice::ApprovalEnds { approval, .. } => approvals.push(approval),
            _ => {}
        }
    }
    let mut names = Names::default();
    let reviewed: Vec<&ReviewId> = notices.iter().filter_map(|(one, _)| review_of(one)).collect();
    if !reviewed.is_empty() {
        names.reviews = reviews_of(conn, &reviewed)?;
    }
    if !together.is_empty() {
        names.batches = signed_together(conn, who, &together)?;
    }
    if !reports.is_empty() {
        names.exports = made(conn, who, &reports)?;
    }
    if !stuck.is_empty() {
        let open = requests::table.filter(requests::entry_id.eq_any(stuck));
        let open = open.filter(requests::closed_at.is_null());
        let rows: Vec<(EntryId, AccountId)> =
            open.select((requests::entry_id, requests::asked_id)).load(conn)?;
        names.waits = rows.into_iter().collect();
    }
    if !certified.is_empty() {
        let titles =
            entries::table.filter(entries::id.eq_any(certified)).select((entries::id, entries::title));
        names.certified = titles.load::<(EntryId, String)>(conn)?.into_iter().collect();
    }
    if !nominations.is_empty() {
        names.nominations = assessors::nominated(conn, &nominations)?;
    }
    if !approvals.is_empty() {
        names.approvals = assessors::approved(conn, &approvals)?;
    }
    if !ended.is_empty() {
        names.statements = ended_outside(conn, &ended)?;
    }
    if !handed.is_empty() {
        type Row = (HandoverId, RequestId, EntryId, AccountId, AccountId, AccountId);
        let rows: Vec<Row> = handovers::table
            .inner_join(requests::table.on(requests::id.eq(handovers::request_id)))
            .filter(handovers::id.eq_any(handed))
            .select((
                handovers::id,
                requests::id,
                requests::entry_id,
                handovers::from_id,
                handovers::to_id,
                handovers::made_by,
            ))
            .load(conn)?;
        for (id, request, entry, from, to, by) in rows {
            asked.push(request.clone());
            names.handovers.insert(id, (request, entry, [from, to, by]));
        }
    }
    if !asked.is_empty() {
        names.requests = requests_of(conn, &asked)?;
    }
    if !decided.is_empty() {
        (names.decisions, names.begun, names.own) = decisions_of(conn, shelf, who.viewer(), &decided)?;
    }
    if !away.is_empty() {
        type Row = (AbsenceId, AccountId, Option<AccountId>, Day, Day);
        let rows: Vec<Row> = absences::table
            .filter(absences::id.eq_any(away))
            .select((
                absences::id,
                absences::person_id,
                absences::deputy_id,
                absences::from_day,
                absences::until_day,
            ))
            .load(conn)?;
        let known =
            rows.into_iter().map(|(id, person, deputy, from, until)| (id, (person, deputy, from, until)));
        names.absences.extend(known);
    }
    names.people = people(conn, notices, &names)?;
    Ok(names)
}

fn requests_of(conn: &mut Conn, asked: &[RequestId]) -> Result<HashMap<RequestId, AskedOf>, Fault> {
    type Row = (RequestId, (AccountId, String), Day, AccountId, Option<Moment>, AccountId);
    let rows: Vec<Row> = requests::table
        .inner_join(entries::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(requests::version_id)))
        .filter(requests::id.eq_any(asked))
        .select((
            requests::id,
            (accounts::id, accounts::name),
            entries::happened_on,
            requests::asked_id,
            requests::closed_at,
            entry_versions::written_by,
        ))
        .load(conn)?;
    let known = |(id, (owner, trainee), day, with, closed, writer): Row| {
        let writer = (writer != owner).then_some(writer);
        (id, AskedOf { owner, trainee, day, with, open: closed.is_none(), writer })
    };
    Ok(rows.into_iter().map(known).collect())
}

type Decided = (String, Day, EntryId, bool, bool);
/// And which of them are about the reader's own entries.
type Told = (HashMap<DecisionId, Decided>, HashMap<DecisionId, Begun>, HashSet<DecisionId>);

/// What was decided; and of what was not written by its owner, who began it.
fn decisions_of(
    conn: &mut Conn,
    shelf: &Shelf,
    viewer: &AccountId,
    ids: &[&DecisionId],
) -> Result<Told, Fault> {
    type Written = (AccountId, AccountId, String, i32, Option<AcknowledgementId>);
    type Row = (DecisionId, String, (Day, EntryId), String, Option<Moment>, Written);
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table.inner_join(portfolios::table))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .left_join(acknowledgements::table.on(acknowledgements::version_id.eq(decisions::version_id)))
        .filter(decisions::id.eq_any(ids.iter().copied()))
        .select((
            decisions::id,
            accounts::name,
            (entries::happened_on, entries::id),
            decisions::verdict,
            decisions::known_until,
            (
                portfolios::person_id,
                entry_versions::written_by,
                entries::kind,
                entry_versions::kind_version,
                acknowledgements::id.nullable(),
            ),
        ))
        .load(conn)?;
    let (mut decided, mut others, mut own) = (HashMap::new(), Vec::new(), HashSet::new());
    for (id, signer, (day, entry), verdict, until, (owner, writer, kind, version, said)) in rows {
        if owner == *viewer {
            own.insert(id.clone());
        }
        if writer != owner {
            let kind = programmes::kind_version(conn, shelf, &kind, version)?;
            others.push((id.clone(), writer, kind, said.is_some()));
        }
        decided.insert(id, (signer, day, entry, verdict == "signed", until.is_none()));
    }
    let names = names_of(conn, others.iter().map(|(_, writer, ..)| writer).collect())?;
    let begun = others.into_iter().filter_map(|(id, writer, kind, seen)| {
        let by = names.get(&writer)?.clone();
        Some((id, Begun::of(&kind, (writer, by), seen)))
    });
    let begun = begun.collect();
    Ok((decided, begun, own))
}

// open: for letters and notices, whose readers were told of each
pub fn ended_outside(conn: &mut Conn, asked: &[&StatementId]) -> Result<HashMap<StatementId, Ended>, Fault> {
    type Row = (StatementId, (String, String, String), (EntryId, Day, String), (AccountId, String));
    let rows: Vec<Row> = statements::table
        .inner_join(entries::table.on(entries::id.eq(statements::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(statements::id.eq_any(asked.iter().copied()))
        .select((
            statements::id,
            (statements::name, statements::standing, statements::ended_why),
            (entries::id, entries::happened_on, entries::state),
            (accounts::id, accounts::name),
        ))
        .load(conn)?;
    let ended = |(id, stated, (entry, day, state), (owner, trainee)): Row| -> Result<_, Fault> {
        let (name, standing, why) = stated;
        let ended = Ended {
            name: named(name),
            day,
            entry,
            owner,
            trainee,
            standing: standing.parse().map_err(Fault::broken)?,
            why: why.parse().unwrap_or(Hindrance::Entry),
            waits: state == EntryState::Submitted.as_str(),
        };
        Ok((id, ended))
    };
    rows.into_iter().map(ended).collect()
}

fn reviews_of(conn: &mut Conn, ids: &[&ReviewId]) -> Result<HashMap<ReviewId, ReviewNamed>, Fault> {
    let rows: Vec<(ReviewId, (AccountId, String), Day, Day)> = reviews::table
        .inner_join(portfolios::table.on(portfolios::id.eq(reviews::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(reviews::id.eq_any(ids.iter().copied()))
        .select((reviews::id, (accounts::id, accounts::name), reviews::held_on, reviews::prepare_by))
        .load(conn)?;
    let named = |(id, (owner, trainee), held_on, prepare_by)| {
        (id, ReviewNamed { owner, trainee, held_on, prepare_by })
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Reports that this person asked for.
fn made(
    conn: &mut Conn,
    who: &Sight,
    ids: &[&ExportId],
) -> Result<HashMap<ExportId, (String, String)>, Fault> {
    let rows: Vec<(ExportId, String, String)> = exports::table
        .filter(exports::id.eq_any(ids.iter().copied()))
        .filter(exports::asked_by.eq(who.viewer()))
        .select((exports::id, exports::title, exports::state))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, title, state)| (id, (title, state))).collect())
}

fn signed_together(
    conn: &mut Conn,
    who: &Sight,
    asked: &[&BatchId],
) -> Result<HashMap<BatchId, (String, Vec<DecisionId>)>, Fault> {
    let rows: Vec<(BatchId, String, DecisionId)> = batched::table
        .inner_join(decisions::table.on(decisions::id.eq(batched::decision_id)))
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(batched::batch_id.eq_any(asked.iter().copied()))
        .filter(portfolios::person_id.eq(who.viewer()))
        .filter(decisions::known_until.is_null())
        .select((batched::batch_id, accounts::name, decisions::id))
        .load(conn)?;
    let mut all: HashMap<BatchId, (String, Vec<DecisionId>)> = HashMap::new();
    for (batch, signer, decision) in rows {
        all.entry(batch).or_insert((signer, Vec::new())).1.push(decision);
    }
    Ok(all)
}

fn people(
    conn: &mut Conn,
    notices: &[(Notice, Moment)],
    names: &Names,
) -> Result<HashMap<AccountId, String>, Fault> {
    let by = notices.iter().filter_map(|(notice, _)| match notice {
        Notice::Reminded { by: Some(by), .. } => Some(by),
        Notice::ResetWaits { of, .. } => Some(of),
        Notice::AskedIsGone { asked, .. } => Some(asked),
        Notice::RecordedFor { by, .. } | Notice::CertificateWithdrawn { by, .. } => Some(by),
        _ => None,
    });
    let with = names.requests.values().flat_map(|one| std::iter::once(&one.with).chain(&one.writer));
    let handed = names.handovers.values().flat_map(|(_, _, people)| people);
    let away = names.absences.values().flat_map(|(person, deputy, ..)| std::iter::once(person).chain(deputy));
    names_of(conn, by.chain(with).chain(handed).chain(away).collect())
}

// open: for notices, whose readers were told of each
pub(super) fn names_of(
    conn: &mut Conn,
    mut ids: Vec<&AccountId>,
) -> Result<HashMap<AccountId, String>, Fault> {
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::name))
        .load::<(AccountId, String)>(conn)?
        .into_iter()
        .collect())
}
