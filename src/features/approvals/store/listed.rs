//! What pages, rules and letters read of nominations and approvals.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::prelude::*;

use super::rows::{AnswerRow, ApprovalRow, NominationRow};
use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::sight::enrolments_held;
use crate::domain::approval::Answer;
use crate::domain::assessor::{Mailbox, WorkDomain};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::{Sight, System};
use crate::domain::time::{Day, Moment};
use crate::features::outside;
use crate::features::people::{Registered, registrations_of};
use crate::features::standing::turns;

/// A nomination with what became of it, and who answered.
#[derive(Debug, Clone)]
pub struct Shown {
    pub row: NominationRow,
    pub answer: Option<(Answer, AnswerRow, String)>,
}

/// An approval that was not replaced, with names and what is known of the assessor.
#[derive(Debug, Clone)]
pub struct Listed {
    pub row: ApprovalRow,
    pub name: String,
    pub trainee: String,
    pub by: String,
    /// Has an account of their own; the others sign through links.
    pub signs_in: bool,
    /// The domain of whoever signs through links, where no lead has allowed it; empty otherwise.
    pub not_allowed: String,
    pub registrations: Vec<Registered>,
    /// The sections for which it stands today, after every move of the enrolment; nothing: all of the programme. An empty
    /// list: it stands for nothing any more.
    pub sections: Option<Vec<String>>,
}

