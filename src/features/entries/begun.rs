//! An entry that somebody else began, from its owner's side: they say that they have seen it, and make goals of what
//! was agreed in it. Whether an action is a goal already is told by the goal's title, so that a goal written by hand
//! counts as well.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::feedback::MEETING;
use crate::domain::goal::{GOAL, OF_MANY, OPEN_GOAL, WAITS};
use crate::domain::kind::{Kind, Role, Value, Values, lower};
use crate::domain::names::*;
use crate::domain::policy::assessments::{SeenCase, may_acknowledge};
use crate::domain::policy::entries::may_record;
use crate::domain::role::Person;
use crate::domain::time::{Day, Moment};
use crate::features::entries::seen::Seen;
use crate::features::entries::store::{self, New};
use crate::features::identifiers::refuse;
use crate::features::{enrolments, programmes, standing};
use crate::web::paths;

/// Characters of a title.
const LINE: usize = 200;

#[derive(Debug, Clone)]
pub struct AcknowledgedShown {
    pub id: AcknowledgementId,
    pub version: EntryVersionId,
    pub by: String,
    pub words: String,
    pub at: Moment,
}

/// One thing that was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub words: String,
    /// The goal that was made of it.
    pub goal: Option<EntryId>,
}

impl Seen {
    /// Who began it, where that was not its owner.
    pub fn begun_by(&self) -> Option<&str> {
        let first = self.versions.first()?;
        (first.by != self.owner).then_some(first.by_name.as_str())
    }

    /// Whether its owner has still to say that they have seen what somebody else wrote and signed.
    pub fn waits_to_be_seen(&self) -> bool {
        let written = self.versions.last().is_some_and(|latest| latest.by != self.owner);
        let said = self.acknowledged.iter().any(|one| one.version == self.version);
        written && !said && self.signed().next().is_some()
    }

    fn seen_case(&self) -> SeenCase {
        SeenCase {
            entry: self.id.clone(),
            owner: self.owner.clone(),
            written_by: self.versions.last().map_or_else(|| self.owner.clone(), |latest| latest.by.clone()),
            closed_to: self.kind.closed_to().collect(),
            said: self.acknowledged.iter().any(|one| one.version == self.version),
        }
    }

    /// The notes of a meeting, where its form has no field for what was agreed to do.
    fn said_in_a_meeting(&self) -> Option<&Value> {
        let sort = self.kind.value(&self.values, Role::Type);
        let of_many = sort.is_some_and(|sort| OF_MANY.iter().any(|one| sort.names(one)));
        let alone = self.kind.code == MEETING && self.kind.role(Role::Actions).is_none() && !of_many;
        self.kind.value(&self.values, Role::Notes).filter(|_| alone)
    }

    /// The lines of what was agreed, by whoever signed or by the owner themself.
    fn agreed(&self) -> Vec<String> {
        let answers = self.signed().filter_map(|one| one.assessed.as_ref()).map(|said| &said.answers);
        let all: Vec<&Values> = std::iter::once(&self.values).chain(answers).collect();
        let said = all.into_iter().rev().find_map(|values| self.kind.value(values, Role::Actions));
        let said = said.or_else(|| self.said_in_a_meeting());
        agreed_in(said.and_then(Value::text).unwrap_or_default())
    }
}

/// What was agreed, a line for each, as goals are named after it.
pub fn agreed_in(text: &str) -> Vec<String> {
    // What a meeting opens with was there before it.
    let lines = text.lines().filter(|line| ![OPEN_GOAL, WAITS].iter().any(|known| line.starts_with(known)));
    let plain = lines.map(|line| line.trim().trim_start_matches(['-', '*', '•']).trim());
    plain.filter(|line| !line.is_empty()).map(|line| line.chars().take(LINE).collect()).collect()
}

