//! A claim: the entry that says what it was, and what of which requirement it is claimed for.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::earlier_claims;
use crate::db::tx::Tx;
use crate::domain::earlier::BROUGHT;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::earlier::BringIn;
use crate::domain::policy::entries::Record;
use crate::features::earlier::store::committed::ClaimRow;
use crate::features::entries::{New, Seen, Written, record, set_earlier};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub enrolment: EnrolmentId,
    pub requirement: String,
    /// Hundredths; with neither this nor items the whole requirement.
    pub credit: Option<i64>,
    pub items: Vec<String>,
}

/// Writes the entry and the claim; the rows are in the book's event.
pub fn claim(
    tx: &mut Tx<'_>,
    grant: &Grant<BringIn>,
    record_grant: &Grant<Record>,
    new: &New,
    claim: &Claim,
) -> Result<Written, Fault> {
    if grant.act().portfolio != new.portfolio {
        return Err(Fault::NotFound);
    }
    let written = record(tx, record_grant, new)?;
    let row = ClaimRow {
        id: tx.new_id(),
        entry: written.entry.clone(),
        enrolment: claim.enrolment.clone(),
        requirement: claim.requirement.clone(),
        credit: claim.credit,
        items: claim.items.join(" "),
    };
    diesel::insert_into(earlier_claims::table)
        .values((
            earlier_claims::id.eq(&row.id),
            earlier_claims::entry_id.eq(&row.entry),
            earlier_claims::enrolment_id.eq(&row.enrolment),
            earlier_claims::requirement.eq(&row.requirement),
            earlier_claims::credit.eq(row.credit),
            earlier_claims::items.eq(&row.items),
        ))
        .execute(tx.conn())?;
    set_earlier(tx, grant, std::slice::from_ref(&written.entry), BROUGHT)?;
    tx.vouch(new.portfolio.clone(), &row);
    Ok(written)
}

/// What an entry claims; none for a logbook.
// open: `seen` was found in the person's sight
pub fn claim_of(conn: &mut Conn, seen: &Seen) -> Result<Option<Claim>, Fault> {
    let row: Option<ClaimRow> =
        earlier_claims::table.filter(earlier_claims::entry_id.eq(&seen.id)).first(conn).optional()?;
    Ok(row.map(|row| Claim {
        enrolment: row.enrolment,
        requirement: row.requirement,
        credit: row.credit,
        items: row.items.split_whitespace().map(str::to_owned).collect(),
    }))
}
