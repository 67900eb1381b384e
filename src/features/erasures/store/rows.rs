//! The rows themselves. One is open at a time for each person; what was declined, lapsed or done stays.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, erasures, portfolios};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::erasure::{DAYS_TO_AGREE, Declined, FORMAT, Standing, ToldErased, Why};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, ErasureId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::{AgreeErasure, DeclineErasure, ErasePerson, ProposeErasure};
use crate::domain::role::{Capacity, System};
use crate::domain::time::{Day, Moment};
use crate::features::{outside, people};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = erasures)]
pub struct ErasureRow {
    pub id: ErasureId,
    pub person_id: AccountId,
    pub why: String,
    /// The trust's own.
    pub reference: String,
    /// The last day of the last enrolment, as it was known when it was proposed.
    pub ended_on: Option<Day>,
    pub state: String,
    pub proposed_by: String,
    pub proposed_at: Moment,
    pub lapses_at: Moment,
    pub settled_by: String,
    pub settled_at: Option<Moment>,
    pub declined_why: String,
    pub keeps_name: bool,
    pub done_at: Option<Moment>,
}

impl ErasureRow {
    pub fn standing(&self) -> Result<Standing, Fault> {
        self.state.parse().map_err(Fault::broken)
    }

    /// Nobody agreed in time.
    pub fn has_lapsed(&self, now: Moment) -> bool {
        self.state == Standing::Proposed.as_str() && self.lapses_at <= now
    }

    pub fn is_proposed(&self, now: Moment) -> bool {
        self.state == Standing::Proposed.as_str() && self.lapses_at > now
    }

    /// Two people have said so.
    pub fn is_agreed(&self) -> bool {
        self.state == Standing::Agreed.as_str() || self.is_done()
    }

    pub fn is_done(&self) -> bool {
        self.state == Standing::Done.as_str()
    }
}

