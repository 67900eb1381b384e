//! What a browser may send about the life of one enrolment.

use chrono_tz::Tz;

use crate::domain::fault::Faults;
use crate::domain::life::{Category, Happened, Happening};
use crate::domain::names::prose;
use crate::domain::time::{Day, Moment};
use crate::features::roster::appointing::day;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a reason; the templates tell the same number.
pub const REASON: usize = 1000;

/// One thing that happened, as a form says it.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub what: Happening,
    /// Asked of everything but grace and deadlines, which hold from when they are given.
    pub day: Option<Day>,
    pub until: Option<Day>,
    pub percent: Option<i32>,
    pub requirement: String,
    pub award: String,
    /// Minutes after midnight.
    pub minutes: Option<i64>,
    pub category: Category,
    pub reason: String,
    /// Only to see what it would change.
    pub preview: bool,
}

impl Wanted {
    pub fn happened(&self, today: Day, zone: Tz) -> Happened {
        let deadline = self.until.zip(self.minutes).filter(|_| self.what == Happening::Deadline);
        Happened {
            until: self.until.filter(|_| deadline.is_none()),
            percent: self.percent,
            requirement: self.requirement.clone(),
            award: self.award.clone(),
            at: deadline.map(|(day, minutes)| instant(day, minutes, zone)),
            ..Happened::on(self.what, self.day.unwrap_or(today))
        }
    }
}

/// That hour of the day, also on a day on which the clocks change.
fn instant(day: Day, minutes: i64, zone: Tz) -> Moment {
    let guess = day.starts_in(zone).plus_seconds(minutes.saturating_mul(60));
    let shown = clock(&guess.clock_in(zone)).unwrap_or(minutes);
    guess.plus_seconds(minutes.saturating_sub(shown).saturating_mul(60))
}

fn clock(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

impl FromForm for Wanted {
    fn read(words: &Words, faults: &mut Faults) -> Option<Wanted> {
        let what: Happening = faults.take("", words.one("what").parse().map_err(|_| NO_ACT))?;
        use Happening::{Deadline, Extension, Grace, TimeOut, Withdrawal, Working};
        let from = match what {
            Grace | Deadline => Some(None),
            _ => faults.take("day", day(words, "day", "Enter the day.")).map(Some),
        };
        let until = match what {
            TimeOut => faults.take("until", words.day("until")),
            Extension => faults.take("until", day(words, "until", "Enter the new last day.")).map(Some),
            Grace => faults.take("until", day(words, "until", "Enter the last day of the grace.")).map(Some),
            Deadline => faults.take("until", day(words, "until", "Enter the day of the deadline.")).map(Some),
            _ => Some(None),
        };
        let percent = match what {
            Working => {
                let typed = words.one("percent").trim().trim_end_matches('%').trim().parse().ok();
                let said = typed.filter(|percent| (1..=100).contains(percent));
                faults.take("percent", said.ok_or("Enter a whole number from 1 to 100, like 60.")).map(Some)
            }
            _ => Some(None),
        };
        let minutes = match what {
            Deadline => {
                faults.take("time", clock(words.one("time")).ok_or("Enter the hour, like 17:00.")).map(Some)
            }
            _ => Some(None),
        };
        let requirement = if what == Grace { words.one("requirement") } else { "" };
        if what == Grace && requirement.is_empty() {
            faults.add("requirement", "Choose the requirement.");
        }
        let award = if what == Withdrawal { words.one("award") } else { "" };
        let category =
            faults.take("category", words.one("category").parse().map_err(|_| "Choose the sort of reason."));
        let reason = faults.take("reason", prose("The reason", words.one("reason"), REASON));
        if reason.as_deref() == Some("") {
            faults.add("reason", "Say why. The reason stays with the record.");
        }
        Some(Wanted {
            what,
            day: from?,
            until: until?,
            percent: percent?,
            requirement: requirement.to_owned(),
            award: award.to_owned(),
            minutes: minutes?,
            category: category?,
            reason: reason?,
            preview: words.one("do") == "preview",
        })
    }
}

const NO_ACT: &str = "This form is not complete. Open the page again.";

/// Why something is taken back.
pub struct Mistake {
    pub reason: String,
}

impl FromForm for Mistake {
    fn read(words: &Words, faults: &mut Faults) -> Option<Mistake> {
        let reason = faults.take("reason", prose("The reason", words.one("reason"), REASON))?;
        if reason.is_empty() {
            faults.add("reason", "Say why. The reason stays with the record.");
        }
        Some(Mistake { reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Option<Wanted>, Vec<String>) {
        let mut faults = Faults::none();
        let words: Words = pairs.iter().copied().collect();
        let wanted = Wanted::read(&words, &mut faults);
        (wanted, faults.iter().map(|(field, _)| field.to_owned()).collect())
    }

    #[test]
    fn each_act_asks_for_its_own() {
        for (what, asked) in [
            ("time-out", vec!["day"]),
            ("active", vec!["day"]),
            ("working", vec!["day", "percent"]),
            ("extended", vec!["day", "until"]),
            ("grace", vec!["until", "requirement"]),
            ("freeze", vec!["until", "time"]),
            ("withdrawn", vec!["day"]),
            ("transferred", vec!["day"]),
            ("completed", vec!["day"]),
            ("incomplete", vec!["day"]),
        ] {
            let wanted = [&asked[..], &["category", "reason"]].concat();
            assert_eq!(read(&[("what", what)]).1, wanted, "{what}");
        }
        assert_eq!(read(&[("what", "promoted")]).1, [""]);
    }

    #[test]
    fn a_deadline_is_an_hour_of_the_institution() {
        let words = [
            ("what", "freeze"),
            ("until-day", "28"),
            ("until-month", "3"),
            ("until-year", "2027"),
            ("time", "17:00"),
            ("category", "health"),
            ("reason", "Late result"),
        ];
        let (wanted, faults) = read(&words);
        assert_eq!(faults, Vec::<String>::new());
        let today = Day::of(2026, 11, 12).unwrap();
        // On this day clocks go forward in London.
        let happened = wanted.unwrap().happened(today, chrono_tz::Europe::London);
        assert_eq!(happened.at, Some("2027-03-28T16:00:00Z".parse().unwrap()));
        assert_eq!((happened.day, happened.until), (today, None));
        assert_eq!((clock("9:05"), clock("24:00"), clock("noon")), (Some(545), None, None));
    }
}
