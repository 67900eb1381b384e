//! The pages as plain values. None of them says what was found; only who sees the entry sees its words.

use askama::Template;

use crate::domain::names::{ReviewId, capital};
use crate::domain::redaction::{Sort, Standing};
use crate::domain::role::Person;
use crate::domain::time::{Day, Moment};
use crate::features::entries::Seen;
use crate::features::redactions::acts::in_review;
use crate::features::redactions::pages::{ToReport, ToStrike, Whole};
use crate::features::redactions::places::{Spot, written_spot};
use crate::features::redactions::store::{Beside, Goal, MOST_OVER, Shown};
use crate::web::gate::SignedIn;
use crate::web::page::{Place as Menu, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

mod found_in;
mod sample;

use found_in::{Of, about, named, of};
pub use sample::samples;

#[derive(Template)]
#[template(path = "redactions/report.html")]
pub struct ReportPage {
    shell: Shell,
    typed: Typed,
    line: String,
    spots: Vec<Choice>,
    sorts: Vec<Choice>,
    action: String,
    back: String,
    /// The incident that is open already.
    open: Option<String>,
    /// It is reported already, by somebody.
    reported: bool,
    /// What the page stands behind: the entry, the pack or the review.
    of: Of,
    /// Goals that were made of the entry, and where each is reported.
    goals: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "redactions/incidents.html")]
pub struct Incidents {
    shell: Shell,
    governs: bool,
    lines: Vec<Line>,
    /// Of those that are over only so many are listed, because there are more.
    cut: Option<usize>,
}

struct Line {
    path: String,
    /// `Entry 12 of Ann Field`
    about: String,
    sort: String,
    reported: String,
    state: &'static str,
    reference: String,
}

#[derive(Template)]
#[template(path = "redactions/incident.html")]
pub struct IncidentPage {
    shell: Shell,
    typed: Typed,
    about: String,
    state: &'static str,
    rows: Vec<(&'static str, String)>,
    struck: Vec<String>,
    /// Whether the reader is told who opened it and who was given it.
    inside: bool,
    opened: Vec<String>,
    /// All that was opened of the same portfolio.
    openings: Option<String>,
    reports: Vec<String>,
    /// What was reported with it: whose entry and how far it has come, and its address.
    beside: Vec<(String, String)>,
    /// Goals that were made of the entry, and where each is reported.
    goals: Vec<(String, String)>,
    of: Of,
    /// The entry or the review itself.
    page: Option<String>,
    strike: Option<String>,
    reference: Option<String>,
    end: Option<String>,
    ends: Vec<Choice>,
    list: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "redactions/strike.html")]
pub struct StrikePage {
    shell: Shell,
    typed: Typed,
    about: String,
    of: Of,
    was: String,
    blind: bool,
    spots: Vec<Choice>,
    /// Other entries into which the same words were written.
    copies: Vec<Choice>,
    /// What is said of those that the reader cannot strike out of; empty: nothing.
    elsewhere: String,
    /// Goals that were made of the entry, and where each is reported.
    goals: Vec<(String, String)>,
    sorts: Vec<Choice>,
    action: String,
    back: String,
}

macro_rules! views {
    ($($page:ident)+) => { $(
        impl View for $page {
            fn shell(&self) -> &Shell {
                &self.shell
            }

            fn typed(&self) -> Option<&Typed> {
                Some(&self.typed)
            }
        }
    )+ };
}

views! { ReportPage IncidentPage StrikePage }

impl View for Incidents {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

fn sorts() -> Vec<Choice> {
    Sort::ALL.iter().map(|sort| Choice::of(sort.as_str(), sort.label())).collect()
}

fn choices(spots: &[Spot]) -> Vec<Choice> {
    let choice = |spot: &Spot| Choice::of(spot.place.to_string(), spot.label.clone()).meaning(&*spot.words);
    spots.iter().map(choice).collect()
}

impl ReportPage {
    pub fn new(who: &SignedIn, found: ToReport, typed: Typed) -> ReportPage {
        let ToReport { entry, spots, open, goals, .. } = found;
        ReportPage {
            shell: who.shell("Report patient data", Menu::Nowhere),
            typed,
            line: format!("{}, number {}, {}", entry.kind.name, entry.number, entry.day),
            spots: choices(&spots),
            sorts: sorts(),
            action: paths::entry_report(entry.id.as_str()),
            back: paths::entry(entry.id.as_str()),
            open: open.map(|id| paths::incident(id.as_str())),
            reported: false,
            of: Of::Entry,
            goals: to_look_at(&goals),
        }
    }