impl Committed for ErasureRow {
    fn place(&self) -> String {
        format!("erasures/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.person_id.to_string(),
            self.why.clone(),
            self.reference.clone(),
            self.ended_on.map(Day::iso).unwrap_or_default(),
            self.state.clone(),
            self.proposed_by.clone(),
            self.proposed_at.to_string(),
            self.lapses_at.to_string(),
            self.settled_by.clone(),
            self.settled_at.map(|at| at.to_string()).unwrap_or_default(),
            self.declined_why.clone(),
            self.keeps_name.to_string(),
            self.done_at.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

// open: the rules are asked with it before anything is shown
pub fn one(conn: &mut Conn, id: &ErasureId) -> Result<ErasureRow, Fault> {
    Ok(erasures::table.find(id).first(conn)?)
}

/// All that were ever proposed of a person, the newest first.
// open: the rules are asked with it before anything is shown
pub fn of_person(conn: &mut Conn, person: &AccountId) -> Result<Vec<ErasureRow>, Fault> {
    Ok(erasures::table
        .filter(erasures::person_id.eq(person))
        .order((erasures::proposed_at.desc(), erasures::id.desc()))
        .load(conn)?)
}

/// Every one, for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<ErasureRow> = erasures::table.order(erasures::id).load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}

/// With the names of those in it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub row: ErasureRow,
    pub name: String,
    pub proposed_by: String,
    pub settled_by: String,
}

/// Every erasure of the house, what waits first, then the newest.
// open: the page asks the rules first
pub fn shown(conn: &mut Conn) -> Result<Vec<Shown>, Fault> {
    let rows: Vec<(ErasureRow, String)> = erasures::table
        .inner_join(accounts::table.on(accounts::id.eq(erasures::person_id)))
        .order((erasures::proposed_at.desc(), erasures::id.desc()))
        .limit(500)
        .select((erasures::all_columns, accounts::name))
        .load(conn)?;
    let mut all = Vec::new();
    for (row, name) in rows {
        let (proposed_by, settled_by) = (name_of(conn, &row.proposed_by)?, name_of(conn, &row.settled_by)?);
        all.push(Shown { row, name, proposed_by, settled_by });
    }
    all.sort_by_key(|one| one.row.state != Standing::Proposed.as_str());
    Ok(all)
}

fn name_of(conn: &mut Conn, id: &str) -> Result<String, Fault> {
    let name: Option<String> = accounts::table.find(id).select(accounts::name).first(conn).optional()?;
    Ok(name.unwrap_or_else(|| if id.is_empty() { String::new() } else { "somebody".to_owned() }))
}

/// The admins of today, who may agree.
// open: for letters that name nobody
pub fn admins(conn: &mut Conn, today: Day) -> Result<Vec<AccountId>, Fault> {
    people::holding(conn, Capacity::Admin, today)
}

pub fn propose(
    tx: &mut Tx<'_>,
    grant: &Grant<ProposeErasure>,
    reference: &str,
    ended_on: Option<Day>,
) -> Result<ErasureId, Fault> {
    let now = tx.now();
    let row = ErasureRow {
        id: tx.new_id(),
        person_id: grant.act().person.clone(),
        why: grant.act().why.to_string(),
        reference: reference.to_owned(),
        ended_on,
        state: Standing::Proposed.to_string(),
        proposed_by: grant.by().to_owned(),
        proposed_at: now,
        lapses_at: now.plus_days(DAYS_TO_AGREE),
        settled_by: String::new(),
        settled_at: None,
        declined_why: String::new(),
        keeps_name: false,
        done_at: None,
    };
    diesel::insert_into(erasures::table).values(&row).execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row.id)
}

pub fn agree(tx: &mut Tx<'_>, grant: &Grant<AgreeErasure>, keeps_name: bool) -> Result<(), Fault> {
    let (id, now) = (&grant.act().erasure, tx.now());
    diesel::update(erasures::table.find(id))
        .set((
            erasures::state.eq(Standing::Agreed.as_str()),
            erasures::settled_by.eq(grant.by()),
            erasures::settled_at.eq(now),
            erasures::keeps_name.eq(keeps_name),
        ))
        .execute(tx.conn())?;
    vouch(tx, id)
}

pub fn decline(tx: &mut Tx<'_>, grant: &Grant<DeclineErasure>) -> Result<(), Fault> {
    let (id, now) = (&grant.act().erasure, tx.now());
    diesel::update(erasures::table.find(id))
        .set((
            erasures::state.eq(Standing::Declined.as_str()),
            erasures::settled_by.eq(grant.by()),
            erasures::settled_at.eq(now),
            erasures::declined_why.eq(grant.act().why.as_str()),
        ))
        .execute(tx.conn())?;
    vouch(tx, id)
}

pub fn done(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let (id, now) = (&grant.act().erasure, tx.now());
    diesel::update(erasures::table.find(id))
        .set((erasures::state.eq(Standing::Done.as_str()), erasures::done_at.eq(now)))
        .execute(tx.conn())?;
    vouch(tx, id)
}

/// As the list outside the database tells it, in a house that was restored from before: agreed, whatever it was.
pub fn outright(tx: &mut Tx<'_>, _grant: &Grant<ErasePerson>, told: &ToldErased) -> Result<(), Fault> {
    let before: Option<ErasureRow> = erasures::table.find(&told.erasure).first(tx.conn()).optional()?;
    let (reference, ended_on) =
        before.as_ref().map_or((String::new(), None), |row| (row.reference.clone(), row.ended_on));
    if before.is_some() {
        diesel::delete(erasures::table.find(&told.erasure)).execute(tx.conn())?;
    }
    let row = ErasureRow {
        id: told.erasure.clone(),
        person_id: told.person.clone(),
        why: told.why.to_string(),
        reference,
        ended_on,
        state: Standing::Agreed.to_string(),
        proposed_by: told.proposed_by.clone(),
        proposed_at: told.proposed_at,
        lapses_at: told.proposed_at.plus_days(DAYS_TO_AGREE),
        settled_by: told.agreed_by.clone(),
        settled_at: Some(told.agreed_at),
        declined_why: String::new(),
        keeps_name: told.keeps_name,
        done_at: None,
    };
    diesel::insert_into(erasures::table).values(&row).execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}

fn vouch(tx: &mut Tx<'_>, id: &ErasureId) -> Result<(), Fault> {
    let row = one(tx.conn(), id)?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}

/// What two people agreed to, as the list outside the database tells it; what is declined is nobody's business there.
pub fn told(conn: &mut Conn, system: System) -> Result<Vec<ToldErased>, Fault> {
    let rows: Vec<(ErasureRow, Option<PortfolioId>)> = erasures::table
        .left_join(portfolios::table.on(portfolios::person_id.eq(erasures::person_id)))
        .filter(erasures::state.eq_any([Standing::Agreed.as_str(), Standing::Done.as_str()]))
        .order((erasures::settled_at, erasures::id))
        .select((erasures::all_columns, portfolios::id.nullable()))
        .load(conn)?;
    rows.into_iter()
        .map(|(row, portfolio)| {
            Ok(ToldErased {
                format: FORMAT,
                // Once it is done nothing says whose they were.
                statements: outside::stated_by(conn, &row.person_id, system)?,
                why: row.why.parse::<Why>().map_err(Fault::broken)?,
                erasure: row.id,
                person: row.person_id,
                portfolio: portfolio.unwrap_or_else(|| PortfolioId::new("")),
                keeps_name: row.keeps_name,
                proposed_by: row.proposed_by,
                proposed_at: row.proposed_at,
                agreed_by: row.settled_by,
                agreed_at: row.settled_at.unwrap_or(row.proposed_at),
            })
        })
        .collect()
}

/// What this house knows of an erasure that the list tells: nothing where it has never heard of the person.
pub fn known(
    conn: &mut Conn,
    told: &ToldErased,
    system: System,
) -> Result<Option<Option<ErasureRow>>, Fault> {
    let there: i64 = match told.has_record() {
        true => portfolios::table
            .find(&told.portfolio)
            .filter(portfolios::person_id.eq(&told.person))
            .count()
            .get_result(conn)?,
        false => accounts::table.find(&told.person).count().get_result(conn)?,
    };
    if there == 0 && !outside::says_somebody(conn, &told.statements, system)? {
        return Ok(None);
    }
    Ok(Some(erasures::table.find(&told.erasure).first(conn).optional()?))
}

impl Shown {
    pub fn declined(&self) -> Option<Declined> {
        self.row.declined_why.parse().ok()
    }

    pub fn why(&self) -> Option<Why> {
        self.row.why.parse().ok()
    }
}
