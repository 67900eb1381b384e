//! What the house's own round reads and writes. Each row has a name that follows from what it is about, and
//! each claim changes a row only where it still is as it was read: so the round may run twice, break off in the
//! middle, or run on several nodes at once, and nobody is reminded, brought or written to twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::sight as seen;
use crate::db::twins;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::role::{Capacity, Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::domain::waiting::{Brought, Rhythm};
use crate::features::signoffs::frozen_entries;
use crate::features::{people, standing};
use crate::on_both;

/// An open request as the round sees it.
#[derive(Debug, Clone)]
pub struct Open {
    pub request: RequestId,
    pub asked: AccountId,
    /// When it was made.
    pub since: Moment,
    /// When it came to whom it waits with now.
    pub came: Moment,
    /// How often the house itself reminded whom it waits with now, and how often anybody at all.
    pub by_house: usize,
    pub by_house_ever: usize,
    /// When anybody did last.
    pub last: Option<Moment>,
    /// Whom it waits with can decide on it no more.
    pub gone: bool,
    /// Its trainee, who is told that; nobody where they do not read it.
    pub told: Option<(AccountId, Notice)>,
    /// When it was brought before leads, and why: while it waited with whom it waits with now, or with somebody before them.
    pub brought: Option<(Moment, Brought)>,
    /// The nearest due day for which it would count.
    pub due: Option<Day>,
}

/// The nearest due day of a required figure, not met yet, by entry.
pub type Dues = HashMap<String, Day>;

pub fn dues(conn: &mut Conn, until: Day, _: System) -> Result<Dues, Fault> {
    let bodies: Vec<String> = standing_items::table
        .filter(standing_items::submitted.gt(0))
        .filter(standing_items::met.eq(false))
        .filter(standing_items::binding.eq(true))
        .filter(standing_items::due.le(until))
        .select(standing_items::body)
        .load(conn)?;
    let mut nearest = Dues::new();
    for body in bodies {
        let told = standing::stored_body(&body)?;
        let Some(due) = told.due else { continue };
        for pending in told.pending {
            let known = nearest.entry(pending.fact).or_insert(due);
            *known = (*known).min(due);
        }
    }
    Ok(nearest)
}

pub fn open_requests(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    dues: &Dues,
    _: System,
) -> Result<Vec<Open>, Fault> {
    let open = || requests::table.filter(requests::closed_at.is_null()).select(requests::id);
    type Row = (RequestId, EntryId, AccountId, Moment, (AccountId, i32, Day));
    let rows: Vec<Row> = requests::table
        .inner_join(entries::table.inner_join(portfolios::table))
        .filter(requests::closed_at.is_null())
        .filter(entries::state.eq("submitted"))
        .order((requests::known_from, requests::id))
        .select((
            requests::id,
            requests::entry_id,
            requests::asked_id,
            requests::known_from,
            (portfolios::person_id, entries::number, entries::happened_on),
        ))
        .load(conn)?;
    let waiting: Vec<(RequestId, EntryId, AccountId)> =
        rows.iter().map(|row| (row.0.clone(), row.1.clone(), row.2.clone())).collect();
    let gone = standing::gone(conn, &waiting, now.day_in(DEFAULT_ZONE))?;
    let closed: BTreeSet<EntryId> = entries::table
        .filter(entries::id.eq_any(seen::entries_closed_to_owner()))
        .filter(entries::state.eq("submitted"))
        .select(entries::id)
        .load::<EntryId>(conn)?
        .into_iter()
        .collect();
    let reminded: Vec<(RequestId, AccountId, Option<AccountId>, Moment)> = reminders::table
        .filter(reminders::request_id.eq_any(open()))
        .select((reminders::request_id, reminders::to_id, reminders::made_by, reminders::made_at))
        .load(conn)?;
    let mut brought: HashMap<RequestId, (Moment, Brought)> = HashMap::new();
    let rows_of: Vec<(RequestId, Moment, String)> = escalations::table
        .filter(escalations::request_id.eq_any(open()))
        .select((escalations::request_id, escalations::made_at, escalations::why))
        .load(conn)?;
    for (request, at, why) in rows_of {
        brought.insert(request, (at, why.parse().map_err(Fault::broken)?));
    }
    let ids: Vec<RequestId> = rows.iter().map(|row| row.0.clone()).collect();
    let came = standing::came_since(conn, &ids)?;
    let about: Vec<EntryId> = rows.iter().map(|row| row.1.clone()).collect();
    let mut frozen: BTreeSet<EntryId> = BTreeSet::new();
    for some in about.chunks(1_000) {
        frozen.extend(frozen_entries(conn, shelf, some, now)?.into_keys());
    }
    let mut all: HashMap<RequestId, Open> = HashMap::new();
    let mut order = Vec::new();
    // Nobody is reminded of what nobody can decide on any more.
    for (request, entry, asked, since, (owner, number, day)) in
        rows.into_iter().filter(|row| !frozen.contains(&row.1))
    {
        let told =
            || (owner, Notice::AskedIsGone { entry: entry.clone(), number, day, asked: asked.clone() });
        let is_gone = gone.contains(&request);
        let one = Open {
            gone: is_gone,
            told: (is_gone && !closed.contains(&entry)).then(told),
            came: came.get(&request).copied().unwrap_or(since),
            brought: brought.get(&request).copied(),
            due: dues.get(entry.as_str()).copied(),
            request: request.clone(),
            asked,
            since,
            by_house: 0,
            by_house_ever: 0,
            last: None,
        };
        order.push(request.clone());
        all.insert(request, one);
    }
    for (request, to, by, at) in reminded {
        let Some(one) = all.get_mut(&request) else { continue };
        one.by_house_ever += usize::from(by.is_none());
        if to == one.asked && at > one.came {
            one.by_house += usize::from(by.is_none());
            one.last = one.last.max(Some(at));
        }
    }
    Ok(order.into_iter().filter_map(|request| all.remove(&request)).collect())
}

impl Open {
    /// From when leads count how long it waits: once they were told, from when it came to somebody else.
    pub fn waits_from(&self) -> Moment {
        if self.brought.is_some() { self.came } else { self.since }
    }

    /// Leads were told while it waited with whom it waits with now; of somebody who is gone, that they are.
    pub fn is_brought(&self) -> bool {
        self.brought.is_some_and(|(at, why)| {
            (self.came == self.since || at > self.came) && (!self.gone || why == Brought::Gone)
        })
    }

    /// The nearest due day, where leads have not been told of this request yet.
    pub fn due_unheard(&self) -> Option<Day> {
        self.due.filter(|_| self.brought.is_none())
    }
}

/// The house's next reminder of a request; its number is its name, so another node's comes to nothing.
pub fn remind_by_house(tx: &mut Tx<'_>, one: &Open, _: System) -> Result<(), Fault> {
    let (id, now) = (format!("{}-{}", one.request, one.by_house_ever + 1), tx.now());
    let row = (
        reminders::id.eq(&id),
        reminders::request_id.eq(&one.request),
        reminders::to_id.eq(&one.asked),
        reminders::made_at.eq(now),
    );
    let new = on_both!(tx.conn(), |c| diesel::insert_into(reminders::table)
        .values(row)
        .on_conflict(reminders::id)
        .do_nothing()
        .execute(c))?;
    if new == 1 {
        let what = Notice::Reminded { request: one.request.clone(), by: None };
        twins::put(tx.conn(), &id, &one.asked, &what, now)?;
    }
    Ok(())
}

/// Leads see it from now on; once for each person with whom it waits, and once more when that is somebody who is gone. Gives
/// the trainee who is to be told of that, where they read it, and what: `tell_gone`.
pub fn bring(
    tx: &mut Tx<'_>,
    one: &Open,
    why: Brought,
    _: System,
) -> Result<Option<(AccountId, Notice)>, Fault> {
    let (request, now) = (&one.request, tx.now());
    let before = escalations::table.find(request).filter(escalations::made_at.le(one.came));
    diesel::delete(before).execute(tx.conn())?;
    if why == Brought::Gone {
        let otherwise = escalations::table.find(request).filter(escalations::why.ne(why.as_str()));
        diesel::delete(otherwise).execute(tx.conn())?;
    }
    let row = (
        escalations::request_id.eq(request),
        escalations::why.eq(why.as_str()),
        escalations::made_at.eq(now),
    );
    let new = on_both!(tx.conn(), |c| diesel::insert_into(escalations::table)
        .values(row)
        .on_conflict(escalations::request_id)
        .do_nothing()
        .execute(c))?;
    Ok(one.told.clone().filter(|_| new == 1))
}

/// Tells trainees with whom their entries wait, and that nobody there can decide any more: each in the app, and all of one
/// trainee in one letter.
pub fn tell_gone(tx: &mut Tx<'_>, told: Vec<(AccountId, Notice)>, _: System) -> Result<(), Fault> {
    let mut by_owner: BTreeMap<AccountId, Vec<Notice>> = BTreeMap::new();
    for (owner, what) in told {
        by_owner.entry(owner).or_default().push(what);
    }
    for (to, all) in by_owner {
        if let [only] = all.as_slice() {
            tx.later(Job::Tell { to, what: only.clone() })?;
            continue;
        }
        let mut entries = Vec::new();
        for what in all {
            let (id, now): (JobId, _) = (tx.new_id(), tx.now());
            twins::put(tx.conn(), id, &to, &what, now)?;
            if let Notice::AskedIsGone { entry, number, asked, .. } = what {
                entries.push((entry, number, asked));
            }
        }
        tx.later(Job::Tell { to, what: Notice::AskedAreGone { entries } })?;
    }
    Ok(())
}

/// For whom there is anything new: whose requests were reminded of, and leads before whom something was brought,
/// since their last letter. What is new for somebody who is away is new for their deputy.
pub fn news(conn: &mut Conn, today: Day, _: System) -> Result<BTreeSet<AccountId>, Fault> {
    let told: HashMap<AccountId, Option<Moment>> = digests::table
        .select((digests::account_id, digests::told_until))
        .load::<(AccountId, Option<Moment>)>(conn)?
        .into_iter()
        .collect();
    let is_new =
        |who: &AccountId, at: Moment| told.get(who).copied().flatten().is_none_or(|until| at > until);
    let reminded: Vec<(AccountId, Moment)> = reminders::table
        .inner_join(requests::table.on(requests::id.eq(reminders::request_id)))
        .filter(requests::closed_at.is_null())
        .filter(reminders::to_id.eq(requests::asked_id))
        .select((requests::asked_id, reminders::made_at))
        .load(conn)?;
    let away = people::away_on(conn, None, today)?;
    let mut found = BTreeSet::new();
    for (asked, at) in reminded {
        let deputy = away.get(&asked).and_then(|away| away.deputy.as_ref()).map(|(id, _)| id.clone());
        let to = deputy.unwrap_or(asked);
        if is_new(&to, at) {
            found.insert(to);
        }
    }
    let newest: Option<Moment> =
        escalations::table.select(diesel::dsl::max(escalations::made_at)).first(conn)?;
    let Some(newest) = newest else { return Ok(found) };
    let leads: BTreeSet<AccountId> =
        people::staff(conn, Capacity::Lead, today)?.into_iter().map(|one| one.person).collect();
    for lead in leads.into_iter().filter(|lead| is_new(lead, newest)) {
        let since = told.get(&lead).copied().flatten().unwrap_or_else(|| Moment::of_millis(0));
        let sight = Sight::on_behalf_of(lead.clone(), today);
        if !escalated_since(conn, &sight, since, newest)?.is_empty() {
            found.insert(lead);
        }
    }
    Ok(found)
}

/// Queues the one letter of a day, or of a week, for somebody: only whoever finds the row as it was queues it.
pub fn claim_digest(tx: &mut Tx<'_>, to: &AccountId, today: Day, _: System) -> Result<bool, Fault> {
    let now = tx.now();
    on_both!(tx.conn(), |c| diesel::insert_into(digests::table)
        .values((digests::account_id.eq(to), digests::rhythm.eq(Rhythm::Daily.as_str())))
        .on_conflict(digests::account_id)
        .do_nothing()
        .execute(c))?;
    let (word, until): (String, Option<Moment>) =
        digests::table.find(to).select((digests::rhythm, digests::told_until)).first(tx.conn())?;
    let rhythm: Rhythm = word.parse().map_err(Fault::broken)?;
    let Some(newest) = rhythm.newest_last(today) else { return Ok(false) };
    let mine = diesel::update(digests::table.find(to))
        .filter(digests::rhythm.eq(rhythm.as_str()))
        .filter(digests::told_day.is_null().or(digests::told_day.le(newest)))
        .set((digests::told_day.eq(today), digests::told_until.eq(now)))
        .execute(tx.conn())?;
    if mine != 1 {
        return Ok(false);
    }
    let since = until.unwrap_or_else(|| Moment::of_millis(0));
    tx.later(Job::Tell { to: to.clone(), what: Notice::Digest { since, until: now } })?;
    Ok(true)
}

/// What waits before somebody and was reminded of between the two: trainee, entry, since when it waits, who
/// reminded (nobody is the house).
#[derive(Debug, Clone, Queryable)]
pub struct News {
    pub trainee: String,
    pub owner: AccountId,
    pub entry: EntryId,
    pub since: Moment,
    pub by: Option<String>,
}

pub fn reminded_of(conn: &mut Conn, who: &Sight, since: Moment, until: Moment) -> Result<Vec<News>, Fault> {
    let before = seen::requests_before(who).select(request_sight::request_id);
    let waiting = seen::entries_waiting(conn, who)?;
    let rows: Vec<(EntryId, AccountId, Moment, Option<String>)> = reminders::table
        .inner_join(requests::table.on(requests::id.eq(reminders::request_id)))
        .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .left_join(accounts::table.on(accounts::id.nullable().eq(reminders::made_by)))
        .filter(requests::id.eq_any(before))
        .filter(reminders::to_id.eq(requests::asked_id))
        .filter(reminders::made_at.gt(since))
        .filter(reminders::made_at.le(until))
        .order((requests::known_from, requests::id, reminders::made_at))
        .select((entries::id, portfolios::person_id, requests::known_from, accounts::name.nullable()))
        .load(conn)?;
    let owners: BTreeSet<&AccountId> = rows.iter().map(|(_, owner, ..)| owner).collect();
    let names: HashMap<AccountId, String> = accounts::table
        .filter(accounts::id.eq_any(owners))
        .select((accounts::id, accounts::name))
        .load::<(AccountId, String)>(conn)?
        .into_iter()
        .collect();
    Ok(rows
        .into_iter()
        .filter(|(entry, ..)| waiting.contains(entry))
        .map(|(entry, owner, since, by)| News {
            trainee: names.get(&owner).cloned().unwrap_or_default(),
            owner,
            entry,
            since,
            by,
        })
        .collect())
}

/// What was brought before a lead between the two and still waits: with whom, since when, and why.
pub fn escalated_since(
    conn: &mut Conn,
    who: &Sight,
    since: Moment,
    until: Moment,
) -> Result<Vec<(String, AccountId, Moment, Brought)>, Fault> {
    let filed = filings::table
        .filter(filings::known_until.is_null())
        .filter(filings::enrolment_id.eq_any(seen::enrolments_held(who, "lead")))
        .select(filings::entry_id);
    type Row = (RequestId, (String, AccountId), Moment, Moment, String);
    let rows: Vec<Row> = escalations::table
        .inner_join(requests::table.on(requests::id.eq(escalations::request_id)))
        .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
        .filter(requests::closed_at.is_null())
        .filter(requests::entry_id.eq_any(filed))
        .filter(escalations::made_at.gt(since))
        .filter(escalations::made_at.le(until))
        .order((requests::known_from, requests::id))
        .select((
            requests::id,
            (accounts::name, accounts::id),
            requests::known_from,
            escalations::made_at,
            escalations::why,
        ))
        .load(conn)?;
    let ids: Vec<RequestId> = rows.iter().map(|row| row.0.clone()).collect();
    let came = standing::came_since(conn, &ids)?;
    let late = |row: &Row| came.get(&row.0).is_none_or(|came| row.3 > *came);
    let read = |(_, (name, asked), since, _, why): Row| {
        Ok((name, asked, since, why.parse().map_err(Fault::broken)?))
    };
    rows.into_iter().filter(late).map(read).collect()
}
