//! An incident from the report to its end.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, filings, incidents, portfolios, reviews, sight as seen};
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::{IncidentCase, KeepIncident, Report, StrikesOut};
use crate::domain::redaction::{self, Place, Sort, Standing, Within};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::time::{Day, Moment};
use crate::features::entries::store::open_incident;
use crate::features::people;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = incidents)]
pub struct IncidentRow {
    pub id: IncidentId,
    pub portfolio_id: PortfolioId,
    /// None where it is about what was written in a review.
    pub entry_id: Option<EntryId>,
    pub reported_by: AccountId,
    pub sort: String,
    pub places: String,
    pub reported_at: Moment,
    pub state: String,
    pub reference: String,
    pub closed_by: Option<AccountId>,
    pub closed_at: Option<Moment>,
    pub review_id: Option<ReviewId>,
}

impl IncidentRow {
    pub fn standing(&self) -> Result<Standing, Fault> {
        self.state.parse().map_err(Fault::broken)
    }

    pub fn sort(&self) -> Result<Sort, Fault> {
        self.sort.parse().map_err(Fault::broken)
    }

    pub fn within(&self) -> Result<Within, Fault> {
        match (&self.entry_id, &self.review_id) {
            (Some(id), _) => Ok(Within::Entry(id.clone())),
            (None, Some(id)) => Ok(Within::Review(id.clone())),
            (None, None) => Err(Fault::Broken(format!("incidents/{} is about nothing", self.id))),
        }
    }

    pub fn reported(&self) -> BTreeSet<Place> {
        redaction::read(&self.places)
    }
}

impl Committed for IncidentRow {
    fn place(&self) -> String {
        format!("incidents/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
            self.id.to_string(),
            self.portfolio_id.to_string(),
            self.entry_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.reported_by.to_string(),
            self.sort.clone(),
            self.places.clone(),
            self.reported_at.to_string(),
            self.state.clone(),
            self.reference.clone(),
            self.closed_by.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.closed_at.map(|at| at.to_string()).unwrap_or_default(),
        ];
        // Rows about an entry are in their books without it.
        fields.extend(self.review_id.as_ref().map(|id| format!("review/{id}")));
        fields
    }
}

/// An incident with what its readers need to know of the entry or the review: no word of it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub row: IncidentRow,
    pub owner: AccountId,
    pub owner_name: String,
    pub reporter_name: String,
    /// Of the entry; none of a review.
    pub number: Option<i32>,
    /// On which the case happened or the review is held.
    pub day: Day,
    /// Of which it is a review.
    pub enrolment: Option<EnrolmentId>,
}

/// What this person is to the incident. Anybody may ask; who is nothing to it is told that it is not there.
// open: the rules are asked with it before anything is shown
pub fn about(conn: &mut Conn, person: &Person, id: &IncidentId) -> Result<(IncidentCase, Shown), Fault> {
    let shown = incident(conn, id)?;
    let within = shown.row.within()?;
    let case = IncidentCase {
        incident: id.clone(),
        leads: leads(conn, &person.sight(), &within)?,
        closed_to_owner: is_closed_to_owner(conn, &within)?,
        within,
        owner: shown.owner.clone(),
        reporter: shown.row.reported_by.clone(),
        standing: shown.row.standing()?,
        governs: people::governs(conn, &person.account, person.today())?,
    };
    Ok((case, shown))
}

fn leads(conn: &mut Conn, who: &Sight, within: &Within) -> Result<bool, Fault> {
    let held = || sight::enrolments_held(who, Capacity::Lead.as_str());
    Ok(match within {
        Within::Entry(id) => {
            let filed = filings::table
                .filter(filings::entry_id.eq(id))
                .filter(filings::known_until.is_null())
                .filter(filings::entry_id.ne_all(sight::entries_closed_to_leads()))
                .filter(filings::enrolment_id.eq_any(held()));
            diesel::select(diesel::dsl::exists(filed)).get_result(conn)?
        }
        Within::Review(id) => {
            let led = reviews::table.find(id).filter(reviews::enrolment_id.eq_any(held()));
            diesel::select(diesel::dsl::exists(led)).get_result(conn)?
        }
    })
}

// open: the rules are asked with it before anything is shown
fn is_closed_to_owner(conn: &mut Conn, within: &Within) -> Result<bool, Fault> {
    let Within::Entry(id) = within else { return Ok(false) };
    let closed = entries::table.find(id).filter(entries::id.eq_any(sight::entries_closed_to_owner()));
    Ok(diesel::select(diesel::dsl::exists(closed)).get_result(conn)?)
}

