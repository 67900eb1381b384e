//! What waits for a person: their open requests, most urgent first. Urgent is what would count for a
//! required figure that is due soon; the stored standings know which entries would, so nothing is
//! assessed to list an inbox.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, entries, filings, portfolios, reminders, request_sight, requests, standing_items,
};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, EntryId, EntryVersionId, RequestId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::{enrolments, standing};

/// A due day nearer than this is shown and goes first.
pub const NEAR_DAYS: i64 = 60;

/// One open request, as the inbox lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub request: RequestId,
    pub entry: EntryId,
    /// The version that they were asked about, which is the latest.
    pub version: EntryVersionId,
    pub owner: AccountId,
    pub trainee: String,
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub since: Moment,
    pub deadline: Option<Deadline>,
    /// Who was asked, where this person stands in for them.
    pub instead_of: Option<AccountId>,
    /// When anybody reminded last, and who; nobody is the house.
    pub reminded: Option<(Moment, Option<String>)>,
}

/// By when a requirement is due that this entry would count for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    pub day: Day,
    pub requirement: String,
}

/// The person's open requests: nearest due day first, then those that have waited longest.
pub fn waiting(conn: &mut Conn, who: &Sight) -> Result<Vec<Waiting>, Fault> {
    type Row =
        (RequestId, EntryId, EntryVersionId, AccountId, (AccountId, String), String, String, Day, Moment);
    let seen = sight::entries_waiting(conn, who)?;
    let before = sight::requests_before(who).select(request_sight::request_id);
    let rows: Vec<Row> = requests::table
        .inner_join(entries::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .filter(requests::id.eq_any(before))
        .order((requests::known_from, requests::id))
        .select((
            requests::id,
            entries::id,
            requests::version_id,
            requests::asked_id,
            (accounts::id, accounts::name),
            entries::kind,
            entries::title,
            entries::happened_on,
            requests::known_from,
        ))
        .load(conn)?;
    let mut deadlines = deadlines(conn, who)?;
    let mut reminded = reminded(conn, who)?;
    let mut all: Vec<Waiting> = rows
        .into_iter()
        .filter(|(_, entry, ..)| seen.contains(entry))
        .map(|(request, entry, version, asked, (owner, trainee), kind, title, day, since)| Waiting {
            deadline: deadlines.remove(entry.as_str()),
            reminded: reminded.remove(&request),
            instead_of: (asked != *who.viewer()).then_some(asked),
            request,
            entry,
            version,
            owner,
            trainee,
            kind,
            title,
            day,
            since,
        })
        .collect();
    // Stable: those without a near deadline stay in the order of their age.
    all.sort_by_key(|one| one.deadline.as_ref().map_or((true, None), |due| (false, Some(due.day))));
    Ok(all)
}

/// Those of these entries that are filed under nothing but what is frozen, with the sentence that says so.
// open: the entries wait for the person
pub fn frozen(
    conn: &mut Conn,
    shelf: &Shelf,
    entries: &[EntryId],
    now: Moment,
) -> Result<HashMap<EntryId, String>, Fault> {
    let filed: Vec<(EntryId, EnrolmentId)> = filings::table
        .filter(filings::entry_id.eq_any(entries))
        .filter(filings::known_until.is_null())
        .order((filings::entry_id, filings::enrolment_id))
        .select((filings::entry_id, filings::enrolment_id))
        .load(conn)?;
    let under: BTreeSet<EnrolmentId> = filed.iter().map(|(_, enrolment)| enrolment.clone()).collect();
    let under: Vec<EnrolmentId> = under.into_iter().collect();
    let closings = enrolments::closings(conn, shelf, &under, now)?;
    let mut open: BTreeSet<EntryId> = BTreeSet::new();
    let mut frozen: HashMap<EntryId, String> = HashMap::new();
    for (entry, enrolment) in filed {
        match closings.get(&enrolment).filter(|closing| closing.why.is_frozen()) {
            Some(closing) => drop(frozen.insert(entry, closing.sentence.clone())),
            None => drop(open.insert(entry)),
        }
    }
    frozen.retain(|entry, _| !open.contains(entry));
    Ok(frozen)
}

/// By entry: the nearest due day of a binding requirement, not met yet, that it would count for.
fn deadlines(conn: &mut Conn, who: &Sight) -> Result<HashMap<String, Deadline>, Fault> {
    let last = who.today().plus_days(NEAR_DAYS);
    let before = sight::requests_before(who).select(request_sight::entry_id);
    let enrolments = filings::table
        .filter(filings::entry_id.eq_any(before))
        .filter(filings::known_until.is_null())
        .select(filings::enrolment_id);
    let bodies: Vec<String> = standing_items::table
        .filter(standing_items::enrolment_id.eq_any(enrolments))
        .filter(standing_items::submitted.gt(0))
        .filter(standing_items::met.eq(false))
        .filter(standing_items::binding.eq(true))
        .filter(standing_items::due.le(last))
        .select(standing_items::body)
        .load(conn)?;
    let mut nearest: HashMap<String, Deadline> = HashMap::new();
    for body in bodies {
        let standing = standing::stored_body(&body)?;
        let Some(day) = standing.due else { continue };
        for pending in standing.pending {
            let due = Deadline { day, requirement: standing.title.clone() };
            nearest
                .entry(pending.fact)
                .and_modify(|known| {
                    if due < *known {
                        known.clone_from(&due);
                    }
                })
                .or_insert(due);
        }
    }
    Ok(nearest)
}

/// When what waits was reminded of last, and by whom.
fn reminded(conn: &mut Conn, who: &Sight) -> Result<HashMap<RequestId, (Moment, Option<String>)>, Fault> {
    let before = sight::requests_before(who).select(request_sight::request_id);
    let rows: Vec<(RequestId, Moment, Option<String>)> = reminders::table
        .inner_join(requests::table.on(requests::id.eq(reminders::request_id)))
        .left_join(accounts::table.on(accounts::id.nullable().eq(reminders::made_by)))
        .filter(reminders::to_id.eq(requests::asked_id))
        .filter(reminders::request_id.eq_any(before))
        .order((reminders::made_at, reminders::id))
        .select((reminders::request_id, reminders::made_at, accounts::name.nullable()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(request, at, by)| (request, (at, by))).collect())
}

/// The entry that a request is about, open or not.
pub fn request(conn: &mut Conn, who: &Sight, id: &RequestId) -> Result<EntryId, Fault> {
    let entry: EntryId = requests::table.find(id).select(requests::entry_id).first(conn)?;
    Ok(entries::table
        .find(&entry)
        .filter(entries::id.eq_any(sight::entry_seen(who, &entry)))
        .select(entries::id)
        .first(conn)?)
}
