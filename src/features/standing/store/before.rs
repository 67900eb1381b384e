//! What stands of what was said about entries from before, and what they claim. Most portfolios have none,
//! and then nothing is asked.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{acceptances, accepted_rows, earlier_claims, earlier_rows, earlier_sets, entries};
use crate::domain::earlier::{ACCEPTED, REFUSED};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::Moment;
use crate::features::standing::facts::{Accepting, Claimed, EntryRow, FromBefore, Origin};
use crate::features::standing::store::holdings::{When, Whose};

/// What was said and stands at the instant, by entry.
pub(super) fn said_at(
    conn: &mut Conn,
    whose: Whose<'_>,
    when: When,
) -> Result<HashMap<EntryId, Origin>, Fault> {
    let mut refused = acceptances::table
        .inner_join(entries::table.on(entries::id.eq(acceptances::entry_id)))
        .filter(acceptances::verdict.eq(REFUSED))
        .filter(acceptances::known_from.le(when.known))
        .filter(acceptances::known_until.is_null().or(acceptances::known_until.gt(when.stands)))
        .select((entries::id, acceptances::id))
        .into_boxed();
    let mut accepted = accepted_rows::table
        .inner_join(acceptances::table.on(acceptances::id.eq(accepted_rows::acceptance_id)))
        .inner_join(entries::table.on(entries::id.eq(accepted_rows::entry_id)))
        .filter(acceptances::verdict.eq(ACCEPTED))
        .filter(acceptances::known_from.le(when.known))
        .filter(acceptances::known_until.is_null().or(acceptances::known_until.gt(when.stands)))
        .order((acceptances::known_from, acceptances::id))
        .select((entries::id, acceptances::id))
        .into_boxed();
    match whose {
        Whose::Portfolio(portfolio) => {
            refused = refused.filter(entries::portfolio_id.eq(portfolio));
            accepted = accepted.filter(entries::portfolio_id.eq(portfolio));
        }
        Whose::Entry(entry) => {
            refused = refused.filter(entries::id.eq(entry));
            accepted = accepted.filter(entries::id.eq(entry));
        }
    }
    let refused: Vec<(EntryId, AcceptanceId)> = refused.load(conn)?;
    let accepted: Vec<(EntryId, AcceptanceId)> = accepted.load(conn)?;
    let mut said: HashMap<EntryId, Origin> =
        refused.into_iter().map(|(entry, id)| (entry, Origin::Refused(id))).collect();
    said.extend(accepted.into_iter().map(|(entry, id)| (entry, Origin::Accepted(id))));
    Ok(said)
}

/// What the facts of these entries hold besides their rows.
pub(super) fn about(conn: &mut Conn, portfolio: &PortfolioId, all: &[EntryRow]) -> Result<FromBefore, Fault> {
    if all.iter().all(|entry| entry.origin == Origin::Here) {
        return Ok(FromBefore::default());
    }
    type Said = (AcceptanceId, AccountId, Moment, String, Option<i64>, String);
    let said: Vec<Said> = acceptances::table
        .inner_join(entries::table.on(entries::id.eq(acceptances::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .select((
            acceptances::id,
            acceptances::by_id,
            acceptances::known_from,
            acceptances::reason,
            acceptances::credit,
            acceptances::items,
        ))
        .load(conn)?;
    let claims: Vec<(EntryId, EnrolmentId, String, Option<i64>, String)> = earlier_claims::table
        .inner_join(entries::table.on(entries::id.eq(earlier_claims::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .select((
            entries::id,
            earlier_claims::enrolment_id,
            earlier_claims::requirement,
            earlier_claims::credit,
            earlier_claims::items,
        ))
        .load(conn)?;
    let waits = all.iter().any(|entry| entry.origin == Origin::Earlier);
    let logbooks: Vec<(EntryId, EntryId)> = match waits {
        true => earlier_rows::table
            .inner_join(earlier_sets::table.on(earlier_sets::id.eq(earlier_rows::set_id)))
            .inner_join(entries::table.on(entries::id.eq(earlier_sets::entry_id)))
            .filter(entries::portfolio_id.eq(portfolio))
            .select((earlier_rows::entry_id, earlier_sets::entry_id))
            .load(conn)?,
        false => Vec::new(),
    };
    let of_said = |(id, by, at, reason, credit, items): Said| {
        (id, Accepting { by, at, reason, credit, items: codes(&items) })
    };
    let of_claim =
        |(entry, enrolment, requirement, credit, items): (EntryId, EnrolmentId, String, _, String)| {
            (entry, Claimed { enrolment, requirement, credit, items: codes(&items) })
        };
    Ok(FromBefore {
        said: said.into_iter().map(of_said).collect(),
        claims: claims.into_iter().map(of_claim).collect(),
        logbooks: logbooks.into_iter().collect(),
    })
}

fn codes(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
