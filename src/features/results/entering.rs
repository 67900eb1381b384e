//! Entering one result: recorded and signed by the lead in the same act, so that it counts at once. A
//! correction is a new version; what was before stays in the history.

use std::collections::BTreeSet;

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::kind::{FieldType, Kind, Outcome, Value};
use crate::domain::names::EnrolmentId;
use crate::domain::policy::results::{ResultCase, may_record_result};
use crate::domain::policy::signoffs::may_decide;
use crate::domain::role::{Capacity, Person};
use crate::features::enrolments::{Enrolled, led_one, of_portfolio};
use crate::features::entries::{New, Seen, new_version, record, seen};
use crate::features::identifiers::refuse;
use crate::features::people::capacities_over;
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
    let (shelf, sight) = (tx.shelf(), person.sight());
    let row = led_one(tx.conn(), &sight, &one.enrolment)?;
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
    let today = person.today();
    let case = ResultCase {
        portfolio: row.portfolio.clone(),
        owner: row.person.clone(),
        recorded_by: kind.recorded_by,
        capacities: capacities_over(tx.conn(), &person.account, &row.id, today, today)?,
        corrects: before.as_ref().map(|before| before.state),
    };
    let grant = may_record_result(person, &case)?;
    for field in &kind.fields {
        if matches!(field.kind, FieldType::Text | FieldType::LongText) {
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
    let decision = sign(tx, person, &seen)?;
    standing::refresh(tx, &row.portfolio, std::slice::from_ref(&written.entry))?;
    let word = if before.is_some() { "result/corrected" } else { "result/recorded" };
    let event = grant.event(word, format!("entry/{}", written.entry));
    Ok(event.with("kind", &kind.code).row(&decision).in_book(row.portfolio))
}

fn sign(tx: &mut Tx<'_>, person: &Person, seen: &Seen) -> Result<DecisionRow, Fault> {
    let case = decide_case(tx.conn(), person, seen, true)?;
    let grant = may_decide(person, &case)?;
    let new = NewDecision {
        verdict: Verdict::Signed,
        satisfactory: seen.kind.outcome(&seen.values) != Some(Outcome::Unsatisfactory),
        level: String::new(),
        reason: String::new(),
        comment: String::new(),
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
    let (shelf, today) = (tx.shelf(), person.today());
    let mut under = BTreeSet::from([row.id.clone()]);
    for other in of_portfolio(tx.conn(), &row.portfolio)? {
        let held = capacities_over(tx.conn(), &person.account, &other.id, today, today)?;
        let version = programmes::version_at(tx.conn(), &shelf, &other.version, other.layer.as_ref())?;
        if held.contains(&Capacity::Lead) && version.kind(&kind.code).is_some() {
            under.insert(other.id);
        }
    }
    Ok(under.into_iter().collect())
}
