//! What becomes of a few of the other house beside what they record: somebody away, somebody on three days a
//! week, a year out and then another version, grace after a failed exam. Each is written down by hand, by days
//! counted from the demo day or, where the programme itself names days, by those. A story whose days do not fit
//! the demo day is left out whole, and its person is there without it.

use std::collections::BTreeMap;

use super::answers::SUPERVISOR;
use super::people::{Deed, minute};
use crate::domain::kind::Recorder;
use crate::domain::life::{Category, Happening};
use crate::domain::outside::Issuer;
use crate::domain::time::Day;

/// What happens to one person, and from when they record nothing more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    pub quiet_from: Option<Day>,
    /// So many of what a requirement asks many of.
    pub many: Option<usize>,
    pub turns: Vec<Turn>,
    pub deeds: Vec<Deed>,
}

/// One thing that is written down on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub told: Day,
    pub what: Tale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tale {
    /// By the lead, about the enrolment.
    Life(Lived),
    /// By the lead: it is not asked of this person.
    Waived { requirement: &'static str, reason: &'static str },
    /// By the lead: the number by which somebody else knows them.
    Number { issuer: Issuer, body: &'static str, number: &'static str },
    /// By the trainee: so many of what is signed, the oldest first, are in the official record now.
    Entered { entries: usize, reference: &'static str },
    /// By the trainee: learnt before, and asked of the lead.
    Claimed(Claim),
    /// By the lead: all that was claimed last.
    Accepted { reason: &'static str },
    /// By the university administrator; a board has yet to confirm it.
    Marked { unit: &'static str, mark: &'static str },
    /// By the same, after the meeting of the board.
    Confirmed,
    /// By the lead, to another version of the same programme.
    Moved { to: &'static str },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lived {
    pub what: Happening,
    pub from: Day,
    pub until: Option<Day>,
    pub percent: Option<i32>,
    pub requirement: &'static str,
    pub category: Category,
    pub reason: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    pub requirement: &'static str,
    pub what: &'static str,
    pub place: &'static str,
    pub from: Day,
    pub until: Day,
    pub why: &'static str,
}

impl Story {
    /// Whether all of it lies between the first day in the house and the demo day.
    fn fits(&self, (start, joined): (Day, Day), day: Day) -> bool {
        let turn = |one: &Turn| {
            let from = match one.what {
                Tale::Life(lived) => lived.from,
                _ => one.told,
            };
            one.told > joined && one.told < day && from >= start
        };
        let deed = |one: &Deed| one.on > joined && one.on <= day.plus_days(-3);
        self.turns.iter().all(turn) && self.deeds.iter().all(deed)
    }
}

/// The story of whoever is called so; nothing for nearly everybody.
pub fn of(name: &str, span: (Day, Day), day: Day) -> Story {
    let story = match name {
        "Minerva Starling" => three_days_a_week(day),
        "Winifred Hartnell" => away(day),
        "Quilla Fernleigh" => a_year_out(day),
        "Nerys Gladwell" => grace().unwrap_or_default(),
        "Hester Applegarth" => duties(day),
        "Zinnia Copperfield" => learnt_before(day),
        "Ambrose Tidewell" => marks(day),
        "Lorcan Emberly" => frozen(span.1),
        // The target of their own follows from the programme.
        "Briony Calloway" => Story { many: Some(30), ..Story::default() },
        _ => Story::default(),
    };
    if story.fits(span, day) { story } else { Story::default() }
}

fn lived(what: Happening, from: Day, category: Category, reason: &'static str) -> Lived {
    Lived { what, from, until: None, percent: None, requirement: "", category, reason }
}

fn school(told: Day, number: &'static str) -> Turn {
    Turn { told, what: Tale::Number { issuer: Issuer::NationalSchool, body: "", number } }
}

fn student(told: Day, body: &'static str, number: &'static str) -> Turn {
    Turn { told, what: Tale::Number { issuer: Issuer::Student, body, number } }
}

const UNIVERSITY: &str = "University of Fernhollow (demo)";

fn three_days_a_week(day: Day) -> Story {
    let reason =
        "Three days a week from now on, to care for a parent; agreed with the training programme director.";
    let less = Lived {
        percent: Some(60),
        ..lived(Happening::Working, day.plus_days(-183), Category::Caring, reason)
    };
    let entered = |told, entries, reference| Turn { told, what: Tale::Entered { entries, reference } };
    Story {
        turns: vec![
            school(day.plus_days(-240), "NS-DEMO-2214"),
            student(day.plus_days(-240), UNIVERSITY, "DEMO-480117"),
            Turn { told: day.plus_days(-190), what: Tale::Life(less) },
            entered(day.plus_days(-120), 4, "E-1740"),
            entered(day.plus_days(-12), 3, ""),
        ],
        ..Story::default()
    }
}

fn away(day: Day) -> Story {
    let from = day.plus_days(-61);
    let reason =
        "Parental leave until early summer; the university and the national school know of the step-off.";
    let leave = Lived {
        until: Some(day.plus_days(201)),
        ..lived(Happening::TimeOut, from, Category::Parental, reason)
    };
    Story {
        quiet_from: Some(from),
        turns: vec![Turn { told: day.plus_days(-75), what: Tale::Life(leave) }],
        ..Story::default()
    }
}

/// Away for a year after the first, and then with those who began a year later.
fn a_year_out(day: Day) -> Story {
    let from = day.plus_days(-433);
    let reason = "A year out after an illness; occupational health agrees.";
    let out = Lived {
        until: Some(day.plus_days(-20)),
        ..lived(Happening::TimeOut, from, Category::Health, reason)
    };
    Story {
        quiet_from: Some(from),
        turns: vec![
            student(day.plus_days(-600), UNIVERSITY, "DEMO-471932"),
            Turn { told: day.plus_days(-440), what: Tale::Life(out) },
            Turn { told: day.plus_days(-18), what: Tale::Moved { to: "2025" } },
        ],
        ..Story::default()
    }
}

/// The days are those of the programme for whoever began in 2024.
fn grace() -> Option<Story> {
    let reason =
        "The practical examination was not passed in February; the next sitting with a place is in January.";
    let (told, graced) = (Day::of(2026, 3, 2)?, Day::of(2026, 3, 16)?);
    let longer = Lived {
        until: Some(Day::of(2027, 1, 31)?),
        ..lived(Happening::Extension, told, Category::Programme, reason)
    };
    let grace = Lived {
        until: Some(Day::of(2027, 2, 28)?),
        requirement: "bse-practical",
        ..lived(Happening::Grace, graced, Category::Programme, reason)
    };
    let sat = |on, exam, result| Deed {
        typed: typed(&[("exam", exam), ("result", result)]),
        ..deed("exam-attempt", Recorder::Lead, on)
    };
    Some(Story {
        turns: vec![Turn { told, what: Tale::Life(longer) }, Turn { told: graced, what: Tale::Life(grace) }],
        deeds: vec![
            sat(Day::of(2025, 11, 27)?, "echo-theory", "passed"),
            sat(Day::of(2026, 2, 19)?, "echo-practical", "failed"),
        ],
        ..Story::default()
    })
}

fn duties(day: Day) -> Story {
    let reason = "Blood pressure monitors are fitted by the hypertension clinic here, not by cardiographers.";
    let certificate = Deed {
        until: Some(day.plus_days(17)),
        typed: typed(&[("duty", "ecg"), ("assessed-by", SUPERVISOR)]),
        level: "alone".to_owned(),
        ..deed("duty-certificate", Recorder::Trainee, day.plus_days(-74))
    };
    Story {
        turns: vec![Turn {
            told: day.plus_days(-66),
            what: Tale::Waived { requirement: "duty-ambulatory-pressure", reason },
        }],
        deeds: vec![certificate],
        ..Story::default()
    }
}

fn learnt_before(day: Day) -> Story {
    let claim = Claim {
        requirement: "unit-paediatric",
        what: "Paediatric perfusion, a module of 20 credits",
        place: "Saltmarsh College, PGCert in extracorporeal circulation",
        from: day.plus_days(-1010),
        until: day.plus_days(-830),
        why: "Anatomy and physiology of the small heart, circuits and priming for children, a written paper and a \
              case report. Passed with 64 of 100; the transcript is with the training lead.",
    };
    let reason =
        "Transcript and syllabus compared with the unit of the university: the same outcomes, 20 credits.";
    Story {
        turns: vec![
            Turn { told: day.plus_days(-40), what: Tale::Claimed(claim) },
            Turn { told: day.plus_days(-33), what: Tale::Accepted { reason } },
        ],
        ..Story::default()
    }
}

fn marks(day: Day) -> Story {
    let marked = |told, unit, mark| Turn { told, what: Tale::Marked { unit, mark } };
    Story {
        turns: vec![
            student(day.plus_days(-230), UNIVERSITY, "DEMO-495520"),
            marked(day.plus_days(-61), "BRMSM0065", "66"),
            Turn { told: day.plus_days(-33), what: Tale::Confirmed },
            marked(day.plus_days(-9), "BRMSM0067", "58"),
        ],
        ..Story::default()
    }
}

/// The deadline and what still waited at it follow from the programme.
fn frozen(joined: Day) -> Story {
    Story { turns: vec![school(joined.plus_days(4), "NS-DEMO-1870")], ..Story::default() }
}

fn typed(words: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    words.iter().map(|(field, word)| ((*field).to_owned(), vec![(*word).to_owned()])).collect()
}

/// Sent the next evening, and decided the one after.
fn deed(kind: &str, by: Recorder, on: Day) -> Deed {
    Deed {
        kind: kind.to_owned(),
        by,
        on,
        until: None,
        typed: BTreeMap::new(),
        level: String::new(),
        sent: minute(on.plus_days(1), 18 * 60),
        decided: Some(minute(on.plus_days(2), 21 * 60)),
    }
}
