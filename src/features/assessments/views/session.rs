//! The page on which a session is written once for many.

use std::sync::Arc;

use askama::Template;

use crate::domain::kind::{Kind, lower};
use crate::domain::role::Person;
use crate::features::assessments::views::{Line, PRESENT, TRAINEE, asks_present, is_closed_to_trainee};
use crate::features::enrolments::Enrolled;
use crate::features::entries::{AskedKind, FieldView, Fields, Offers, fields, name_of, without_unasked};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

/// Which kind of session.
#[derive(Template)]
#[template(path = "assessments/sessions.html")]
pub struct Sessions {
    shell: Shell,
    forms: Vec<Line>,
}

impl Sessions {
    pub fn new(shell: Shell, kinds: &[Arc<Kind>]) -> Sessions {
        let line = |kind: &Arc<Kind>| Line {
            path: paths::new_session(&kind.code),
            name: kind.name.clone(),
            about: kind.about.clone(),
        };
        Sessions { shell, forms: kinds.iter().map(line).collect() }
    }
}

impl View for Sessions {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "assessments/session.html")]
pub struct Session {
    shell: Shell,
    typed: Typed,
    kind: String,
    thing: String,
    period: bool,
    day_label: String,
    until_label: String,
    fields: Fields,
    people: Vec<Choice>,
    /// Those who get it read it.
    told: bool,
}

/// Who was there by name is asked above: this asks who else was.
fn who_else(fields: &mut Fields, kind: &Kind) {
    let (name, required) = (name_of(PRESENT), kind.field(PRESENT).is_some_and(|field| field.required));
    let all = [&mut fields.first, &mut fields.folded, &mut fields.last];
    for field in all.into_iter().flatten().filter(|field| field.name == name) {
        field.label =
            if required { "Who else was there" } else { "Who else was there (optional)" }.to_owned();
        field.options.retain(|option| option.value != TRAINEE);
    }
}

impl Session {
    pub fn new(
        shell: Shell,
        person: &Person,
        asked: &AskedKind,
        people: &[Enrolled],
        mut typed: Typed,
    ) -> Session {
        if typed.words.is_empty() {
            typed.words.add_day("on", person.today());
        }
        let kind = &asked.kind;
        let mut fields = fields(asked, &Offers::default(), &[], &typed);
        if asks_present(kind) {
            who_else(&mut fields, kind);
        }
        without_unasked(fields.all(), &mut typed);
        let page = ["who", "on", "until"].into_iter().chain(fields.names()).chain(["comment"]);
        typed.faults = typed.faults.in_order(page);
        let choice = |row: &Enrolled| Choice::of(row.id.as_str(), &row.name);
        Session {
            fields,
            people: people.iter().map(choice).collect(),
            kind: kind.code.clone(),
            thing: lower(&kind.name),
            period: kind.period,
            day_label: kind.day_label.clone(),
            until_label: kind.until_label.clone(),
            told: !is_closed_to_trainee(kind),
            shell,
            typed,
        }
    }

    fn has_faulty_words(&self) -> bool {
        let mut names = self.fields.all().map(|field| field.name.as_str()).chain(["comment"]);
        names.any(|name| self.typed.fault(name).is_some() && !self.typed.word(name).is_empty())
    }
}

impl View for Session {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::supervisor(), title, Place::Trainees);
    let line = Line {
        path: paths::new_session("meeting"),
        name: "Meeting <of the department>".to_owned(),
        about: "When you met.".to_owned(),
    };
    let session = |typed: Typed| Session {
        shell: shell("Meeting for several"),
        typed,
        kind: "meeting".to_owned(),
        thing: "meeting".to_owned(),
        period: true,
        day_label: "Date of the meeting".to_owned(),
        until_label: "Until".to_owned(),
        fields: Fields {
            last: vec![FieldView {
                name: "f-agreed".to_owned(),
                label: "What was <agreed>".to_owned(),
                control: "long",
                ..FieldView::default()
            }],
            ..Fields::default()
        },
        people: vec![Choice::of("e1", "Ann <Field>"), Choice::of("e2", "Ben Hill")],
        told: true,
    };
    let mut faults = crate::domain::fault::Faults::one("who", "Choose who was there.");
    for field in ["on", "f-agreed", "comment"] {
        faults.add(field, format!("Something is wrong with {field}."));
    }
    vec![
        Sample::of(
            "assessments/sessions",
            &Sessions { shell: shell("Record for several"), forms: vec![line] },
        ),
        Sample::of(
            "assessments/sessions, none",
            &Sessions { shell: shell("Record for several"), forms: Vec::new() },
        ),
        Sample::of("assessments/session", &session(Typed::nothing())),
        Sample::of(
            "assessments/session, again",
            &session(Typed::holding([("comment", "Mrs <J>")]).with_faults(faults)),
        ),
    ]
}
