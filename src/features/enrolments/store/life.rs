//! What happened to an enrolment, as rows. They are never overwritten: what is taken back, or gives way to
//! another of its sort, is closed with who did that and why.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::{Enrolled, REASON};
use crate::db::conn::Conn;
use crate::db::schema::{accounts, enrolments, life_events, portfolios};
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{cover_prose, prose_commitment};
use crate::domain::fact::Enrolment;
use crate::domain::fault::Fault;
use crate::domain::life::{Category, Happened, Happening};
use crate::domain::names::{AccountId, EnrolmentId, LifeEventId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::life::{RecordLife, TakeLifeBack};
use crate::domain::programme::Version;
use crate::domain::progress::{Closed, closed, last_day};
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::programmes;

/// Why something was taken back, in the salts of its row.
pub(super) const UNDONE: &str = "undone";

/// The reasons are prose, which may have to be struck out one day: they are committed to under salts.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LifeRow {
    pub id: LifeEventId,
    pub enrolment: EnrolmentId,
    pub what: String,
    pub day: Day,
    pub until: Option<Day>,
    pub percent: Option<i32>,
    pub requirement: String,
    pub award: String,
    pub frozen_at: Option<Moment>,
    pub category: String,
    pub reason: String,
    pub set_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
    pub undone_by: Option<AccountId>,
    pub undone_why: String,
    pub salts: String,
}

