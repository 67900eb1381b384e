//! The pages of this room as plain values.

mod session;

use std::sync::Arc;

use askama::Template;

use crate::domain::goal::OpenGoal;
use crate::domain::kind::{Field, FieldType, Kind, Reader, Role, lower};
use crate::domain::role::Person;
use crate::domain::signoff::asks_outcome;
use crate::features::assessments::agenda::{Agenda, REGULAR};
use crate::features::assessments::store::Line as EntryLine;
use crate::features::enrolments::Enrolled;
use crate::features::entries::{
    AskedKind, Fields, Offers, SideView, fields, name_of, sample_side, side_on_one_page, without_unasked,
};
use crate::features::signoffs::outcomes;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

pub use session::{Session, Sessions};

/// Which form.
#[derive(Template)]
#[template(path = "assessments/which.html")]
pub struct Which {
    shell: Shell,
    trainee: String,
    back: String,
    forms: Vec<Line>,
    /// Some of them the trainee does not read.
    some_closed: bool,
}

/// A form to choose.
pub(super) struct Line {
    pub path: String,
    pub name: String,
    pub about: String,
}

impl Which {
    pub fn new(shell: Shell, trainee: &Enrolled, kinds: &[Arc<Kind>]) -> Which {
        let line = |kind: &Arc<Kind>| Line {
            path: paths::new_assessment(trainee.id.as_str(), &kind.code),
            name: kind.name.clone(),
            about: kind.about.clone(),
        };
        Which {
            shell,
            trainee: trainee.name.clone(),
            back: paths::trainee(trainee.id.as_str()),
            forms: kinds.iter().map(line).collect(),
            some_closed: kinds.iter().any(|kind| is_closed_to_trainee(kind)),
        }
    }
}

fn is_closed_to_trainee(kind: &Kind) -> bool {
    kind.closed_to().any(|reader| reader == Reader::Trainee)
}

impl View for Which {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Both sides of a form on one page.
#[derive(Template)]
#[template(path = "assessments/begin.html")]
pub struct Begin {
    shell: Shell,
    typed: Typed,
    /// What there is to talk about; only for a meeting.
    agenda: Option<AgendaView>,
    enrolment: String,
    trainee: String,
    back: String,
    kind: String,
    /// `observed procedure (DOPS)`
    thing: String,
    period: bool,
    day_label: String,
    until_label: String,
    fields: Fields,
    side: SideView,
    scale: String,
    levels: Vec<Choice>,
    outcomes: Vec<Choice>,
    /// The trainee reads it.
    told: bool,
}

/// Who was at a meeting, by what they are; and the answer that those have who get the entry.
pub(super) const PRESENT: &str = "present";
pub(super) const TRAINEE: &str = "trainee";

/// Whether it asks whoever writes it for that, and may be told it for those who get the entry.
pub(super) fn asks_present(kind: &Kind) -> bool {
    kind.field(PRESENT).is_some_and(|field| {
        let several = matches!(field.kind, FieldType::Choices { .. }) && field.show_if.is_none();
        several && field.choices().iter().any(|choice| choice.code == TRAINEE)
    })
}

/// With which answers a meeting opens: a regular one of these two, and in the notes what is open.
fn begins_with(kind: &Kind, agenda: &Agenda) -> Vec<(String, String)> {
    let offered = |field: &Field, code: &str| field.choices().iter().any(|choice| choice.code == code);
    let mut words = Vec::new();
    for field in &kind.fields {
        let chosen: &[&str] = match field.role {
            Some(Role::Type) => &[REGULAR],
            Some(Role::Notes) => {
                words.push((name_of(&field.code), agenda.words()));
                continue;
            }
            _ if field.code == PRESENT => &[TRAINEE, "supervisor"],
            _ => continue,
        };
        let fit = chosen.iter().filter(|code| offered(field, code));
        words.extend(fit.map(|code| (name_of(&field.code), (*code).to_owned())));
    }
    words
}

/// What there is to talk about, in words.
pub struct AgendaView {
    /// `Since the last meeting on 3 October 2026`
    heading: String,
    changed: Vec<(String, String)>,
    goals: Vec<(String, String)>,
    waits: Vec<(String, String)>,
    more: bool,
}

impl AgendaView {
    fn of(agenda: Agenda) -> AgendaView {
        let path = |line: &EntryLine| paths::entry(line.entry.as_str());
        let said =
            |line: &EntryLine| (path(line), format!("{}, {}: {}", line.title, line.day, line.state.shown()));
        let goal =
            |goal: &OpenGoal| (paths::entry(goal.entry.as_str()), format!("{}{}", goal.title, goal.due()));
        AgendaView {
            heading: match agenda.since {
                Some(day) => format!("Since the last meeting on {day}"),
                None => "What there is so far".to_owned(),
            },
            changed: agenda.changed.iter().map(said).collect(),
            goals: agenda.goals.iter().map(goal).collect(),
            waits: agenda.waits.iter().map(said).collect(),
            more: agenda.more,
        }
    }
}

impl Begin {
    pub fn new(
        shell: Shell,
        person: &Person,
        trainee: &Enrolled,
        (asked, offers): (&AskedKind, &Offers),
        (agenda, scan): (Option<Agenda>, Option<Choice>),
        mut typed: Typed,
    ) -> Begin {
        let (kind, is_new) = (&asked.kind, typed.words.is_empty());
        if is_new {
            for field in ["on", "seen-on"] {
                typed.words.add_day(field, person.today());
            }
            if let Some(agenda) = &agenda {
                for (name, word) in begins_with(kind, agenda) {
                    typed.words.add(name, word);
                }
            }
        }
        let side = side_on_one_page(asked).offering(scan, is_new, &mut typed);
        let fields = fields(asked, offers, &[], &typed);
        without_unasked(fields.all().chain(&side.fields), &mut typed);
        let page = ["on", "until"].into_iter().chain(fields.names()).chain(side.names());
        typed.faults = typed.faults.in_order(page.chain(["level", "outcome", "comment"]));
        let level = |one: &crate::domain::kind::Choice| {
            Choice::of(&one.code, &one.label).meaning(one.definition.clone())
        };
        // The form's own outcome is not asked for twice.
        let tells = |field: &Field| field.choices().iter().any(|choice| choice.outcome.is_some());
        let own = kind.fields.iter().any(|field| field.required && field.show_if.is_none() && tells(field));
        let asks = asks_outcome(kind, &crate::domain::kind::Values::new()) && !own;
        let told = !is_closed_to_trainee(kind);
        Begin {
            agenda: agenda.map(AgendaView::of),
            fields,
            side,
            scale: kind.scale.as_ref().map(|scale| scale.name.clone()).unwrap_or_default(),
            levels: kind.scale.iter().flat_map(|scale| &scale.levels).map(level).collect(),
            outcomes: if asks { outcomes() } else { Vec::new() },
            enrolment: trainee.id.to_string(),
            trainee: trainee.name.clone(),
            back: paths::trainee(trainee.id.as_str()),
            thing: lower(&kind.name),
            kind: kind.code.clone(),
            period: kind.period,
            day_label: kind.day_label.clone(),
            until_label: kind.until_label.clone(),
            told,
            shell,
            typed,
        }
    }