/// Nominations of one enrolment, the newest first.
// open: the page asks for an enrolment that was found in a sight
pub fn nominations_of(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<Vec<Shown>, Fault> {
    let rows = nominations::table
        .filter(nominations::enrolment_id.eq(enrolment))
        .order((nominations::known_from.desc(), nominations::id.desc()))
        .load(conn)?;
    shown(conn, rows)
}

/// One, for whoever may see it: the caller asks what the asker is to its enrolment.
// open: the page and the rules look at the enrolment before anything is shown
pub fn nomination(conn: &mut Conn, id: &NominationId) -> Result<Shown, Fault> {
    let row: NominationRow = nominations::table.find(id).first(conn)?;
    shown(conn, vec![row])?.pop().ok_or(Fault::NotFound)
}

/// What waits for an answer under everything that the asker leads, the oldest first, with the trainee's name.
pub fn nominations_led(conn: &mut Conn, who: &Sight) -> Result<Vec<(NominationRow, String)>, Fault> {
    Ok(nominations::table
        .left_join(nomination_answers::table)
        .inner_join(enrolments::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .filter(nomination_answers::nomination_id.is_null())
        .filter(nominations::enrolment_id.eq_any(enrolments_held(who, "lead")))
        .order((nominations::known_from, nominations::id))
        .select((nominations::all_columns, accounts::name))
        .load(conn)?)
}

fn shown(conn: &mut Conn, rows: Vec<NominationRow>) -> Result<Vec<Shown>, Fault> {
    let ids: Vec<&NominationId> = rows.iter().map(|row| &row.id).collect();
    let said: Vec<(AnswerRow, String)> = nomination_answers::table
        .inner_join(accounts::table.on(accounts::id.eq(nomination_answers::answered_by)))
        .filter(nomination_answers::nomination_id.eq_any(ids))
        .select((nomination_answers::all_columns, accounts::name))
        .load(conn)?;
    let mut said: HashMap<NominationId, (AnswerRow, String)> =
        said.into_iter().map(|(row, by)| (row.nomination_id.clone(), (row, by))).collect();
    let with = |row: NominationRow| {
        let answer = match said.remove(&row.id) {
            Some((said, by)) => Some((said.answer.parse().map_err(Fault::broken)?, said, by)),
            None => None,
        };
        Ok(Shown { row, answer })
    };
    rows.into_iter().map(with).collect()
}

// open: the page and the rules look at the enrolment before anything is shown
pub fn approval(conn: &mut Conn, shelf: &Shelf, id: &ApprovalId, now: Moment) -> Result<Listed, Fault> {
    let row: ApprovalRow = approvals::table.find(id).first(conn)?;
    listed(conn, shelf, vec![row], now)?.pop().ok_or(Fault::NotFound)
}

/// Of one enrolment, those that end last first.
// open: the page asks for an enrolment that was found in a sight
pub fn approvals_of(
    conn: &mut Conn,
    shelf: &Shelf,
    enrolment: &EnrolmentId,
    now: Moment,
) -> Result<Vec<Listed>, Fault> {
    let rows = approvals::table
        .filter(approvals::enrolment_id.eq(enrolment))
        .filter(approvals::known_until.is_null())
        .order((approvals::until_day.desc(), approvals::id))
        .load(conn)?;
    listed(conn, shelf, rows, now)
}

/// So many approvals are on one page.
const PAGE: usize = 100;

/// One page of a list.
pub struct Leaf {
    pub rows: Vec<Listed>,
    /// From 1 on, and the last one that there is.
    pub number: usize,
    pub last: usize,
}

/// Under everything that the asker leads: those that hold today or begin later, the first to end first. Instead of a page
/// that is not there, the nearest.
pub fn approvals_led(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    who: &Sight,
    wanted: usize,
) -> Result<Leaf, Fault> {
    let held = || {
        approvals::table
            .filter(approvals::enrolment_id.eq_any(enrolments_held(who, "lead")))
            .filter(approvals::known_until.is_null())
            .filter(approvals::until_day.ge(who.today()))
    };
    let total: i64 = held().count().get_result(conn)?;
    let last = usize::try_from(total).map_err(Fault::broken)?.saturating_sub(1) / PAGE + 1;
    let number = wanted.clamp(1, last);
    let rows = held()
        .order((approvals::until_day, approvals::id))
        .offset(i64::try_from((number - 1) * PAGE).map_err(Fault::broken)?)
        .limit(i64::try_from(PAGE).map_err(Fault::broken)?)
        .load(conn)?;
    Ok(Leaf { rows: listed(conn, shelf, rows, now)?, number, last })
}

/// `rows`: of one page, or of one enrolment.
fn listed(conn: &mut Conn, shelf: &Shelf, rows: Vec<ApprovalRow>, now: Moment) -> Result<Vec<Listed>, Fault> {
    let mut people: Vec<AccountId> = rows.iter().map(|row| row.person_id.clone()).collect();
    people.sort();
    people.dedup();
    let mut known: HashMap<AccountId, Vec<Registered>> = HashMap::new();
    for one in registrations_of(conn, &people, now)? {
        known.entry(one.person.clone()).or_default().push(one);
    }
    people.extend(rows.iter().map(|row| row.made_by.clone()));
    people.sort();
    people.dedup();
    let names: HashMap<AccountId, (String, String, String)> = accounts::table
        .filter(accounts::id.eq_any(&people))
        .select((accounts::id, (accounts::name, accounts::password_hash, accounts::email)))
        .load::<(AccountId, (String, String, String))>(conn)?
        .into_iter()
        .collect();
    let appointed: HashSet<AccountId> = appointments::table
        .filter(appointments::person_id.eq_any(&people))
        .select(appointments::person_id)
        .load::<AccountId>(conn)?
        .into_iter()
        .collect();
    let enrolled: BTreeSet<&EnrolmentId> = rows.iter().map(|row| &row.enrolment_id).collect();
    let trainees: HashMap<EnrolmentId, String> = enrolments::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(enrolments::id.eq_any(enrolled))
        .select((enrolments::id, accounts::name))
        .load::<(EnrolmentId, String)>(conn)?
        .into_iter()
        .collect();
    let name = |id: &AccountId| names.get(id).map(|(name, ..)| name.clone()).unwrap_or_default();
    let signs_in =
        |id: &AccountId| appointed.contains(id) || names.get(id).is_some_and(|(_, hash, _)| !hash.is_empty());
    let by_link: HashSet<&EnrolmentId> =
        rows.iter().filter(|row| !signs_in(&row.person_id)).map(|row| &row.enrolment_id).collect();
    let mut domains: HashMap<EnrolmentId, Vec<WorkDomain>> = HashMap::new();
    for id in by_link {
        domains.insert(id.clone(), outside::allowed_under(conn, std::slice::from_ref(id))?);
    }
    let not_allowed = |row: &ApprovalRow| {
        let address = names.get(&row.person_id).filter(|_| !signs_in(&row.person_id));
        let mailbox = address.map(|(.., email)| Mailbox::folded(&email.to_lowercase()))?;
        let allowed = domains.get(&row.enrolment_id)?.iter().any(|domain| domain.covers(&mailbox));
        (!allowed).then(|| mailbox.domain().to_owned())
    };
    let of_sections: BTreeSet<&EnrolmentId> =
        rows.iter().filter(|row| !row.section.is_empty()).map(|row| &row.enrolment_id).collect();
    let moved = turns(conn, &of_sections.into_iter().collect::<Vec<_>>(), now)?;
    let mut sections = HashMap::new();
    for row in &rows {
        let about = (row.section.as_str(), row.known_from);
        sections.insert(row.id.clone(), moved.sections(conn, shelf, &row.enrolment_id, about)?);
    }
    let mut with = |row: ApprovalRow| Listed {
        name: name(&row.person_id),
        sections: sections.remove(&row.id).flatten(),
        trainee: trainees.get(&row.enrolment_id).cloned().unwrap_or_default(),
        by: name(&row.made_by),
        signs_in: signs_in(&row.person_id),
        not_allowed: not_allowed(&row).unwrap_or_default(),
        registrations: known.get(&row.person_id).cloned().unwrap_or_default(),
        row,
    };
    Ok(rows.into_iter().map(&mut with).collect())
}

/// Whether this person is approved under the enrolment for this section, or for all of it, from today on.
// open: for a rule
pub fn holds(
    conn: &mut Conn,
    shelf: &Shelf,
    enrolment: &EnrolmentId,
    (person, section): (&AccountId, &str),
    (now, today): (Moment, Day),
) -> Result<bool, Fault> {
    let found: Vec<(String, Moment)> = approvals::table
        .filter(approvals::enrolment_id.eq(enrolment))
        .filter(approvals::person_id.eq(person))
        .filter(approvals::known_until.is_null())
        .filter(approvals::until_day.ge(today))
        .select((approvals::section, approvals::known_from))
        .load(conn)?;
    let moved = turns(conn, &[enrolment], now)?;
    for (written, made) in found {
        let sections = moved.sections(conn, shelf, enrolment, (&written, made))?;
        if sections.is_none_or(|sections| sections.iter().any(|one| one == section)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a letter tells: the trainee, the assessor, the last day, and who acted.
pub struct Told {
    pub trainee: String,
    pub assessor: String,
    pub until: Day,
    pub by: String,
    /// Nothing has taken its place since.
    pub holds: bool,
}

// open: the house itself writes a letter
pub fn told_of_nomination(conn: &mut Conn, id: &NominationId, _: System) -> Result<Told, Fault> {
    let shown = nomination(conn, id)?;
    let trainee = enrolments::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(enrolments::id.eq(&shown.row.enrolment_id))
        .select(accounts::name)
        .first(conn)?;
    let by = shown.answer.map(|(_, _, by)| by).unwrap_or_default();
    Ok(Told { trainee, assessor: shown.row.name, until: shown.row.until_day, by, holds: true })
}

// open: the house itself writes a letter
pub fn told_of_approval(
    conn: &mut Conn,
    shelf: &Shelf,
    id: &ApprovalId,
    now: Moment,
    _: System,
) -> Result<Told, Fault> {
    let one = approval(conn, shelf, id, now)?;
    let holds = one.row.known_until.is_none();
    Ok(Told { trainee: one.trainee, assessor: one.name, until: one.row.until_day, by: one.by, holds })
}
