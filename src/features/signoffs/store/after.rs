//! What follows from a decision for the entry's state and its requests. Where several sign in an order, exactly one
//! request is open as long as a signature is missing: the next is asked with the signature before it, and a signature
//! that ends takes along those that stand on it, and the request that it had made.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{decisions, entries, entry_versions, requests};
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, DecisionId, EntryId};
use crate::domain::policy::Grant;
use crate::domain::role::{Sight, System};
use crate::domain::signoff::LAPSED;
use crate::domain::time::Moment;
use crate::features::entries::{
    self as entries_room, Closed, DecisionShown, Next, Seen, next_people, still_open,
};
use crate::features::signoffs::store::decisions::{DecisionRow, end, row};
use crate::features::signoffs::store::same::{is_same_person, signed_by};
use crate::features::{accounts, standing};

/// The state once the last of `signed.decisions` was given. In an order the next is asked.
pub(super) fn after_signature<A>(
    tx: &mut Tx<'_>,
    grant: &Grant<A>,
    signed: &Seen,
) -> Result<EntryState, Fault> {
    let asked = asks_next(tx, grant, signed)?;
    Ok(if asked { EntryState::Submitted } else { signed.signed_state() })
}

/// Whether somebody was asked.
fn asks_next<A>(tx: &mut Tx<'_>, grant: &Grant<A>, signed: &Seen) -> Result<bool, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let signer = grant.account().cloned().ok_or_else(|| Fault::broken("a person signs"))?;
    let Some(person) = next_person(tx.conn(), (&shelf, now), signed)? else { return Ok(false) };
    entries_room::ask_next(tx, grant, signed, (&person, &signer))?;
    Ok(true)
}

/// Who is asked next: nobody where nothing is missing, where no order says whose turn it is, or where there is nobody
/// who might sign.
// open: those whom the owner could ask, for the house to ask one of them
pub fn next_person(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    signed: &Seen,
) -> Result<Option<AccountId>, Fault> {
    let open = still_open(conn, shelf, signed, now)?;
    let Some(next) = open.next.filter(|next| next.wanted.ordered) else { return Ok(None) };
    let today = now.day_in(signed.zone);
    let owner = Sight::on_behalf_of(signed.owner.clone(), today);
    let mut able = Vec::new();
    for (person, _) in next_people(conn, &owner, signed, &next)? {
        if !is_same_person(conn, &person, &signed.owner)? && !signed_by(conn, &person, signed)? {
            able.push(person);
        }
    }
    entries_room::whom_to_ask(conn, signed, &able, today)
}

/// What somebody has signed, is not signed by all, and waits with nobody: there was nobody who might sign next, or it
/// is from before the next was asked with the signature. Where only a programme asks for the next it counts as signed.
pub fn waits_with_nobody(conn: &mut Conn, shelf: &Shelf, system: System) -> Result<Vec<EntryId>, Fault> {
    let mut all = standing::stopped(conn, shelf, system)?;
    all.extend(begun_with_nobody(conn)?);
    Ok(all.into_iter().collect())
}

// open: ids only, for the house's own round
fn begun_with_nobody(conn: &mut Conn) -> Result<Vec<EntryId>, Fault> {
    let asked = requests::table.filter(requests::closed_at.is_null()).select(requests::entry_id);
    Ok(entries::table
        .inner_join(entry_versions::table.on(entry_versions::entry_id.eq(entries::id)))
        .inner_join(decisions::table.on(decisions::version_id.eq(entry_versions::id)))
        .filter(entries::state.eq(EntryState::Submitted.as_str()))
        .filter(entry_versions::number.eq(entries::latest))
        .filter(decisions::known_until.is_null())
        .filter(decisions::verdict.eq(Verdict::Signed.as_str()))
        .filter(entries::id.ne_all(asked))
        .order(entries::id)
        .select(entries::id)
        .distinct()
        .load(conn)?)
}

fn next_of(tx: &mut Tx<'_>, entry: &Seen) -> Result<Option<Next>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    Ok(still_open(tx.conn(), &shelf, entry, now)?.next)
}

/// The request that was decided on is open again, and no other one.
pub(super) fn waits_again<A>(
    tx: &mut Tx<'_>,
    grant: &Grant<A>,
    before: &DecisionRow,
    seen: &Seen,
) -> Result<(), Fault> {
    if let Some(request) = &before.request {
        entries_room::reopen_request(tx, grant, request)?;
    }
    entries_room::close_requests(tx, grant, &seen.id, before.request.as_ref(), Closed::Replaced)?;
    entries_room::set_state(tx, grant, &seen.id, EntryState::Submitted)
}

/// After a signature on the latest version has ended: what still stands says what is missing.
pub(super) fn after_ending<A>(
    tx: &mut Tx<'_>,
    grant: &Grant<A>,
    before: &DecisionRow,
    seen: &Seen,
) -> Result<(), Fault> {
    let now = tx.now();
    let later: Vec<DecisionShown> =
        seen.signed().skip_while(|one| one.id != before.id).skip(1).cloned().collect();
    let ids: Vec<DecisionId> =
        std::iter::once(&before.id).chain(later.iter().map(|one| &one.id)).cloned().collect();
    let mut after = seen.without(&ids, now);
    let mut next = next_of(tx, &after)?;
    if next.as_ref().is_some_and(|next| next.wanted.ordered) {
        for one in &later {
            lapse(tx, seen, one)?;
        }
    } else if !later.is_empty() {
        after = seen.without(std::slice::from_ref(&before.id), now);
        next = next_of(tx, &after)?;
    }
    let none = after.signed().next().is_none();
    if none || (next.is_some() && before.request.is_some()) {
        return waits_again(tx, grant, before, seen);
    }
    entries_room::close_requests(tx, grant, &seen.id, None, Closed::Replaced)?;
    let state = after_signature(tx, grant, &after)?;
    entries_room::set_state(tx, grant, &seen.id, state)
}

/// Whoever gave it is told; what it said of a signature that is gone says nothing any more.
fn lapse(tx: &mut Tx<'_>, seen: &Seen, one: &DecisionShown) -> Result<(), Fault> {
    end(tx, &one.id, LAPSED)?;
    let ended: DecisionRow = row(tx, &one.id)?;
    tx.vouch(seen.portfolio.clone(), &ended);
    if !accounts::is_for_signing_in(tx.conn(), &one.signer)? {
        return Ok(());
    }
    let sentence = format!(
        "A signature before yours on an entry of {} was taken back, so yours no longer stands either. You are asked \
         again once it is signed anew.",
        seen.day
    );
    tx.later(Job::Tell { to: one.signer.clone(), what: Notice::Added { sentence, names: Vec::new() } })
}
