//! From an outcome to the trainee's record: an entry on the form of reviews, recorded and confirmed by a training lead
//! so that the programme's rules count it, and a goal for each condition. Reasons stay with the review: what is
//! written once can be struck out once. Of an enrolment that takes nothing more the outcome is kept without an entry.

use std::sync::Arc;

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::goal::{CHANGED, GOAL, OPEN, OpenGoal, PROGRESS};
use crate::domain::kind::{Kind, Role, Value, Values};
use crate::domain::names::EntryId;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Record;
use crate::domain::policy::reviews::may_enter_outcome;
use crate::domain::role::Person;
use crate::features::enrolments::closings;
use crate::features::entries::{New, new_version, record, seen};
use crate::features::results::{ToEnter, enter_known};
use crate::features::reviews::points;
use crate::features::reviews::store::{self, Found, OutcomeShown};
use crate::features::{programmes, standing};

/// The events of what was made; none where the enrolment takes nothing more.
pub fn enter(
    tx: &mut Tx<'_>,
    person: &Person,
    found: &Found,
    form: &Arc<Kind>,
    mut outcome: OutcomeShown,
) -> Result<Vec<Event>, Fault> {
    // What was struck out asks for nothing that anybody could read.
    outcome.conditions.retain(|one| !one.words.is_empty());
    let (shelf, now) = (tx.shelf(), tx.now());
    let enrolled = &found.enrolled;
    let grant = may_enter_outcome(person, &found.case, &enrolled.portfolio)?;
    if closings(tx.conn(), &shelf, std::slice::from_ref(&enrolled.id), now)?.contains_key(&enrolled.id) {
        return Ok(Vec::new());
    }
    // What an objection changed is another version of the same entry.
    let before = found.outcomes.iter().rev().find_map(|one| one.row.entry_id.clone());
    let one = ToEnter {
        enrolment: enrolled.id.clone(),
        corrects: before,
        day: found.row.held_on.min(person.today()),
        until: None,
        values: values(form, &found.row.sort, &outcome),
    };
    let (written, event) = enter_known(tx, person, form, &one)?;
    let goal = programmes::newest_kinds(tx.conn(), &shelf)?.into_iter().find(|kind| kind.code == GOAL);
    let goal = goal.ok_or_else(|| Fault::broken("the house has no kind of entry for goals"))?;
    let (ended, mut told) = end_goals(tx, &grant, person, found)?;
    let mut goals = Vec::new();
    let mut made: Vec<EntryId> = Vec::new();
    for condition in outcome.conditions {
        let text = |words: String| Value::Text(words);
        let title: String = condition.words.lines().next().unwrap_or_default().chars().take(200).collect();
        let fields = [
            ("title", text(title)),
            ("steps", text(format!("Asked for by the review of {}.", found.row.held_on))),
            ("by", text(condition.due.iso())),
            (PROGRESS, text(OPEN.to_owned())),
        ];
        let known = fields.into_iter().filter(|(code, _)| goal.field(code).is_some());
        let new = New {
            portfolio: enrolled.portfolio.clone(),
            kind: goal.clone(),
            day: person.today(),
            until: None,
            values: known.map(|(code, value)| (code.to_owned(), value)).collect(),
            files: Vec::new(),
            filed_under: vec![enrolled.id.clone()],
        };
        let goal = record(tx, &grant, &new)?;
        made.push(goal.entry.clone());
        goals.push((condition, goal.entry));
    }
    store::entered(tx, &enrolled.portfolio, outcome.row, &written.entry, goals)?;
    let touched: Vec<EntryId> = made.iter().chain(&ended).cloned().collect();
    standing::refresh(tx, &enrolled.portfolio, &touched)?;
    let agreed = |id: &EntryId| {
        grant
            .event("goal/agreed", format!("entry/{id}"))
            .with("from", &written.entry)
            .with("review", &found.row.id)
    };
    told.extend(made.iter().map(agreed));
    Ok(std::iter::once(event).chain(told).collect())
}

/// The goals of outcomes that do not stand any more, where they are open still: what asked for them is gone. What their
/// owner reached or gave up stays as they wrote it.
fn end_goals(
    tx: &mut Tx<'_>,
    grant: &Grant<Record>,
    person: &Person,
    found: &Found,
) -> Result<(Vec<EntryId>, Vec<Event>), Fault> {
    let (shelf, sight) = (tx.shelf(), person.sight());
    let (mut ended, mut told) = (Vec::new(), Vec::new());
    let conditions = found.outcomes.iter().flat_map(|one| &one.conditions);
    for id in conditions.filter_map(|one| one.goal_id.clone()) {
        let before = match seen(tx.conn(), &shelf, &sight, &id) {
            Ok(before) => before,
            // Erased since, or filed elsewhere: it is not this lead's to end.
            Err(Fault::NotFound) => continue,
            Err(fault) => return Err(fault),
        };
        let open = OpenGoal::of(id.clone(), String::new(), &before.values).is_some();
        if !open || before.state == EntryState::Withdrawn {
            continue;
        }
        let mut values = before.values.clone();
        values.insert(PROGRESS.to_owned(), Value::Text(CHANGED.to_owned()));
        let new = New {
            portfolio: before.portfolio.clone(),
            kind: before.kind.clone(),
            day: before.day,
            until: before.until,
            values,
            files: before.files.clone(),
            filed_under: before.filings.clone(),
        };
        new_version(tx, grant, &before, &new)?;
        told.push(grant.event("goal/ended", format!("entry/{id}")).with("review", &found.row.id));
        ended.push(id);
    }
    Ok((ended, told))
}

fn values(form: &Kind, sort: &str, outcome: &OutcomeShown) -> Values {
    let mut values = Values::new();
    let mut put = |role: Role, text: String| {
        if let Some(field) = form.role(role) {
            values.insert(field.code.clone(), Value::Text(text));
        }
    };
    put(Role::Type, sort.to_owned());
    put(Role::Result, outcome.row.outcome.clone());
    let asked = match outcome.conditions.len() {
        0 => String::new(),
        1 => " It asks for one thing, which is a goal.".to_owned(),
        many => format!(" It asks for {many} things, each of which is a goal."),
    };
    put(Role::Notes, format!("The review itself holds the reasons.{asked}"));
    values
}

/// Whether the form can say what was decided at all.
pub fn outcomes(form: &Kind) -> &[crate::domain::kind::Choice] {
    form.role(Role::Result).map(|field| field.choices()).unwrap_or_default()
}

/// Which of the programme's forms reviews are on.
pub fn form_of(tx: &mut Tx<'_>, found: &Found) -> Result<Arc<Kind>, Fault> {
    let shelf = tx.shelf();
    let enrolled = &found.enrolled;
    let version = programmes::version_at(tx.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
    points::form(tx.conn(), &shelf, &version)
}
