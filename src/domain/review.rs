//! A formal review of an enrolment: how far it has come, what both sides are asked before it, and the days that its
//! rules count. The questions and the days are data (`src/domain/review/preparation.toml`); the sorts and outcomes
//! of a review are those of the form of reviews itself, so that a programme or an institution words its own.

use serde::Deserialize;

use crate::domain::programme::ReviewDays;
use crate::domain::time::Day;
use crate::text_words;

text_words! {
    /// Who prepares.
    enum Side "side of a review" {
        Trainee = "trainee",
        Supervisor = "supervisor",
    }
    /// What is said of an outcome: by the trainee, and by a lead of an objection.
    enum Reply "reply to an outcome" {
        Acknowledged = "acknowledged",
        Objected = "objected",
        /// The outcome stays as it is.
        Upheld = "upheld",
        /// There is another outcome beside it.
        Changed = "changed",
    }
    /// How far a review has come.
    enum Phase "phase of a review" {
        Planned = "Both sides prepare",
        Frozen = "With the panel",
        Decided = "Outcome recorded",
        Objected = "Objection made",
        Over = "Closed",
        CalledOff = "Called off",
    }
}

/// The form of reviews.
pub const REVIEW: &str = "review";

impl Side {
    /// Whose it is, in a heading.
    pub fn shown(self) -> &'static str {
        match self {
            Side::Trainee => "The trainee",
            Side::Supervisor => "The supervisor",
        }
    }
}

impl Reply {
    pub fn shown(self) -> &'static str {
        match self {
            Reply::Acknowledged => "has read it",
            Reply::Objected => "objects",
            Reply::Upheld => "keeps the outcome",
            Reply::Changed => "changes the outcome",
        }
    }
}

/// What was said of the outcome that holds, as far as it tells how far the review has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub objection_until: Day,
    /// The trainee has read the last outcome.
    pub acknowledged: bool,
    /// To this or an earlier outcome of the review.
    pub objected: bool,
    pub answered: bool,
}

impl Phase {
    /// `frozen`: there is a pack that was not withdrawn. Nothing is heard before there is an outcome.
    pub fn of((called_off, frozen): (bool, bool), heard: Option<Heard>, today: Day) -> Phase {
        match heard {
            _ if called_off => Phase::CalledOff,
            Some(heard) if heard.objected && !heard.answered => Phase::Objected,
            Some(heard) if heard.answered || heard.acknowledged => Phase::Over,
            Some(heard) if today > heard.objection_until => Phase::Over,
            Some(_) => Phase::Decided,
            None if frozen => Phase::Frozen,
            None => Phase::Planned,
        }
    }

    /// There is a pack for the panel to read.
    pub fn has_pack(self) -> bool {
        matches!(self, Phase::Frozen | Phase::Decided | Phase::Objected | Phase::Over)
    }

    pub fn has_outcome(self) -> bool {
        matches!(self, Phase::Decided | Phase::Objected | Phase::Over)
    }
}

/// One thing that a side is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub code: String,
    pub label: String,
    #[serde(default)]
    pub hint: String,
    #[serde(default)]
    pub required: bool,
}

/// What the house asks before reviews, and the days it counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Nobody's rule but ours.
    #[serde(default)]
    pub illustrative: bool,
    pub objection_days: i64,
    pub reading_days: i64,
    pub remind_days: Vec<i64>,
    /// Offered as the last day to prepare: so many days before the review.
    pub prepare_days: i64,
    /// What nobody froze by hand is frozen as at the end of the day so many days before the review.
    pub freeze_days: i64,
    /// So many days before the review both sides must have prepared, where the programme says so.
    #[serde(skip)]
    pub ready_days: Option<i64>,
    /// The time to object is the programme's.
    #[serde(skip)]
    pub objection_named: bool,
    pub trainee: Vec<Question>,
    pub supervisor: Vec<Question>,
}

const TERMS: &str = include_str!("review/preparation.toml");

/// As they are shipped with this release.
pub fn terms() -> Result<Terms, String> {
    read(TERMS)
}

/// The same as a programme counts the days, where it names them.
pub fn terms_of(programme: &ReviewDays) -> Result<Terms, String> {
    let house = terms()?;
    let mut remind_days = house.remind_days;
    if let Some(first) = programme.remind {
        remind_days.retain(|days| *days < first);
        remind_days.push(first);
    }
    Ok(Terms {
        objection_days: programme.objection.unwrap_or(house.objection_days),
        reading_days: programme.reading.unwrap_or(house.reading_days),
        prepare_days: programme
            .prepare
            .unwrap_or(house.prepare_days.max(programme.freeze.unwrap_or_default())),
        freeze_days: programme.freeze.unwrap_or(house.freeze_days),
        objection_named: programme.objection.is_some(),
        ready_days: programme.prepare.or(programme.freeze),
        remind_days,
        ..house
    })
}

fn read(text: &str) -> Result<Terms, String> {
    let terms: Terms = toml::from_str(text).map_err(|why| format!("src/domain/review: {why}"))?;
    let days = [terms.objection_days, terms.reading_days, terms.prepare_days, terms.freeze_days];
    let sane = days.iter().chain(&terms.remind_days).all(|days| (1..=365).contains(days));
    let asks = [&terms.trainee, &terms.supervisor].iter().all(|all| !all.is_empty() && are_distinct(all));
    match sane && asks {
        true => Ok(terms),
        false => {
            Err("src/domain/review: days are 1 to 365, and both sides have questions of their own codes"
                .into())
        }
    }
}

