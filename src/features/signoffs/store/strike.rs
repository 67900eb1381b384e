//! What somebody wrote with a decision, struck out; and the signature ended that stood on something struck out.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::decisions;
use crate::db::tx::Tx;
use crate::domain::entry::{Covers, EntryState, Verdict, cover_prose, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::kind::Confirmer;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::{Left, SENT_BACK, SENT_BACK_TO_WRITER, UNSIGNED};
use crate::features::entries::{self as entries_room, Closed, Seen};
use crate::features::signoffs::store::back::goes_back_to;
use crate::features::signoffs::store::decisions::{DecisionRow, PROSE, UNDONE, end, row};

/// Words of these decisions, where they are of this entry.
pub fn strike_words(
    tx: &mut Tx<'_>,
    _grant: &Grant<Strike>,
    seen: &Seen,
    ids: &[&DecisionId],
) -> Result<Vec<Left>, Fault> {
    let mut left = Vec::new();
    for known in seen.decisions.iter().filter(|known| ids.contains(&&known.id)) {
        let mut one = row(tx, &known.id)?;
        let mut covers: Covers = serde_json::from_str(&one.salts).unwrap_or_default();
        let unsalted = covers.is_empty();
        // `undo` is a word of the house's, by which rules know an undone decision.
        let undone = if one.undone_why == UNDONE { String::new() } else { one.undone_why.clone() };
        let mut texts = [one.reason.clone(), one.comment.clone(), undone];
        let mut struck = Vec::new();
        for (key, text) in PROSE.iter().zip(&mut texts) {
            let commitment = strike_prose(key, text, &mut covers, || tx.secret());
            struck.extend(commitment.map(|commitment| Left {
                row: format!("decisions/{}", one.id),
                key: (*key).to_owned(),
                left: commitment,
            }));
        }
        if struck.is_empty() {
            continue;
        }
        if unsalted {
            // A row with salts has one for each piece of prose, the empty ones too.
            for (key, cover) in cover_prose(&PROSE, || tx.secret()) {
                covers.entry(key).or_insert(cover);
            }
        }
        let [reason, comment, undone] = texts;
        (one.reason, one.comment) = (reason, comment);
        if one.undone_why != UNDONE {
            one.undone_why = undone;
        }
        let salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
        diesel::update(decisions::table.find(&one.id))
            .set((
                decisions::reason.eq(&one.reason),
                decisions::comment.eq(&one.comment),
                decisions::undone_why.eq(&one.undone_why),
                decisions::salts.eq(salts),
            ))
            .execute(tx.conn())?;
        vouch(tx, seen, &one.id)?;
        left.extend(struck);
    }
    Ok(left)
}

/// The entry goes back to its owner, or to whoever wrote what its owner could not change, as a return does: who was asked no longer
/// is, no signature stands on its latest version, and it is returned with the house's own words. Gives whether it was;
/// what needs no signature, is withdrawn or came from before stays where it is.
pub fn reopen(tx: &mut Tx<'_>, grant: &Grant<Strike>, seen: &Seen) -> Result<bool, Fault> {
    let waits = matches!(seen.state, EntryState::Submitted | EntryState::Signed | EntryState::Returned);
    if !waits || seen.kind.confirmed_by == Confirmer::Nobody {
        return Ok(false);
    }
    let writer = assesses_again(tx.conn(), seen)?;
    entries_room::close_requests(tx, grant, &seen.id, None, Closed::Withdrawn)?;
    let standing = seen.decisions.iter().filter(|one| one.stands() && one.version == seen.version);
    let mut told: Vec<AccountId> = Vec::new();
    for one in standing {
        end(tx, &one.id, UNSIGNED)?;
        vouch(tx, seen, &one.id)?;
        if one.verdict == Verdict::Signed && !told.contains(&one.signer) {
            told.push(one.signer.clone());
        }
    }
    let returned = send_back(tx, grant, seen, writer.is_some())?;
    let state = match &writer {
        Some(writer) => {
            // The return tells them.
            told.retain(|one| one != writer);
            let now = tx.now();
            entries_room::ask_again(tx, grant, seen, (writer, &returned.signer), (&returned.id, now))?;
            EntryState::Submitted
        }
        None => EntryState::Returned,
    };
    entries_room::set_state(tx, grant, &seen.id, state)?;
    let owner = (!seen.is_closed_to_owner()).then(|| seen.owner.clone());
    for to in told.into_iter().chain(owner) {
        tx.later(Job::Tell { to, what: Notice::StruckOut { entry: seen.id.clone() } })?;
    }
    Ok(true)
}

/// Whom it waits with afterwards, where that is not its owner: whoever a return reaches; and while nobody has signed it,
/// whoever it waits with, to whom it may have been handed over.
fn assesses_again(conn: &mut Conn, seen: &Seen) -> Result<Option<AccountId>, Fault> {
    let Some((writer, _)) = goes_back_to(conn, seen)? else { return Ok(None) };
    Ok(Some(match (seen.signed().next(), &seen.request) {
        (None, Some(open)) => open.asked.clone(),
        _ => writer,
    }))
}

/// A return in the name of who struck out, also where the house does it again by itself.
fn send_back(
    tx: &mut Tx<'_>,
    grant: &Grant<Strike>,
    seen: &Seen,
    to_writer: bool,
) -> Result<DecisionRow, Fault> {
    let (id, now): (DecisionId, _) = (tx.new_id(), tx.now());
    let by = grant.account().or(grant.act().first_by.as_ref());
    let signer = by.unwrap_or(&seen.owner).clone();
    let salts = serde_json::to_string(&cover_prose(&PROSE, || tx.secret())).map_err(Fault::broken)?;
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(&id),
            decisions::entry_id.eq(&seen.id),
            decisions::version_id.eq(&seen.version),
            decisions::signer_id.eq(&signer),
            decisions::capacity.eq(grant.act().capacity.as_str()),
            decisions::verdict.eq(Verdict::Returned.as_str()),
            decisions::satisfactory.eq(false),
            decisions::level.eq(""),
            decisions::reason.eq(if to_writer { SENT_BACK_TO_WRITER } else { SENT_BACK }),
            decisions::comment.eq(""),
            decisions::root.eq(&seen.root),
            decisions::known_from.eq(now),
            decisions::undone_why.eq(""),
            decisions::salts.eq(salts),
        ))
        .execute(tx.conn())?;
    vouch(tx, seen, &id)?;
    row(tx, &id)
}

fn vouch(tx: &mut Tx<'_>, seen: &Seen, id: &DecisionId) -> Result<(), Fault> {
    let row: DecisionRow = row(tx, id)?;
    tx.vouch(seen.portfolio.clone(), &row);
    Ok(())
}
