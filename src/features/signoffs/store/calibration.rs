//! Decisions as calibration reads them, and since when a person has known of a pattern. What is read here is counted;
//! nobody is shown anybody else's decisions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    absences, accounts, appointments, batched, decisions, deputised, enrolments, entries, filings, patterns,
    requests,
};
use crate::db::settings;
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::calibration::{Act, NOTICE_DAYS, Pattern, SETTING, Shown};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::role::{Capacity, Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::standing;
use crate::on_both;

// open: whether the house shows it is no secret
pub fn shown(conn: &mut Conn) -> Result<Shown, Fault> {
    Ok(settings::read(conn, SETTING)?.map_or(Shown::Off, |text| Shown::read(&text)))
}

/// Sets it, inside a write that has taken the house's book.
pub fn set_shown(tx: &mut Tx<'_>, grant: &Grant<KeepHouse>, shown: Shown) -> Result<(), Fault> {
    settings::put(tx, grant.by(), SETTING, &shown.written())
}

/// Everybody who supervises or leads today: they are told before anything is shown.
pub fn tell_staff(
    tx: &mut Tx<'_>,
    _grant: &Grant<KeepHouse>,
    today: Day,
    sentence: &str,
) -> Result<usize, Fault> {
    let staff: Vec<AccountId> = appointments::table
        .inner_join(accounts::table.on(accounts::id.eq(appointments::person_id)))
        .filter(appointments::capacity.eq_any([Capacity::Supervisor.as_str(), Capacity::Lead.as_str()]))
        .filter(appointments::known_until.is_null())
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .filter(accounts::closed_at.is_null())
        .order(appointments::person_id)
        .select(appointments::person_id)
        .distinct()
        .load(tx.conn())?;
    for to in &staff {
        let what = Notice::Figures { sentence: sentence.to_owned() };
        tx.later(Job::Tell { to: to.clone(), what })?;
    }
    Ok(staff.len())
}

/// The request that was decided on, and when it was made.
type Asked = Option<(RequestId, Moment)>;

/// One decision may be filed under several enrolments and is one.
type Row = (DecisionId, AccountId, String, Asked, Moment, String, String, Option<BatchId>);

/// Nobody's time begins before the request came to them: by a handover, again after a signature that was taken back,
/// or because whoever was asked went away.
fn acts(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Act>, Fault> {
    let asked: BTreeSet<&RequestId> =
        rows.iter().filter_map(|row| row.3.as_ref()).map(|(id, _)| id).collect();
    let asked: Vec<RequestId> = asked.into_iter().cloned().collect();
    let came = standing::came_since(conn, &asked)?;
    let mut stood_in: HashMap<DecisionId, Moment> = HashMap::new();
    let ids: Vec<&DecisionId> = rows.iter().map(|row| &row.0).collect();
    for some in ids.chunks(1_000) {
        let away: Vec<(DecisionId, Day, Moment)> = deputised::table
            .inner_join(absences::table.on(absences::id.eq(deputised::absence_id)))
            .filter(deputised::decision_id.eq_any(some.iter().copied()))
            .select((deputised::decision_id, absences::from_day, absences::known_from))
            .load(conn)?;
        stood_in
            .extend(away.into_iter().map(|(id, day, known)| (id, known.max(day.starts_in(DEFAULT_ZONE)))));
    }
    let mut known: BTreeSet<DecisionId> = BTreeSet::new();
    let mut all = Vec::new();
    for (id, signer, kind, asked, at, verdict, level, batch) in rows {
        let stood_in = stood_in.remove(&id);
        if known.insert(id) {
            let (returned, batched) = (verdict == "returned", batch.is_some());
            let asked = asked.map(|(request, made)| {
                let came = came.get(&request).copied().unwrap_or(made).max(made);
                stood_in.map_or(came, |away| came.max(away))
            });
            all.push(Act { signer, kind, asked, at, returned, level, batched });
        }
    }
    Ok(all)
}

/// What this person decided since then, and what everybody decided about the trainees of the departments in which they
/// supervise or lead today.
pub fn acts_beside(conn: &mut Conn, who: &Sight, since: Moment) -> Result<(Vec<Act>, Vec<Act>), Fault> {
    let mut departments: BTreeSet<DepartmentId> = BTreeSet::new();
    for capacity in [Capacity::Supervisor, Capacity::Lead] {
        let held: Vec<DepartmentId> = enrolments::table
            .filter(enrolments::id.eq_any(sight::enrolments_held(who, capacity.as_str())))
            .select(enrolments::department_id)
            .distinct()
            .load(conn)?;
        departments.extend(held);
    }
    let departments: Vec<DepartmentId> = departments.into_iter().collect();
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(filings::table.on(filings::entry_id.eq(entries::id)))
        .inner_join(enrolments::table.on(enrolments::id.eq(filings::enrolment_id)))
        .left_join(requests::table.on(requests::id.nullable().eq(decisions::request_id)))
        .left_join(batched::table.on(batched::decision_id.eq(decisions::id)))
        .filter(decisions::known_from.ge(since))
        .filter(decisions::known_until.is_null())
        .filter(decisions::capacity.eq_any([Capacity::Supervisor.as_str(), Capacity::Lead.as_str()]))
        .filter(enrolments::department_id.eq_any(departments))
        .order(decisions::id)
        .select((
            decisions::id,
            decisions::signer_id,
            entries::kind,
            (requests::id, requests::known_from).nullable(),
            decisions::known_from,
            decisions::verdict,
            decisions::level,
            batched::batch_id.nullable(),
        ))
        .load(conn)?;
    let own = acts_of(conn, Some(who.viewer()), since)?.remove(who.viewer()).unwrap_or_default();
    Ok((own, acts(conn, rows)?))
}

// open: one's own, and for the house's own round
fn acts_of(
    conn: &mut Conn,
    only: Option<&AccountId>,
    since: Moment,
) -> Result<BTreeMap<AccountId, Vec<Act>>, Fault> {
    acts_among(conn, only, since, None)
}

/// Of everybody or one person, of everything or of these decisions.
// open: one's own, for the house's own round, and of decisions that were found in a sight
fn acts_among(
    conn: &mut Conn,
    only: Option<&AccountId>,
    since: Moment,
    among: Option<&[DecisionId]>,
) -> Result<BTreeMap<AccountId, Vec<Act>>, Fault> {
    let mut query = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .left_join(requests::table.on(requests::id.nullable().eq(decisions::request_id)))
        .left_join(batched::table.on(batched::decision_id.eq(decisions::id)))
        .filter(decisions::known_from.ge(since))
        .filter(decisions::known_until.is_null())
        .filter(decisions::capacity.eq_any([Capacity::Supervisor.as_str(), Capacity::Lead.as_str()]))
        .order(decisions::id)
        .select((
            decisions::id,
            decisions::signer_id,
            entries::kind,
            (requests::id, requests::known_from).nullable(),
            decisions::known_from,
            decisions::verdict,
            decisions::level,
            batched::batch_id.nullable(),
        ))
        .into_boxed();
    if let Some(person) = only {
        query = query.filter(decisions::signer_id.eq(person));
    }
    if let Some(ids) = among {
        query = query.filter(decisions::id.eq_any(ids));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let mut all: BTreeMap<AccountId, Vec<Act>> = BTreeMap::new();
    for act in acts(conn, rows)? {
        all.entry(act.signer.clone()).or_default().push(act);
    }
    Ok(all)
}

/// Everybody's since then of which patterns are made, by person: for the round that tells each of them of their own.
pub fn acts_by_person(
    conn: &mut Conn,
    since: Moment,
    _: System,
) -> Result<BTreeMap<AccountId, Vec<Act>>, Fault> {
    let mut all = acts_of(conn, None, since)?;
    let counted = counted_from(conn, None)?;
    for (person, acts) in &mut all {
        acts.retain(|act| counted.get(person).is_some_and(|from| act.at >= *from));
    }
    Ok(all)
}

/// From when on a person's decisions make a pattern: so many days after they became a supervisor or a lead, which is
/// when they were told what is shown to whom. Not there: they never were one.
pub fn counts_from(conn: &mut Conn, who: &Sight) -> Result<Option<Moment>, Fault> {
    Ok(counted_from(conn, Some(who.viewer()))?.remove(who.viewer()))
}

// open: one's own, and for the house's own round
fn counted_from(conn: &mut Conn, only: Option<&AccountId>) -> Result<HashMap<AccountId, Moment>, Fault> {
    type Term = (AccountId, Option<Day>, Moment, Option<Moment>);
    let mut query = appointments::table
        .filter(appointments::capacity.eq_any([Capacity::Supervisor.as_str(), Capacity::Lead.as_str()]))
        .order((appointments::known_from, appointments::id))
        .select((
            appointments::person_id,
            appointments::until_day,
            appointments::known_from,
            appointments::known_until,
        ))
        .into_boxed();
    if let Some(person) = only {
        query = query.filter(appointments::person_id.eq(person));
    }
    let mut terms: HashMap<AccountId, Vec<Term>> = HashMap::new();
    for term in query.load::<Term>(conn)? {
        terms.entry(term.0.clone()).or_default().push(term);
    }
    let from = |(person, terms): (AccountId, Vec<Term>)| {
        let mut since = None;
        for (at, (_, _, known, _)) in terms.iter().enumerate() {
            let day = known.day_in(DEFAULT_ZONE);
            // What replaces a row in the same write goes on from it.
            let held = terms.iter().take(at).any(|(_, until, _, closed)| {
                closed.is_none_or(|closed| closed >= *known) && until.is_none_or(|until| until >= day)
            });
            if !held {
                since = Some(*known);
            }
        }
        Some((person, since?.plus_days(NOTICE_DAYS)))
    };
    Ok(terms.into_iter().filter_map(from).collect())
}

/// Since when this person has known of a pattern.
pub fn told_of(conn: &mut Conn, who: &Sight) -> Result<HashMap<Pattern, Moment>, Fault> {
    let rows: Vec<(String, Moment)> = patterns::table
        .filter(patterns::person_id.eq(who.viewer()))
        .select((patterns::pattern, patterns::told_at))
        .load(conn)?;
    let read = |(pattern, at): (String, Moment)| Ok((pattern.parse().map_err(Fault::broken)?, at));
    rows.into_iter().map(read).collect()
}

/// All that were told, for the round.
pub fn told(conn: &mut Conn, _: System) -> Result<Vec<(AccountId, Pattern)>, Fault> {
    let rows: Vec<(AccountId, String)> = patterns::table
        .order((patterns::person_id, patterns::pattern))
        .select((patterns::person_id, patterns::pattern))
        .load(conn)?;
    let read = |(person, pattern): (AccountId, String)| Ok((person, pattern.parse().map_err(Fault::broken)?));
    rows.into_iter().map(read).collect()
}

/// The person is told, once as long as it holds.
pub fn tell(
    tx: &mut Tx<'_>,
    person: &AccountId,
    pattern: Pattern,
    sentence: &str,
    _: System,
) -> Result<(), Fault> {
    let now = tx.now();
    let row =
        (patterns::person_id.eq(person), patterns::pattern.eq(pattern.as_str()), patterns::told_at.eq(now));
    // Rounds of two nodes may overlap.
    let new = on_both!(tx.conn(), |c| diesel::insert_into(patterns::table)
        .values(row)
        .on_conflict((patterns::person_id, patterns::pattern))
        .do_nothing()
        .execute(c))?;
    if new == 0 {
        return Ok(());
    }
    let what = Notice::Figures { sentence: sentence.to_owned() };
    tx.later(Job::Tell { to: person.clone(), what })
}

/// It holds no more: nobody sees it any longer, and a next time begins with its owner again.
pub fn forget(tx: &mut Tx<'_>, person: &AccountId, pattern: Pattern, _: System) -> Result<(), Fault> {
    diesel::delete(patterns::table.find((person, pattern.as_str()))).execute(tx.conn())?;
    Ok(())
}

/// Those who decided about trainees whom the reader leads and were told before then: name, pattern, since when they knew.
pub fn told_before(
    conn: &mut Conn,
    who: &Sight,
    before: Moment,
) -> Result<Vec<(AccountId, String, Pattern, Moment)>, Fault> {
    let led = filings::table
        .inner_join(decisions::table.on(decisions::entry_id.eq(filings::entry_id)))
        .filter(filings::known_until.is_null())
        .filter(decisions::known_until.is_null())
        .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, Capacity::Lead.as_str())))
        .select(decisions::signer_id);
    let rows: Vec<(AccountId, String, String, Moment)> = patterns::table
        .inner_join(accounts::table.on(accounts::id.eq(patterns::person_id)))
        .filter(patterns::told_at.le(before))
        .filter(patterns::person_id.ne(who.viewer()))
        .filter(patterns::person_id.eq_any(led))
        .order((accounts::name, accounts::id, patterns::pattern))
        .select((accounts::id, accounts::name, patterns::pattern, patterns::told_at))
        .load(conn)?;
    rows.into_iter()
        .map(|(person, name, pattern, at)| Ok((person, name, pattern.parse().map_err(Fault::broken)?, at)))
        .collect()
}

/// What somebody who was told decided since then about trainees whom the reader leads: for the sentence about them.
pub fn acts_of_told(
    conn: &mut Conn,
    who: &Sight,
    person: &AccountId,
    since: Moment,
) -> Result<Vec<Act>, Fault> {
    let led: Vec<DecisionId> = filings::table
        .inner_join(decisions::table.on(decisions::entry_id.eq(filings::entry_id)))
        .filter(decisions::signer_id.eq(person))
        .filter(decisions::known_from.ge(since))
        .filter(filings::known_until.is_null())
        .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, Capacity::Lead.as_str())))
        .select(decisions::id)
        .distinct()
        .load(conn)?;
    let mut acts = Vec::new();
    for some in led.chunks(1_000) {
        acts.extend(acts_among(conn, Some(person), since, Some(some))?.remove(person).unwrap_or_default());
    }
    let from = counted_from(conn, Some(person))?.remove(person);
    acts.retain(|act| from.is_some_and(|from| act.at >= from));
    Ok(acts)
}
