//! A decision as a row: made, undone, taken back. Each write gives the row as it now is, for the event
//! to commit to.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{decisions, deputised, entries};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{EntryState, Verdict, cover_prose, prose_commitment};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::kind::Confirmer;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::signoffs::{Decide, DecideCase, TakeBack};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::signoff::UNDO_SECONDS;
use crate::domain::time::{Day, Moment};
use crate::features::entries::{self as entries_room, Assessed, Closed, Seen};
use crate::features::people::{Away, capacities_over, deputises, marks_for_university};
use crate::features::signoffs::store::after::{after_ending, after_signature};
use crate::features::signoffs::store::assessed::{Beside, assessment_rows, keep_assessed};
use crate::features::signoffs::store::back::{after_return, goes_back_to};
use crate::features::signoffs::store::first::comes_first;
use crate::features::signoffs::store::same::{is_same_person, signed_by};
use crate::features::signoffs::store::together::batched_rows;

/// The word in `undone_why` that tells an undoing from a taking back.
pub const UNDONE: &str = "undo";

/// What was decided, in the words of the form.
#[derive(Debug, Clone)]
pub struct New {
    pub verdict: Verdict,
    pub satisfactory: bool,
    /// Code of a level of the kind's scale; empty without one.
    pub level: String,
    /// The words of the chip; empty without one.
    pub reason: String,
    pub comment: String,
    /// The assessor's side of the form.
    pub assessed: Assessed,
}

/// The prose of a decision, in its salts.
pub(super) const PROSE: [&str; 3] = ["reason", "comment", "undone"];

/// Everything that a decision's commitment covers. Its prose is committed to under salts, so that a short
/// comment that was struck out cannot be guessed from its hash. Rows of release 0.1.0 have no salts, and
/// their prose is in the commitment as it is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DecisionRow {
    pub id: DecisionId,
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub request: Option<RequestId>,
    pub signer: AccountId,
    pub capacity: Capacity,
    pub verdict: String,
    pub satisfactory: bool,
    pub level: String,
    pub reason: String,
    pub comment: String,
    pub root: String,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
    pub undone_why: String,
    pub salts: String,
}

impl DecisionRow {
    fn prose(&self, key: &str, text: &str) -> String {
        match serde_json::from_str(&self.salts) {
            Ok(covers) => prose_commitment(key, text, &covers),
            Err(_) => text.to_owned(),
        }
    }
}

impl Committed for DecisionRow {
    fn place(&self) -> String {
        format!("decisions/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.version.to_string(),
            self.request.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.signer.to_string(),
            self.capacity.to_string(),
            self.verdict.clone(),
            self.satisfactory.to_string(),
            self.level.clone(),
            self.prose("reason", &self.reason),
            self.prose("comment", &self.comment),
            self.root.clone(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
            self.prose("undone", &self.undone_why),
        ]
    }
}

// ---- what the rules need to know ----

/// The case of deciding on what is on the screen; `current` says whether it still is the latest.
// open: `seen` was found in the person's sight
pub fn decide_case(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    person: &Person,
    seen: &Seen,
    current: bool,
) -> Result<DecideCase, Fault> {
    let instead = standing_in(conn, &person.sight(), seen)?.map(|(_, absent)| absent);
    case_of(conn, (shelf, now), (&person.account, instead.as_ref(), person.today()), seen, current)
}

/// The same of somebody who has not signed in, by what they are appointed to; a deputy has the person who is away
/// beside them.
// open: `seen` was found in somebody's sight
pub fn case_of(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    (signer, instead, today): (&AccountId, Option<&AccountId>, Day),
    seen: &Seen,
    current: bool,
) -> Result<DecideCase, Fault> {
    let mut capacities: BTreeSet<Capacity> = BTreeSet::new();
    let day = if seen.kind.confirmed_by == Confirmer::Lead { today } else { seen.day };
    let open = entries_room::still_open(conn, shelf, seen, now)?;
    // Those over which the signer holds anything: what is open in others is not theirs to read.
    let mut theirs: Vec<EnrolmentId> = Vec::new();
    for enrolment in &open.enrolments {
        let own = capacities_over(conn, signer, enrolment, day, today)?;
        let mut held = !own.is_empty();
        capacities.extend(own);
        // A deputy decides what the person who is away could, over trainees for whom they are appointed themselves.
        if let Some(absent) = instead
            && !capacities_over(conn, signer, enrolment, today, today)?.is_empty()
        {
            let lent = capacities_over(conn, absent, enrolment, day, today)?;
            held |= !lent.is_empty();
            capacities.extend(lent);
        }
        if seen.kind.university && marks_for_university(conn, signer, enrolment, today)? {
            held = true;
            capacities.insert(Capacity::University);
        }
        if held {
            theirs.push(enrolment.clone());
        }
    }
    Ok(DecideCase {
        entry: seen.id.clone(),
        owner: seen.owner.clone(),
        day: seen.day,
        state: seen.state,
        confirmed_by: seen.kind.confirmed_by,
        university: seen.kind.university,
        current,
        same_person: *signer != seen.owner && is_same_person(conn, signer, &seen.owner)?,
        capacities: capacities.into_iter().collect(),
        frozen: open.frozen(),
        signed_already: signed_by(conn, signer, seen)?,
        next: match seen.signed().next() {
            Some(_) => open.next.as_ref().map(|next| next.held()).unwrap_or_default(),
            None => Vec::new(),
        },
        goes_back_to: goes_back_to(conn, seen)?.map(|(writer, _)| writer),
        waits_with: seen.request.as_ref().map(|open| open.asked.clone()),
        first: comes_first(conn, (shelf, now), seen, &theirs)?,
    })
}

/// Whom this person stands in for today, if the request about the entry waits with somebody who is away.
pub fn standing_in(conn: &mut Conn, who: &Sight, seen: &Seen) -> Result<Option<(Away, AccountId)>, Fault> {
    match seen.request.as_ref().filter(|open| open.asked != *who.viewer()) {
        Some(open) => Ok(deputises(conn, who, &open.asked)?.map(|away| (away, open.asked.clone()))),
        None => Ok(None),
    }
}

/// A decision that a deputy took: for whom, and on which absence that rests.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DeputisedRow {
    pub decision: DecisionId,
    pub absence: AbsenceId,
    pub instead_of: AccountId,
}

