//! What a return leads to. A trainee changes what they wrote and submits it again; what only a supervisor writes, and what
//! a round of feedback became, goes back to whoever wrote it: no signature stands on it any more, and it waits for them again.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, decisions, requests};
use crate::db::tx::Tx;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, DecisionId};
use crate::domain::policy::Grant;
use crate::domain::policy::signoffs::{DecidedCase, Undo};
use crate::domain::redaction::SENDS_BACK;
use crate::domain::signoff::{CAME_BACK, UNDO_SECONDS};
use crate::domain::time::Moment;
use crate::features::accounts as accounts_room;
use crate::features::entries::{Seen, ask_again, is_being_changed};
use crate::features::signoffs::store::after::waits_again;
use crate::features::signoffs::store::decisions::{DecisionRow, UNDONE, end, row};

/// To whom a return leads, with their name; none where it is the trainee's to change. It is whoever was asked for the
/// first signature, and whoever began it before there is one.
// open: of an entry in sight
pub fn goes_back_to(conn: &mut Conn, seen: &Seen) -> Result<Option<(AccountId, String)>, Fault> {
    if !seen.goes_back_to_writer() {
        return Ok(None);
    }
    if let Some(request) = seen.signed().next().and_then(|first| first.request.as_ref()) {
        return Ok(Some(
            requests::table
                .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
                .filter(requests::id.eq(request))
                .select((accounts::id, accounts::name))
                .first(conn)?,
        ));
    }
    Ok(seen.versions.last().map(|version| (version.by.clone(), version.by_name.clone())))
}

/// The state once it was returned.
pub(super) fn after_return<A>(
    tx: &mut Tx<'_>,
    grant: &Grant<A>,
    returned: &DecisionRow,
    seen: &Seen,
) -> Result<EntryState, Fault> {
    let Some((writer, _)) = goes_back_to(tx.conn(), seen)? else { return Ok(EntryState::Returned) };
    // Once it cannot be undone.
    let at = returned.known_from.plus_seconds(UNDO_SECONDS);
    for one in seen.signed() {
        end(tx, &one.id, CAME_BACK)?;
        vouch(tx, seen, &one.id)?;
        if one.signer != writer && accounts_room::is_for_signing_in(tx.conn(), &one.signer)? {
            let what = Notice::Decided { decision: returned.id.clone() };
            let letter = Job::Tell { to: one.signer.clone(), what };
            tx.later_at(letter, at)?;
        }
    }
    ask_again(tx, grant, seen, (&writer, &returned.signer), (&returned.id, at))?;
    Ok(EntryState::Submitted)
}

/// A decision as undoing and taking back see it.
// open: both rows were found in the person's sight
pub fn decided_case(conn: &mut Conn, row: &DecisionRow, seen: &Seen) -> Result<DecidedCase, Fault> {
    let verdict: Verdict = row.verdict.parse().map_err(Fault::broken)?;
    let last_standing = seen.decisions.iter().rev().find(|decision| decision.stands());
    Ok(DecidedCase {
        decision: row.id.clone(),
        signer: row.signer.clone(),
        verdict,
        at: row.known_from,
        stands: row.known_until.is_none(),
        struck_out: SENDS_BACK.contains(&row.reason.as_str()),
        // What its owner said to it would go with it.
        last_word: seen.version == row.version
            && !seen.acknowledged.iter().any(|one| one.version == row.version && one.at >= row.known_from)
            && matches!(seen.state, EntryState::Submitted | EntryState::Signed | EntryState::Returned)
            && last_standing.is_some_and(|decision| decision.id == row.id),
        begun_with: seen.kind.is_begun()
            && seen.decisions.first().is_some_and(|first| first.id == row.id)
            && seen.versions.first().is_some_and(|first| first.id == row.version && first.by == row.signer),
        being_changed: is_being_changed(conn, seen)?,
        own_record: seen.kind.is_begun()
            && matches!(seen.versions.as_slice(), [only] if only.by == row.signer)
            && seen.decisions.iter().all(|one| !one.stands() || one.id == row.id),
    })
}

/// As if the decision had never been: the entry is submitted and waits where it waited, with the signatures that stood
/// then, and with nobody who was asked because of it.
pub fn undo(
    tx: &mut Tx<'_>,
    grant: &Grant<Undo>,
    before: &DecisionRow,
    seen: &Seen,
) -> Result<DecisionRow, Fault> {
    end(tx, &grant.act().decision, UNDONE)?;
    if before.verdict == Verdict::Returned.as_str() {
        let ended = (before.known_from, CAME_BACK.to_owned());
        for one in seen.decisions.iter().filter(|one| one.undone.as_ref() == Some(&ended)) {
            diesel::update(decisions::table.find(&one.id))
                .set((decisions::known_until.eq(None::<Moment>), decisions::undone_why.eq("")))
                .execute(tx.conn())?;
            vouch(tx, seen, &one.id)?;
        }
    }
    waits_again(tx, grant, before, seen)?;
    row(tx, &before.id)
}

fn vouch(tx: &mut Tx<'_>, seen: &Seen, id: &DecisionId) -> Result<(), Fault> {
    let now: DecisionRow = row(tx, id)?;
    tx.vouch(seen.portfolio.clone(), &now);
    Ok(())
}
