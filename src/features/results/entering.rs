//! Entering one result: recorded and signed in the same act by the lead, or by a university administrator
//! as provisional, so that it counts at once or once a board has confirmed it. A correction is a new version;
//! what was before stays in the history.

use std::collections::BTreeSet;

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Kind, Outcome, Role, Value, Values};
use crate::domain::names::EnrolmentId;
use crate::domain::policy::results::{ResultCase, may_record_result};
use crate::domain::policy::signoffs::may_decide;
use crate::domain::role::{Capacity, Person};
use crate::domain::time::Day;
use crate::features::enrolments::{Enrolled, closings, marked_one, of_portfolio};
use crate::features::entries::{Assessed, New, Seen, Written, new_version, record, seen};
use crate::features::identifiers::refuse;
use crate::features::people::{capacities_over, marks_for_university};
use crate::features::results::sheet::ToEnter;
use crate::features::signoffs::{DecisionRow, NewDecision, decide_case, keep_decision};
use crate::features::{programmes, standing};

/// Writes it into the person's portfolio, whose book the write must have taken.
pub fn enter(
    tx: &mut Tx<'_>,
    person: &Person,
    kind: &std::sync::Arc<Kind>,
    one: &ToEnter,
) -> Result<Event, Fault> {
    Ok(entered(tx, person, kind, one, As::Result(None))?.1)
}

/// A whole module or the programme, signed off by the lead without waiting to be asked.
pub fn sign_off_whole(
    tx: &mut Tx<'_>,
    person: &Person,
    kind: &std::sync::Arc<Kind>,
    one: &ToEnter,
) -> Result<Event, Fault> {
    Ok(entered(tx, person, kind, one, As::Whole)?.1)
}

/// The same, as confirmed by the meeting of an examination board on this day.
pub fn enter_as_confirmed(
    tx: &mut Tx<'_>,
    person: &Person,
    kind: &std::sync::Arc<Kind>,
    one: &ToEnter,
    board: Day,
) -> Result<Event, Fault> {
    Ok(entered(tx, person, kind, one, As::Result(Some(board)))?.1)
}

/// The same, with the entry that it is.
pub fn enter_known(
    tx: &mut Tx<'_>,
    person: &Person,
    kind: &std::sync::Arc<Kind>,
    one: &ToEnter,
) -> Result<(Written, Event), Fault> {
    entered(tx, person, kind, one, As::Result(None))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    /// With the day of a board's meeting, where one has confirmed it.
    Result(Option<Day>),
    Whole,
}

fn entered(
    tx: &mut Tx<'_>,
    person: &Person,
    kind: &std::sync::Arc<Kind>,
    one: &ToEnter,
    how: As,
) -> Result<(Written, Event), Fault> {
    let board = if let As::Result(board) = how { board } else { None };
    let (shelf, sight, now) = (tx.shelf(), person.sight(), tx.now());
    let row = marked_one(tx.conn(), &sight, &one.enrolment)?;
    let closing = closings(tx.conn(), &shelf, std::slice::from_ref(&row.id), now)?.remove(&row.id);
    // What a board says of a mark that is there may be corrected after the end, and not after a deadline.
    if let Some(closing) = closing.filter(|closing| closing.why.is_frozen() || one.corrects.is_none()) {
        return Err(Faults::one("", format!("{}: {}", row.name, closing.sentence)).into());
    }
    let before = match &one.corrects {
        Some(entry) => Some(seen(tx.conn(), &shelf, &sight, entry)?),
        None => None,
    };
    if before
        .as_ref()
        .is_some_and(|before| before.portfolio != row.portfolio || before.kind.code != kind.code)
    {
        return Err(Fault::NotFound);
    }
    let case = ResultCase {
        portfolio: row.portfolio.clone(),
        owner: row.person.clone(),
        recorded_by: kind.recorded_by,
        whole: how == As::Whole,
        university: kind.university,
        provisional: kind.role(Role::Provisional).is_none() || is_provisional(kind, &one.values),
        board: board.is_some(),
        capacities: held(tx, person, &row.id)?,
        corrects: before.as_ref().map(|before| before.state),
    };
    let grant = may_record_result(person, &case)?;
    for field in &kind.fields {
        if field.is_prose() {
            let text = one.values.get(&field.code).and_then(Value::text).unwrap_or_default();
            refuse(tx.conn(), &field.code, text, false)?;
        }
    }
    let new = New {
        portfolio: row.portfolio.clone(),
        kind: kind.clone(),
        day: one.day,
        until: one.until,
        values: one.values.clone(),
        files: before.as_ref().map(|before| before.files.clone()).unwrap_or_default(),
        filed_under: match &before {
            Some(before) => before.filings.clone(),
            None => filed_under(tx, person, &row, kind)?,
        },
    };
    let written = match &before {
        Some(before) => new_version(tx, &grant, before, &new)?,
        None => record(tx, &grant, &new)?,
    };
    let seen = seen(tx.conn(), &shelf, &sight, &written.entry)?;
    let decision = sign(tx, person, &seen, how)?;
    standing::refresh(tx, &row.portfolio, std::slice::from_ref(&written.entry))?;
    let about = format!("entry/{}", written.entry);
    let event = match (&before, board) {
        (_, Some(day)) => grant.event("result/board-confirmed", about).with("board", day.iso()),
        (Some(_), None) => grant.event("result/corrected", about),
        (None, None) if how == As::Whole => grant.event("whole/signed-off", about),
        (None, None) => grant.event("result/recorded", about),
    };
    let event = event.with("kind", &kind.code).row(&decision).in_book(row.portfolio);
    Ok((written, event))
}