impl Committed for DeputisedRow {
    fn place(&self) -> String {
        format!("deputised/{}", self.decision)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.decision.to_string(), self.absence.to_string(), self.instead_of.to_string()]
    }
}

/// Writes beside a decision that it was taken for somebody who is away.
pub fn keep_deputised(
    tx: &mut Tx<'_>,
    _grant: &Grant<Decide>,
    seen: &Seen,
    row: &DeputisedRow,
) -> Result<(), Fault> {
    diesel::insert_into(deputised::table)
        .values((
            deputised::decision_id.eq(&row.decision),
            deputised::absence_id.eq(&row.absence),
            deputised::for_id.eq(&row.instead_of),
        ))
        .execute(tx.conn())?;
    tx.vouch(seen.portfolio.clone(), row);
    Ok(())
}

pub fn decision(conn: &mut Conn, who: &Sight, id: &DecisionId) -> Result<DecisionRow, Fault> {
    Ok(decisions::table
        .inner_join(entries::table)
        .filter(decisions::id.eq(id))
        .filter(entries::id.eq_any(sight::entries_seen(who)))
        .select(decisions::all_columns)
        .first(conn)?)
}

/// Whether a decision was neither undone nor taken back.
// open: of one that the asker took just now
pub fn stands(conn: &mut Conn, id: &DecisionId) -> Result<bool, Fault> {
    let standing = decisions::table.find(id).filter(decisions::known_until.is_null());
    Ok(diesel::select(diesel::dsl::exists(standing)).get_result(conn)?)
}

// ---- the writes ----

/// Signs or returns the version that is on the screen, with a letter of its own, which waits as long as the decision
/// can be undone.
pub fn keep(tx: &mut Tx<'_>, grant: &Grant<Decide>, seen: &Seen, new: &New) -> Result<DecisionRow, Fault> {
    let row = put(tx, grant, seen, new)?;
    let theirs = new.verdict == Verdict::Signed || !seen.goes_back_to_writer();
    if theirs && !seen.is_closed_to_owner() {
        let letter = Job::Tell { to: seen.owner.clone(), what: Notice::Decided { decision: row.id.clone() } };
        tx.later_at(letter, row.known_from.plus_seconds(UNDO_SECONDS))?;
    }
    Ok(row)
}