    /// `Sign this assessment`, `Sign this meeting`
    fn sign(&self) -> String {
        let judged = !self.levels.is_empty() || !self.outcomes.is_empty();
        format!("Sign this {}", if judged { "assessment" } else { self.thing.as_str() })
    }

    fn has_faulty_words(&self) -> bool {
        let names = self.fields.all().map(|field| field.name.as_str()).chain(["comment"]);
        let faulty = |name: &str| self.typed.fault(name).is_some() && !self.typed.word(name).is_empty();
        self.side.has_faulty_words(&self.typed) || names.into_iter().any(faulty)
    }
}

impl View for Begin {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::supervisor(), title, Place::Trainees);
    let line = |code: &str| Line {
        path: paths::new_assessment("e", code),
        name: format!("Observed <{code}>"),
        about: "Somebody watched.".to_owned(),
    };
    let which = Which {
        shell: shell("Begin an assessment"),
        trainee: "Ann <Field>".to_owned(),
        back: paths::trainee("e"),
        forms: vec![line("dops"), line("oce")],
        some_closed: true,
    };
    let begin = |typed: Typed| {
        let side = sample_side();
        let first = crate::features::entries::FieldView {
            name: "f-title".to_owned(),
            label: "What was <assessed>".to_owned(),
            control: "text",
            ..Default::default()
        };
        Begin {
            shell: shell("Observed procedure of Ann <Field>"),
            agenda: Some(AgendaView {
                heading: "Since the last meeting on 3 October 2026".to_owned(),
                changed: vec![(
                    "/entries/1".to_owned(),
                    "Aortic <surgery>, 3 November 2026: Signed".to_owned(),
                )],
                goals: vec![("/entries/2".to_owned(), "Read <it>, by 10 December 2026".to_owned())],
                waits: Vec::new(),
                more: true,
            }),
            typed,
            enrolment: "e".to_owned(),
            trainee: "Ann <Field>".to_owned(),
            back: paths::trainee("e"),
            kind: "dops".to_owned(),
            thing: "observed procedure (DOPS)".to_owned(),
            period: true,
            day_label: "From".to_owned(),
            until_label: "Until".to_owned(),
            fields: Fields { first: vec![first], ..Fields::default() },
            side,
            scale: "Supervision needed".to_owned(),
            levels: vec![Choice::of("direct", "With <somebody>").meaning("In the room.")],
            outcomes: outcomes(),
            told: true,
        }
    };
    let mut faults = crate::domain::fault::Faults::one("f-title", "Enter the title.");
    for field in ["on", "level", "outcome", "seen-how", "seen-place", "comment"] {
        faults.add(field, format!("Something is wrong with {field}."));
    }
    let again = Typed::holding([("comment", "Mrs <Jones>")]).with_faults(faults);
    let mut all = session::samples();
    all.extend([
        Sample::of("assessments/which", &which),
        Sample::of("assessments/begin", &begin(Typed::nothing())),
        Sample::of("assessments/begin, again", &begin(again)),
    ]);
    all
}