impl Committed for LifeRow {
    fn place(&self) -> String {
        format!("life_events/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let covers = serde_json::from_str(&self.salts).unwrap_or_default();
        let moment = |at: Option<Moment>| at.map(|at| at.to_string()).unwrap_or_default();
        vec![
            self.id.to_string(),
            self.enrolment.to_string(),
            self.what.clone(),
            self.day.iso(),
            self.until.map(Day::iso).unwrap_or_default(),
            self.percent.map(|percent| percent.to_string()).unwrap_or_default(),
            self.requirement.clone(),
            self.award.clone(),
            moment(self.frozen_at),
            self.category.clone(),
            prose_commitment(REASON, &self.reason, &covers),
            self.set_by.to_string(),
            self.known_from.to_string(),
            moment(self.known_until),
            self.undone_by.as_ref().map(ToString::to_string).unwrap_or_default(),
            prose_commitment(UNDONE, &self.undone_why, &covers),
        ]
    }
}

impl LifeRow {
    pub fn happened(&self) -> Result<Happened, Fault> {
        Ok(Happened {
            what: self.what.parse().map_err(Fault::broken)?,
            day: self.day,
            until: self.until,
            percent: self.percent,
            requirement: self.requirement.clone(),
            award: self.award.clone(),
            at: self.frozen_at,
        })
    }
}

/// Something that holds, with the name of who said it.
#[derive(Debug, Clone)]
pub struct Lived {
    pub happened: Happened,
    pub by: String,
    pub reason: String,
    pub known_from: Moment,
}

/// What was ever recorded, newest first, with the names of who recorded it and who took it back.
#[derive(Debug, Clone)]
pub struct LifeShown {
    pub row: LifeRow,
    pub by: String,
    pub undone_by: String,
}

/// Whose lives are read.
#[derive(Clone, Copy)]
pub enum Whose<'a> {
    People(&'a [AccountId]),
    Enrolments(&'a [EnrolmentId]),
}

/// What holds for each of these enrolments, in the order in which it became known. One statement.
// open: for rules; pages come through an enrolment in sight
pub fn lives(
    conn: &mut Conn,
    whose: Whose<'_>,
    as_of: Moment,
) -> Result<HashMap<EnrolmentId, Vec<Lived>>, Fault> {
    let mut query = life_events::table
        .inner_join(enrolments::table.inner_join(portfolios::table))
        .inner_join(accounts::table.on(accounts::id.eq(life_events::set_by)))
        .filter(life_events::known_from.le(as_of))
        .filter(life_events::known_until.is_null().or(life_events::known_until.gt(as_of)))
        .order((life_events::known_from, life_events::id))
        .select((life_events::all_columns, accounts::name))
        .into_boxed();
    query = match whose {
        Whose::People(people) => query.filter(portfolios::person_id.eq_any(people)),
        Whose::Enrolments(ids) => query.filter(life_events::enrolment_id.eq_any(ids)),
    };
    let mut found: HashMap<EnrolmentId, Vec<Lived>> = HashMap::new();
    for (row, by) in query.load::<(LifeRow, String)>(conn)? {
        let lived = Lived { happened: row.happened()?, by, reason: row.reason, known_from: row.known_from };
        found.entry(row.enrolment).or_default().push(lived);
    }
    Ok(found)
}

/// Which of them had their last day moved by an extension: then it is moved by another, and not rewritten.
// open: pages and acts come through enrolments in sight
pub fn extended(conn: &mut Conn, ids: &[EnrolmentId], as_of: Moment) -> Result<HashSet<EnrolmentId>, Fault> {
    let lives = lives(conn, Whose::Enrolments(ids), as_of)?;
    let moved = |lived: &[Lived]| lived.iter().any(|one| one.happened.what == Happening::Extension);
    Ok(lives.into_iter().filter(|(_, lived)| moved(lived)).map(|(id, _)| id).collect())
}

/// All that was ever recorded about one enrolment, newest first.
// open: pages come through an enrolment in sight
pub fn life_shown(conn: &mut Conn, id: &EnrolmentId) -> Result<Vec<LifeShown>, Fault> {
    let takers = diesel::alias!(accounts as takers);
    let rows: Vec<(LifeRow, String, Option<String>)> = life_events::table
        .inner_join(accounts::table.on(accounts::id.eq(life_events::set_by)))
        .left_join(takers.on(takers.field(accounts::id).nullable().eq(life_events::undone_by)))
        .filter(life_events::enrolment_id.eq(id))
        .order((life_events::day.desc(), life_events::known_from.desc(), life_events::id.desc()))
        .select((life_events::all_columns, accounts::name, takers.field(accounts::name).nullable()))
        .load(conn)?;
    let shown = rows.into_iter().map(|(row, by, undone)| LifeShown {
        row,
        by,
        undone_by: undone.unwrap_or_default(),
    });
    Ok(shown.collect())
}

/// One of them, for the letter that tells of it.
pub fn life_one(conn: &mut Conn, id: &LifeEventId, _: System) -> Result<LifeShown, Fault> {
    let row: LifeRow = life_events::table.find(id).first(conn)?;
    let all = life_shown(conn, &row.enrolment)?;
    all.into_iter().find(|one| one.row.id == *id).ok_or(Fault::NotFound)
}

/// What was recorded or taken back of a portfolio's enrolments since the instant, the latest first. What gave way
/// to another of its sort is left out: that other one is there.
// open: for the owner's own home
pub fn lived_lately(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    since: Moment,
) -> Result<Vec<LifeShown>, Fault> {
    let takers = diesel::alias!(accounts as takers);
    let rows: Vec<(LifeRow, String, Option<String>)> = life_events::table
        .inner_join(enrolments::table.on(enrolments::id.eq(life_events::enrolment_id)))
        .inner_join(accounts::table.on(accounts::id.eq(life_events::set_by)))
        .left_join(takers.on(takers.field(accounts::id).nullable().eq(life_events::undone_by)))
        .filter(enrolments::portfolio_id.eq(portfolio))
        .filter(life_events::known_from.ge(since).or(life_events::known_until.ge(since)))
        .filter(life_events::known_until.is_null().or(life_events::undone_why.ne("")))
        .order((life_events::known_from.desc(), life_events::id.desc()))
        .select((life_events::all_columns, accounts::name, takers.field(accounts::name).nullable()))
        .load(conn)?;
    let shown = rows.into_iter().map(|(row, by, undone)| LifeShown {
        row,
        by,
        undone_by: undone.unwrap_or_default(),
    });
    Ok(shown.collect())
}

/// The enrolment as rules read it, with what holds of its life. A last day that is the programme's own was set
/// by nobody, and moves with time out and part time.
// open: no row is read
pub fn as_ruled(row: &Enrolled, version: &Version, lived: &[Lived]) -> Enrolment {
    let mut enrolment = begun(row.started_on, row.ends_on, &row.zone, version);
    for one in lived {
        one.happened.put(&mut enrolment, &one.by, &one.reason, Some(one.known_from));
    }
    enrolment
}

/// The same before anything happened.
// open: no row is read
pub fn begun(started: Day, ends: Day, zone: &str, version: &Version) -> Enrolment {
    let months = version.months.and_then(|months| i32::try_from(months).ok());
    let own = months.map(|months| started.plus_months(months).plus_days(-1));
    Enrolment {
        ends: Some(ends).filter(|_| own != Some(ends)),
        zone: zone.parse().unwrap_or(DEFAULT_ZONE),
        ..Enrolment::begun(started)
    }
}

/// Why one enrolment takes nothing more, and the sentence that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub why: Closed,
    pub sentence: String,
}

/// Those of these enrolments under which nothing more is filed, with why.
// open: a rule about filing and deciding
pub fn closings(
    conn: &mut Conn,
    shelf: &Shelf,
    ids: &[EnrolmentId],
    now: Moment,
) -> Result<HashMap<EnrolmentId, Closing>, Fault> {
    let rows = super::among(conn, ids)?;
    let lives = lives(conn, Whose::Enrolments(ids), now)?;
    let mut found = HashMap::new();
    for row in rows {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        let enrolment = as_ruled(&row, &version, lives.get(&row.id).map(Vec::as_slice).unwrap_or_default());
        if let Some(why) = closed(&version, &enrolment, now) {
            let sentence = why.sentence(&version.title, enrolment.zone);
            found.insert(row.id, Closing { why, sentence });
        }
    }
    Ok(found)
}

/// The last day of an enrolment as it is known now, and what it was on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastDay {
    pub title: String,
    pub department: String,
    pub started: Day,
    pub last: Day,
}

