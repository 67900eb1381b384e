//! What waits with one person, and who could take it instead.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, decisions, enrolments, entries, filings, portfolios, programme_versions, requests,
    sight as sight_view,
};
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::{Capacity, DECIDE_AFTER_END_DAYS, Sight};
use crate::domain::time::{Day, Moment};

/// An open request with what a taker must be entitled for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub request: RequestId,
    pub entry: EntryId,
    pub owner: AccountId,
    pub trainee: String,
    pub portfolio: PortfolioId,
    pub title: String,
    pub day: Day,
    pub since: Moment,
    pub under: Vec<(EnrolmentId, ProgrammeId)>,
    /// Somebody has signed it already, and it waits for a signature of another sort.
    pub second: bool,
}

/// Everything that waits with a person and that the asker may move, the oldest first: all of it for themselves,
/// what they lead for a lead. And how many there are besides.
pub fn held(conn: &mut Conn, who: &Sight, person: &AccountId) -> Result<(Vec<Held>, usize), Fault> {
    type Row = (RequestId, EntryId, EntryVersionId, AccountId, String, PortfolioId, String, Day, Moment);
    let rows: Vec<Row> = requests::table
        .inner_join(entries::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .filter(requests::asked_id.eq(person))
        .filter(requests::closed_at.is_null())
        .order((requests::known_from, requests::id))
        .select((
            requests::id,
            entries::id,
            requests::version_id,
            accounts::id,
            accounts::name,
            portfolios::id,
            entries::title,
            entries::happened_on,
            requests::known_from,
        ))
        .load(conn)?;
    if rows.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let asked = || {
        requests::table
            .filter(requests::asked_id.eq(person))
            .filter(requests::closed_at.is_null())
            .select(requests::entry_id)
    };
    let filed: Vec<(EntryId, EnrolmentId, ProgrammeId)> = filings::table
        .inner_join(enrolments::table.inner_join(programme_versions::table))
        .filter(filings::entry_id.eq_any(asked()))
        .filter(filings::known_until.is_null())
        .order((filings::entry_id, filings::enrolment_id))
        .select((filings::entry_id, enrolments::id, programme_versions::programme_id))
        .load(conn)?;
    let mut under: HashMap<EntryId, Vec<(EnrolmentId, ProgrammeId)>> = HashMap::new();
    for (entry, enrolment, programme) in filed {
        under.entry(entry).or_default().push((enrolment, programme));
    }
    let signed: Vec<EntryVersionId> = decisions::table
        .filter(decisions::entry_id.eq_any(asked()))
        .filter(decisions::verdict.eq("signed"))
        .filter(decisions::known_until.is_null())
        .select(decisions::version_id)
        .load(conn)?;
    let signed: BTreeSet<EntryVersionId> = signed.into_iter().collect();
    let led: Option<BTreeSet<EnrolmentId>> = match who.viewer() == person {
        true => None,
        false => Some(led(conn, who)?),
    };
    let total = rows.len();
    let all: Vec<Held> = rows
        .into_iter()
        .map(|(request, entry, version, owner, trainee, portfolio, title, day, since)| Held {
            under: under.remove(&entry).unwrap_or_default(),
            second: signed.contains(&version),
            request,
            entry,
            owner,
            trainee,
            portfolio,
            title,
            day,
            since,
        })
        .filter(|one| led.as_ref().is_none_or(|led| one.under.iter().any(|(id, _)| led.contains(id))))
        .collect();
    let others = total - all.len();
    Ok((all, others))
}

fn led(conn: &mut Conn, who: &Sight) -> Result<BTreeSet<EnrolmentId>, Fault> {
    let rows: Vec<EnrolmentId> = enrolments::table
        .filter(enrolments::id.eq_any(sight::enrolments_held(who, "lead")))
        .select(enrolments::id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Somebody who could take requests over, and over which enrolments from when until when.
#[derive(Debug, Clone)]
pub struct Taker {
    pub person: AccountId,
    pub name: String,
    spans: Vec<(EnrolmentId, Day, Day)>,
}

impl Taker {
    /// The rule of `may_decide`, without a signature that is there already.
    // open: looks into what was loaded
    pub fn may_take(&self, one: &Held, today: Day) -> bool {
        let lasts = |until: Day| until >= today.plus_days(-DECIDE_AFTER_END_DAYS);
        let covers = |(id, from, until): &(EnrolmentId, Day, Day)| {
            *from <= one.day
                && one.day <= *until
                && lasts(*until)
                && one.under.iter().any(|(under, _)| under == id)
        };
        !one.second && self.person != one.owner && self.spans.iter().any(covers)
    }
}

/// Who could take any of these over, by name; whoever has them now is not among them.
// open: asked about requests that the asker may move
pub fn takers(conn: &mut Conn, from: &AccountId, held: &[Held]) -> Result<Vec<Taker>, Fault> {
    let under: BTreeSet<&EnrolmentId> =
        held.iter().flat_map(|one| one.under.iter().map(|(id, _)| id)).collect();
    let under: Vec<&EnrolmentId> = under.into_iter().collect();
    type Terms = Vec<(EnrolmentId, Day, Day)>;
    let mut found: BTreeMap<(String, AccountId), Terms> = BTreeMap::new();
    for some in under.chunks(1_000) {
        let rows: Vec<(AccountId, String, EnrolmentId, Day, Day)> = sight_view::table
            .inner_join(accounts::table.on(accounts::id.eq(sight_view::viewer_id)))
            .filter(sight_view::enrolment_id.eq_any(some.iter().copied()))
            .filter(
                sight_view::capacity
                    .eq(Capacity::Supervisor.as_str())
                    .or(sight_view::capacity.eq(Capacity::Lead.as_str())),
            )
            .filter(sight_view::viewer_id.ne(from))
            .filter(accounts::closed_at.is_null())
            .select((
                accounts::id,
                accounts::name,
                sight_view::enrolment_id,
                sight_view::from_day,
                sight_view::until_day,
            ))
            .load(conn)?;
        for (person, name, enrolment, from, until) in rows {
            found.entry((name, person)).or_default().push((enrolment, from, until));
        }
    }
    Ok(found.into_iter().map(|((name, person), spans)| Taker { person, name, spans }).collect())
}

/// An open request by its id: its entry and whom it waits with. Whether the asker sees it is asked of the entry.
// open: an id; the caller reads the entry through its sight
pub fn one_request(conn: &mut Conn, id: &RequestId) -> Result<(EntryId, AccountId), Fault> {
    Ok(requests::table
        .find(id)
        .filter(requests::closed_at.is_null())
        .select((requests::entry_id, requests::asked_id))
        .first(conn)?)
}

/// The open requests with a person that a lead leads: request and portfolio. And the same of a trainee's own.
pub fn led_with(
    conn: &mut Conn,
    who: &Sight,
    person: &AccountId,
    only: &[RequestId],
) -> Result<Vec<(RequestId, EntryId, PortfolioId)>, Fault> {
    let filed = filings::table
        .filter(filings::known_until.is_null())
        .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, "lead")))
        .select(filings::entry_id);
    let rows: Vec<(RequestId, EntryId, PortfolioId)> = requests::table
        .inner_join(entries::table.inner_join(portfolios::table))
        .filter(requests::asked_id.eq(person))
        .filter(requests::closed_at.is_null())
        .filter(portfolios::person_id.eq(who.viewer()).or(entries::id.eq_any(filed)))
        .order((requests::known_from, requests::id))
        .select((requests::id, entries::id, portfolios::id))
        .load(conn)?;
    Ok(rows.into_iter().filter(|(id, ..)| only.is_empty() || only.contains(id)).collect())
}
