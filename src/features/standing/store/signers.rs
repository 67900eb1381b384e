//! What some programmes ask about those who sign: whether they were approved for this trainee by name, and with
//! what they are entrusted themselves. Both are read only where a version asks.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::programme::Version;
use crate::domain::progress::{Entrusted, asks_approved, asks_entrusted, entrusted, entrusts};
use crate::domain::role::Scope;
use crate::domain::time::{Day, Moment};
use crate::features::programmes;
use crate::features::standing::facts::Approved;
use crate::features::standing::store::carried::turns;
use crate::features::standing::store::holdings::{When, Whose, entry_rows, plain};
use crate::features::standing::store::pages;
use crate::features::standing::store::raised::raise_stale;

/// Approvals under this person's enrolments, and appointments over this person alone, as known at the instant. Who was
/// ever approved is judged by approvals from the first of them on: one for a section is not widened by the appointment
/// that came with it, and what was signed before stays.
pub(super) fn approved(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &AccountId,
    as_of: Moment,
) -> Result<Vec<Approved>, Fault> {
    type Named = (AccountId, EnrolmentId, String, Day, Day, Moment, Option<Moment>);
    let named: Vec<Named> = approvals::table
        .inner_join(enrolments::table.inner_join(portfolios::table))
        .filter(portfolios::person_id.eq(person))
        .filter(approvals::known_from.le(as_of))
        .order((approvals::from_day, approvals::id))
        .select((
            approvals::person_id,
            approvals::enrolment_id,
            approvals::section,
            approvals::from_day,
            approvals::until_day,
            approvals::known_from,
            approvals::known_until,
        ))
        .load(conn)?;
    let appointed: Vec<(AccountId, Day, Option<Day>)> = appointments::table
        .inner_join(appointment_scopes::table)
        .filter(appointment_scopes::scope.eq(Scope::Person))
        .filter(appointment_scopes::scope_id.eq(person.as_str()))
        .filter(appointments::known_from.le(as_of))
        .filter(appointments::known_until.is_null().or(appointments::known_until.gt(as_of)))
        .order((appointments::from_day, appointments::id))
        .select((appointments::person_id, appointments::from_day, appointments::until_day))
        .load(conn)?;
    let mut all = Vec::new();
    for (signer, from, until) in appointed {
        let first =
            named.iter().find(|(one, ..)| *one == signer).map(|(_, _, _, from, ..)| from.plus_days(-1));
        let until = match (first, until) {
            (Some(first), Some(until)) => Some(first.min(until)),
            (first, until) => first.or(until),
        };
        if until.is_none_or(|until| from <= until) {
            all.push(Approved { person: signer, from, until, enrolment: None, sections: None });
        }
    }
    let of_sections = named.iter().filter(|(_, _, section, ..)| !section.is_empty());
    let moved = turns(conn, &of_sections.map(|(_, enrolment, ..)| enrolment).collect::<Vec<_>>(), as_of)?;
    for (signer, enrolment, section, from, until, made, known_until) in named {
        if known_until.is_none_or(|end| end > as_of) {
            let sections = moved.sections(conn, shelf, &enrolment, (&section, made))?;
            let (enrolment, until) = (Some(enrolment), Some(until));
            all.push(Approved { person: signer, from, until, enrolment, sections });
        }
    }
    Ok(all)
}

