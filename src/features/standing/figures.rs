//! The rows of a standing as pages, lists and boards read them, and what they mean on a day. No query is
//! here: `store` fills them.

use chrono_tz::Tz;

use crate::domain::amount::Amount;
use crate::domain::assessor::CONFIRM_DAYS;
use crate::domain::feedback::State as RoundState;
use crate::domain::names::*;
use crate::domain::outlook::{Outlook, State};
use crate::domain::progress::{ENGINE, Standing};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::standing::living::KeptLife;

/// From so many days on, waiting is a matter for the board.
pub const LATE_DAYS: i64 = 14;

/// The state while it is not Behind; the questions are in the order of `outlook`.
pub(super) fn calm(standing: &Standing, outlook: &Outlook) -> State {
    match outlook.state {
        State::Behind if standing.would_meet => State::WithOthers,
        State::Behind if standing.recorded.is_zero() => State::NotStarted,
        // Who reads the stored word reads of many at once, and does not tell them apart.
        State::ToEnter => State::WithOthers,
        // Whoever may come to be behind has a day to keep.
        State::Behind => State::OnTrack,
        other => other,
    }
}

/// One enrolment's stored answer, whole.
#[derive(Debug, Clone)]
pub struct Stored {
    pub engine: i32,
    /// Something that the rules read has changed since; shown so until the refresh ran.
    pub stale: bool,
    pub computed_at: Moment,
    pub holds_until: Option<Day>,
    pub met: i32,
    /// How many there are to meet: required, confirmed and not waived.
    pub total: i32,
    pub last_entry_on: Option<Day>,
    pub life: KeptLife,
    pub requirements: Vec<Standing>,
}

impl Stored {
    /// Whether another answer may be due, because something was raised or a day has come.
    pub fn is_old(&self, today: Day) -> bool {
        self.stale || self.holds_until.is_some_and(|day| day <= today)
    }
}

/// An enrolment with the numbers of its standing, if it has one.
#[derive(Debug, Clone)]
pub struct Headed {
    pub id: EnrolmentId,
    pub person: AccountId,
    pub name: String,
    pub version: VersionId,
    /// What the institution adds to it today.
    pub layer: Option<LayerId>,
    pub department: DepartmentId,
    pub department_name: String,
    pub cohort: String,
    pub started_on: Day,
    pub ends_on: Day,
    /// Of the institution.
    pub zone: String,
    pub head: Option<Head>,
}

#[derive(Debug, Clone)]
pub struct Head {
    pub engine: i32,
    pub stale_no: i64,
    pub fresh_no: i64,
    pub holds_until: Option<Day>,
    pub met: i32,
    pub total: i32,
    pub last_entry_on: Option<Day>,
    pub life: KeptLife,
}

impl Head {
    /// Whether another answer may be due, because something was raised or a day has come.
    pub fn is_old(&self, today: Day) -> bool {
        self.stale_no != self.fresh_no
            || u32::try_from(self.engine).ok() != Some(ENGINE)
            || self.holds_until.is_some_and(|day| day <= today)
    }
}

/// One requirement's figures, without the facts behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub requirement: String,
    pub submitted: Amount,
    pub signed: Amount,
    pub target: Amount,
    pub met: bool,
    pub binding: bool,
    pub due: Option<Day>,
    pub behind_from: Option<Day>,
    /// The state as long as `behind_from` has not come.
    pub calm: State,
}

impl Item {
    pub fn new(requirement: &str, calm: State, behind_from: Option<Day>) -> Item {
        let (requirement, met) = (requirement.to_owned(), calm == State::Met);
        let (submitted, signed, target) = (Amount::ZERO, Amount::ZERO, Amount::ONE);
        Item { requirement, submitted, signed, target, met, binding: true, due: None, behind_from, calm }
    }

    /// The state of a day, if nothing is done until then.
    pub fn state(&self, day: Day) -> State {
        if self.behind_from.is_some_and(|from| from <= day) { State::Behind } else { self.calm }
    }
}

/// An open request as one of the enrolments sees it.
#[derive(Debug, Clone)]
pub struct Waits {
    pub enrolment: EnrolmentId,
    pub request: RequestId,
    pub entry: EntryId,
    pub title: String,
    pub day: Day,
    pub asked: AccountId,
    pub asked_name: String,
    pub since: Moment,
    /// Leads are to look at it: it has waited too long, or is due soon.
    pub brought: bool,
}

/// Something from before that nobody was asked to accept, as one of the enrolments sees it.
#[derive(Debug, Clone)]
pub struct Unasked {
    pub enrolment: EnrolmentId,
    pub entry: EntryId,
    pub title: String,
    pub day: Day,
    pub since: Moment,
}

