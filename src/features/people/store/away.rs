//! Who is away, from a day until a day, and who then stands in for them: rows of the house's book. One that
//! ends early is closed, and another with its last day is opened, as with appointments.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{absences, accounts, decisions, deputised, requests, sight};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AbsenceId, AccountId, BookId, EnrolmentId};
use crate::domain::policy::Grant;
use crate::domain::policy::requests::{ComeBack, GoAway};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AbsenceRow {
    pub id: AbsenceId,
    pub person: AccountId,
    pub deputy: Option<AccountId>,
    pub from: Day,
    pub until: Day,
    pub made_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl AbsenceRow {
    // open: looks into what was loaded
    pub fn overlaps(&self, from: Day, until: Day) -> bool {
        self.from <= until && from <= self.until
    }
}

impl Committed for AbsenceRow {
    fn place(&self) -> String {
        format!("absences/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.person.to_string(),
            self.deputy.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.from.iso(),
            self.until.iso(),
            self.made_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// Somebody who is away, as others are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    pub absence: AbsenceId,
    pub from: Day,
    pub until: Day,
    /// Who stands in, with their name.
    pub deputy: Option<(AccountId, String)>,
    /// Who was named and can stand in no more: their account is closed, or they are appointed over nobody today.
    pub gone: Option<String>,
}

impl Away {
    /// `away until 24 November 2026; Tom Hill deputises`
    // open: says what was loaded
    pub fn said(&self) -> String {
        match &self.deputy {
            Some((_, name)) => format!("away until {}; {name} deputises", self.until),
            None => match &self.gone {
                Some(name) => format!("away until {}; {name} can deputise no more", self.until),
                None => format!("away until {}", self.until),
            },
        }
    }
}

/// Writes it exactly as it was granted.
pub fn go_away(tx: &mut Tx<'_>, grant: &Grant<GoAway>) -> Result<AbsenceRow, Fault> {
    let asked = grant.act();
    let row = AbsenceRow {
        id: tx.new_id(),
        person: asked.person.clone(),
        deputy: asked.deputy.clone(),
        from: asked.from,
        until: asked.until,
        made_by: by(grant)?,
        known_from: tx.now(),
        known_until: None,
    };
    insert(tx, &row)?;
    Ok(row)
}

/// Ends it with this last day; one that would end before it began is only closed.
pub fn come_back(tx: &mut Tx<'_>, grant: &Grant<ComeBack>, last: Day) -> Result<(), Fault> {
    let (id, now) = (&grant.act().absence, tx.now());
    let mut old = absence(tx.conn(), id)?;
    old.known_until = Some(now);
    diesel::update(absences::table.find(id)).set(absences::known_until.eq(now)).execute(tx.conn())?;
    tx.vouch(BookId::house(), &old);
    if last >= old.from {
        let (id, made_by) = (tx.new_id(), by(grant)?);
        insert(tx, &AbsenceRow { id, until: last, made_by, known_from: now, known_until: None, ..old })?;
    }
    Ok(())
}

fn by<A>(grant: &Grant<A>) -> Result<AccountId, Fault> {
    grant.account().cloned().ok_or_else(|| Fault::broken("a person writes down who is away"))
}

fn insert(tx: &mut Tx<'_>, row: &AbsenceRow) -> Result<(), Fault> {
    diesel::insert_into(absences::table)
        .values((
            absences::id.eq(&row.id),
            absences::person_id.eq(&row.person),
            absences::deputy_id.eq(&row.deputy),
            absences::from_day.eq(row.from),
            absences::until_day.eq(row.until),
            absences::made_by.eq(&row.made_by),
            absences::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    tx.vouch(BookId::house(), row);
    Ok(())
}

/// One absence that stands, for the rule about ending it.
// open: for a rule; pages list through `absences_of`
pub fn absence(conn: &mut Conn, id: &AbsenceId) -> Result<AbsenceRow, Fault> {
    Ok(absences::table.find(id).filter(absences::known_until.is_null()).first(conn)?)
}

/// The absences of a person that are not over on the day, the first first, with the names of their deputies.
// open: asked about oneself, or about a person whom the asker was found to reach
pub fn absences_of(
    conn: &mut Conn,
    person: &AccountId,
    day: Day,
) -> Result<Vec<(AbsenceRow, Option<String>)>, Fault> {
    Ok(absences::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(absences::deputy_id)))
        .filter(absences::person_id.eq(person))
        .filter(absences::known_until.is_null())
        .filter(absences::until_day.ge(day))
        .order((absences::from_day, absences::id))
        .select((absences::all_columns, accounts::name.nullable()))
        .load(conn)?)
}

/// The absences on which a person stands in for others, not over on the day, with the names of those: none on which
/// they can stand in no more.
// open: asked about oneself, or for a rule
pub fn stands_in(conn: &mut Conn, deputy: &AccountId, day: Day) -> Result<Vec<(AbsenceRow, String)>, Fault> {
    let named: Vec<(AbsenceRow, String)> = absences::table
        .inner_join(accounts::table.on(accounts::id.eq(absences::person_id)))
        .filter(absences::deputy_id.eq(deputy))
        .filter(absences::known_until.is_null())
        .filter(absences::until_day.ge(day))
        .order((absences::from_day, absences::id))
        .select((absences::all_columns, accounts::name))
        .load(conn)?;
    let mut able = Vec::new();
    for (row, name) in named {
        if standing_in(conn, std::iter::once(deputy), row.from.max(day))?.contains(deputy) {
            able.push((row, name));
        }
    }
    Ok(able)
}

/// Whoever named somebody as their deputy is told that they can stand in no more from this day, to name somebody else.
// open: called inside a granted write
pub fn tell_of_lost_deputy(
    tx: &mut Tx<'_>,
    (deputy, name): (&AccountId, &str),
    lost: &[(AbsenceRow, String)],
    (from, why): (Day, &str),
) -> Result<(), Fault> {
    for (row, _) in lost {
        let sentence = format!(
            "{name} can deputise for you no more ({} to {}): {why}. Name somebody else under Out of office, in your inbox.",
            row.from.max(from),
            row.until
        );
        let what = Notice::Added { sentence, names: vec![deputy.clone()] };
        tx.later(Job::Tell { to: row.person.clone(), what })?;
    }
    Ok(())
}

/// Who of these people is away on the day; everybody's where none are named.
// open: whoever asks somebody is told that they are away
pub fn away_on(
    conn: &mut Conn,
    people: Option<&[AccountId]>,
    day: Day,
) -> Result<HashMap<AccountId, Away>, Fault> {
    type Row = (AbsenceId, AccountId, Day, Day, Option<(AccountId, String)>);
    let rows: Vec<Row> = absences::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(absences::deputy_id)))
        .filter(absences::known_until.is_null())
        .filter(absences::from_day.le(day))
        .filter(absences::until_day.ge(day))
        .order((absences::known_from, absences::id))
        .select((
            absences::id,
            absences::person_id,
            absences::from_day,
            absences::until_day,
            (accounts::id, accounts::name).nullable(),
        ))
        .load(conn)?;
    let wanted = |person: &AccountId| people.is_none_or(|some| some.contains(person));
    let rows: Vec<Row> = rows.into_iter().filter(|(_, person, ..)| wanted(person)).collect();
    let able = standing_in(conn, rows.iter().filter_map(|row| row.4.as_ref()).map(|(id, _)| id), day)?;
    let away = |(absence, person, from, until, named): Row| {
        let (deputy, gone) = match named {
            Some((id, name)) if !able.contains(&id) => (None, Some(name)),
            deputy => (deputy, None),
        };
        (person, Away { absence, from, until, deputy, gone })
    };
    Ok(rows.into_iter().map(away).collect())
}

/// Those of these absences whose deputy can stand in no more, on the first of their days that is not over.
// open: of absences that were found for the asker
pub fn without_their_deputy(
    conn: &mut Conn,
    absences: &[(AbsenceRow, Option<String>)],
    today: Day,
) -> Result<HashSet<AbsenceId>, Fault> {
    let mut without = HashSet::new();
    for (row, _) in absences {
        let Some(deputy) = &row.deputy else { continue };
        let able = standing_in(conn, std::iter::once(deputy), row.from.max(today))?;
        if !able.contains(deputy) {
            without.insert(row.id.clone());
        }
    }
    Ok(without)
}

/// Who of these can decide for anybody on the day. Letters to whoever cannot would reach nobody.
fn standing_in<'a>(
    conn: &mut Conn,
    named: impl Iterator<Item = &'a AccountId>,
    day: Day,
) -> Result<HashSet<AccountId>, Fault> {
    let named: HashSet<&AccountId> = named.collect();
    if named.is_empty() {
        return Ok(HashSet::new());
    }
    let able: Vec<AccountId> = sight::table
        .inner_join(accounts::table.on(accounts::id.eq(sight::viewer_id)))
        .filter(sight::viewer_id.eq_any(named))
        .filter(accounts::closed_at.is_null())
        .filter(sight::capacity.eq_any(["supervisor", "lead"]))
        .filter(sight::from_day.le(day))
        .filter(sight::until_day.ge(day))
        .select(sight::viewer_id)
        .distinct()
        .load(conn)?;
    Ok(able.into_iter().collect())
}

