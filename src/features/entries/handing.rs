//! A request that goes to somebody else, inside a write that has taken the entry's book: one alone, or all of one act.

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::policy::Grant;
use crate::domain::policy::requests::HandOver;
use crate::features::entries::store::{self, HandoverRow, Seen};
use crate::features::standing;

/// Gives a request to somebody else, tells of it, and brings what follows from it up to date; the event tells to whom.
pub fn put_handover(tx: &mut Tx<'_>, grant: &Grant<HandOver>, entry: &Seen) -> Result<Event, Fault> {
    let (row, event) = handed(tx, grant, entry)?;
    store::tell_handed(tx, &[(row, told(entry))])?;
    Ok(event)
}

/// The same of several in one act: everybody gets one letter of it.
pub fn put_handovers(tx: &mut Tx<'_>, all: &[(Grant<HandOver>, Seen)]) -> Result<Vec<Event>, Fault> {
    let (mut rows, mut events) = (Vec::new(), Vec::new());
    for (grant, entry) in all {
        let (row, event) = handed(tx, grant, entry)?;
        rows.push((row, told(entry)));
        events.push(event);
    }
    store::tell_handed(tx, &rows)?;
    Ok(events)
}

/// The trainee, unless they are told nothing of it.
fn told(entry: &Seen) -> Option<AccountId> {
    (!entry.is_closed_to_owner()).then(|| entry.owner.clone())
}

fn handed(tx: &mut Tx<'_>, grant: &Grant<HandOver>, entry: &Seen) -> Result<(HandoverRow, Event), Fault> {
    let row = store::hand_over(tx, grant)?;
    standing::refresh(tx, &entry.portfolio, std::slice::from_ref(&entry.id))?;
    let event = grant
        .event("request/handed-over", format!("entry/{}", entry.id))
        .in_book(entry.portfolio.clone())
        .with("request", &row.request)
        .with("from", &row.from)
        .with("asked", &row.to);
    Ok((row, event))
}
