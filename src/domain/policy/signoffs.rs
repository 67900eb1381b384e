//! Who may decide on an entry: never its owner, always somebody whose appointment covers the day of
//! the case over one of the enrolments it is filed under and has not ended more than 60 days ago.
//! A kind that a supervisor confirms may be decided by a lead as well, one that a lead confirms by a
//! lead only, and there the appointment is judged today: a paper may be older than anybody's post. Being asked makes an entry somebody's turn, not somebody's right: a colleague of the
//! same appointment may decide for a person on leave. Undoing and taking back belong to the signer alone.

use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::kind::Confirmer;
use crate::domain::names::{AccountId, DecisionId, EntryId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Withdraw;
use crate::domain::role::{Capacity, Person};
use crate::domain::signoff::UNDO_SECONDS;
use crate::domain::time::{Day, Moment};

#[cfg(test)]
mod tests;

/// Signing or returning one entry, in one capacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decide {
    pub entry: EntryId,
    pub capacity: Capacity,
}

/// Making one's decision of a moment ago as if it had never been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    pub decision: DecisionId,
}

/// Taking back a signature given earlier, with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeBack {
    pub decision: DecisionId,
}

#[derive(Debug, Clone)]
pub struct DecideCase {
    pub entry: EntryId,
    pub owner: AccountId,
    /// When it happened.
    pub day: Day,
    pub state: EntryState,
    pub confirmed_by: Confirmer,
    /// A university administrator may enter this kind, and so sign it.
    pub university: bool,
    /// The signer's address reaches the owner's mailbox, or one that the owner proved.
    pub same_person: bool,
    /// What was on the signer's screen is still the latest version, word for word.
    pub current: bool,
    /// Held by the person over an enrolment that the entry is filed under and that is not frozen: on that day
    /// and not ended more than 60 days ago; today, where a lead confirms.
    pub capacities: Vec<Capacity>,
    /// Why nothing is decided: everything that it is filed under is frozen.
    pub frozen: Option<String>,
    /// This person has signed what is on the screen already, under whatever account or address.
    pub signed_already: bool,
    /// Somebody has signed, and a programme asks for another signature in one of these; empty: as the kind says.
    pub next: Vec<Capacity>,
    /// To whom a return leads where a supervisor wrote it; otherwise it is the trainee's to change.
    pub goes_back_to: Option<AccountId>,
    /// With whom it waits.
    pub waits_with: Option<AccountId>,
    /// Why it is not signed yet: it asks for a whole, and something comes first. It can be returned.
    pub first: Option<String>,
}

/// The code of the refusal after which the page shows what has changed.
pub const CHANGED: &str = "changed-since";
/// The code of the refusal of a whole before what comes first.
pub const COMES_FIRST: &str = "comes-first";

/// Grants the capacity that entitles: the one that the kind names, else that of a lead.
pub fn may_decide(person: &Person, case: &DecideCase) -> Result<Grant<Decide>, Refusal> {
    let capacity = entitles(&person.account, case)?;
    if let Some(sentence) = &case.first {
        return Err(Refusal::new(COMES_FIRST, sentence.clone()));
    }
    Ok(Grant::to(person, Decide { entry: case.entry.clone(), capacity }))
}

/// To send it back. What a supervisor wrote goes back to them, so there is nothing to return while it is with them.
pub fn may_return(person: &Person, case: &DecideCase) -> Result<Grant<Decide>, Refusal> {
    let capacity = entitles(&person.account, case)?;
    let there = |writer: &AccountId| *writer == person.account || case.waits_with.as_ref() == Some(writer);
    refuse_unless(!case.goes_back_to.as_ref().is_some_and(there), || {
        let sentence = "It waits with whoever wrote it already, so there is nobody to return it to. Nothing was changed.";
        Refusal::new("with-its-writer", sentence)
    })?;
    Ok(Grant::to(person, Decide { entry: case.entry.clone(), capacity }))
}

/// The capacity in which this account decides.
pub(super) fn entitles(account: &AccountId, case: &DecideCase) -> Result<Capacity, Refusal> {
    refuse_unless(*account != case.owner, || {
        Refusal::new("own-work", "Nobody decides on their own work. Ask somebody who supervised you.")
    })?;
    refuse_unless(!case.same_person, || {
        Refusal::new("own-work", "Nobody decides on their own work, under whatever address.")
    })?;
    let wanted: &[Capacity] = match case.confirmed_by {
        Confirmer::Supervisor => &[Capacity::Supervisor, Capacity::Lead, Capacity::Assessor],
        Confirmer::Lead if case.university => &[Capacity::Lead, Capacity::University],
        Confirmer::Lead => &[Capacity::Lead],
        Confirmer::Nobody => {
            let sentence = "An entry like this needs no signature: the trainee’s own word is enough.";
            return Err(Refusal::new("needs-no-signature", sentence));
        }
    };
    if let Some(sentence) = &case.frozen {
        return Err(Refusal::new("frozen", sentence.clone()));
    }
    let wanted = if case.next.is_empty() { wanted } else { &case.next };
    let held = wanted.iter().find(|capacity| case.capacities.contains(capacity)).ok_or_else(|| {
        Refusal::new(
            "not-entitled",
            format!(
                "You hold no appointment that covers this entry on {}, so you cannot decide on it. If you \
                 should, ask the training lead to put the appointment right.",
                case.day
            ),
        )
    })?;
    match case.state {
        EntryState::Submitted => {}
        EntryState::Signed => {
            return Err(Refusal::new("signed-already", "It has been signed already. Nothing was changed."));
        }
        EntryState::Returned => {
            let sentence = "It has been returned already and now waits for the trainee. Nothing was changed.";
            return Err(Refusal::new("returned-already", sentence));
        }
        EntryState::Withdrawn => {
            let sentence = "The trainee has withdrawn it. There is nothing to decide.";
            return Err(Refusal::new("withdrawn", sentence));
        }
        EntryState::Earlier | EntryState::Accepted | EntryState::NotAccepted => {
            let sentence =
                "It came in with an earlier record, so it is accepted as a whole and not signed here.";
            return Err(Refusal::new("earlier", sentence));
        }
    }
    refuse_unless(!case.signed_already, || {
        let sentence = "You have signed it already. It waits for the signature of somebody else.";
        Refusal::new("signed-yourself", sentence)
    })?;
    refuse_unless(case.current, || {
        let sentence = "It was changed while you were reading it, so nothing was signed. Read it again.";
        Refusal::new(CHANGED, sentence)
    })?;
    Ok(*held)
}

