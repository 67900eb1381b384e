//! What waits in one's own portfolio: with oneself (what was returned, what was begun) and with others. What is kept
//! from its trainee is in none of it, nor counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::goal::{GOAL, OpenGoal};
use crate::domain::names::{AccountId, DraftId, EnrolmentId, EntryId, PortfolioId, RequestId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::domain::waiting::next_reminder;
use crate::features::people::{Away, away_on};
use crate::features::standing::store::goals::open_goals;
use crate::features::standing::store::gone::{With, gone_of};

#[derive(Debug, Clone, Default)]
pub struct Mine {
    pub returned: Vec<Returned>,
    /// Newest first.
    pub drafts: Vec<Draft>,
    /// Who was asked, the longest waiting first.
    pub given: Vec<Given>,
    pub with_lead: Option<TrainingLead>,
    /// Those that are open, the next due first.
    pub goals: Vec<OpenGoal>,
    /// How many entries there are of each kind.
    pub used: BTreeMap<String, i64>,
    /// Kind and title of what was recorded lately, the newest first.
    pub lately: Vec<(String, String)>,
}

/// So many entries back is lately.
const LATELY: i64 = 30;

#[derive(Debug, Clone)]
pub struct Returned {
    pub entry: EntryId,
    pub title: String,
    pub day: Day,
    pub reason: String,
    pub comment: String,
    pub by: String,
    pub at: Moment,
}

#[derive(Debug, Clone, Queryable)]
pub struct Draft {
    pub id: DraftId,
    pub kind: String,
    pub entry: Option<EntryId>,
    pub saved_at: Moment,
    /// What was typed so far, as JSON.
    pub words: String,
}

/// What waits with one person, and since when the oldest of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub person: AccountId,
    pub name: String,
    pub count: usize,
    pub since: Moment,
    /// From when on any of it may be reminded of; none: now.
    pub next: Option<Moment>,
    /// On how much of it they can decide no more, and the oldest of that.
    pub gone: Option<(usize, EntryId)>,
    /// `away until 24 November 2026; Tom Hill deputises`; empty while they are there.
    pub away: String,
}

impl Given {
    /// They can decide no more on any of it.
    pub fn is_gone(&self) -> bool {
        self.gone.as_ref().is_some_and(|(lost, _)| *lost == self.count)
    }
}

/// What was submitted for a training lead to confirm; nobody is asked by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingLead {
    pub count: usize,
    pub since: Moment,
}

/// `lead_kinds`: codes of the kinds of entry that a training lead confirms.
pub fn mine(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
    lead_kinds: &[String],
    now: Moment,
) -> Result<Mine, Fault> {
    let used: BTreeMap<String, i64> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .group_by(entries::kind)
        .select((entries::kind, diesel::dsl::count_star()))
        .load::<(String, i64)>(conn)?
        .into_iter()
        .collect();
    let lately = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .order((entries::number.desc(), entries::id.desc()))
        .limit(LATELY)
        .select((entries::kind, entries::title))
        .load(conn)?;
    // Most portfolios hold none, nor anything that a lead confirms, and are asked nothing more.
    let goals = if used.contains_key(GOAL) { open_goals(conn, who, portfolio)? } else { Vec::new() };
    Ok(Mine {
        lately,
        goals,
        returned: returned(conn, portfolio)?,
        drafts: drafts(conn, who.viewer())?,
        given: given(conn, portfolio, (now, who.today()))?,
        with_lead: match lead_kinds.iter().any(|kind| used.contains_key(kind)) {
            true => with_lead(conn, portfolio, lead_kinds)?,
            false => None,
        },
        used,
    })
}

fn returned(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Returned>, Fault> {
    type Row = (EntryId, String, Day, String, String, String, Moment);
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table)
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .filter(entries::state.eq("returned"))
        .filter(decisions::verdict.eq("returned"))
        .filter(decisions::known_until.is_null())
        .order((decisions::known_from.desc(), decisions::id.desc()))
        .select((
            entries::id,
            entries::title,
            entries::happened_on,
            decisions::reason,
            decisions::comment,
            accounts::name,
            decisions::known_from,
        ))
        .load(conn)?;
    let mut found: Vec<Returned> = Vec::new();
    for (entry, title, day, reason, comment, by, at) in rows {
        if found.iter().all(|earlier| earlier.entry != entry) {
            found.push(Returned { entry, title, day, reason, comment, by, at });
        }
    }
    Ok(found)
}