fn are_distinct(all: &[Question]) -> bool {
    all.iter().enumerate().all(|(at, one)| all.iter().skip(at + 1).all(|other| other.code != one.code))
}

impl Terms {
    pub fn questions(&self, side: Side) -> &[Question] {
        match side {
            Side::Trainee => &self.trainee,
            Side::Supervisor => &self.supervisor,
        }
    }

    /// The last day on which the trainee may object to what was recorded on this day.
    pub fn objection_until(&self, recorded: Day) -> Day {
        recorded.plus_days(self.objection_days)
    }

    /// The last day on which a panel reads the pack of what was decided on this day.
    pub fn readable_until(&self, recorded: Day) -> Day {
        recorded.plus_days(self.reading_days)
    }

    /// The last day that is in what the panel reads, if nobody freezes it before. Nobody is cut off who may still prepare.
    pub fn frozen_after(&self, held_on: Day, prepare_by: Day) -> Day {
        held_on.plus_days(-self.freeze_days).max(prepare_by)
    }

    /// The last day on which both sides may still prepare for a review on this day, where the programme says one.
    pub fn ready_by(&self, held_on: Day) -> Option<Day> {
        self.ready_days.map(|days| held_on.plus_days(-days))
    }

    /// Which reminder to prepare by a day is due: the nearest of those that have come; none once the day is over.
    pub fn reminder_due(&self, today: Day, prepare_by: Day) -> Option<i64> {
        let left = prepare_by.days_since(today);
        self.remind_days.iter().copied().filter(|days| (0..=*days).contains(&left)).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_questions_can_be_read() {
        let terms = terms().unwrap();
        assert!(terms.illustrative);
        assert_eq!(terms.objection_days, 14);
        for side in Side::ALL {
            assert!(terms.questions(*side).iter().any(|one| one.required));
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let text = |days: i64, codes: [&str; 2]| {
            let asked = |side: &str, code: &str| format!("[[{side}]]\ncode = \"{code}\"\nlabel = \"x\"\n");
            format!(
                "objection_days = {days}\nreading_days = 1\nremind_days = [1]\nprepare_days = 7\nfreeze_days = 1\n{}{}{}",
                asked("trainee", codes[0]),
                asked("trainee", codes[1]),
                asked("supervisor", "a")
            )
        };
        assert!(read(&text(14, ["a", "b"])).is_ok());
        assert!(read(&text(0, ["a", "b"])).is_err());
        assert!(read(&text(14, ["a", "a"])).is_err());
        assert!(read("objection_days = 1").is_err());
    }

    #[test]
    fn the_nearest_reminder_is_due_until_the_day_itself() {
        let terms = terms().unwrap();
        let by = Day::of(2026, 12, 1).unwrap();
        let due = |days: i64| terms.reminder_due(by.plus_days(-days), by);
        let table = [(15, None), (14, Some(14)), (8, Some(14)), (7, Some(7)), (2, Some(7)), (1, Some(1))];
        for (days, expected) in table {
            assert_eq!(due(days), expected, "{days} days before");
        }
        assert_eq!((due(0), due(-1)), (Some(1), None));
    }

    #[test]
    fn an_objection_waits_until_it_is_answered() {
        let day = |day| Day::of(2026, 12, day).unwrap();
        let heard = |acknowledged, objected, answered| {
            Some(Heard { objection_until: day(14), acknowledged, objected, answered })
        };
        let table = [
            (None, Phase::Frozen),
            (heard(false, false, false), Phase::Decided),
            (heard(true, false, false), Phase::Over),
            (heard(true, true, false), Phase::Objected),
            (heard(false, true, true), Phase::Over),
        ];
        for (heard, expected) in table {
            assert_eq!(Phase::of((false, true), heard, day(14)), expected, "{heard:?}");
        }
        assert_eq!(Phase::of((false, true), heard(false, false, false), day(15)), Phase::Over);
        assert_eq!(Phase::of((false, true), heard(false, true, false), day(15)), Phase::Objected);
        assert_eq!(Phase::of((true, true), None, day(1)), Phase::CalledOff);
        assert_eq!(Phase::of((false, false), None, day(1)), Phase::Planned);
    }

    #[test]
    fn a_programme_replaces_the_days_that_it_names() {
        let day = |day| Day::of(2026, 12, day).unwrap();
        let house = terms_of(&ReviewDays::default()).unwrap();
        assert_eq!(house, terms().unwrap());
        assert_eq!((house.ready_by(day(20)), house.frozen_after(day(20), day(13))), (None, day(19)));
        assert_eq!(house.frozen_after(day(20), day(20)), day(20), "who may prepare is not cut off");
        let own =
            ReviewDays { freeze: Some(10), remind: Some(5), objection: Some(28), ..ReviewDays::default() };
        let own = terms_of(&own).unwrap();
        assert_eq!((own.prepare_days, own.ready_by(day(20))), (10, Some(day(10))));
        assert_eq!(own.frozen_after(day(20), day(8)), day(10));
        assert_eq!(own.remind_days, [1, 5], "the first that it names, and the house's after it");
        assert_eq!(own.objection_until(day(1)), day(29));
        assert_eq!(own.reading_days, house.reading_days);
    }
}