    /// For whoever reads it in a pack: an incident that somebody else opened is not theirs to look at.
    pub fn of_pack(
        who: &SignedIn,
        review: &ReviewId,
        (entry, spots): (&Seen, &[Spot]),
        reported: bool,
        typed: Typed,
    ) -> ReportPage {
        ReportPage {
            shell: who.shell("Report patient data", Menu::Reviews),
            typed,
            line: format!("{}, number {}, {}", entry.kind.name, entry.number, entry.day),
            spots: choices(spots),
            sorts: sorts(),
            action: paths::pack_report(review.as_str(), entry.id.as_str()),
            back: paths::review_pack(review.as_str()),
            open: None,
            reported,
            of: Of::Pack,
            goals: Vec::new(),
        }
    }

    /// Not a word of it is shown: neither side reads the other's preparation before its time.
    pub fn of_review(who: &SignedIn, found: in_review::ToReport, mut typed: Typed) -> ReportPage {
        let in_review::ToReport { written, open, reported } = found;
        let id = written.review.as_str();
        let spot = written_spot(&written.review);
        // There is nowhere else.
        if typed.words.is_empty() {
            typed.words.add("place", spot.place.to_string());
        }
        ReportPage {
            shell: who.shell("Report patient data", Menu::Reviews),
            typed,
            line: format!("Review of {} on {}", written.owner_name, written.held_on),
            spots: choices(&[spot]),
            sorts: sorts(),
            action: paths::review_report(id),
            back: if written.in_pack { paths::review_pack(id) } else { paths::review(id) },
            open: open.map(|id| paths::incident(id.as_str())),
            reported,
            of: Of::Review,
            goals: Vec::new(),
        }
    }
}

impl Incidents {
    pub fn new(who: &SignedIn, (all, more): (Vec<Shown>, bool), governs: bool) -> Incidents {
        let line = |one: &Shown| Line {
            path: paths::incident(one.row.id.as_str()),
            about: named(one),
            sort: one.row.sort().map(|sort| capital(sort.shown())).unwrap_or_default(),
            reported: one.row.reported_at.shown_in(who.zone),
            state: one.row.standing().map_or("", Standing::shown),
            reference: one.row.reference.clone(),
        };
        Incidents {
            shell: who.shell("Incidents", Menu::Incidents),
            governs,
            lines: all.iter().map(line).collect(),
            cut: more.then_some(MOST_OVER),
        }
    }
}

impl IncidentPage {
    pub fn new(who: &SignedIn, whole: Whole, mut typed: Typed) -> IncidentPage {
        let shown = &whole.shown;
        let id = shown.row.id.as_str();
        if typed.words.is_empty() {
            typed.words.add("reference", shown.row.reference.clone());
        }
        IncidentPage {
            shell: who.shell(format!("Patient data in {}", of(shown).a()), Menu::Incidents),
            of: of(shown),
            about: about(shown, &whole.kind),
            state: shown.row.standing().map_or("", Standing::shown),
            rows: rows(who.person(), &whole),
            struck: whole
                .struck
                .iter()
                .map(|(row, by)| struck(who.person(), row.struck_at, by, row.reopened))
                .collect(),
            inside: whole.keeps || who.account == shown.owner,
            opened: whole.opened.iter().map(|one| opened(one.day, &one.who, one.how.shown())).collect(),
            openings: whole.all_openings.then(|| paths::openings(shown.row.portfolio_id.as_str())),
            reports: whole
                .reports
                .iter()
                .map(|one| {
                    let there = if one.there { "it can still be fetched" } else { "it is gone" };
                    let on = one.made.unwrap_or(one.asked).shown_in(who.zone);
                    format!("{}, {}, asked for by {}: {there}", one.format.to_uppercase(), on, one.by)
                })
                .collect(),
            beside: whole.beside.iter().map(beside).collect(),
            goals: to_look_at(&whole.goals),
            page: whole.page.clone(),
            strike: whole.may_strike.then(|| paths::incident_strike(id)),
            reference: whole.keeps.then(|| paths::incident_reference(id)),
            end: (whole.may_close || whole.may_dismiss).then(|| paths::incident_end(id)),
            ends: ends(whole.may_close, whole.may_dismiss),
            list: whole.keeps.then_some(paths::INCIDENTS),
            typed,
        }
    }
}

fn rows(person: &Person, whole: &Whole) -> Vec<(&'static str, String)> {
    let shown = &whole.shown;
    let mut rows = vec![
        ("What", shown.row.sort().map(|sort| sort.label().to_owned()).unwrap_or_default()),
        ("Where", whole.places.join("; ")),
        ("Reported", format!("{} by {}", shown.row.reported_at.shown_in(person.zone), shown.reporter_name)),
    ];
    if !shown.row.reference.is_empty() {
        rows.push(("The trust’s reference", shown.row.reference.clone()));
    }
    if let Some(at) = shown.row.closed_at {
        rows.push(("Over since", at.shown_in(person.zone)));
    }
    rows
}

fn struck(person: &Person, at: Moment, by: &str, reopened: bool) -> String {
    let on = at.shown_in(person.zone);
    match reopened {
        true => format!("On {on} by {by}. The entry went back and is assessed again."),
        false => format!("On {on} by {by}."),
    }
}

fn beside(one: &Beside) -> (String, String) {
    let state = one.state.parse::<Standing>().map_or("", Standing::shown);
    (format!("Entry {} of {}: {state}", one.number, one.owner_name), paths::incident(one.incident.as_str()))
}

fn to_look_at(goals: &[Goal]) -> Vec<(String, String)> {
    let one = |goal: &Goal| (format!("Goal number {}", goal.number), paths::entry_report(goal.id.as_str()));
    goals.iter().map(one).collect()
}

/// Whoever strikes out is told that there is more, and who sees to it.
fn elsewhere(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "One more entry holds some of these words, in a record that you do not lead. It has an incident of its own, \
              of which its training leads are told."
            .to_owned(),
        more => format!(
            "{more} more entries hold some of these words, in records that you do not lead. Each has an incident of its \
             own, of which its training leads are told."
        ),
    }
}

