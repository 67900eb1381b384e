//! The list, the form and the page of a mistake as plain values.

use askama::Template;

use super::case::InHand;
use super::forms::REASON;
use super::pages::Shown;
use super::said::{day_label, meaning, title, until_label};
use crate::domain::fault::{Faults, Refusal};
use crate::domain::life::{Category, Happening, said};
use crate::domain::programme::Version;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::{Enrolled, LifeShown};
use crate::web::gate::{Lead, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/life.html")]
pub struct Life {
    shell: Shell,
    programme: String,
    heading: String,
    /// What there is to say today.
    now: Vec<String>,
    events: Vec<Event>,
    /// Forms to record something: text and address; none for the trainee.
    acts: Vec<(String, String)>,
    leads: bool,
    /// What the programme calls a training lead.
    lead: String,
    back: (String, String),
}

/// One thing that happened.
struct Event {
    sentence: String,
    reason: String,
    by: String,
    /// Who took it back, when and why; or that another took its place.
    undone: Option<String>,
    /// Where it is taken back; empty for a reader who cannot.
    end: String,
}

impl View for Life {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Life {
    pub fn new(who: &SignedIn, shown: Shown) -> Life {
        let Shown { row, version, events, now, leads } = shown;
        let id = row.id.as_str();
        let over = |one: &LifeShown| {
            let what: Option<Happening> = one.row.what.parse().ok();
            one.row.known_until.is_none() && what.is_some_and(Happening::ends)
        };
        let ended = events.iter().any(over);
        let act = |what: &Happening| (title(*what).to_owned(), paths::life_act(id, what.as_str()));
        let heading = match leads {
            true => format!("Life of the enrolment of {}", row.name),
            false => "What happened to your enrolment".to_owned(),
        };
        let (place, back) = match leads {
            true => (Place::Board, (format!("Back to {}", row.name), paths::trainee(id))),
            false => (Place::Home, ("Home".to_owned(), paths::HOME.to_owned())),
        };
        Life {
            shell: who.shell(heading.clone(), place),
            programme: format!("{}, version {}", version.title, version.version),
            events: events.iter().map(|one| event(&version, &row, one, leads)).collect(),
            acts: if leads && !ended { Happening::ALL.iter().map(act).collect() } else { Vec::new() },
            lead: version.called("lead").to_owned(),
            heading,
            now,
            leads,
            back,
        }
    }
}

fn event(version: &Version, row: &Enrolled, one: &LifeShown, leads: bool) -> Event {
    let zone = row.zone.parse().unwrap_or(DEFAULT_ZONE);
    let sentence = one.row.happened().map(|happened| said(version, &happened, zone)).unwrap_or_default();
    let category = one.row.category.parse::<Category>().map_or("", Category::shown);
    let undone = one.row.known_until.map(|at| {
        let day = at.day_in(zone);
        match one.row.undone_why.as_str() {
            "" => format!("{} recorded another in its place on {day}.", one.undone_by),
            why => format!("Taken back by {} on {day}: {why}", one.undone_by),
        }
    });
    let holds = leads && undone.is_none();
    Event {
        sentence,
        reason: format!("{category}: {}", one.row.reason),
        by: format!("{} on {}", one.by, one.row.known_from.day_in(zone)),
        undone,
        end: if holds { paths::life_end(row.id.as_str(), one.row.id.as_str()) } else { String::new() },
    }
}

#[derive(Template)]
#[template(path = "roster/life_act.html")]
pub struct Act {
    shell: Shell,
    typed: Typed,
    caption: String,
    title: &'static str,
    meaning: &'static str,
    what: Happening,
    day_label: &'static str,
    until_label: &'static str,
    last: String,
    requirements: Vec<Choice>,
    awards: Vec<Choice>,
    categories: Vec<Choice>,
    /// What it would change, once it was asked.
    preview: Option<Vec<String>>,
    action: String,
    back: String,
}

impl View for Act {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Act {
    pub fn new(
        who: &Lead,
        what: Happening,
        hand: &InHand,
        mut typed: Typed,
        preview: Option<Result<Vec<String>, Refusal>>,
    ) -> Act {
        let id = hand.row.id.as_str();
        let fresh = typed.words.is_empty();
        if fresh && what == Happening::Extension {
            typed.words.add_day("day", hand.today());
        }
        let preview = match preview {
            Some(Err(refusal)) => {
                typed = typed.with_faults(Faults::one("", refusal.sentence));
                None
            }
            Some(Ok(changes)) => Some(changes),
            None => None,
        };
        let grace = |(code, title, most): (String, String, crate::domain::time::Day)| {
            Choice::of(code, format!("{title} (until {most} at most)"))
        };
        let none = Choice::of("", "No award");
        Act {
            shell: who.shell(format!("{}: {}", title(what), hand.row.name), Place::Board),
            typed,
            caption: format!("{}, {}", hand.row.name, hand.version.title),
            title: title(what),
            meaning: meaning(what),
            day_label: day_label(what),
            until_label: until_label(what),
            last: hand.last_day().to_string(),
            requirements: match what {
                Happening::Grace => hand.graces().into_iter().map(grace).collect(),
                _ => Vec::new(),
            },
            awards: match what {
                Happening::Withdrawal => std::iter::once(none)
                    .chain(hand.exits().into_iter().map(|award| Choice::of(award.clone(), award)))
                    .collect(),
                _ => Vec::new(),
            },
            categories: categories(),
            preview,
            action: paths::life_act(id, what.as_str()),
            back: paths::life(id),
            what,
        }
    }

    fn is(&self, word: &str) -> bool {
        self.what.as_str() == word
    }

    fn most(&self) -> usize {
        REASON
    }
}

fn categories() -> Vec<Choice> {
    Category::ALL.iter().map(|one| Choice::of(one.as_str(), one.shown())).collect()
}

#[derive(Template)]
#[template(path = "roster/life_end.html")]
pub struct End {
    shell: Shell,
    typed: Typed,
    caption: String,
    sentence: String,
    reason: String,
    by: String,
    action: String,
    back: String,
}

impl View for End {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl End {
    pub fn new(who: &Lead, row: &Enrolled, version: &Version, one: &LifeShown, typed: Typed) -> End {
        let Event { sentence, reason, by, end, .. } = event(version, row, one, true);
        End {
            shell: who.shell("Take this back", Place::Board),
            typed,
            caption: format!("{}, {}", row.name, version.title),
            action: end,
            back: paths::life(row.id.as_str()),
            sentence,
            reason,
            by,
        }
    }

    fn most(&self) -> usize {
        REASON
    }
}

pub fn samples() -> Vec<Sample> {
    let event = |undone: Option<&str>, end: &str| Event {
        sentence: "Time out from 1 October 2026 until 3 March 2027".to_owned(),
        reason: "Health: advised to <rest>".to_owned(),
        by: "Lea O’Neill on 2 November 2026".to_owned(),
        undone: undone.map(str::to_owned),
        end: end.to_owned(),
    };
    let list = |leads: bool, events: Vec<Event>| Life {
        shell: samples::shell_for(
            &if leads { samples::lead() } else { samples::trainee() },
            "Life of the enrolment of Ann Field",
            if leads { Place::Board } else { Place::Home },
        ),
        programme: "MSc, version 2025".to_owned(),
        heading: "Life of the enrolment of Ann Field".to_owned(),
        now: vec!["On time out until 3 March 2027".to_owned()],
        lead: "head of <training>".to_owned(),
        acts: if leads {
            vec![("Time out".to_owned(), paths::life_act("e", "time-out"))]
        } else {
            Vec::new()
        },
        events,
        leads,
        back: ("Back to Ann Field".to_owned(), paths::trainee("e")),
    };
    let act = |what: Happening, typed: Typed, preview: Option<Vec<String>>| Act {
        shell: samples::shell_for(&samples::lead(), title(what), Place::Board),
        typed,
        caption: "Ann Field, MSc".to_owned(),
        title: title(what),
        meaning: meaning(what),
        day_label: day_label(what),
        until_label: until_label(what),
        last: "31 August 2027".to_owned(),
        requirements: vec![Choice::of("cases", "Supervised bypass cases (until 31 August 2028 at most)")],
        awards: vec![Choice::of("", "No award"), Choice::of("PGCert", "PGCert")],
        categories: categories(),
        preview,
        action: paths::life_act("e", what.as_str()),
        back: paths::life("e"),
        what,
    };
    let mut faults = Faults::none();
    for field in ["day", "until", "percent", "requirement", "time", "award", "category", "reason"] {
        faults.add(field, "Something is wrong here.");
    }
    let faulty = || Typed::nothing().with_faults(faults.clone());
    let end = End {
        shell: samples::shell_for(&samples::lead(), "Take this back", Place::Board),
        typed: Typed::nothing().with_faults(Faults::one("reason", "Say why.")),
        caption: "Ann Field, MSc".to_owned(),
        sentence: "Time out from 1 October 2026".to_owned(),
        reason: "Health: advised to rest".to_owned(),
        by: "Lea O’Neill on 2 November 2026".to_owned(),
        action: paths::life_end("e", "l"),
        back: paths::life("e"),
    };
    let changes = vec!["The last day moves from 31 August 2027 to 30 November 2027.".to_owned()];
    vec![
        Sample::of(
            "roster/life",
            &list(
                true,
                vec![event(None, "/enrolments/e/life/l/end"), event(Some("Taken back by Lea: a slip"), "")],
            ),
        ),
        Sample::of("roster/life, own", &list(false, vec![event(None, "")])),
        Sample::of("roster/life, nothing", &list(false, Vec::new())),
        Sample::of("roster/life_act, time out", &act(Happening::TimeOut, faulty(), None)),
        Sample::of("roster/life_act, share", &act(Happening::Working, Typed::nothing(), Some(changes))),
        Sample::of("roster/life_act, grace", &act(Happening::Grace, faulty(), None)),
        Sample::of("roster/life_act, deadline", &act(Happening::Deadline, faulty(), None)),
        Sample::of("roster/life_act, leaving", &act(Happening::Withdrawal, faulty(), None)),
        Sample::of("roster/life_end", &end),
    ]
}
