//! The numbers by which others know people, as rows of the house's book. One that ends is closed, not removed:
//! a file of then was matched on it.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, outside_numbers, registrations};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::{AccountId, BookId, NumberId};
use crate::domain::outside::{Folded, Issuer, OutsideNumber, folded_body, folded_number};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::policy::numbers::KeepNumber;
use crate::domain::time::Moment;
use crate::features::people::store::committed::RegistrationRow;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct NumberRow {
    pub id: NumberId,
    pub person: AccountId,
    pub issuer: Issuer,
    pub body: String,
    pub number: String,
    pub set_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl NumberRow {
    // open: looks into what was loaded
    pub fn folded(&self) -> Folded {
        Folded { issuer: self.issuer, body: folded_body(&self.body), number: folded_number(&self.number) }
    }
}

impl Committed for NumberRow {
    fn place(&self) -> String {
        format!("outside_numbers/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.person.to_string(),
            self.issuer.to_string(),
            self.body.clone(),
            self.number.clone(),
            self.set_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

type Columns = (
    outside_numbers::id,
    outside_numbers::person_id,
    outside_numbers::issuer,
    outside_numbers::body,
    outside_numbers::number,
    outside_numbers::set_by,
    outside_numbers::known_from,
    outside_numbers::known_until,
);

const COLUMNS: Columns = (
    outside_numbers::id,
    outside_numbers::person_id,
    outside_numbers::issuer,
    outside_numbers::body,
    outside_numbers::number,
    outside_numbers::set_by,
    outside_numbers::known_from,
    outside_numbers::known_until,
);

/// The numbers of a person that hold, with the name of who set each.
// open: the owner's own, or of a person whom the asker was found to reach
pub fn numbers_of(conn: &mut Conn, person: &AccountId) -> Result<Vec<(NumberRow, String)>, Fault> {
    Ok(outside_numbers::table
        .inner_join(accounts::table.on(accounts::id.eq(outside_numbers::set_by)))
        .filter(outside_numbers::person_id.eq(person))
        .filter(outside_numbers::known_until.is_null())
        .order((outside_numbers::issuer, outside_numbers::body_folded, outside_numbers::known_from))
        .select((COLUMNS, accounts::name))
        .load(conn)?)
}

/// Everybody's that hold, as they are compared: a file is matched on them.
// open: whoever reads a file in keeps only the people whom they may see
pub fn every_number(conn: &mut Conn) -> Result<HashMap<Folded, NumberRow>, Fault> {
    let rows: Vec<NumberRow> =
        outside_numbers::table.filter(outside_numbers::known_until.is_null()).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.folded(), row)).collect())
}

/// Writes it as granted. A number that somebody has already is refused; one's own other number of the same body
/// is ended first. Gives the rows as they are now.
pub fn add_number(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepNumber>,
    said: &OutsideNumber,
) -> Result<Vec<NumberRow>, Fault> {
    let (owner, folded, now) = (grant.act().owner.clone(), said.folded(), tx.now());
    let same: Option<AccountId> = outside_numbers::table
        .filter(outside_numbers::issuer.eq(folded.issuer))
        .filter(outside_numbers::body_folded.eq(&folded.body))
        .filter(outside_numbers::number_folded.eq(&folded.number))
        .filter(outside_numbers::known_until.is_null())
        .select(outside_numbers::person_id)
        .first(tx.conn())
        .optional()?;
    match same {
        Some(holder) if holder == owner => {
            return Err(Refusal::new("number-known", "This person has this number already.").into());
        }
        Some(_) => {
            let sentence = "Somebody else has this number already. Check it; an admin can see whose it is.";
            return Err(Refusal::new("number-taken", sentence).into());
        }
        None => {}
    }
    let before: Vec<NumberId> = outside_numbers::table
        .filter(outside_numbers::person_id.eq(&owner))
        .filter(outside_numbers::issuer.eq(folded.issuer))
        .filter(outside_numbers::body_folded.eq(&folded.body))
        .filter(outside_numbers::known_until.is_null())
        .select(outside_numbers::id)
        .load(tx.conn())?;
    let mut rows = Vec::new();
    for id in before {
        rows.push(end_number(tx, grant, &id)?);
    }
    let row = NumberRow {
        id: tx.new_id(),
        person: owner,
        issuer: said.issuer,
        body: said.body.clone(),
        number: said.number.clone(),
        set_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people keep numbers"))?,
        known_from: now,
        known_until: None,
    };
    diesel::insert_into(outside_numbers::table)
        .values((
            outside_numbers::id.eq(&row.id),
            outside_numbers::person_id.eq(&row.person),
            outside_numbers::issuer.eq(row.issuer),
            outside_numbers::body.eq(&row.body),
            outside_numbers::body_folded.eq(&folded.body),
            outside_numbers::number.eq(&row.number),
            outside_numbers::number_folded.eq(&folded.number),
            outside_numbers::set_by.eq(&row.set_by),
            outside_numbers::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    rows.push(row);
    Ok(rows)
}

/// It holds no more. One of somebody else's is not found.
pub fn end_number(tx: &mut Tx<'_>, grant: &Grant<KeepNumber>, id: &NumberId) -> Result<NumberRow, Fault> {
    let now = tx.now();
    let open = outside_numbers::table
        .filter(outside_numbers::id.eq(id))
        .filter(outside_numbers::person_id.eq(&grant.act().owner))
        .filter(outside_numbers::known_until.is_null());
    let ended = diesel::update(open).set(outside_numbers::known_until.eq(now)).execute(tx.conn())?;
    if ended == 0 {
        return Err(Fault::NotFound);
    }
    Ok(outside_numbers::table.find(id).select(COLUMNS).first(tx.conn())?)
}

/// By which numbers others knew the person goes as they are erased, and the numbers on registers; that there were
/// some stays.
pub fn erase_numbers(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let (person, now) = (&grant.act().person, tx.now());
    let known: Vec<NumberRow> = outside_numbers::table
        .filter(outside_numbers::person_id.eq(person))
        .order(outside_numbers::id)
        .select(COLUMNS)
        .load(tx.conn())?;
    for row in known {
        let known_until = Some(row.known_until.unwrap_or(now));
        let row = NumberRow { number: String::new(), known_until, ..row };
        diesel::update(outside_numbers::table.find(&row.id))
            .set((
                outside_numbers::number.eq(""),
                outside_numbers::number_folded.eq(""),
                outside_numbers::known_until.eq(known_until),
            ))
            .execute(tx.conn())?;
        tx.vouch(BookId::house(), &row);
    }
    let stated: Vec<RegistrationRow> = registrations::table
        .filter(registrations::person_id.eq(person))
        .order(registrations::id)
        .load(tx.conn())?;
    for row in stated {
        let row = RegistrationRow { number: String::new(), ..row };
        diesel::update(registrations::table.find(&row.id))
            .set(registrations::number.eq(""))
            .execute(tx.conn())?;
        tx.vouch(BookId::house(), &row);
    }
    Ok(())
}

pub(super) fn number_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<NumberRow> =
        outside_numbers::table.order(outside_numbers::id).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