fn drafts(conn: &mut Conn, owner: &AccountId) -> Result<Vec<Draft>, Fault> {
    Ok(drafts::table
        .filter(drafts::owner_id.eq(owner))
        .order((drafts::saved_at.desc(), drafts::id.desc()))
        .select((drafts::id, drafts::kind, drafts::entry_id, drafts::saved_at, drafts::words))
        .load(conn)?)
}

/// One open request.
struct Open {
    entry: EntryId,
    with: With,
    reminded: Option<Moment>,
}

fn given(conn: &mut Conn, portfolio: &PortfolioId, (now, today): (Moment, Day)) -> Result<Vec<Given>, Fault> {
    type Asked = (AccountId, String, bool);
    type Row = ((RequestId, EntryId), Asked, Moment, Option<Moment>, Option<EnrolmentId>);
    let rows: Vec<Row> = requests::table
        .inner_join(entries::table)
        .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
        // What somebody was reminded of who has handed it on since says nothing of whom it waits with.
        .left_join(
            reminders::table
                .on(reminders::request_id.eq(requests::id).and(reminders::to_id.eq(requests::asked_id))),
        )
        .left_join(filings::table.on(filings::entry_id.eq(entries::id).and(filings::known_until.is_null())))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        // What is asked about is submitted; so the request of each signed entry is not looked at.
        .filter(entries::state.eq("submitted"))
        .filter(requests::closed_at.is_null())
        .order((requests::known_from, requests::id, reminders::made_at))
        .select((
            (requests::id, entries::id),
            (accounts::id, accounts::name, accounts::closed_at.is_not_null()),
            requests::known_from,
            reminders::made_at.nullable(),
            filings::enrolment_id.nullable(),
        ))
        .load(conn)?;
    // A request comes as often as it was reminded of and filed; its last reminder comes last.
    let mut found: Vec<(Given, Vec<Open>)> = Vec::new();
    for ((request, entry), (person, name, closed), since, reminded, under) in rows {
        let at = match found.iter().position(|(given, _)| given.person == person) {
            Some(at) => at,
            None => {
                let given = Given {
                    person: person.clone(),
                    name,
                    count: 0,
                    since,
                    next: None,
                    gone: None,
                    away: String::new(),
                };
                found.push((given, Vec::new()));
                found.len() - 1
            }
        };
        let Some((_, open)) = found.get_mut(at) else { continue };
        match open.last_mut().filter(|one| one.with.request == request) {
            Some(one) => {
                one.reminded = reminded;
                one.with.under.extend(under);
            }
            None => {
                let under = under.into_iter().collect();
                open.push(Open { entry, with: With { request, asked: person, closed, under }, reminded });
            }
        }
    }
    let waiting: Vec<With> = found.iter().flat_map(|(_, open)| open).map(|one| one.with.clone()).collect();
    let gone = match waiting.is_empty() {
        true => BTreeSet::new(),
        false => gone_of(conn, &waiting, today)?,
    };
    let people: Vec<AccountId> = found.iter().map(|(given, _)| given.person.clone()).collect();
    let away = match people.is_empty() {
        true => HashMap::new(),
        false => away_on(conn, Some(&people), today)?,
    };
    let whole = |(given, open): (Given, Vec<Open>)| {
        let (lost, kept): (Vec<&Open>, Vec<&Open>) =
            open.iter().partition(|one| gone.contains(&one.with.request));
        Given {
            count: open.len(),
            next: kept.iter().map(|one| next_reminder(one.reminded, now)).min().flatten(),
            gone: lost.first().map(|first| (lost.len(), first.entry.clone())),
            away: away.get(&given.person).map(Away::said).unwrap_or_default(),
            ..given
        }
    };
    Ok(found.into_iter().map(whole).collect())
}

fn with_lead(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    kinds: &[String],
) -> Result<Option<TrainingLead>, Fault> {
    let since: Vec<Moment> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .filter(entries::state.eq("submitted"))
        .filter(entries::earlier.eq(""))
        .filter(entries::kind.eq_any(kinds))
        .order(entries::changed_at)
        .select(entries::changed_at)
        .load(conn)?;
    Ok(since.first().map(|first| TrainingLead { count: since.len(), since: *first }))
}
