//! A form that was sent before: the same words get the first answer again, other words under the same key a
//! sentence.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::answers;
use crate::db::tx::Once;
use crate::domain::fault::{Fault, Refusal};

pub(super) fn answered(conn: &mut Conn, once: &Once) -> Result<Option<String>, Fault> {
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
