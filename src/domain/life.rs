//! What happens to an enrolment after somebody was enrolled, as acts of a named decider: each has a day, a
//! reason in words and the category of the reason. They are facts of the enrolment: `Happened::put` writes one
//! where the rules read it, for a stored row and for one that is only being thought of alike.

mod changes;
mod said;

use crate::domain::fact::{Enrolment, LifeEvent, LifeState, PersonalGrace, Working};
use crate::domain::time::{Day, Moment};
use crate::text_words;

pub use changes::changes;
pub use said::said;

text_words! {
    /// What may happen, as rows and forms name it.
    enum Happening "happening of an enrolment" {
        TimeOut = "time-out",
        Return = "active",
        Working = "working",
        Extension = "extended",
        Grace = "grace",
        Deadline = "freeze",
        Withdrawal = "withdrawn",
        Transfer = "transferred",
        Completion = "completed",
        Incomplete = "incomplete",
    }
    /// Why, in one of a few words: what a report over many may count. The words stay with the record.
    enum Category "category of a reason" {
        Health = "health",
        Parental = "parental-leave",
        Caring = "caring",
        Bereavement = "bereavement",
        Work = "work",
        Study = "study",
        Personal = "personal",
        Programme = "programme",
        Other = "other",
    }
}

impl Category {
    pub fn shown(self) -> &'static str {
        match self {
            Category::Health => "Health",
            Category::Parental => "Maternity, adoption or parental leave",
            Category::Caring => "Caring for somebody",
            Category::Bereavement => "Bereavement",
            Category::Work => "Work or employment",
            Category::Study => "Study or research elsewhere",
            Category::Personal => "Personal choice",
            Category::Programme => "The programme’s own rules or results",
            Category::Other => "Something else",
        }
    }
}

impl Happening {
    /// After it nothing more is asked.
    pub fn ends(self) -> bool {
        use Happening::{Completion, Incomplete, Transfer, Withdrawal};
        matches!(self, Withdrawal | Transfer | Completion | Incomplete)
    }

    fn state(self) -> Option<LifeState> {
        Some(match self {
            Happening::TimeOut => LifeState::TimeOut,
            Happening::Return => LifeState::Active,
            Happening::Extension => LifeState::Extended,
            Happening::Withdrawal => LifeState::Withdrawn,
            Happening::Transfer => LifeState::Transferred,
            Happening::Completion => LifeState::Completed,
            Happening::Incomplete => LifeState::Incomplete,
            Happening::Working | Happening::Grace | Happening::Deadline => return None,
        })
    }
}

/// One thing that happened, or is thought of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub what: Happening,
    /// From when.
    pub day: Day,
    /// The last day of time out, the new last day of an extension, the day until which grace lasts.
    pub until: Option<Day>,
    /// Of whole time.
    pub percent: Option<i32>,
    /// Of a grace.
    pub requirement: String,
    /// The exit award of a withdrawal.
    pub award: String,
    /// The instant of a deadline of one's own.
    pub at: Option<Moment>,
}

impl Happened {
    /// Nothing but what it is and from when.
    pub fn on(what: Happening, day: Day) -> Happened {
        let (requirement, award) = (String::new(), String::new());
        Happened { what, day, until: None, percent: None, requirement, award, at: None }
    }

    /// Whether it takes the place of another that holds: of some things there is one at a time.
    pub fn replaces(&self, other: &Happened) -> bool {
        self.what == other.what
            && match self.what {
                Happening::Deadline => true,
                Happening::Grace => self.requirement == other.requirement,
                _ => self.day == other.day,
            }
    }

    /// Writes it where the rules read it. Of one's own deadlines the last one that is put holds.
    pub fn put(&self, enrolment: &mut Enrolment, by: &str, reason: &str, known_from: Option<Moment>) {
        let (by, reason) = (by.to_owned(), reason.to_owned());
        match (self.what, self.until) {
            (Happening::Working, _) => enrolment.working.push(Working {
                from: self.day,
                percent: self.percent.and_then(|percent| u32::try_from(percent).ok()).unwrap_or(100),
                known_from,
            }),
            (Happening::Grace, Some(until)) => {
                let requirement = self.requirement.clone();
                enrolment.graces.push(PersonalGrace { requirement, until, by, reason, known_from });
            }
            (Happening::Deadline, _) => enrolment.freeze = self.at.or(enrolment.freeze),
            (what, until) => {
                let Some(state) = what.state() else { return };
                let award = self.award.clone();
                enrolment.life.push(LifeEvent { state, day: self.day, until, reason, by, award, known_from });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn each_thing_stands_where_the_rules_read_it() {
        let mut one = Enrolment::begun(day("2025-09-01"));
        let at: Moment = "2027-09-15T16:00:00Z".parse().unwrap();
        for what in Happening::ALL {
            let happened = Happened {
                until: Some(day("2027-03-03")),
                percent: Some(60),
                requirement: "cases".to_owned(),
                award: "PGCert".to_owned(),
                at: Some(at),
                ..Happened::on(*what, day("2026-12-01"))
            };
            happened.put(&mut one, "Lea", "because", None);
        }
        assert_eq!((one.life.len(), one.working.len(), one.graces.len()), (7, 1, 1));
        assert_eq!((one.working[0].percent, one.freeze), (60, Some(at)));
        assert_eq!(one.graces[0].until, day("2027-03-03"));
        assert_eq!(one.set_end(at), Some(day("2027-03-03")));
    }

    #[test]
    fn of_one_requirement_there_is_one_grace_and_of_one_day_one_share() {
        let on = |what, text| Happened::on(what, day(text));
        let grace = |code: &str| Happened {
            requirement: code.to_owned(),
            ..on(Happening::Grace, if code == "a" { "2026-01-01" } else { "2026-02-01" })
        };
        assert!(grace("a").replaces(&Happened { day: day("2025-01-01"), ..grace("a") }));
        assert!(!grace("a").replaces(&grace("b")));
        assert!(on(Happening::Deadline, "2026-01-01").replaces(&on(Happening::Deadline, "2026-02-01")));
        assert!(!on(Happening::Working, "2026-01-01").replaces(&on(Happening::Working, "2026-02-01")));
        assert!(on(Happening::Working, "2026-01-01").replaces(&on(Happening::Working, "2026-01-01")));
        assert!(!on(Happening::Working, "2026-01-01").replaces(&on(Happening::TimeOut, "2026-01-01")));
    }
}
