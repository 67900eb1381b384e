//! An entry in the hands of somebody without an account: the link to it, and what they decided and how they showed who
//! they are. What is not confirmed stands in the history and counts nowhere.

use crate::domain::assessor::{CONFIRM_DAYS, Handed, Hindrance, Standing, Told};
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::erasure::named;
use crate::domain::names::*;
use crate::domain::time::Moment;
use crate::features::entries::assessed::{Assessed, answer_lines};
use crate::features::entries::panel::{Step, level, scale_name};
use crate::features::entries::seen::{DecisionShown, Seen};
use crate::features::entries::struck::STRUCK;

/// A link that was neither used nor withdrawn; whether it still works is asked by `Seen::link_at`.
#[derive(Debug, Clone)]
pub struct LinkShown {
    pub id: TicketId,
    pub version: EntryVersionId,
    pub handed: Handed,
    pub made: Moment,
    pub expires: Moment,
    /// The browsers that opened it, in their own words, first and last; the earliest first.
    pub openings: Vec<(String, Moment, Moment)>,
}

/// A decision by somebody without an account, with how they showed who they are.
#[derive(Debug, Clone)]
pub struct StatementShown {
    pub id: StatementId,
    pub version: EntryVersionId,
    /// None while it is not confirmed, and for ever if it lapsed.
    pub decision: Option<DecisionId>,
    pub standing: Standing,
    pub told: Told,
    pub verdict: Verdict,
    pub satisfactory: bool,
    pub level: String,
    /// Only until it is a decision, which has them then.
    pub reason: String,
    pub comment: String,
    /// What they answered on the assessor's side of the form.
    pub assessed: Option<Assessed>,
    pub ended: Option<Moment>,
    /// Of one that could not be confirmed; rows of earlier releases do not say.
    pub hindrance: Option<Hindrance>,
}

impl StatementShown {
    pub fn confirm_until(&self) -> Moment {
        self.told.taken.plus_days(CONFIRM_DAYS)
    }
}

impl LinkShown {
    pub fn first_opened(&self) -> Option<Moment> {
        self.openings.iter().map(|(_, first, _)| *first).min()
    }

    /// `A link for somebody without an account, opened on 12 November 2026, 14:02`
    pub fn said(&self, zone: chrono_tz::Tz) -> String {
        let opened = match self.first_opened() {
            Some(at) => format!("opened on {}", at.shown_in(zone)),
            None => "not opened yet".to_owned(),
        };
        format!("A link for somebody without an account, {opened}")
    }
}

impl Seen {
    /// Who had it before them without an account, as its owner reads it: whoever decided, and whoever opened the link.
    pub fn read_outside(&self) -> Vec<String> {
        let day = |at: Moment| at.day_in(self.zone);
        let decided = self.statements.iter().map(|one| {
            let name = named(one.told.identity.name.clone());
            format!("{name}, without an account, on {}", day(one.told.opened.unwrap_or(one.told.taken)))
        });
        let last = self.link.iter().filter_map(|link| link.openings.iter().map(|(.., last)| *last).max());
        let opened = last.map(|at| format!("Somebody through the link, last on {}", day(at)));
        decided.chain(opened).collect()
    }

    /// The link, if somebody who holds it could decide at that moment.
    pub fn link_at(&self, now: Moment) -> Option<&LinkShown> {
        let works = |link: &&LinkShown| link.version == self.version && now < link.expires;
        self.link.as_ref().filter(works).filter(|_| self.state == EntryState::Submitted)
    }

    /// How whoever made this decision showed who they are; none of somebody who signed in.
    pub fn statement_of(&self, decision: &DecisionShown) -> Option<&StatementShown> {
        self.statements.iter().find(|one| one.decision.as_ref() == Some(&decision.id))
    }

    /// Whether what was decided about any version still waits for its letter to be answered.
    pub fn waits_for_letter(&self) -> bool {
        self.unconfirmed().next().is_some()
    }

    /// Decided and waiting for a letter to be answered, about the latest version or one before it.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &StatementShown> {
        self.statements.iter().filter(|one| one.standing == Standing::Unconfirmed)
    }
}

/// What pages of the entry say of something that is not confirmed.
pub fn said_unconfirmed(entry: &Seen, one: &StatementShown) -> String {
    let (told, zone) = (&one.told, entry.zone);
    let before =
        entry.versions.iter().find(|version| version.id == one.version && version.id != entry.version);
    let (who, at) = (told.identity.stated(), told.taken.shown_in(zone));
    let (address, until) = (&told.identity.address, one.confirm_until().shown_in(zone));
    let verb = verb(one);
    match before {
        Some(version) => format!(
            "{verb} (version {}) by {who} on {at}, not confirmed: if the link sent to {address} is opened by {until}, it \
             counts only for that version.",
            version.number
        ),
        None => format!(
            "{verb} by {who} on {at}, not confirmed: it counts for nothing unless the link sent to {address} is opened by \
             {until}."
        ),
    }
}

/// Said before whoever recorded the entry changes anything in it.
pub fn said_before_change(one: &StatementShown) -> String {
    format!(
        "{}’s decision waits to be confirmed; if you change the entry it counts only for what they read.",
        one.told.identity.name
    )
}

fn verb(one: &StatementShown) -> &'static str {
    match one.verdict {
        Verdict::Signed if one.satisfactory => "Signed",
        Verdict::Signed => "Signed as not satisfactory",
        Verdict::Returned => "Returned",
    }
}

/// What the history says of those that are no decision; the others stand with their decision.
pub(super) fn steps(entry: &Seen) -> Vec<(i64, Step)> {
    let mut all = Vec::new();
    for one in entry.statements.iter().filter(|one| one.decision.is_none()) {
        let over = one.standing != Standing::Unconfirmed;
        let level = level(entry, &one.level);
        let mut said: Vec<String> = Vec::new();
        if !level.is_empty() {
            said.push(format!("{}: {level}", scale_name(entry)));
        }
        said.extend([&one.reason, &one.comment].into_iter().filter(|text| !text.is_empty()).cloned());
        said.extend(one.assessed.as_ref().filter(|one| one.is_struck()).map(|_| STRUCK.to_owned()));
        said.extend(answer_lines(entry, one.assessed.as_ref()));
        said.extend(one.told.sentences(entry.zone));
        let taken = one.told.taken;
        all.push((
            taken.millis(),
            step(format!("{}, not confirmed", verb(one)), one, taken, entry, said, over),
        ));
        if let (Some(at), Some(what)) = (one.ended, ended(one.standing, one.hindrance)) {
            all.push((at.millis(), step(what, one, at, entry, Vec::new(), false)));
        }
    }
    all
}

fn ended(standing: Standing, hindrance: Option<Hindrance>) -> Option<String> {
    let how = match standing {
        Standing::Lapsed => "Not confirmed within 7 days".to_owned(),
        Standing::Overtaken => {
            format!("Could not be confirmed, because {}", hindrance.unwrap_or(Hindrance::Entry).clause())
        }
        Standing::Denied => "Whoever has the address says that this was not their decision".to_owned(),
        Standing::Unconfirmed | Standing::Decided => return None,
    };
    Some(format!("{how}: it counts for nothing"))
}

fn step(
    what: String,
    one: &StatementShown,
    at: Moment,
    entry: &Seen,
    said: Vec<String>,
    struck: bool,
) -> Step {
    Step {
        what,
        who: format!("{}, assessor", one.told.identity.name),
        at: at.shown_in(entry.zone),
        said,
        changes: Vec::new(),
        struck,
    }
}
