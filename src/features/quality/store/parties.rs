//! Who had to do with an entry besides those whom its page tells: whoever was asked about it, and from whom to whom it
//! was handed over. Their names are taken out of what a second reader reads.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::domain::fault::Fault;
use crate::domain::names::*;

/// Their names.
// open: the names are taken out of a text and shown to nobody
pub fn asked_about(conn: &mut Conn, entry: &EntryId) -> Result<Vec<String>, Fault> {
    let asked: Vec<(RequestId, AccountId, AccountId)> = requests::table
        .filter(requests::entry_id.eq(entry))
        .select((requests::id, requests::asked_id, requests::asked_by))
        .load(conn)?;
    let ids: Vec<&RequestId> = asked.iter().map(|(id, ..)| id).collect();
    let handed: Vec<(AccountId, AccountId, AccountId)> = handovers::table
        .filter(handovers::request_id.eq_any(ids))
        .select((handovers::from_id, handovers::to_id, handovers::made_by))
        .load(conn)?;
    let mut people: Vec<&AccountId> = asked.iter().flat_map(|(_, asked, by)| [asked, by]).collect();
    people.extend(handed.iter().flat_map(|(from, to, by)| [from, to, by]));
    Ok(accounts::table.filter(accounts::id.eq_any(people)).select(accounts::name).load(conn)?)
}