/// Of the entry its number and day, of the review the day on which it is held and its enrolment.
type Columns =
    ((AccountId, String), (Option<i32>, Option<Day>), (Option<Day>, Option<EnrolmentId>), IncidentRow);

// open: the rules are asked with it before anything is shown
fn incident(conn: &mut Conn, id: &IncidentId) -> Result<Shown, Fault> {
    let found: Columns = incidents::table
        .left_join(entries::table.on(entries::id.nullable().eq(incidents::entry_id)))
        .left_join(reviews::table.on(reviews::id.nullable().eq(incidents::review_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(incidents::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(incidents::id.eq(id))
        .select((
            (accounts::id, accounts::name),
            (entries::number.nullable(), entries::happened_on.nullable()),
            (reviews::held_on.nullable(), reviews::enrolment_id.nullable()),
            incidents::all_columns,
        ))
        .first(conn)?;
    shown(conn, vec![found])?.pop().ok_or(Fault::NotFound)
}

/// With the names of who reported them, asked once for all.
fn shown(conn: &mut Conn, found: Vec<Columns>) -> Result<Vec<Shown>, Fault> {
    let by: BTreeSet<&AccountId> = found.iter().map(|(.., row)| &row.reported_by).collect();
    let names: BTreeMap<AccountId, String> = accounts::table
        .filter(accounts::id.eq_any(by))
        .select((accounts::id, accounts::name))
        .load::<(AccountId, String)>(conn)?
        .into_iter()
        .collect();
    let one = |((owner, owner_name), (number, happened_on), (held_on, enrolment), row): Columns| {
        Ok(Shown {
            reporter_name: names.get(&row.reported_by).cloned().unwrap_or_default(),
            day: happened_on.or(held_on).ok_or(Fault::NotFound)?,
            row,
            owner,
            owner_name,
            number,
            enrolment,
        })
    };
    found.into_iter().map(one).collect()
}

/// Of incidents that are over so many are listed, the newest.
pub const MOST_OVER: usize = 500;

/// Those that this person keeps: of the trainees whom they lead today, or all of the house. What is not over comes
/// first, all of it, then the newest of the others. And whether there are more.
pub fn listed(conn: &mut Conn, who: &Sight, governs: bool) -> Result<(Vec<Shown>, bool), Fault> {
    let open = [Standing::Open, Standing::Struck];
    let (open, over): (Vec<Standing>, Vec<Standing>) =
        Standing::ALL.iter().partition(|one| open.contains(one));
    let one_more = i64::try_from(MOST_OVER + 1).map_err(Fault::broken)?;
    let mut rows = kept(conn, (who, governs), &open, i64::MAX)?;
    let mut ended = kept(conn, (who, governs), &over, one_more)?;
    let more = ended.len() > MOST_OVER;
    ended.truncate(MOST_OVER);
    rows.extend(ended);
    Ok((shown(conn, rows)?, more))
}

/// The newest of those that stand so.
fn kept(
    conn: &mut Conn,
    (who, governs): (&Sight, bool),
    standing: &[Standing],
    most: i64,
) -> Result<Vec<Columns>, Fault> {
    let mut query = incidents::table
        .left_join(entries::table.on(entries::id.nullable().eq(incidents::entry_id)))
        .left_join(reviews::table.on(reviews::id.nullable().eq(incidents::review_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(incidents::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(incidents::state.eq_any(standing.iter().map(|one| one.as_str())))
        .order((incidents::reported_at.desc(), incidents::id.desc()))
        .limit(most)
        .select((
            (accounts::id, accounts::name),
            (entries::number.nullable(), entries::happened_on.nullable()),
            (reviews::held_on.nullable(), reviews::enrolment_id.nullable()),
            incidents::all_columns,
        ))
        .into_boxed();
    if !governs {
        let held = || sight::enrolments_held(who, Capacity::Lead.as_str());
        let led = filings::table
            .filter(filings::known_until.is_null())
            .filter(filings::enrolment_id.eq_any(held()))
            .filter(filings::entry_id.ne_all(sight::entries_closed_to_leads()))
            .select(filings::entry_id.nullable());
        let reviewed: Vec<ReviewId> =
            reviews::table.filter(reviews::enrolment_id.eq_any(held())).select(reviews::id).load(conn)?;
        query = query.filter(incidents::entry_id.eq_any(led).or(incidents::review_id.eq_any(reviewed)));
    }
    Ok(query.load(conn)?)
}

/// Who leads the enrolments that the entry is filed under, or the one that is reviewed, today.
// open: for letters that name nobody
pub fn leads_of(conn: &mut Conn, within: &Within, today: Day) -> Result<Vec<AccountId>, Fault> {
    let under: Vec<EnrolmentId> = match within {
        Within::Entry(id) => filings::table
            .filter(filings::entry_id.eq(id))
            .filter(filings::known_until.is_null())
            .filter(filings::entry_id.ne_all(sight::entries_closed_to_leads()))
            .select(filings::enrolment_id)
            .load(conn)?,
        Within::Review(id) => reviews::table.find(id).select(reviews::enrolment_id).load(conn)?,
    };
    Ok(seen::table
        .filter(seen::capacity.eq(Capacity::Lead.as_str()))
        .filter(seen::enrolment_id.eq_any(under))
        .filter(seen::from_day.le(today))
        .filter(seen::until_day.ge(today))
        .order(seen::viewer_id)
        .select(seen::viewer_id)
        .distinct()
        .load(conn)?)
}

/// The incident about this entry that is not over.
// open: the entry was found in a sight
pub fn reached(conn: &mut Conn, entry: &EntryId) -> Result<Option<IncidentId>, Fault> {
    Ok(open_incident(conn, entry)?.map(|(id, _)| id))
}

/// The same about this review, and who reported it.
// open: the review was found by somebody who reads it
pub fn reached_in(conn: &mut Conn, review: &ReviewId) -> Result<Option<(IncidentId, AccountId)>, Fault> {
    Ok(incidents::table
        .filter(incidents::review_id.eq(review))
        .filter(incidents::state.eq_any([Standing::Open.as_str(), Standing::Struck.as_str()]))
        .order((incidents::reported_at.desc(), incidents::id.desc()))
        .select((incidents::id, incidents::reported_by))
        .first(conn)
        .optional()?)
}

/// Writes the report down: where and what sort, never what.
pub fn report(
    tx: &mut Tx<'_>,
    grant: &Grant<Report>,
    portfolio: &PortfolioId,
    places: &BTreeSet<Place>,
    sort: Sort,
) -> Result<IncidentId, Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("a person reports"))?.clone();
    let (entry_id, review_id) = match grant.act().within.clone() {
        Within::Entry(id) => (Some(id), None),
        Within::Review(id) => (None, Some(id)),
    };
    let row = IncidentRow {
        id: tx.new_id(),
        portfolio_id: portfolio.clone(),
        entry_id,
        reported_by: by,
        sort: sort.to_string(),
        places: redaction::written(places),
        reported_at: tx.now(),
        state: Standing::Open.to_string(),
        reference: String::new(),
        closed_by: None,
        closed_at: None,
        review_id,
    };
    diesel::insert_into(incidents::table).values(&row).execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(row.id)
}

/// Something was struck out on account of it.
pub fn settle<A: StrikesOut>(tx: &mut Tx<'_>, _grant: &Grant<A>, id: &IncidentId) -> Result<(), Fault> {
    diesel::update(incidents::table.find(id))
        .set(incidents::state.eq(Standing::Struck.as_str()))
        .execute(tx.conn())?;
    vouch(tx, id)
}

/// The number under which the trust keeps it.
pub fn refer(tx: &mut Tx<'_>, grant: &Grant<KeepIncident>, reference: &str) -> Result<(), Fault> {
    let id = &grant.act().incident;
    diesel::update(incidents::table.find(id)).set(incidents::reference.eq(reference)).execute(tx.conn())?;
    vouch(tx, id)
}

pub fn close(tx: &mut Tx<'_>, grant: &Grant<KeepIncident>, how: Standing) -> Result<(), Fault> {
    let (id, now) = (&grant.act().incident, tx.now());
    let by = grant.account().ok_or_else(|| Fault::broken("a person closes"))?;
    diesel::update(incidents::table.find(id))
        .set((incidents::state.eq(how.as_str()), incidents::closed_by.eq(by), incidents::closed_at.eq(now)))
        .execute(tx.conn())?;
    vouch(tx, id)
}

fn vouch(tx: &mut Tx<'_>, id: &IncidentId) -> Result<(), Fault> {
    let row: IncidentRow = incidents::table.find(id).first(tx.conn())?;
    tx.vouch(row.portfolio_id.clone(), &row);
    Ok(())
}

/// Every incident of one portfolio, as it is now: for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<IncidentRow> =
        incidents::table.filter(incidents::portfolio_id.eq(portfolio)).order(incidents::id).load(conn)?;
    let mut all: Vec<Box<dyn Committed>> =
        rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect();
    let struck = super::of_portfolio(conn, portfolio)?;
    all.extend(struck.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    Ok(all)
}