/// What was agreed, with the goals that there are already.
pub fn actions(conn: &mut Conn, entry: &Seen) -> Result<Vec<Action>, Fault> {
    let lines = entry.agreed();
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let goals = store::titled(conn, &entry.portfolio, GOAL)?;
    let cut = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = |line: &String| {
        let wanted = cut(line);
        let same =
            |title: &str| title == wanted || title.strip_suffix('…').is_some_and(|t| wanted.starts_with(t));
        goals.iter().find(|(_, title)| same(title)).map(|(id, _)| id.clone())
    };
    Ok(lines.into_iter().map(|words| Action { goal: found(&words), words }).collect())
}

/// The owner has seen it; the words may be empty.
pub fn put_acknowledgement(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EntryId,
    (words, nobody): (&str, bool),
) -> Result<Outcome<String>, Fault> {
    let shelf = tx.shelf();
    let entry = store::seen(tx.conn(), &shelf, &person.sight(), id)?;
    let grant = may_acknowledge(person, &entry.seen_case())?;
    let passed = refuse(tx.conn(), "answer", words, nobody)?;
    let row = store::acknowledge(tx, &grant, &entry, words)?;
    let event =
        grant.event("entry/acknowledged", format!("entry/{id}")).with("version", &entry.version).row(&row);
    let event = if passed.is_empty() { event } else { event.with("explained", passed) };
    Ok(Outcome::of(paths::entry(id.as_str()), event))
}

/// Makes a goal of one agreed action, due on this day.
pub fn put_goal(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EntryId,
    (action, due): (&str, Day),
) -> Result<Outcome<String>, Fault> {
    let (shelf, today) = (tx.shelf(), person.today());
    let entry = store::seen(tx.conn(), &shelf, &person.sight(), id)?;
    if !entry.is_owner(&person.account) {
        return Err(Fault::NotFound);
    }
    if due < today {
        return Err(Faults::one("due", "This day is over. Enter a day from today on.").into());
    }
    let all = actions(tx.conn(), &entry)?;
    let known = all.iter().find(|one| one.words == action).ok_or(Fault::NotFound)?;
    let kind = goal_kind(tx.conn(), &shelf)?;
    let grant = may_record(person, &entry.portfolio, kind.recorded_by)?;
    let now = tx.now();
    let closed = enrolments::closings(tx.conn(), &shelf, &entry.filings, now)?;
    let filed_under = entry.filings.iter().filter(|id| !closed.contains_key(id)).cloned().collect();
    if known.goal.is_some() {
        return Err(Faults::one("due", "There is a goal of this name already.").into());
    }
    let text = |words: String| Value::Text(words);
    // Never its title: what is struck out of the entry would stand on in the goal.
    let of = format!("{} number {}", lower(&entry.kind.name), entry.number);
    let values: Values = [
        ("title", text(action.to_owned())),
        ("steps", text(format!("Agreed on {} in {of}.", entry.day))),
        ("by", text(due.iso())),
        ("progress", text("open".to_owned())),
    ]
    .into_iter()
    .filter(|(code, _)| kind.field(code).is_some())
    .map(|(code, value)| (code.to_owned(), value))
    .collect();
    let new = New {
        portfolio: entry.portfolio.clone(),
        kind,
        day: today,
        until: None,
        values,
        files: Vec::new(),
        filed_under,
    };
    let written = store::record(tx, &grant, &new)?;
    standing::refresh(tx, &entry.portfolio, std::slice::from_ref(&written.entry))?;
    let event = grant
        .event("goal/agreed", format!("entry/{}", written.entry))
        .with("version", &written.version)
        .with("root", &written.root)
        .with("from", id);
    Ok(Outcome::of(format!("{}#agreed", paths::entry(id.as_str())), event))
}

/// The newest form of goals that the house has.
fn goal_kind(conn: &mut Conn, shelf: &Shelf) -> Result<Arc<Kind>, Fault> {
    programmes::newest_kinds(conn, shelf)?
        .into_iter()
        .find(|kind| kind.code == GOAL)
        .ok_or_else(|| Fault::broken("the house has no kind of entry for goals"))
}