/// The absence for which this person stands in for the other one today.
pub fn deputises(conn: &mut Conn, who: &Sight, other: &AccountId) -> Result<Option<Away>, Fault> {
    let away = away_on(conn, Some(std::slice::from_ref(other)), who.today())?.remove(other);
    Ok(away.filter(|away| away.deputy.as_ref().is_some_and(|(id, _)| id == who.viewer())))
}

/// The enrolments over which a person is a supervisor or a lead on the day.
// open: the rule of who may stand in; its answer becomes a grant
pub fn enrolments_covered(
    conn: &mut Conn,
    person: &AccountId,
    day: Day,
) -> Result<std::collections::BTreeSet<EnrolmentId>, Fault> {
    let rows: Vec<EnrolmentId> = sight::table
        .filter(sight::viewer_id.eq(person))
        .filter(sight::capacity.ne("trainee"))
        .filter(sight::from_day.le(day))
        .filter(sight::until_day.ge(day))
        .select(sight::enrolment_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who could stand in for a person: supervisors and leads of any trainee of theirs, by name.
// open: people who share trainees know of each other
pub fn possible_deputies(
    conn: &mut Conn,
    person: &AccountId,
    day: Day,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let theirs = diesel::alias!(sight as theirs);
    let shared = theirs
        .filter(theirs.field(sight::viewer_id).eq(person))
        .filter(theirs.field(sight::capacity).ne("trainee"))
        .filter(theirs.field(sight::from_day).le(day))
        .filter(theirs.field(sight::until_day).ge(day))
        .select(theirs.field(sight::enrolment_id));
    Ok(sight::table
        .inner_join(accounts::table.on(accounts::id.eq(sight::viewer_id)))
        .filter(sight::enrolment_id.eq_any(shared))
        .filter(sight::capacity.eq_any([Capacity::Supervisor, Capacity::Lead]))
        .filter(sight::viewer_id.ne(person))
        .filter(sight::from_day.le(day))
        .filter(sight::until_day.ge(day))
        .filter(accounts::closed_at.is_null())
        .select((accounts::id, accounts::name))
        .distinct()
        .order((accounts::name, accounts::id))
        .load(conn)?)
}

/// Who stands in for a person on the day.
// open: a rule asks it; pages say who it is
pub fn stands_in_for(conn: &mut Conn, person: &AccountId, day: Day) -> Result<Option<AccountId>, Fault> {
    let away = away_on(conn, Some(std::slice::from_ref(person)), day)?.remove(person);
    Ok(away.and_then(|away| away.deputy).map(|(id, _)| id))
}

/// How many requests wait with a person.
// open: a number, for whoever ends an appointment or an account
pub fn waiting_with(conn: &mut Conn, person: &AccountId) -> Result<i64, Fault> {
    Ok(requests::table
        .filter(requests::asked_id.eq(person))
        .filter(requests::closed_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Says that a deputy decided, of a decision that is not there: it is in no portfolio, so the house's book names it.
struct StrayRow(String);

impl Committed for StrayRow {
    fn place(&self) -> String {
        format!("deputised/{}", self.0)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.0.clone()]
    }
}

pub(super) fn absence_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<AbsenceRow> = absences::table.order(absences::id).load(conn)?;
    let stray: Vec<String> = deputised::table
        .left_join(decisions::table.on(decisions::id.eq(deputised::decision_id)))
        .filter(decisions::id.nullable().is_null())
        .order(deputised::decision_id)
        .select(deputised::decision_id)
        .load(conn)?;
    let stray = stray.into_iter().map(|id| Box::new(StrayRow(id)) as Box<dyn Committed>);
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).chain(stray).collect())
}
