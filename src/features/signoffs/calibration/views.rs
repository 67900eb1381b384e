//! The pages of calibration as plain values.

use std::sync::Arc;

use askama::Template;

use crate::domain::calibration::{Figures as Own, PROMISE, Shown, Spread};
use crate::domain::kind::Kind;
use crate::domain::time::Moment;
use crate::web::gate::{Lead, Staff};
use crate::web::page::{Place, Shell, View};
use crate::web::samples::{self, Sample};

/// What was found for one person.
pub struct Found {
    pub own: Option<Own>,
    /// How many of them were returned.
    pub returned: usize,
    /// How many people besides the reader, and their figures.
    pub department: Option<(usize, Own)>,
    pub levels: Vec<OfKind>,
    /// Each with the moment from which leads see it, once its owner was told by letter.
    pub patterns: Vec<(String, Option<Moment>)>,
}

/// At which levels of one kind somebody signs.
pub struct OfKind {
    pub kind: Arc<Kind>,
    /// How many signatures of the reader's it is made of.
    pub signed: usize,
    pub own: Spread,
    pub theirs: Option<Spread>,
}

#[derive(Template)]
#[template(path = "signoffs/figures.html")]
pub struct Figures {
    shell: Shell,
    decided: usize,
    /// What is compared: its name, the reader's, the department's.
    rows: Vec<(String, String, String)>,
    people: usize,
    levels: Vec<Levels>,
    patterns: Vec<(String, String)>,
}

struct Levels {
    kind: String,
    signed: usize,
    rows: Vec<(String, String, String)>,
}

const UNKNOWN: &str = "Fewer than five people";
const NO_LEVELS: &str = "Fewer than five of them gave levels here";
const NOT_ASKED: &str = "Fewer than five of them were asked";

impl Figures {
    pub fn new(who: &Staff, found: Found) -> Figures {
        let theirs = found.department.as_ref().map(|(_, figures)| figures);
        let (too_few, no_levels) = match theirs {
            Some(_) => (NOT_ASKED, NO_LEVELS),
            None => (UNKNOWN, UNKNOWN),
        };
        let row = |what: &str, say: fn(&Own) -> Option<String>| {
            let own = found.own.as_ref().and_then(say).unwrap_or_else(|| "Nothing yet".to_owned());
            (what.to_owned(), own, theirs.and_then(say).unwrap_or_else(|| too_few.to_owned()))
        };
        let mut returned = row("Returned", |own| Some(percent(own.returned)));
        if let Some(own) = &found.own {
            returned.1 = format!("{} of {}, {}", found.returned, own.decided, percent(own.returned));
        }
        let rows = vec![
            // Whoever was never asked has no time, so that fewer people may stand behind it than behind the rest.
            row("From request to decision, typically", |own| own.median_hours.map(took)),
            returned,
        ];
        let patterns = found.patterns.into_iter().map(|(said, seen)| {
            let seen = match seen {
                Some(at) if at <= who.now => {
                    format!("Training leads have seen this sentence since {}.", at.day_in(who.zone))
                }
                Some(at) => format!(
                    "Training leads see this sentence from {} on, if it still holds.",
                    at.day_in(who.zone)
                ),
                None => "Nobody else sees this. You will get a letter about it first.".to_owned(),
            };
            (said, seen)
        });
        Figures {
            shell: who.shell("Your figures", Place::Inbox),
            decided: found.own.as_ref().map_or(0, |own| own.decided),
            people: found.department.as_ref().map_or(0, |(people, _)| *people),
            rows,
            levels: found.levels.iter().map(|one| levels(one, no_levels)).collect(),
            patterns: patterns.collect(),
        }
    }

    fn promise(&self) -> [&'static str; 4] {
        PROMISE
    }
}

/// `too_few`: said where the others’ spread is below the floor.
fn levels(one: &OfKind, too_few: &str) -> Levels {
    let share = |spread: &Spread, code: &str| percent(spread.get(code).copied().unwrap_or_default());
    let all = one.kind.scale.iter().flat_map(|scale| &scale.levels);
    Levels {
        kind: one.kind.name.clone(),
        signed: one.signed,
        rows: all
            .map(|level| {
                let theirs = one
                    .theirs
                    .as_ref()
                    .map_or_else(|| too_few.to_owned(), |spread| share(spread, &level.code));
                (level.label.clone(), share(&one.own, &level.code), theirs)
            })
            .collect(),
    }
}