/// Whether a board has yet to confirm it.
pub fn is_provisional(kind: &Kind, values: &Values) -> bool {
    kind.value(values, Role::Provisional) == Some(&Value::Yes(true))
}

/// Says that a board has yet to confirm it, where the kind knows boards.
pub fn as_provisional(kind: &Kind, values: &mut Values) {
    if let Some(field) = kind.role(Role::Provisional) {
        values.insert(field.code.clone(), Value::Yes(true));
    }
}

/// What the person holds over the enrolment today, the university's capacity among it.
fn held(tx: &mut Tx<'_>, person: &Person, id: &EnrolmentId) -> Result<Vec<Capacity>, Fault> {
    let today = person.today();
    let mut held = capacities_over(tx.conn(), &person.account, id, today, today)?;
    if marks_for_university(tx.conn(), &person.account, id, today)? {
        held.push(Capacity::University);
    }
    Ok(held)
}

fn sign(tx: &mut Tx<'_>, person: &Person, seen: &Seen, how: As) -> Result<DecisionRow, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let mut case = decide_case(tx.conn(), (&shelf, now), person, seen, true)?;
    let board = match how {
        As::Whole => None,
        // What a lead knows of a result is entered when it is known, and counts once what comes first is there.
        As::Result(board) => {
            case.first = None;
            board
        }
    };
    let grant = may_decide(person, &case)?;
    let new = NewDecision {
        assessed: Assessed::default(),
        verdict: Verdict::Signed,
        satisfactory: seen.kind.outcome(&seen.values) != Some(Outcome::Unsatisfactory),
        level: String::new(),
        reason: String::new(),
        comment: board.map(|day| format!("Confirmed by the examination board of {day}.")).unwrap_or_default(),
    };
    keep_decision(tx, &grant, seen, &new)
}

/// This enrolment, and the person's others that the lead leads and that know such results.
fn filed_under(
    tx: &mut Tx<'_>,
    person: &Person,
    row: &Enrolled,
    kind: &Kind,
) -> Result<Vec<EnrolmentId>, Fault> {
    let shelf = tx.shelf();
    let mut under = BTreeSet::from([row.id.clone()]);
    let (others, now) = (of_portfolio(tx.conn(), &row.portfolio)?, tx.now());
    let ids: Vec<EnrolmentId> = others.iter().map(|other| other.id.clone()).collect();
    let closed = closings(tx.conn(), &shelf, &ids, now)?;
    for other in others.into_iter().filter(|other| !closed.contains_key(&other.id)) {
        let held = held(tx, person, &other.id)?;
        let version = programmes::version_at(tx.conn(), &shelf, &other.version, other.layer.as_ref())?;
        let theirs =
            held.contains(&Capacity::Lead) || (kind.university && held.contains(&Capacity::University));
        if theirs && version.kind(&kind.code).is_some() {
            under.insert(other.id);
        }
    }
    Ok(under.into_iter().collect())
}