/// A decision as undoing and taking back see it.
#[derive(Debug, Clone)]
pub struct DecidedCase {
    pub decision: DecisionId,
    pub signer: AccountId,
    pub verdict: Verdict,
    pub at: Moment,
    /// Neither undone nor taken back.
    pub stands: bool,
    /// The house made it of what somebody struck out.
    pub struck_out: bool,
    /// The entry is as the decision left it: no newer version, no later decision, not withdrawn.
    pub last_word: bool,
    /// The entry was begun with it: nothing of it was there before.
    pub begun_with: bool,
    /// Its owner has begun what is to follow it.
    pub being_changed: bool,
    /// The signer wrote the entry down themselves, nobody has changed it since, and nobody else's signature stands.
    pub own_record: bool,
}

pub fn may_undo(person: &Person, case: &DecidedCase, now: Moment) -> Result<Grant<Undo>, Refusal> {
    own(person, case)?;
    standing(case)?;
    refuse_unless(!case.struck_out, || {
        let sentence = "It went back because something was struck out of it, and that is for good: it is assessed again.";
        Refusal::new("struck-out", sentence)
    })?;
    refuse_unless(now < case.at.plus_seconds(UNDO_SECONDS), || {
        let sentence = match case.verdict {
            Verdict::Signed => {
                "The ten seconds are over, and whoever is told of it has been. You can still take the signature \
                 back, with a reason, under Decided."
            }
            Verdict::Returned => {
                "The ten seconds are over, and whoever it went back to has been told. They can go on with it as it is."
            }
        };
        Refusal::new("too-late", sentence)
    })?;
    refuse_unless(case.last_word, || {
        Refusal::new("gone-on", "It has gone on since, so there is nothing left to undo.")
    })?;
    Ok(Grant::to(person, Undo { decision: case.decision.clone() }))
}

/// What was begun with a decision goes with it once that is undone: nobody knows of it yet, and nobody has begun to
/// change it.
pub fn may_undo_begun(
    person: &Person,
    entry: &EntryId,
    case: &DecidedCase,
    now: Moment,
) -> Result<Grant<Withdraw>, Refusal> {
    may_undo(person, case, now)?;
    refuse_unless(case.begun_with, || {
        Refusal::new("there-before", "It was there before this decision, and waits as it did.")
    })?;
    refuse_unless(!case.being_changed, || {
        let sentence = "The trainee has begun to change it, so there is nothing left to undo.";
        Refusal::new("being-changed", sentence)
    })?;
    Ok(Grant::to(person, Withdraw { entry: entry.clone() }))
}

pub fn may_take_back(person: &Person, case: &DecidedCase) -> Result<Grant<TakeBack>, Refusal> {
    own(person, case)?;
    refuse_unless(case.verdict == Verdict::Signed, || {
        let sentence = "Only a signature can be taken back. What you returned waits with whoever wrote it.";
        Refusal::new("not-a-signature", sentence)
    })?;
    standing(case)?;
    Ok(Grant::to(person, TakeBack { decision: case.decision.clone() }))
}

/// What somebody wrote down and signed themselves for somebody else, by mistake: they take it out with their signature.
/// Nobody else could: its owner does not withdraw what others write, and would have to send it for a signature for ever.
pub fn may_take_out(
    person: &Person,
    entry: &EntryId,
    case: &DecidedCase,
) -> Result<Grant<Withdraw>, Refusal> {
    may_take_back(person, case)?;
    refuse_unless(case.own_record && case.last_word, || {
        let sentence = "Only what you wrote down yourself can be taken out, as long as nobody has changed, answered or \
                        signed it since.";
        Refusal::new("not-your-record", sentence)
    })?;
    refuse_unless(!case.being_changed, || {
        let sentence = "The trainee has begun to change it. Ask them to delete their draft first.";
        Refusal::new("being-changed", sentence)
    })?;
    Ok(Grant::to(person, Withdraw { entry: entry.clone() }))
}

fn own(person: &Person, case: &DecidedCase) -> Result<(), Refusal> {
    refuse_unless(person.account == case.signer, || {
        Refusal::new("not-your-decision", "Only the person who decided can undo it or take it back.")
    })
}

fn standing(case: &DecidedCase) -> Result<(), Refusal> {
    refuse_unless(case.stands, || {
        Refusal::new("stands-no-longer", "This was undone or taken back already. Nothing was changed.")
    })
}
