//! Accepting, sending back, and taking an acceptance back: the row of who said what, the rows that it
//! covers, and the word that lists show.

use diesel::prelude::*;

use crate::db::schema::{acceptances, accepted_rows};
use crate::db::tx::Tx;
use crate::domain::earlier::{ACCEPTED, BROUGHT, REFUSED};
use crate::domain::entry::{Covers, cover_prose, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::earlier::{Judge, TakeBack};
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Left;
use crate::features::earlier::store::committed::{AcceptanceRow, Covered};
use crate::features::entries::{Closed, Seen, close_request, set_earlier};

/// What is said: yes to these entries, or no to the whole.
#[derive(Debug, Clone)]
pub enum Judgement {
    Accepted {
        /// The lines of a logbook; nothing for a claim.
        lines: Vec<EntryId>,
        /// Of a claim.
        credit: Option<i64>,
        items: Vec<String>,
    },
    Refused,
}

/// Writes what was said; the rows are in the book's event.
pub fn judge(
    tx: &mut Tx<'_>,
    grant: &Grant<Judge>,
    seen: &Seen,
    said: &Judgement,
    reason: &str,
) -> Result<AcceptanceId, Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("a person accepts"))?.clone();
    if grant.act().entry != seen.id {
        return Err(Fault::broken("the grant is about another record"));
    }
    let (id, now): (AcceptanceId, _) = (tx.new_id(), tx.now());
    let salts =
        serde_json::to_string(&cover_prose(&["reason", "undone"], || tx.secret())).map_err(Fault::broken)?;
    let (verdict, credit, items) = match said {
        Judgement::Accepted { credit, items, .. } => (ACCEPTED, *credit, items.join(" ")),
        Judgement::Refused => (REFUSED, None, String::new()),
    };
    // What was refused before is not what is said now.
    rejudge(tx, grant, seen, "said anew")?;
    diesel::insert_into(acceptances::table)
        .values((
            acceptances::id.eq(&id),
            acceptances::entry_id.eq(&seen.id),
            acceptances::version_id.eq(&seen.version),
            acceptances::by_id.eq(&by),
            acceptances::capacity.eq(grant.act().capacity.as_str()),
            acceptances::verdict.eq(verdict),
            acceptances::credit.eq(credit),
            acceptances::items.eq(items),
            acceptances::reason.eq(reason),
            acceptances::root.eq(&seen.root),
            acceptances::known_from.eq(now),
            acceptances::undone_why.eq(""),
            acceptances::salts.eq(salts),
        ))
        .execute(tx.conn())?;
    match said {
        Judgement::Accepted { lines, .. } => {
            let mut covered: Vec<EntryId> = lines.clone();
            covered.push(seen.id.clone());
            covered.sort();
            for entry in &covered {
                diesel::insert_into(accepted_rows::table)
                    .values((accepted_rows::acceptance_id.eq(&id), accepted_rows::entry_id.eq(entry)))
                    .execute(tx.conn())?;
            }
            set_earlier(tx, grant, &covered, ACCEPTED)?;
            tx.vouch(seen.portfolio.clone(), &Covered { acceptance: id.clone(), entries: covered });
        }
        Judgement::Refused if is_accepted(seen) => {}
        Judgement::Refused => set_earlier(tx, grant, std::slice::from_ref(&seen.id), REFUSED)?,
    }
    if let Some(request) = &seen.request {
        close_request(tx, grant, &request.id, Closed::Decided)?;
    }
    let what = Notice::EarlierJudged { acceptance: id.clone() };
    tx.later(Job::Tell { to: seen.owner.clone(), what })?;
    vouch(tx, &seen.portfolio, &id)?;
    Ok(id)
}

fn is_accepted(seen: &Seen) -> bool {
    let said = seen.before.iter().flat_map(|before| &before.said);
    said.into_iter().any(|one| one.accepted && one.undone.is_none())
}

