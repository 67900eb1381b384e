//! What the log form needs to know about a person: their programmes, their habits, whom they may ask,
//! where they work, and what the house has switched off.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, departments, enrolments as enrolment_rows, entries, entry_versions, filings, requests, sites,
};
use crate::db::shelf::Shelf;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::kind::{FieldType, Kind, Recorder, Value, Values};
use crate::domain::names::*;
use crate::domain::programme::Version;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments;
use crate::features::entries::asked::{AskedKind, is_at_once, newest_used, union};
use crate::features::entries::own::{Habits, Own, Takes};
use crate::features::people::{away_on, last_days, who_may_decide};
use crate::features::programmes;

/// Entries that the form's defaults are taken from.
const RECENT: i64 = 40;

// open: called with the portfolio of the person who is signed in
pub fn own(conn: &mut Conn, shelf: &Shelf, portfolio: &PortfolioId) -> Result<Own, Fault> {
    let mut found = Vec::new();
    for row in enrolments::of_portfolio(conn, portfolio)? {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        found.push((row, version));
    }
    Ok(Own { portfolio: portfolio.clone(), enrolments: found, closed: Vec::new(), stays: None })
}

/// The same, with what is closed to filing now.
// open: called with the portfolio of the person who is signed in
pub fn own_now(conn: &mut Conn, shelf: &Shelf, portfolio: &PortfolioId, now: Moment) -> Result<Own, Fault> {
    let own = own(conn, shelf, portfolio)?;
    let ids: Vec<EnrolmentId> = own.enrolments.iter().map(|(row, _)| row.id.clone()).collect();
    let mut closings = enrolments::closings(conn, shelf, &ids, now)?;
    let closed = ids.into_iter().filter_map(|id| Some((id.clone(), closings.remove(&id)?.sentence)));
    Ok(Own { closed: closed.collect(), ..own })
}

/// The same where an entry is changed: of a kind that none of the programmes knows it stays where it is filed.
// open: called with the portfolio of the person who is signed in, and an entry of theirs
pub fn own_changing(conn: &mut Conn, own: Own, kind: &str, changed: Option<&EntryId>) -> Result<Own, Fault> {
    let Some(id) = changed.filter(|_| !own.knows(kind)) else { return Ok(own) };
    let filed = filings::table
        .filter(filings::entry_id.eq(id))
        .filter(filings::known_until.is_null())
        .order(filings::enrolment_id)
        .select(filings::enrolment_id)
        .load(conn)?;
    Ok(Own { stays: Some((kind.to_owned(), filed)), ..own })
}

/// What is asked about the kind: only kinds that one of the person's programmes uses and that a trainee
/// records.
// open: what one records about a case is public within the house
pub fn asked(conn: &mut Conn, shelf: &Shelf, own: &Own, kind: &str) -> Result<AskedKind, Fault> {
    asked_again(conn, shelf, own, kind, None)
}

/// The same where an entry is changed: it keeps the questions of the form on which it was recorded, so that no answer of it
/// goes with a question that the house's newest form of its own does not ask. So does one of a kind that none of the
/// programmes knows.
// open: what one records about a case is public within the house
pub fn asked_again(
    conn: &mut Conn,
    shelf: &Shelf,
    own: &Own,
    kind: &str,
    changed: Option<&EntryId>,
) -> Result<AskedKind, Fault> {
    let asked = match changed.filter(|_| is_at_once(kind) || !own.knows(kind)) {
        Some(id) => {
            let recorded: i32 = entry_versions::table
                .inner_join(entries::table)
                .filter(entries::id.eq(id))
                .filter(entry_versions::number.eq(entries::latest))
                .select(entry_versions::kind_version)
                .first(conn)?;
            let versions: Vec<Arc<Version>> = own.using(kind).map(|(_, version)| version.clone()).collect();
            union(&programmes::kind_version(conn, shelf, kind, recorded)?, &versions)
        }
        None => asked_by_staff(conn, shelf, own, kind)?,
    };
    if asked.kind.recorded_by != Recorder::Trainee {
        return Err(Fault::NotFound);
    }
    Ok(asked)
}

/// The same of whoever records it.
// open: what one records about a case is public within the house
pub fn asked_by_staff(conn: &mut Conn, shelf: &Shelf, own: &Own, kind: &str) -> Result<AskedKind, Fault> {
    let versions: Vec<Arc<Version>> = own.using(kind).map(|(_, version)| version.clone()).collect();
    let number = newest_used(kind, &versions).ok_or(Fault::NotFound)?;
    let base = match is_at_once(kind) {
        true => {
            let newest = programmes::newest_kinds(conn, shelf)?;
            newest.into_iter().find(|one| one.code == kind).ok_or(Fault::NotFound)?
        }
        false => programmes::kind_version(conn, shelf, kind, number)?,
    };
    Ok(union(&base, &versions))
}

