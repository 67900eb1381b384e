//! What this room does without anybody asking: the two letters, and letting lapse what nobody confirmed.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::assessor::Standing;
use crate::domain::audit::Event;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, CodeId, EntryId, StatementId, TicketId};
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::entries::seen;
use crate::features::outside::case::as_owner;
use crate::features::outside::store::{self, CodeLetter, ConfirmLetter};

pub async fn code_letter(app: &App, id: &CodeId, system: System) -> Result<Option<CodeLetter>, Fault> {
    let (id, sealing) = (id.clone(), app.sealing.clone());
    app.write_quietly(Why::LinkMade, move |tx| store::fresh_code(tx, &id, &sealing, system)).await
}

pub async fn confirm_letter(
    app: &App,
    id: &StatementId,
    system: System,
) -> Result<Option<ConfirmLetter>, Fault> {
    let id = id.clone();
    app.write_quietly(Why::LinkMade, move |tx| store::fresh_confirmation(tx, &id, system)).await
}

/// The seven days are over: it never counts, and the trainee is told. Run twice, it does nothing the second time.
pub async fn lapse(app: &App, id: &StatementId, _: System) -> Result<(), Fault> {
    let asked = id.clone();
    let row = app.read(move |r| store::statement(r.conn(), &asked)).await?;
    if !row.is_unconfirmed() {
        return Ok(());
    }
    let (id, ticket) = (row.id.clone(), row.ticket.clone());
    app.write(Books::of_entry(&row.entry), move |tx| {
        let row = store::statement(tx.conn(), &id)?;
        if !row.is_unconfirmed() {
            // Confirmed at this very moment: the next run finds nothing to do.
            return Err(Fault::Busy("confirmed meanwhile".to_owned()));
        }
        let row = store::end_statement(tx, &id, Standing::Lapsed, None)?;
        tell_owner(tx, &row)?;
        let event = Event::new("system", "statement/lapsed", format!("entry/{}", row.entry));
        Ok(Outcome::of((), event.with("statement", &row.id).with("ticket", ticket).row(&row)))
    })
    .await
}

/// Two weeks are over and nobody used the link: its maker is told, if the entry still waits as it was. Run twice, it
/// tells once.
pub async fn lapse_link(app: &App, id: &TicketId, system: System) -> Result<(), Fault> {
    let id = id.clone();
    let told = app.write_quietly(Why::Swept, move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let ticket = store::ticket(tx.conn(), &id)?;
        if now < ticket.expires_at || !store::lapse_ticket(tx, &id, system)? {
            return Ok(());
        }
        let seen = seen(tx.conn(), &shelf, &as_owner(&ticket.owner, now), &ticket.entry)?;
        if seen.state != EntryState::Submitted || seen.version != ticket.version {
            return Ok(());
        }
        let asked = seen.request.is_some();
        let what = Notice::LinkUnused { entry: seen.id.clone(), day: seen.day, asked };
        tx.later(Job::Tell { to: ticket.owner, what })
    });
    match told.await {
        // The entry is gone with its owner: there is nobody to tell.
        Err(Fault::NotFound) => Ok(()),
        other => other,
    }
}

/// However it ended: the letter says how.
pub fn tell_owner(tx: &mut Tx<'_>, row: &store::StatementRow) -> Result<(), Fault> {
    let to = store::owner_of(tx.conn(), &row.ticket)?;
    tx.later(Job::Tell { to, what: Notice::OutsideEnded { statement: row.id.clone() } })
}

/// Somebody new says what somebody else said beside another address: that address hears of it, and whoever leads where the
/// entry is filed says whether they are one person. Until then they are two.
pub fn tell_resembling(
    tx: &mut Tx<'_>,
    entry: &EntryId,
    owner: &AccountId,
    (assessor, before): (&AccountId, &AccountId),
) -> Result<(), Fault> {
    let today = tx.now().day_in(DEFAULT_ZONE);
    let leads = store::leads_of(tx.conn(), entry, today)?.into_iter().filter(|to| to != owner);
    for to in leads.chain(std::iter::once(before.clone())) {
        tx.later(Job::Tell { to, what: Notice::SameRegistration { assessor: assessor.clone() } })?;
    }
    Ok(())
}

/// Somebody may have decided under an address that is not theirs: whoever leads where the entry is filed looks at it.
pub fn tell_leads(tx: &mut Tx<'_>, row: &store::StatementRow) -> Result<(), Fault> {
    let owner = store::owner_of(tx.conn(), &row.ticket)?;
    let today = tx.now().day_in(DEFAULT_ZONE);
    for to in store::leads_of(tx.conn(), &row.entry, today)? {
        if to != owner {
            tx.later(Job::Tell { to, what: Notice::OutsideEnded { statement: row.id.clone() } })?;
        }
    }
    Ok(())
}

/// Codes of other days, at night.
pub fn sweep(tx: &mut Tx<'_>, system: System) -> Result<(), Fault> {
    store::sweep(tx, system)
}