/// On one line in a narrow column.
fn percent(share: i64) -> String {
    format!("{share}\u{a0}%")
}

/// `5 hours`, `2 days`
fn took(hours: i64) -> String {
    match (hours, hours / 24) {
        (0, _) => "Less than an hour".to_owned(),
        (1, _) => "1 hour".to_owned(),
        (hours, 0 | 1) => format!("{hours}\u{a0}hours"),
        (_, days) => format!("{days}\u{a0}days"),
    }
}

impl View for Figures {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What will be shown to whom, before it is.
#[derive(Template)]
#[template(path = "signoffs/announced.html")]
pub struct Announced {
    shell: Shell,
    /// From when on; empty where the house shows none of it.
    from: String,
}

impl Announced {
    pub fn new(who: &Staff, shown: Shown) -> Announced {
        let from = match shown {
            Shown::Off => String::new(),
            Shown::From(day) => day.to_string(),
        };
        Announced { shell: who.shell("Your figures", Place::Inbox), from }
    }

    fn promise(&self) -> [&'static str; 4] {
        PROMISE
    }
}

impl View for Announced {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What a training lead reads of those who decide about the trainees whom they lead.
#[derive(Template)]
#[template(path = "signoffs/patterns.html")]
pub struct Patterns {
    shell: Shell,
    /// Who, the sentence, since when they have known.
    lines: Vec<(String, String, String)>,
}

impl Patterns {
    pub fn new(who: &Lead, lines: Vec<(String, String, Moment)>) -> Patterns {
        let known = |at: Moment| format!("They have known since {}.", at.day_in(who.zone));
        Patterns {
            shell: who.shell("Patterns", Place::Waiting),
            lines: lines.into_iter().map(|(name, said, told)| (name, said, known(told))).collect(),
        }
    }
}

impl View for Patterns {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |place| samples::shell_for(&samples::supervisor(), "Your figures", place);
    let row = |what: &str| (what.to_owned(), "2 days".to_owned(), UNKNOWN.to_owned());
    let figures = |decided| Figures {
        shell: shell(Place::Inbox),
        decided,
        people: decided / 2,
        rows: vec![row("From request to decision, typically"), row("Returned")],
        levels: vec![Levels {
            kind: "Bypass <case>".to_owned(),
            signed: 5,
            rows: vec![row("With me in reach")],
        }],
        patterns: vec![(
            "12 of your 20 decisions of the last 90 days came more than 14 days after the request."
                .to_owned(),
            "Training leads see this sentence from 6 December 2026 on, if it still holds.".to_owned(),
        )],
    };
    let patterns =
        |lines| Patterns { shell: samples::shell_for(&samples::lead(), "Patterns", Place::Waiting), lines };
    let announced = |from: &str| Announced { shell: shell(Place::Inbox), from: from.to_owned() };
    let line =
        ("Sue <Carter>".to_owned(), "12 of 20.".to_owned(), "They have known since 1 June 2026.".to_owned());
    vec![
        Sample::of("signoffs/figures", &figures(20)),
        Sample::of(
            "signoffs/figures, nothing yet",
            &Figures { patterns: Vec::new(), levels: Vec::new(), ..figures(0) },
        ),
        Sample::of("signoffs/figures, announced", &announced("6 December 2026")),
        Sample::of("signoffs/figures, off", &announced("")),
        Sample::of("signoffs/patterns", &patterns(vec![line])),
        Sample::of("signoffs/patterns, none", &patterns(Vec::new())),
    ]
}

#[cfg(test)]
mod tests {
    use super::took;

    #[test]
    fn hours_become_days_after_two() {
        assert_eq!(
            [took(0), took(1), took(30), took(47), took(48)],
            ["Less than an hour", "1 hour", "30\u{a0}hours", "47\u{a0}hours", "2\u{a0}days"]
        );
    }
}