fn opened(day: Day, who: &str, how: &str) -> String {
    format!("{day}: {who} {how}")
}

fn ends(close: bool, dismiss: bool) -> Vec<Choice> {
    let mut all = Vec::new();
    if close {
        all.push(Choice::of("done", "Everything that was needed is done"));
    }
    if dismiss {
        all.push(Choice::of("unfounded", "It was unfounded: no patient can be recognised"));
    }
    all
}

impl StrikePage {
    pub fn new(who: &SignedIn, found: ToStrike, mut typed: Typed) -> StrikePage {
        let shown = &found.shown;
        if typed.words.is_empty() {
            for place in shown.row.reported() {
                typed.words.add("place", place.to_string());
            }
            typed.words.add("sort", shown.row.sort.clone());
            for copy in &found.copies {
                typed.words.add("copy", copy.entry.to_string());
            }
        }
        let id = shown.row.id.as_str();
        StrikePage {
            shell: who.shell("Strike out patient data", Menu::Incidents),
            about: about(shown, &found.kind),
            of: of(shown),
            was: found.was.clone(),
            blind: found.blind,
            spots: choices(&found.spots),
            copies: found
                .copies
                .iter()
                .map(|one| {
                    let label = format!("Entry {} of {}", one.number, one.owner_name);
                    Choice::of(one.entry.to_string(), label)
                })
                .collect(),
            elsewhere: elsewhere(found.elsewhere),
            goals: to_look_at(&found.goals),
            sorts: sorts(),
            action: paths::incident_strike(id),
            back: paths::incident(id),
            typed,
        }
    }
}
