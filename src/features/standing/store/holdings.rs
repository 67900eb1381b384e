//! The rows that rules read, for one portfolio and one instant. A fixed number of statements, however
//! many entries, signers and enrolments there are: the refresh is inside every write.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::{FieldType, Kind, Value, Values};
use crate::domain::names::*;
use crate::domain::progress::{asks_approved, asks_entrusted};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{self as enrolled, Lived, last_days_of, lives};
use crate::features::people::registrations_of;
use crate::features::programmes;
use crate::features::standing::facts::{DecisionRow, EntryRow, Holdings, Origin, Waits};
use crate::features::standing::store::held::held;
use crate::features::standing::store::signers::{approved, entrusted_among};
use crate::features::standing::store::{before, pages};

/// Everything the portfolio holds, as known at the instant.
// open: for rules, refreshes and the owner; others reach one enrolment through their sight
pub fn holdings(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<Holdings, Fault> {
    let entries = entry_rows(conn, shelf, Whose::Portfolio(portfolio), When::at(as_of))?;
    around(conn, shelf, portfolio, entries, as_of)
}

/// The same as known now, from the copy that is kept for it where that is whole.
// open: for rules, refreshes and the owner; others reach one enrolment through their sight
pub fn holdings_now(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    now: Moment,
) -> Result<Holdings, Fault> {
    match pages::read(conn, shelf, portfolio, now, &[])? {
        Some(entries) => around(conn, shelf, portfolio, entries, now),
        None => holdings(conn, shelf, portfolio, now),
    }
}

/// What else rules ask: about the people and places that the entries name, and about the enrolments.
pub(super) fn around(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    entries: Vec<EntryRow>,
    as_of: Moment,
) -> Result<Holdings, Fault> {
    let mut all = plain(conn, shelf, portfolio, entries, as_of)?;
    if all.enrolments.iter().any(|held| asks_approved(&held.version)) {
        all.approved = Some(approved(conn, shelf, &all.person, as_of)?);
    }
    if all.enrolments.iter().any(|held| asks_entrusted(&held.version)) {
        let signers = all.entries.iter().flat_map(|entry| &entry.decisions).map(|one| one.signer.clone());
        let signers: BTreeSet<AccountId> = signers.collect();
        all.entrusted = entrusted_among(conn, shelf, signers, as_of)?;
    }
    Ok(all)
}

/// Without what only some programmes ask about those who signed.
pub(super) fn plain(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    entries: Vec<EntryRow>,
    as_of: Moment,
) -> Result<Holdings, Fault> {
    let person: AccountId = portfolios::table.find(portfolio).select(portfolios::person_id).first(conn)?;
    let before = before::about(conn, portfolio, &entries)?;
    let mut people: HashSet<&str> = HashSet::from([person.as_str()]);
    let mut places: HashSet<&str> = HashSet::new();
    for entry in &entries {
        people.extend(entry.decisions.iter().map(|decision| decision.signer.as_str()));
        people.extend(entry.waits.iter().map(|waits| waits.asked.as_str()));
        if let Origin::Accepted(id) | Origin::Refused(id) = &entry.origin {
            people.extend(before.said.get(id).map(|said| said.by.as_str()));
        }
        for field in &entry.kind.fields {
            let into = match field.kind {
                FieldType::Person => &mut people,
                FieldType::Place => &mut places,
                _ => continue,
            };
            into.extend(entry.values.get(&field.code).and_then(Value::text));
        }
    }
    let people: Vec<AccountId> = people.into_iter().map(AccountId::new).collect();
    let registrations = registrations_of(conn, &people, as_of)?;
    let names = names_of(conn, &people)?;
    let sites = sites_of(conn, &places)?;
    let mut lives = lives(conn, enrolled::Whose::People(&people), as_of)?;
    let trainees = trainees_among(conn, shelf, &people, &lives, as_of)?;
    let enrolments = held(conn, shelf, portfolio, &mut lives, as_of)?;
    let entered = enrolled::entered_days(conn, portfolio, as_of)?;
    let (approved, entrusted) = (None, HashMap::new());
    Ok(Holdings {
        as_of,
        person,
        entries,
        registrations,
        sites,
        names,
        trainees,
        entered,
        enrolments,
        before,
        approved,
        entrusted,
    })
}

/// As known at one instant, without what no longer stands at another.
#[derive(Clone, Copy)]
pub(super) struct When {
    pub known: Moment,
    pub stands: Moment,
}

impl When {
    pub fn at(as_of: Moment) -> When {
        When { known: as_of, stands: as_of }
    }
}

/// Of which entries the rows are read.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    Portfolio(&'a PortfolioId),
    Entry(&'a EntryId),
}

/// The rows that the same condition chooses from each table that is joined to `entries`.
macro_rules! of {
    ($query:expr, $whose:expr) => {{
        let query = $query.into_boxed();
        match $whose {
            Whose::Portfolio(portfolio) => query.filter(entries::portfolio_id.eq(portfolio)),
            Whose::Entry(entry) => query.filter(entries::id.eq(entry)),
        }
    }};
}

/// In the order of their ids.
pub(super) fn entry_rows(
    conn: &mut Conn,
    shelf: &Shelf,
    whose: Whose<'_>,
    when: When,
) -> Result<Vec<EntryRow>, Fault> {
    type VersionRow = (
        EntryId,
        String,
        i32,
        String,
        EntryVersionId,
        i32,
        Day,
        Option<Day>,
        String,
        (Moment, String),
        Option<Moment>,
    );
    let versions: Vec<VersionRow> = of!(entry_versions::table.inner_join(entries::table), whose)
        .filter(entry_versions::known_from.le(when.known))
        .order((entries::id, entry_versions::number))
        .select((
            entries::id,
            entries::kind,
            entries::number,
            entries::title,
            entry_versions::id,
            entry_versions::kind_version,
            entry_versions::happened_on,
            entry_versions::until_day,
            entry_versions::words,
            (entry_versions::known_from, entries::earlier),
            entry_versions::withdrawn_at,
        ))
        .load(conn)?;
    let any_before = versions.iter().any(|row| !row.9.1.is_empty());
    let mut said = if any_before { before::said_at(conn, whose, when)? } else { HashMap::new() };
    let (mut decisions, mut answers) = decision_rows(conn, whose, when)?;
    let waits = waiting(conn, whose, when.known)?;
    let mut filed = filed(conn, whose, when.known)?;
    let mut rows: Vec<EntryRow> = Vec::new();
    for (id, kind, number, title, version, kind_version, day, until, words, (known, earlier), withdrawn) in
        versions
    {
        let kind = programmes::kind_version(conn, shelf, &kind, kind_version)?;
        let before = rows.pop_if(|last| last.id == id);
        let filed_under = match &before {
            Some(before) => before.filed_under.clone(),
            None => filed.remove(&id).unwrap_or_default(),
        };
        rows.push(EntryRow {
            decisions: decisions.remove(&version).unwrap_or_default(),
            // A request goes on from version to version: it is of the one that was the latest then.
            waits: waits.get(&id).cloned(),
            filed_under,
            values: match answers.remove(&version) {
                None => serde_json::from_str(&words).map_err(Fault::broken)?,
                Some(answers) => {
                    Kind::both_sides(&serde_json::from_str(&words).map_err(Fault::broken)?, &answers)
                }
            },
            withdrawn_at: withdrawn.filter(|at| *at <= when.stands),
            first_known: before.map_or(known, |before| before.first_known),
            version_known: known,
            origin: match said.remove(&id) {
                _ if earlier.is_empty() => Origin::Here,
                Some(said) => said,
                None => Origin::Earlier,
            },
            id,
            kind,
            number,
            title,
            version,
            day,
            until,
        });
    }
    Ok(rows)
}

type Decisions = HashMap<EntryVersionId, Vec<DecisionRow>>;

/// The decisions on each version, and what whoever signed it answered on the assessor's side.
fn decision_rows(
    conn: &mut Conn,
    whose: Whose<'_>,
    when: When,
) -> Result<(Decisions, HashMap<EntryVersionId, Values>), Fault> {
    type Row = (EntryVersionId, AccountId, String, String, bool, String, Moment, Option<String>);
    let joined = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .left_join(assessments::table.on(assessments::decision_id.eq(decisions::id.nullable())));
    let rows: Vec<Row> = of!(joined, whose)
        .filter(decisions::known_from.le(when.known))
        .filter(decisions::known_until.is_null().or(decisions::known_until.gt(when.stands)))
        .order((decisions::known_from, decisions::id))
        .select((
            decisions::version_id,
            decisions::signer_id,
            decisions::capacity,
            decisions::verdict,
            decisions::satisfactory,
            decisions::level,
            decisions::known_from,
            assessments::words.nullable(),
        ))
        .load(conn)?;
    let (mut made, mut answers) = (Vec::new(), HashMap::new());
    for (version, signer, capacity, verdict, satisfactory, level, at, words) in rows {
        let verdict = verdict.parse().map_err(Fault::broken)?;
        if let Some(words) = words {
            // Whoever only said how they saw it, or which code hung there, takes no answer of somebody before them away.
            let said: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
            if !said.is_empty() {
                answers.insert(version.clone(), said);
            }
        }
        made.push((version, DecisionRow { signer, capacity, verdict, satisfactory, level, at }));
    }
    Ok((grouped(made), answers))
}

fn waiting(conn: &mut Conn, whose: Whose<'_>, as_of: Moment) -> Result<HashMap<EntryId, Waits>, Fault> {
    let joined = requests::table.inner_join(entries::table.on(entries::id.eq(requests::entry_id)));
    let rows: Vec<(EntryId, AccountId, Moment)> = of!(joined, whose)
        .filter(requests::known_from.le(as_of))
        .filter(requests::closed_at.is_null().or(requests::closed_at.gt(as_of)))
        .order((requests::known_from, requests::id))
        .select((requests::entry_id, requests::asked_id, requests::known_from))
        .load(conn)?;
    Ok(rows.into_iter().map(|(entry, asked, since)| (entry, Waits { asked, since })).collect())
}

fn filed(
    conn: &mut Conn,
    whose: Whose<'_>,
    as_of: Moment,
) -> Result<HashMap<EntryId, Vec<EnrolmentId>>, Fault> {
    let rows: Vec<(EntryId, EnrolmentId)> = of!(filings::table.inner_join(entries::table), whose)
        .filter(filings::known_from.le(as_of))
        .filter(filings::known_until.is_null().or(filings::known_until.gt(as_of)))
        .select((filings::entry_id, filings::enrolment_id))
        .load(conn)?;
    Ok(grouped(rows))
}

fn names_of(conn: &mut Conn, people: &[AccountId]) -> Result<HashMap<String, String>, Fault> {
    let rows: Vec<(AccountId, String)> = accounts::table
        .filter(accounts::id.eq_any(people))
        .select((accounts::id, accounts::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

type Accredited = (String, Option<Day>, Option<Day>);

fn sites_of(conn: &mut Conn, places: &HashSet<&str>) -> Result<HashMap<String, Accredited>, Fault> {
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<SiteId> = places.iter().map(|place| SiteId::new(*place)).collect();
    let rows: Vec<(SiteId, String, Option<Day>, Option<Day>)> = sites::table
        .filter(sites::id.eq_any(&places))
        .select((sites::id, sites::name, sites::accredited_from, sites::accredited_until))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name, from, until)| (id.to_string(), (name, from, until))).collect())
}

/// Who was a trainee of which programme, from and until: as long as somebody was not out of it.
// open: for rules about who signed
pub fn trainees_among(
    conn: &mut Conn,
    shelf: &Shelf,
    people: &[AccountId],
    lives: &HashMap<EnrolmentId, Vec<Lived>>,
    as_of: Moment,
) -> Result<Vec<(AccountId, ProgrammeId, Day, Day)>, Fault> {
    let rows: Vec<(EnrolmentId, AccountId, ProgrammeId, Day, Day)> = enrolments::table
        .inner_join(portfolios::table)
        .inner_join(programme_versions::table)
        .filter(portfolios::person_id.eq_any(people))
        .filter(enrolments::known_until.is_null())
        .order(enrolments::id)
        .select((
            enrolments::id,
            portfolios::person_id,
            programme_versions::programme_id,
            enrolments::started_on,
            enrolments::ends_on,
        ))
        .load(conn)?;
    let set: Vec<(EnrolmentId, Day)> = rows.iter().map(|(id, .., ends)| (id.clone(), *ends)).collect();
    let last = last_days_of(conn, shelf, &set, lives, as_of)?;
    let trained = rows.into_iter().map(|(id, person, programme, from, ends)| {
        (person, programme, from, last.get(&id).copied().unwrap_or(ends))
    });
    Ok(trained.collect())
}

pub(super) fn grouped<K: Eq + std::hash::Hash, V>(
    rows: impl IntoIterator<Item = (K, V)>,
) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}