/// A refusal ends when somebody is asked again, or says something else.
pub fn rejudge<A>(tx: &mut Tx<'_>, grant: &Grant<A>, seen: &Seen, why: &str) -> Result<(), Fault> {
    let now = tx.now();
    let said = seen.before.iter().flat_map(|before| &before.said);
    let standing: Vec<AcceptanceId> =
        said.filter(|one| !one.accepted && one.undone.is_none()).map(|one| one.id.clone()).collect();
    for id in &standing {
        diesel::update(acceptances::table.find(id))
            .set((acceptances::known_until.eq(now), acceptances::undone_why.eq(why)))
            .execute(tx.conn())?;
        vouch(tx, &seen.portfolio, id)?;
    }
    if !standing.is_empty() && !is_accepted(seen) {
        set_earlier(tx, grant, std::slice::from_ref(&seen.id), BROUGHT)?;
    }
    Ok(())
}

/// It no longer stands, and what it covered is as it came.
pub fn take_back(tx: &mut Tx<'_>, grant: &Grant<TakeBack>, seen: &Seen, why: &str) -> Result<(), Fault> {
    let (id, now) = (&grant.act().acceptance, tx.now());
    diesel::update(acceptances::table.find(id))
        .set((acceptances::known_until.eq(now), acceptances::undone_why.eq(why)))
        .execute(tx.conn())?;
    let mut covered: Vec<EntryId> = accepted_rows::table
        .filter(accepted_rows::acceptance_id.eq(id))
        .select(accepted_rows::entry_id)
        .load(tx.conn())?;
    let mut said = seen.before.iter().flat_map(|before| &before.said);
    let others = said.any(|one| one.id != *id && one.accepted && one.undone.is_none());
    if others {
        covered.retain(|entry| *entry != seen.id);
    }
    set_earlier(tx, grant, &covered, BROUGHT)?;
    let refused = |one: &&crate::features::entries::AcceptanceShown| !one.accepted && one.undone.is_none();
    if !others && seen.before.iter().flat_map(|before| &before.said).any(|one| refused(&one)) {
        set_earlier(tx, grant, std::slice::from_ref(&seen.id), REFUSED)?;
    }
    let what = Notice::EarlierJudged { acceptance: id.clone() };
    tx.later(Job::Tell { to: seen.owner.clone(), what })?;
    vouch(tx, &seen.portfolio, id)
}

/// What somebody wrote who accepted this record or sent it back, struck out.
pub fn strike_words(
    tx: &mut Tx<'_>,
    _grant: &Grant<Strike>,
    seen: &Seen,
    ids: &[&AcceptanceId],
) -> Result<Vec<Left>, Fault> {
    let mut left = Vec::new();
    let said = seen.before.iter().flat_map(|before| &before.said);
    for known in said.filter(|known| ids.contains(&&known.id)) {
        let mut one: AcceptanceRow = acceptances::table.find(&known.id).first(tx.conn())?;
        let mut covers: Covers = serde_json::from_str(&one.salts).unwrap_or_default();
        let before = left.len();
        for (key, text) in [("reason", &mut one.reason), ("undone", &mut one.undone_why)] {
            let commitment = strike_prose(key, text, &mut covers, || tx.secret());
            left.extend(commitment.map(|commitment| Left {
                row: format!("acceptances/{}", known.id),
                key: key.to_owned(),
                left: commitment,
            }));
        }
        if left.len() > before {
            diesel::update(acceptances::table.find(&one.id))
                .set((
                    acceptances::reason.eq(&one.reason),
                    acceptances::undone_why.eq(&one.undone_why),
                    acceptances::salts.eq(serde_json::to_string(&covers).map_err(Fault::broken)?),
                ))
                .execute(tx.conn())?;
            vouch(tx, &seen.portfolio, &one.id)?;
        }
    }
    Ok(left)
}

fn vouch(tx: &mut Tx<'_>, portfolio: &PortfolioId, id: &AcceptanceId) -> Result<(), Fault> {
    let row: AcceptanceRow = acceptances::table.find(id).first(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(())
}