/// The last day of each enrolment of a person, the earliest begun first.
// open: information governance asks it of one person; days and programmes
pub fn left_on(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    now: Moment,
) -> Result<Vec<LastDay>, Fault> {
    let rows = super::of_portfolio(conn, portfolio)?;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id.clone()).collect();
    let lives = lives(conn, Whose::Enrolments(&ids), now)?;
    let mut all = Vec::new();
    for row in rows {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        let enrolment = as_ruled(&row, &version, lives.get(&row.id).map(Vec::as_slice).unwrap_or_default());
        let today = now.day_in(enrolment.zone);
        let (_, event) = enrolment.life_on(today, now);
        let over = event.filter(|_| enrolment.is_over(today, now)).map(|event| event.day);
        let last = over.or_else(|| last_day(&version, &enrolment, now)).unwrap_or(row.ends_on);
        let (title, department) = (version.title.clone(), row.department_name);
        all.push(LastDay { title, department, started: row.started_on, last });
    }
    Ok(all)
}

/// Records it as granted, in place of what it replaces. Gives the closed rows and the new one.
pub fn record_life(
    tx: &mut Tx<'_>,
    grant: &Grant<RecordLife>,
    enrolment: &EnrolmentId,
    (category, reason): (Category, &str),
) -> Result<Vec<LifeRow>, Fault> {
    let (asked, now) = (grant.act().happened.clone(), tx.now());
    let by = grant.account().cloned().ok_or_else(|| Fault::broken("only people say what happened"))?;
    let holding: Vec<LifeRow> = life_events::table
        .filter(life_events::enrolment_id.eq(enrolment))
        .filter(life_events::known_until.is_null())
        .order(life_events::id)
        .load(tx.conn())?;
    let mut rows = Vec::new();
    for before in holding {
        if asked.replaces(&before.happened()?) {
            rows.push(close(tx, &before.id, &by, "")?);
        }
    }
    let salts = cover_prose(&[REASON, UNDONE], || tx.secret());
    let row = LifeRow {
        id: tx.new_id(),
        enrolment: enrolment.clone(),
        what: asked.what.to_string(),
        day: asked.day,
        until: asked.until,
        percent: asked.percent,
        requirement: asked.requirement,
        award: asked.award,
        frozen_at: asked.at,
        category: category.to_string(),
        reason: reason.to_owned(),
        set_by: by,
        known_from: now,
        known_until: None,
        undone_by: None,
        undone_why: String::new(),
        salts: serde_json::to_string(&salts).map_err(Fault::broken)?,
    };
    diesel::insert_into(life_events::table)
        .values((
            life_events::id.eq(&row.id),
            life_events::enrolment_id.eq(&row.enrolment),
            life_events::what.eq(&row.what),
            life_events::day.eq(row.day),
            life_events::until_day.eq(row.until),
            life_events::percent.eq(row.percent),
            life_events::requirement.eq(&row.requirement),
            life_events::award.eq(&row.award),
            life_events::frozen_at.eq(row.frozen_at),
            life_events::category.eq(&row.category),
            life_events::reason.eq(&row.reason),
            life_events::set_by.eq(&row.set_by),
            life_events::known_from.eq(row.known_from),
            life_events::undone_why.eq(""),
            life_events::salts.eq(&row.salts),
        ))
        .execute(tx.conn())?;
    rows.push(row);
    Ok(rows)
}

/// Takes back what was recorded about the enrolment by mistake.
pub fn take_life_back(
    tx: &mut Tx<'_>,
    grant: &Grant<TakeLifeBack>,
    enrolment: &EnrolmentId,
    id: &LifeEventId,
    why: &str,
) -> Result<LifeRow, Fault> {
    let by = grant.account().cloned().ok_or_else(|| Fault::broken("only people take something back"))?;
    life_events::table
        .find(id)
        .filter(life_events::enrolment_id.eq(enrolment))
        .filter(life_events::known_until.is_null())
        .select(life_events::id)
        .first::<LifeEventId>(tx.conn())?;
    close(tx, id, &by, why)
}

fn close(tx: &mut Tx<'_>, id: &LifeEventId, by: &AccountId, why: &str) -> Result<LifeRow, Fault> {
    let now = tx.now();
    diesel::update(life_events::table.find(id))
        .set((
            life_events::known_until.eq(now),
            life_events::undone_by.eq(by),
            life_events::undone_why.eq(why),
        ))
        .execute(tx.conn())?;
    Ok(life_events::table.find(id).first(tx.conn())?)
}
