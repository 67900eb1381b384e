//! What is written in actions: told to who may strike it out, struck out with a redaction, and gone with a person who
//! is erased. An action lies in the house's book, so striking it out takes that book besides the portfolio's.

use diesel::prelude::*;

use super::rows::{ActionRow, WHAT, WHO};
use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::tx::Tx;
use crate::domain::entry::{Cover, Covers, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Left;
use crate::domain::role::{Scope, Sight};
use crate::domain::territory::Over;
use crate::features::entries::Seen;
use crate::features::people::{self, Atlas};

/// The actions about decisions on an entry, and those about whole samples in which it was drawn, with their samples.
fn about(conn: &mut Conn, entry: &EntryId) -> Result<Vec<(ActionRow, Over)>, Fault> {
    let drawn: Vec<(QualityItemId, QualitySampleId)> = quality_items::table
        .filter(quality_items::entry_id.eq(entry))
        .select((quality_items::id, quality_items::sample_id))
        .load(conn)?;
    let items: Vec<&QualityItemId> = drawn.iter().map(|(item, _)| item).collect();
    let samples: Vec<&QualitySampleId> = drawn.iter().map(|(_, sample)| sample).collect();
    let whole = quality_actions::item_id.is_null().and(quality_actions::sample_id.eq_any(&samples));
    let rows: Vec<(ActionRow, Scope, String)> = quality_actions::table
        .inner_join(quality_samples::table.on(quality_samples::id.eq(quality_actions::sample_id)))
        .filter(quality_actions::item_id.eq_any(&items).or(whole))
        .order((quality_actions::known_from, quality_actions::id))
        .select((quality_actions::all_columns, quality_samples::scope, quality_samples::scope_id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, scope, id)| (row, Over::of(scope, id))).collect())
}

/// What is written in actions about an entry, for whoever leads where its sample was drawn, and for information
/// governance: nobody else knows that there is one.
pub fn written_about(
    conn: &mut Conn,
    who: &Sight,
    entry: &EntryId,
) -> Result<Vec<(QualityActionId, Vec<String>)>, Fault> {
    let all = about(conn, entry)?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let governs = people::governs(conn, who.viewer(), who.today())?;
    let territory = people::territory(conn, who.viewer(), who.today())?;
    let atlas = Atlas::load(conn)?;
    let mut told = Vec::new();
    for (row, over) in all {
        let leads = atlas.spot(&over).is_ok_and(|spot| territory.holds(&spot));
        if (leads || governs) && !row.what.is_empty() {
            told.push((row.id, vec![row.what, row.who]));
        }
    }
    Ok(told)
}

/// The words of those of these actions that are about the entry, with their salts.
pub fn strike_actions(
    tx: &mut Tx<'_>,
    grant: &Grant<Strike>,
    seen: &Seen,
    named: &[&QualityActionId],
) -> Result<Vec<Left>, Fault> {
    let mut left = Vec::new();
    if named.is_empty() {
        return Ok(left);
    }
    for (mut row, _) in about(tx.conn(), &seen.id)? {
        if !named.contains(&&row.id) {
            continue;
        }
        let mut covers: Covers = serde_json::from_str(&row.salts).unwrap_or_default();
        let before = left.len();
        for (key, text) in [(WHAT, &mut row.what), (WHO, &mut row.who)] {
            let commitment = strike_prose(key, text, &mut covers, || tx.secret());
            left.extend(commitment.map(|left| Left {
                row: format!("quality_actions/{}", row.id),
                key: key.to_owned(),
                left,
            }));
        }
        if left.len() > before {
            tx.take_also(BookId::house())?;
            write(tx, &mut row, &covers)?;
            let event = grant.event("quality/action-struck-out", format!("quality-action/{}", row.id));
            tx.tells(event.in_book(BookId::house()));
        }
    }
    Ok(left)
}

/// The words of actions about decisions on entries of somebody who is erased, and of any that name them; of those who
/// keep their name beside signatures, they stay. Before name and address have left the account.
pub fn erase_actions(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let (person, portfolio) = (&grant.act().person, &grant.act().portfolio);
    let (name, email): (String, String) =
        accounts::table.find(person).select((accounts::name, accounts::email)).first(tx.conn())?;
    let named = [name.to_lowercase(), email.to_lowercase()];
    let of: Vec<EntryId> =
        entries::table.filter(entries::portfolio_id.eq(portfolio)).select(entries::id).load(tx.conn())?;
    let drawn: Vec<QualityItemId> = quality_items::table
        .filter(quality_items::entry_id.eq_any(&of))
        .select(quality_items::id)
        .load(tx.conn())?;
    // A house has few of them.
    let rows: Vec<ActionRow> = quality_actions::table
        .filter(quality_actions::what.ne(""))
        .order(quality_actions::id)
        .load(tx.conn())?;
    for mut row in rows {
        let said = format!("{} {}", row.what, row.who).to_lowercase();
        let names = !grant.act().keeps_name && named.iter().any(|one| !one.is_empty() && said.contains(one));
        if names || row.item_id.as_ref().is_some_and(|item| drawn.contains(item)) {
            let mut covers: Covers = serde_json::from_str(&row.salts).unwrap_or_default();
            covers.retain(|_, cover| matches!(cover, Cover::Struck(_)));
            (row.what, row.who) = (String::new(), String::new());
            write(tx, &mut row, &covers)?;
        }
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, row: &mut ActionRow, covers: &Covers) -> Result<(), Fault> {
    row.salts = serde_json::to_string(covers).map_err(Fault::broken)?;
    diesel::update(quality_actions::table.find(&row.id))
        .set((
            quality_actions::what.eq(&row.what),
            quality_actions::who.eq(&row.who),
            quality_actions::salts.eq(&row.salts),
        ))
        .execute(tx.conn())?;
    tx.vouch(BookId::house(), &*row);
    Ok(())
}
