//! The house's look, each morning, at what several sign in an order and waits with nobody: somebody who may sign next
//! has come since, or it was signed before the next was asked with the signature. Written to be run twice.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::EntryId;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Ask;
use crate::domain::role::System;
use crate::features::entries::{ask_next, seen_by_house, set_state};
use crate::features::signoffs::store;
use crate::features::standing;

/// One entry that cannot be read or written costs the others nothing; the first of the faults is given back.
pub async fn ask_missing(app: &App, system: System) -> Result<(), Fault> {
    let waits = app.read(move |r| {
        let shelf = r.shelf();
        store::waits_with_nobody(r.conn(), &shelf, system)
    });
    let mut failed = None;
    for entry in waits.await? {
        if let Err(fault) = ask_next_of(app, entry, system).await {
            failed = failed.or(Some(fault));
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Whether somebody could be asked is read first: no book is taken where there is still nobody.
async fn ask_next_of(app: &App, entry: EntryId, system: System) -> Result<(), Fault> {
    let id = entry.clone();
    let somebody = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let seen = seen_by_house(r.conn(), &shelf, &id, system)?;
        Ok(store::next_person(r.conn(), (&shelf, now), &seen)?.is_some())
    });
    if !somebody.await? {
        return Ok(());
    }
    match app.write(Books::of_entry(&entry), move |tx| put_request(tx, &entry, system)).await {
        // Somebody was asked meanwhile.
        Err(Fault::NotFound) => Ok(()),
        done => done,
    }
}

fn put_request(tx: &mut Tx<'_>, id: &EntryId, system: System) -> Result<Outcome<()>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let seen = seen_by_house(tx.conn(), &shelf, id, system)?;
    let signer = seen.signed().last().map(|one| one.signer.clone());
    let next = store::next_person(tx.conn(), (&shelf, now), &seen)?;
    let (Some(signer), Some(next), None) = (signer, next, &seen.request) else { return Err(Fault::NotFound) };
    let grant = Grant::to_system(system, Ask { asked: next.clone() });
    let request = ask_next(tx, &grant, &seen, (&next, &signer))?;
    set_state(tx, &grant, id, EntryState::Submitted)?;
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(id))?;
    let event = grant.event("entry/asked-on", format!("entry/{id}"));
    Ok(Outcome::of((), event.with("request", request).with("asked", &next).with("version", &seen.version)))
}
