//! What waits in one's own portfolio: with oneself (what was returned, what was begun) and with others.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DraftId, EntryId, PortfolioId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, Default)]
pub struct Mine {
    pub returned: Vec<Returned>,
    /// Newest first.
    pub drafts: Vec<Draft>,
    /// Who was asked, the longest waiting first.
    pub given: Vec<Given>,
    pub with_lead: Option<TrainingLead>,
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
    pub name: String,
    pub count: usize,
    pub since: Moment,
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
) -> Result<Mine, Fault> {
    let used = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .group_by(entries::kind)
        .select((entries::kind, diesel::dsl::count_star()))
        .load::<(String, i64)>(conn)?
        .into_iter()
        .collect();
    let lately = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .order((entries::number.desc(), entries::id.desc()))
        .limit(LATELY)
        .select((entries::kind, entries::title))
        .load(conn)?;
    Ok(Mine {
        lately,
        returned: returned(conn, portfolio)?,
        drafts: drafts(conn, who.viewer())?,
        given: given(conn, portfolio)?,
        with_lead: with_lead(conn, portfolio, lead_kinds)?,
        used,
    })
}

fn returned(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Returned>, Fault> {
    type Row = (EntryId, String, Day, String, String, String, Moment);
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table)
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::state.eq("returned"))
        .filter(decisions::verdict.eq("returned"))
        .filter(decisions::known_until.is_null())
        .order((decisions::known_from.desc(), decisions::id))
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
        .order((drafts::saved_at.desc(), drafts::id))
        .select((drafts::id, drafts::kind, drafts::entry_id, drafts::saved_at, drafts::words))
        .load(conn)?)
}

fn given(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Given>, Fault> {
    let rows: Vec<(AccountId, String, Moment)> = requests::table
        .inner_join(entries::table)
        .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        // What is asked about is submitted; so the request of each signed entry is not looked at.
        .filter(entries::state.eq("submitted"))
        .filter(requests::closed_at.is_null())
        .order((requests::known_from, requests::id))
        .select((accounts::id, accounts::name, requests::known_from))
        .load(conn)?;
    let mut found: Vec<(AccountId, Given)> = Vec::new();
    for (person, name, since) in rows {
        match found.iter_mut().find(|(known, _)| *known == person) {
            Some((_, given)) => given.count += 1,
            None => found.push((person, Given { name, count: 1, since })),
        }
    }
    Ok(found.into_iter().map(|(_, given)| given).collect())
}

fn with_lead(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    kinds: &[String],
) -> Result<Option<TrainingLead>, Fault> {
    let since: Vec<Moment> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::state.eq("submitted"))
        .filter(entries::earlier.eq(""))
        .filter(entries::kind.eq_any(kinds))
        .order(entries::changed_at)
        .select(entries::changed_at)
        .load(conn)?;
    Ok(since.first().map(|first| TrainingLead { count: since.len(), since: *first }))
}
