//! The heart: `assess(version, facts, as_of)` says, for every requirement, what was recorded, submitted
//! and signed, whether it is met or locked, which facts count and which do not and why, what waits with
//! whom, and until which day the answer holds by itself. It is pure and total: no clock, no database, no
//! panic on any input, and the order in which facts are given changes nothing.
//!
//! *Recorded* is what matches the rule in any state but withdrawn; *signed* is what counts (decided by
//! someone entitled, satisfactory, within caps); *submitted* is what would be added if everything that
//! waits were signed. A withdrawn fact is as if it had never been.

mod accepted;
mod ahead;
mod aside;
mod asking_on;
mod assess;
mod blank;
mod combine;
mod condition;
mod context;
mod coverage;
mod entrusted;
mod exam;
mod feedback;
mod held;
mod judge;
mod length;
mod life;
mod marks;
mod meeting;
mod mix;
mod next;
mod preview;
mod say;
mod share;
mod signers;
mod signoff;
mod spans;
mod tally;
mod told;
mod windows;
mod years;

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::fact::LifeState;
use crate::domain::programme::Necessity;
use crate::domain::time::{Day, Moment};
use crate::text_words;

pub use ahead::{Ahead, Rhythm};
pub use asking_on::{NextSigner, Signatures, next_signer, signed_last};
pub use assess::assess;
pub use entrusted::{Entrusted, asks_approved, asks_entrusted, entrusted, entrusts, lapses};
pub use life::{Closed, closed, frozen, last_day, life_of};
pub use next::only_to_enter;
pub use preview::{WouldCount, summary, would_count};
pub use told::about;

/// Raised whenever the same version and facts may give another answer, or it is stored otherwise; stands
/// beside every standing. 2: the facts behind an answer are no longer stored with it. 3: days as steps.
/// 4: every rule and modifier of the programme file. 5 and 6: what stands beside a rule is told too, and the
/// cheapest next step names it. 7: what a rule itself sees coming, for the forecast; an assessor without an
/// account signs what a supervisor may. 8: *Started* where no day says how fast. 9: a share of nothing says so.
/// 10: whether all that waits is to be entered elsewhere.
pub const ENGINE: u32 = 10;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub programme: String,
    pub version: String,
    pub engine: u32,
    pub as_of: Moment,
    /// The day of `as_of` in the enrolment's zone.
    pub day: Day,
    /// In the order of the programme.
    pub requirements: Vec<Standing>,
    /// The earliest of the requirements' days, and of the changes in the enrolment's life.
    pub holds_until: Option<Day>,
    pub life: Life,
}

/// What the enrolment itself is on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    pub state: LifeState,
    pub since: Option<Day>,
    /// Of a withdrawal.
    pub award: String,
    /// The deadline at which filing and deciding stop; past where `is_frozen`.
    pub freeze: Option<Moment>,
    pub is_frozen: bool,
    /// What the programme calls completed is met.
    pub completed: bool,
}

/// Where one requirement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The requirement's code.
    pub id: String,
    pub title: String,
    pub necessity: Necessity,
    /// Nobody has confirmed the figure: shown with a badge, blocks nobody.
    pub illustrative: bool,
    /// Name and reason of whoever waived it.
    pub waived: Option<(String, String)>,
    /// Required, confirmed and not waived: only then it locks others or makes anyone Behind.
    pub binding: bool,
    pub recorded: Amount,
    pub submitted: Amount,
    pub signed: Amount,
    pub target: Amount,
    /// What the four figures count: `cases`.
    pub unit: String,
    pub met: bool,
    /// It would be met if everything that waits were signed.
    pub would_meet: bool,
    pub locked: bool,
    pub locked_by: Vec<Lock>,
    /// It was held and is no longer.
    pub lapsed: bool,
    /// Something recorded went wrong and nothing that waits can mend it: a failed unit, an unexplained gap.
    pub failing: bool,
    /// The result in words where the figures do not say it: `64`, `Mean 66, Merit`.
    pub result: Option<String>,
    /// Facts that count, by day.
    pub counted: Vec<Counted>,
    /// Facts that wait and would count.
    pub pending: Vec<Counted>,
    /// Facts that the rule touches and that do not count, each with its first reason.
    pub not_counted: Vec<NotCounted>,
    pub waits: Vec<Wait>,
    pub minimums: Vec<Minimum>,
    /// Codes of the requirements that this one combines.
    pub children: Vec<Child>,
    /// What counts although something about it is not known.
    pub warnings: Vec<Warning>,
    pub due: Option<Day>,
    /// The window in days, where it has ends that are known.
    pub window: Option<Span>,
    pub next: Option<Next>,
    /// The first day on which this answer could change by itself.
    pub holds_until: Option<Day>,
    /// The day of the fact that met it last.
    pub met_on: Option<Day>,
    /// The last day of grace after the window's end.
    #[serde(default)]
    pub grace_until: Option<Day>,
    /// What days and credits alone do not say of the time to come; only while it is not met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Ahead>,
}