/// The same without a letter: the row, the entry's state, the end of the request.
pub fn put(tx: &mut Tx<'_>, grant: &Grant<Decide>, seen: &Seen, new: &New) -> Result<DecisionRow, Fault> {
    let request = seen.request.as_ref().map(|request| request.id.clone());
    let row = insert(tx, grant, seen, (&seen.version, &seen.root), request.as_ref(), new)?;
    if let Some(request) = &request {
        entries_room::close_request(tx, grant, request, Closed::Decided)?;
    }
    entries_room::close_requests(tx, grant, &seen.id, None, Closed::Replaced)?;
    keep_assessed(tx, &seen.id, &new.assessed, Beside::Decision(&row.id))?;
    let state = match new.verdict {
        Verdict::Signed => {
            let signed = seen.with_signature(&row.id, &row.signer, row.capacity, row.known_from);
            after_signature(tx, grant, &signed)?
        }
        Verdict::Returned => after_return(tx, grant, &row, seen)?,
    };
    entries_room::set_state(tx, grant, &seen.id, state)?;
    Ok(row)
}

/// The row of a decision on one version of the entry, and nothing that follows from it.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    grant: &Grant<Decide>,
    seen: &Seen,
    (version, root): (&EntryVersionId, &str),
    request: Option<&RequestId>,
    new: &New,
) -> Result<DecisionRow, Fault> {
    let signer = grant.account().ok_or_else(|| Fault::broken("a person decides"))?;
    if grant.act().entry != seen.id {
        return Err(Fault::broken("the grant is about another entry"));
    }
    let (id, now): (DecisionId, _) = (tx.new_id(), tx.now());
    let salts = salts(tx)?;
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(&id),
            decisions::entry_id.eq(&seen.id),
            decisions::version_id.eq(version),
            decisions::request_id.eq(request),
            decisions::signer_id.eq(signer),
            decisions::capacity.eq(grant.act().capacity.as_str()),
            decisions::verdict.eq(new.verdict.as_str()),
            decisions::satisfactory.eq(new.satisfactory),
            decisions::level.eq(&new.level),
            decisions::reason.eq(&new.reason),
            decisions::comment.eq(&new.comment),
            decisions::root.eq(root),
            decisions::known_from.eq(now),
            decisions::undone_why.eq(""),
            decisions::salts.eq(salts),
        ))
        .execute(tx.conn())?;
    row(tx, &id)
}

/// The signature no longer stands, nor those after it in an order. Where one is missing now, the entry waits again with
/// whoever was asked for this one, and with nobody else; a newer version is not touched, nor what was returned since.
/// The trainee is told, with the reason.
pub fn take_back(
    tx: &mut Tx<'_>,
    grant: &Grant<TakeBack>,
    before: &DecisionRow,
    seen: &Seen,
    reason: &str,
) -> Result<DecisionRow, Fault> {
    end(tx, &grant.act().decision, reason)?;
    if seen.version == before.version && matches!(seen.state, EntryState::Submitted | EntryState::Signed) {
        after_ending(tx, grant, before, seen)?;
    }
    if !seen.is_closed_to_owner() {
        let what = Notice::TakenBack { decision: before.id.clone() };
        tx.later(Job::Tell { to: seen.owner.clone(), what })?;
    }
    row(tx, &before.id)
}

pub(super) fn end(tx: &mut Tx<'_>, id: &DecisionId, why: &str) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(decisions::table.find(id))
        .set((decisions::known_until.eq(now), decisions::undone_why.eq(why)))
        .execute(tx.conn())?;
    // What is written from now on is salted, beside a decision of release 0.1.0 too.
    let unsalted = decisions::table.find(id).filter(decisions::salts.eq(""));
    diesel::update(unsalted).set(decisions::salts.eq(salts(tx)?)).execute(tx.conn())?;
    Ok(())
}

fn salts(tx: &Tx<'_>) -> Result<String, Fault> {
    serde_json::to_string(&cover_prose(&PROSE, || tx.secret())).map_err(Fault::broken)
}

pub(super) fn row(tx: &mut Tx<'_>, id: &DecisionId) -> Result<DecisionRow, Fault> {
    Ok(decisions::table.find(id).first(tx.conn())?)
}

/// Every decision of one portfolio, as it is now: for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<DecisionRow> = decisions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .order(decisions::id)
        .select(decisions::all_columns)
        .load(conn)?;
    let instead: Vec<DeputisedRow> = deputised::table
        .inner_join(decisions::table.on(decisions::id.eq(deputised::decision_id)))
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(deputised::decision_id)
        .select(deputised::all_columns)
        .load(conn)?;
    let together = batched_rows(conn, portfolio)?.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    let instead = instead.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    let said = assessment_rows(conn, portfolio)?;
    let said = said.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    let rows = rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    Ok(rows.chain(instead).chain(together).chain(said).collect())
}
