//! An entry as rules read it: its latest version, what was decided about that, with whom it waits. What whoever
//! signed answered on the assessor's side stands among its values, as if it had always been one form.

use std::sync::Arc;

use crate::domain::entry::{EntryState, Verdict};
use crate::domain::feedback::ROUND;
use crate::domain::kind::{Kind, Values};
use crate::domain::names::{AcceptanceId, AccountId, EnrolmentId, EntryId, EntryVersionId};
use crate::domain::time::{Day, Moment};

/// An entry at its latest version known at the instant.
pub struct EntryRow {
    pub id: EntryId,
    pub kind: Arc<Kind>,
    pub number: i32,
    pub title: String,
    pub version: EntryVersionId,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub first_known: Moment,
    pub version_known: Moment,
    pub withdrawn_at: Option<Moment>,
    pub decisions: Vec<DecisionRow>,
    pub waits: Option<Waits>,
    pub filed_under: Vec<EnrolmentId>,
    pub origin: Origin,
}

/// Where an entry is from, and what was said of it if it is from before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Here,
    /// Nobody has said anything of it, or what was said was taken back.
    Earlier,
    Accepted(AcceptanceId),
    Refused(AcceptanceId),
}

/// Whom the latest version waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    pub asked: AccountId,
    pub since: Moment,
}

/// A decision on the latest version that still stands at the instant.
pub struct DecisionRow {
    pub signer: AccountId,
    pub capacity: String,
    pub verdict: Verdict,
    pub satisfactory: bool,
    pub level: String,
    pub at: Moment,
}

impl EntryRow {
    /// The state that versions, withdrawals, decisions and requests say: what is signed and was asked on
    /// waits again.
    pub fn state(&self) -> EntryState {
        match self.decided() {
            EntryState::Signed if self.waits.is_some() => EntryState::Submitted,
            state => state,
        }
    }

    /// The same for rules, to which a signature is there whoever is asked next.
    pub fn decided(&self) -> EntryState {
        if self.withdrawn_at.is_some() {
            return EntryState::Withdrawn;
        }
        match (&self.origin, self.decisions.last()) {
            (Origin::Here, None) => EntryState::Submitted,
            (Origin::Here, Some(last)) if last.verdict == Verdict::Signed && !self.all_signed() => {
                EntryState::Submitted
            }
            (Origin::Here, Some(last))
                if last.verdict == Verdict::Returned
                    && (self.kind.goes_back_to_supervisor() || self.kind.code == ROUND)
                    && self.waits.is_some() =>
            {
                EntryState::Submitted
            }
            (Origin::Here, Some(last)) => EntryState::after(last.verdict),
            (Origin::Earlier, _) => EntryState::Earlier,
            (Origin::Accepted(_), _) => EntryState::Accepted,
            (Origin::Refused(_), _) => EntryState::NotAccepted,
        }
    }

    /// When the last thing was done that this row tells of.
    pub fn last_known(&self) -> Moment {
        let decided = self.decisions.iter().map(|one| one.at);
        let asked = self.waits.as_ref().map(|waits| waits.since);
        decided.chain(self.withdrawn_at).chain(asked).fold(self.version_known, Moment::max)
    }

    /// Whether nobody else is to sign, as the kind says.
    fn all_signed(&self) -> bool {
        let signed = self.decisions.iter().filter(|one| one.verdict == Verdict::Signed);
        self.kind.next_to_sign(signed.map(|one| one.capacity.as_str())).is_none()
    }

    /// Of several signatures the first: the second does not make it less signed until then. Where the kind itself asks
    /// several, the last.
    pub(super) fn since(&self) -> Moment {
        let last = self.decisions.last().map(|last| last.verdict);
        let run = self.decisions.iter().rev().take_while(|one| Some(one.verdict) == last);
        let decided = if self.kind.signers.is_empty() { run.last() } else { self.decisions.last() };
        let decided = decided.map(|one| one.at);
        self.withdrawn_at.or(decided).unwrap_or(self.version_known)
    }
}