/// A decision of somebody without an account that waits for the letter to their work address to be answered.
#[derive(Debug, Clone)]
pub struct Unconfirmed {
    pub enrolment: EnrolmentId,
    pub entry: EntryId,
    pub title: String,
    pub day: Day,
    /// As they stated it.
    pub by: String,
    pub signed: bool,
    pub taken: Moment,
}

impl Unconfirmed {
    pub fn until(&self) -> Moment {
        self.taken.plus_days(CONFIRM_DAYS)
    }

    /// `Signed by Dr A. Malik, waits for confirmation until 19 November 2026`
    pub fn said(&self, zone: Tz) -> String {
        let verb = if self.signed { "Signed" } else { "Returned" };
        format!("{verb} by {}, waits for confirmation until {}", self.by, self.until().day_in(zone))
    }
}

/// Something submitted for which nobody is asked by name.
#[derive(Debug, Clone)]
pub struct Alone {
    pub enrolment: EnrolmentId,
    pub entry: EntryId,
    pub title: String,
    pub day: Day,
    pub since: Moment,
    /// Until when somebody without an account may decide by a link.
    pub link: Option<Moment>,
    /// Who is missing, where somebody has signed and somebody else signs after them; empty otherwise.
    pub missing: String,
}

impl Alone {
    /// `a link is open until 26 November 2026`, `1 of 2 have signed it; a training lead is missing`
    pub fn said(&self, zone: Tz) -> String {
        match self.link {
            _ if !self.missing.is_empty() => self.missing.clone(),
            Some(until) => format!("a link is open until {}", until.day_in(zone)),
            None => "nobody is asked".to_owned(),
        }
    }

    /// What its days are counted from.
    pub fn begun(&self) -> &'static str {
        if self.missing.is_empty() { "waiting " } else { "" }
    }
}

/// A round of feedback that waits: for the supervisor's word, for colleagues, or to be released.
#[derive(Debug, Clone)]
pub struct RoundWaits {
    pub id: RoundId,
    pub enrolment: EnrolmentId,
    /// Proposed, open or closed.
    pub state: RoundState,
    /// The supervisor whom the trainee chose.
    pub with: String,
    /// They do not supervise there any more.
    pub left: bool,
    /// Since when it waits for what it waits for now.
    pub since: Moment,
    /// The last day on which colleagues can answer.
    pub closes_on: Option<Day>,
    /// The trainee asks that it be closed.
    pub close_asked: bool,
    /// Colleagues that are asked, and how many of them answered.
    pub asked: usize,
    pub answered: usize,
}

impl RoundWaits {
    /// `waits for Sue Carter, who agrees or gives it back`, `3 of 12 colleagues answered, until 10 December 2026`
    pub fn said(&self) -> String {
        let with = &self.with;
        let answered = || {
            let colleagues = if self.asked == 1 { "colleague" } else { "colleagues" };
            format!("{} of {} {colleagues} answered", self.answered, self.asked)
        };
        match self.state {
            RoundState::Proposed => format!("waits for {with}, who agrees or gives it back"),
            RoundState::Open if self.close_asked => {
                format!("{}; the trainee asks {with} to close it", answered())
            }
            RoundState::Open => {
                let until = self.closes_on.map(|day| format!(", open until {day}")).unwrap_or_default();
                format!("{}{until}", answered())
            }
            _ => format!("{}; waits for {with}, who releases it in a meeting", answered()),
        }
    }

    /// What is to be said of the supervisor; empty while they supervise.
    pub fn gone(&self) -> String {
        if !self.left {
            return String::new();
        }
        format!("{} does not supervise there any more: whoever does can go on with it.", self.with)
    }
}

impl Waits {
    pub fn days(&self, now: Moment) -> i64 {
        since_days(self.since, now)
    }
}

/// Days that something has waited, counted by the calendar as every page that names the day does.
pub fn since_days(since: Moment, now: Moment) -> i64 {
    now.day_in(DEFAULT_ZONE).days_since(since.day_in(DEFAULT_ZONE))
}

/// A registration that ends soon and has no successor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapsing {
    pub person: AccountId,
    pub body: String,
    pub on: Day,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_begins_on_its_day() {
        let item = Item::new("cases", State::OnTrack, Some("2026-12-01".parse().unwrap()));
        assert_eq!(item.state("2026-11-30".parse().unwrap()), State::OnTrack);
        assert_eq!(item.state("2026-12-01".parse().unwrap()), State::Behind);
    }
}