/// How many entries of each kind there are, by its code.
// open: called with the portfolio of the person who is signed in
pub fn times(conn: &mut Conn, portfolio: &PortfolioId) -> Result<HashMap<String, i64>, Fault> {
    let counted: Vec<(String, i64)> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .group_by(entries::kind)
        .select((entries::kind, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counted.into_iter().collect())
}

// open: called with the portfolio of the person who is signed in
pub fn habits(conn: &mut Conn, portfolio: &PortfolioId, kind: &str) -> Result<Habits, Fault> {
    let words: Vec<String> = entry_versions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::kind.eq(kind))
        .filter(entries::latest.eq(entry_versions::number))
        .filter(entries::earlier.eq(""))
        .order((entries::number.desc(), entries::id.desc()))
        .limit(RECENT)
        .select(entry_versions::words)
        .load(conn)?;
    let all: Vec<AccountId> = requests::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .order(requests::known_from.desc())
        .limit(RECENT)
        .select(requests::asked_id)
        .load(conn)?;
    let mut asked: Vec<AccountId> = Vec::new();
    for one in all {
        if !asked.contains(&one) {
            asked.push(one);
        }
    }
    let recent = words.iter().map(|text| serde_json::from_str(text).map_err(Fault::broken));
    Ok(Habits { recent: recent.collect::<Result<_, _>>()?, asked })
}

/// Whom one may ask to sign something of that day, under any of the enrolments.
// open: a trainee must be able to name whom they ask; oneself is never among them
pub fn supervisors(
    conn: &mut Conn,
    who: &Sight,
    enrolments: &[EnrolmentId],
    day: Day,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let mut all = who_may_decide(conn, enrolments, Capacity::Supervisor, day, who.today())?;
    all.retain(|(id, _)| id != who.viewer());
    Ok(all)
}

/// The same, with the last day of whoever signs only what happened until then: `Tom Hill (until 12 November 2026)`.
pub fn with_last_days(
    conn: &mut Conn,
    who: &Sight,
    enrolments: &[EnrolmentId],
    mut people: Vec<(AccountId, String)>,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let ids: Vec<AccountId> = people.iter().map(|(id, _)| id.clone()).collect();
    if ids.is_empty() {
        return Ok(people);
    }
    let last = last_days(conn, &ids, enrolments, who.today())?;
    for (id, name) in &mut people {
        if let Some(day) = last.get(id) {
            *name = format!("{name} (until {day})");
        }
    }
    Ok(people)
}

/// What a form says of those who are away today, before anything is sent: `Sue Carter is away until 24 November
/// 2026; Tom Hill deputises.`
// open: whoever asks somebody is told that they are away
pub fn away_among(
    conn: &mut Conn,
    who: &Sight,
    people: &[(AccountId, String)],
) -> Result<Vec<String>, Fault> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<AccountId> = people.iter().map(|(id, _)| id.clone()).collect();
    let away = away_on(conn, Some(&ids), who.today())?;
    let said = |(id, name): &(AccountId, String)| Some(format!("{name} is {}.", away.get(id)?.said()));
    Ok(people.iter().filter_map(said).collect())
}

/// Sites of the institutions at which the person is enrolled.
// open: where an institution works is public within the house
pub fn sites_of(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<(SiteId, String)>, Fault> {
    let institutions = enrolment_rows::table
        .inner_join(departments::table)
        .filter(enrolment_rows::portfolio_id.eq(portfolio))
        .select(departments::institution_id);
    Ok(sites::table
        .filter(sites::institution_id.eq_any(institutions))
        .order((sites::name, sites::id))
        .select((sites::id, sites::name))
        .load(conn)?)
}

// open: house rules are public within the house
pub fn takes(conn: &mut Conn, kind: &Kind) -> Result<Takes, Fault> {
    let rules = programmes::file_rules(conn, &kind.code)?;
    Ok(Takes { camera: rules.camera && kind.camera, files: rules.files && kind.files })
}

/// An entry of the same kind, day and title: perhaps the same case, written down twice.
// open: called with the portfolio of the person who is signed in
pub fn twin(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    kind: &str,
    day: Day,
    title: &str,
    except: Option<&EntryId>,
) -> Result<Option<i32>, Fault> {
    let found: Vec<(EntryId, i32)> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::kind.eq(kind))
        .filter(entries::happened_on.eq(day))
        .filter(entries::title.eq(title))
        .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
        .order(entries::number)
        .select((entries::id, entries::number))
        .load(conn)?;
    Ok(found.into_iter().find(|(id, _)| Some(id) != except).map(|(_, number)| number))
}

/// Names of the people and places that values name by id; names typed as such are not in it.
// open: the values come from an entry or draft in sight
pub fn names_in(conn: &mut Conn, kind: &Kind, all: &[&Values]) -> Result<BTreeMap<String, String>, Fault> {
    let mut names = BTreeMap::new();
    for field in &kind.fields {
        if !matches!(field.kind, FieldType::Person | FieldType::Place) {
            continue;
        }
        for text in all.iter().filter_map(|values| values.get(&field.code).and_then(Value::text)) {
            if names.contains_key(text) {
                continue;
            }
            let name: Option<String> = match field.kind {
                FieldType::Person => {
                    accounts::table.find(text).select(accounts::name).first(conn).optional()?
                }
                _ => sites::table.find(text).select(sites::name).first(conn).optional()?,
            };
            if let Some(name) = name {
                names.insert(text.to_owned(), name);
            }
        }
    }
    Ok(names)
}