impl Default for Life {
    /// Active, without a deadline.
    fn default() -> Life {
        Life {
            state: LifeState::Active,
            since: None,
            award: String::new(),
            freeze: None,
            is_frozen: false,
            completed: false,
        }
    }
}

impl Standing {
    /// In the denominator of what combines it: binding, or asked only there.
    pub fn is_asked(&self) -> bool {
        let part = self.necessity == Necessity::Part && !self.illustrative && self.waived.is_none();
        self.binding || part
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    pub code: String,
    pub title: String,
    /// `needs 150 cases (118 signed)`.
    pub sentence: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Empty where an answer was stored: then it is the sum of a day.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fact: String,
    pub day: Day,
    pub credit: Amount,
    /// How it counts, where not like all others: in grace, or accepted from before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCounted {
    pub fact: String,
    pub reason: Reason,
    /// Begins in lower case, to stand after "because", in words to the trainee: `you only observed`.
    pub sentence: String,
}

text_words! {
    /// Why a fact does not count. The sentence beside it says it for the person.
    enum Reason "reason" {
        NotFiled = "not-filed",
        Condition = "condition",
        OutsideWindow = "outside-window",
        InFuture = "in-future",
        SiteNotAccredited = "site-not-accredited",
        NoSupervisor = "no-supervisor",
        SupervisorNotRegistered = "supervisor-not-registered",
        SupervisorUnknown = "supervisor-registration-unknown",
        Returned = "returned",
        WaitsForSignature = "waits-for-signature",
        OwnSignature = "own-signature",
        SignerIsTrainee = "signer-is-trainee",
        SignerCapacity = "signer-not-entitled",
        SignerNotRegistered = "signer-not-registered",
        SignerUnknown = "signer-registration-unknown",
        TooFewSigners = "too-few-signers",
        Unsatisfactory = "outcome-unsatisfactory",
        NoWeight = "no-weight",
        SameCase = "same-case",
        OverCap = "over-cap",
        NoMark = "no-mark",
        Provisional = "provisional",
        BelowPass = "below-pass",
        OtherAttempt = "other-attempt",
        UnknownPart = "unknown-part",
        AttemptsUsed = "attempts-used",
        OtherCategory = "other-category",
        NotYetValid = "not-yet-valid",
        Lapsed = "lapsed",
        NoType = "no-type",
        /// It came, or was decided, after the deadline that froze the enrolment.
        Frozen = "after-deadline",
        EarlierNotAccepted = "earlier-not-accepted",
        /// Signed here, and not yet entered in the system that holds the official record.
        NotEntered = "not-entered",
        SignersOrder = "signers-out-of-order",
        SignerNotApproved = "signer-not-approved",
        SignerNotEntrusted = "signer-not-entrusted",
        UnknownItem = "unknown-item",
        TooLittleEvidence = "too-little-evidence",
        Overlaps = "overlaps",
        Hurdle = "hurdle-missed",
        TooLong = "wrong-length",
        TooFewRaters = "too-few-raters",
        NoSelfRating = "no-self-rating",
        NotReleased = "not-released",
        SamePeriod = "same-period",
        Absent = "somebody-absent",
    }
    /// The kind of act that would move a requirement most.
    enum Step "step" {
        AnswerReturned = "answer-returned",
        Wait = "wait",
        Record = "record",
        Unlock = "unlock",
        Renew = "renew",
        Explain = "explain",
        Vary = "vary",
        Resit = "resit",
        /// Enter what is signed here in the system that holds the official record.
        Enter = "enter",
        /// The same, and nothing else of it waits.
        EnterAll = "enter-all",
    }
}

impl Reason {
    /// Somebody else’s signature would count there.
    pub fn lies_in_signer(self) -> bool {
        matches!(
            self,
            Reason::SignerNotRegistered
                | Reason::SignerUnknown
                | Reason::SignerIsTrainee
                | Reason::SignerCapacity
                | Reason::SignerNotApproved
                | Reason::SignerNotEntrusted
        )
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    pub fact: String,
    pub with: String,
    pub since: Moment,
}

/// One line of "at least n of these", or one check of a mix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minimum {
    pub label: String,
    pub recorded: Amount,
    pub submitted: Amount,
    pub signed: Amount,
    pub target: Amount,
    pub met: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    pub code: String,
    pub title: String,
    pub met: bool,
    /// In the denominator.
    pub binding: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub facts: Vec<String>,
    pub sentence: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: Option<Day>,
    pub until: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    pub step: Step,
    pub sentence: String,
}

#[cfg(test)]
pub(crate) mod tests;
