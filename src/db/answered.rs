//! A form that was sent before: the same words get the first answer again, other words under the same key a
//! sentence.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::answers;
use crate::db::tx::{Books, Means, Once, Outcome, Tx, taken};
use crate::domain::fault::{Fault, Refusal};

/// An act, unless this very form was answered before: then the first answer, and nothing is done.
pub fn act_once(
    conn: &mut Conn,
    means: &Means,
    once: &Once,
    books: Books,
    f: impl FnOnce(&mut Tx<'_>) -> Result<Outcome<String>, Fault>,
) -> Result<String, Fault> {
    if let Some(location) = answered(conn, once)? {
        return Ok(location);
    }
    let mut tx = taken(conn, means, books)?;
    // Of two that come at once on PostgreSQL the second has waited at the book for the first, and finds its answer.
    if let Some(location) = answered(tx.conn(), once)? {
        return Ok(location);
    }
    let outcome = f(&mut tx)?;
    tx.append(outcome.events)?;
    let location = outcome.value;
    diesel::insert_into(answers::table)
        .values((
            answers::account_id.eq(&once.account),
            answers::key.eq(&once.key),
            answers::route.eq(&once.route),
            answers::body_hash.eq(&once.body_hash),
            answers::location.eq(&location),
            answers::at.eq(means.clock.now()),
        ))
        .execute(conn)?;
    Ok(location)
}

fn answered(conn: &mut Conn, once: &Once) -> Result<Option<String>, Fault> {
    let found: Option<(String, String, String)> = answers::table
        .find((&once.account, &once.key))
        .select((answers::route, answers::body_hash, answers::location))
        .first(conn)
        .optional()?;
    match found {
        None => Ok(None),
        Some((route, body, location)) if route == once.route && body == once.body_hash => Ok(Some(location)),
        Some(_) => Err(Refusal::new(
            "sent-before",
            "This form was already sent with other words. Go back, reload the page and send it again.",
        )
        .into()),
    }
}