/// With what each of these people is entrusted; those without a portfolio here are not in it.
// open: for rules about who signed
pub fn entrusted_among(
    conn: &mut Conn,
    shelf: &Shelf,
    people: BTreeSet<AccountId>,
    as_of: Moment,
) -> Result<HashMap<AccountId, Vec<Entrusted>>, Fault> {
    let people: Vec<AccountId> = people.into_iter().collect();
    let portfolios: Vec<(AccountId, PortfolioId)> = portfolios::table
        .filter(portfolios::person_id.eq_any(&people))
        .order(portfolios::id)
        .select((portfolios::person_id, portfolios::id))
        .load(conn)?;
    let mut found = HashMap::new();
    for (person, portfolio) in portfolios {
        let entries = match pages::read(conn, shelf, &portfolio, as_of, &[])? {
            Some(entries) => entries,
            None => entry_rows(conn, shelf, Whose::Portfolio(&portfolio), When::at(as_of))?,
        };
        let all = plain(conn, shelf, &portfolio, entries, as_of)?;
        let held = all.enrolments.iter().filter(|held| entrusts(&held.version));
        let with = held.flat_map(|held| entrusted(&held.version, &all.facts_of(held)));
        found.insert(person, with.collect());
    }
    Ok(found)
}

/// The person's own entries have changed, or what they are filed under: whoever asks with what they are
/// entrusted is to be asked again. Called by acts and not by refreshes, so that two people who sign for each
/// other do not keep the house busy for ever.
// open: called inside a granted write
pub fn raise_entrusted(tx: &mut Tx<'_>, portfolio: &PortfolioId) -> Result<(), Fault> {
    let own: Vec<VersionId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select(enrolments::version_id)
        .load(tx.conn())?;
    if asking(tx, own.into_iter().map(|id| (id, ())).collect(), entrusts)?.is_empty() {
        return Ok(());
    }
    let signed: Vec<(VersionId, EnrolmentId)> = decisions::table
        .inner_join(portfolios::table.on(portfolios::person_id.eq(decisions::signer_id)))
        .inner_join(filings::table.on(filings::entry_id.eq(decisions::entry_id)))
        .inner_join(enrolments::table.on(enrolments::id.eq(filings::enrolment_id)))
        .filter(portfolios::id.eq(portfolio))
        .select((enrolments::version_id, enrolments::id))
        .distinct()
        .load(tx.conn())?;
    let reading = asking(tx, signed, asks_entrusted)?;
    raise_stale(tx, &reading)
}

/// Somebody was approved for this person by name, or is no longer.
// open: called inside a granted write
pub fn raise_approved(tx: &mut Tx<'_>, person: &AccountId) -> Result<(), Fault> {
    let own: Vec<(VersionId, EnrolmentId)> = enrolments::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(person))
        .select((enrolments::version_id, enrolments::id))
        .load(tx.conn())?;
    let reading = asking(tx, own, asks_approved)?;
    raise_stale(tx, &reading)
}

/// When the person was a trainee has changed: what they signed for others on the same programmes is judged anew.
// open: called inside a granted write
pub fn raise_trained(tx: &mut Tx<'_>, person: &AccountId) -> Result<(), Fault> {
    let own: Vec<ProgrammeId> = enrolments::table
        .inner_join(portfolios::table)
        .inner_join(programme_versions::table)
        .filter(portfolios::person_id.eq(person))
        .select(programme_versions::programme_id)
        .distinct()
        .load(tx.conn())?;
    let signed: Vec<EnrolmentId> = decisions::table
        .inner_join(filings::table.on(filings::entry_id.eq(decisions::entry_id)))
        .inner_join(enrolments::table.on(enrolments::id.eq(filings::enrolment_id)))
        .inner_join(programme_versions::table.on(programme_versions::id.eq(enrolments::version_id)))
        .filter(decisions::signer_id.eq(person))
        .filter(programme_versions::programme_id.eq_any(own))
        .select(enrolments::id)
        .distinct()
        .load(tx.conn())?;
    raise_stale(tx, &signed)
}

/// What stands beside a version that asks so.
fn asking<T>(tx: &mut Tx<'_>, all: Vec<(VersionId, T)>, asks: fn(&Version) -> bool) -> Result<Vec<T>, Fault> {
    let shelf = tx.shelf();
    let mut found = Vec::new();
    for (id, one) in all {
        if asks(programmes::version(tx.conn(), &shelf, &id)?.as_ref()) {
            found.push(one);
        }
    }
    Ok(found)
}
