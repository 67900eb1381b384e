//! The pages of this room, as they are shown.

use askama::Template;

use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, EnrolmentId};
use crate::domain::role::{Capacity, Person};
use crate::features::enrolments::store::Enrolled;
use crate::features::exports::gather::size as gather_size;
use crate::features::exports::store::chosen::{Choice as Seen, Choices};
use crate::features::exports::store::{ExportRow, Format, KEPT_DAYS, State, What};
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

macro_rules! view {
    ($($view:ident $(with $typed:ident)?),+) => { $(
        impl View for $view {
            fn shell(&self) -> &Shell {
                &self.shell
            }
            $(fn typed(&self) -> Option<&Typed> {
                Some(&self.$typed)
            })?
        }
    )+ };
}
view!(Exports, WhoseToExport, NewPortfolio with typed, NewCohort with typed);

/// One's own reports and the ways to another.
#[derive(Template)]
#[template(path = "exports/list.html")]
pub struct Exports {
    shell: Shell,
    rows: Vec<Line>,
    /// Something is still being made: the page looks again by itself where scripts run.
    waiting: bool,
    own: Vec<Way>,
    /// For a list to choose from, by name.
    others: Vec<Choice>,
    leads: bool,
    days: i64,
}

struct Line {
    title: String,
    format: &'static str,
    state: &'static str,
    as_at: String,
    asked: String,
    /// "214 kB, until 28 November 2026"
    about_file: String,
    fault: String,
    fetch: Option<String>,
    again: String,
}

struct Way {
    text: String,
    path: String,
}

impl Exports {
    pub fn new(shell: Shell, person: &Person, rows: Vec<ExportRow>, seen: Vec<Seen>) -> Exports {
        let (own, others): (Vec<Seen>, Vec<Seen>) =
            seen.into_iter().partition(|choice| choice.person == person.account);
        Exports {
            shell,
            waiting: rows.iter().any(|row| row.state == State::Asked),
            rows: rows.into_iter().map(|row| line(person, row)).collect(),
            own: own.into_iter().map(own_way).collect(),
            others: others.into_iter().map(other_choice).collect(),
            leads: person.is(Capacity::Lead),
            days: KEPT_DAYS,
        }
    }

    /// For the list's macro, which looks for typed words.
    fn nothing(&self) -> Typed {
        Typed::nothing()
    }
}

fn own_way(choice: Seen) -> Way {
    Way {
        text: format!("Export my portfolio: {}", choice.programme),
        path: paths::export_of(choice.enrolment.as_str()),
    }
}

fn other_choice(choice: Seen) -> Choice {
    let label = format!("{}: {}, cohort {}", choice.name, choice.programme, choice.cohort);
    Choice::of(choice.enrolment.as_str(), label)
}

/// Whose portfolio, before the form about it.
#[derive(Template)]
#[template(path = "exports/whose.html")]
pub struct WhoseToExport {
    shell: Shell,
    own: Vec<Way>,
    others: Vec<Choice>,
}

impl WhoseToExport {
    pub fn new(who: &SignedIn, seen: Vec<Seen>) -> WhoseToExport {
        WhoseToExport::of(who.shell("Export a portfolio", Place::Reports), &who.account, seen)
    }

    fn of(shell: Shell, me: &AccountId, seen: Vec<Seen>) -> WhoseToExport {
        let (own, others): (Vec<Seen>, Vec<Seen>) = seen.into_iter().partition(|choice| choice.person == *me);
        WhoseToExport {
            shell,
            own: own.into_iter().map(own_way).collect(),
            others: others.into_iter().map(other_choice).collect(),
        }
    }

    /// For the list's macro, which looks for typed words.
    fn nothing(&self) -> Typed {
        Typed::nothing()
    }
}

fn line(person: &Person, row: ExportRow) -> Line {
    let until =
        row.expires_at().map(|at| format!(", kept until {}", at.day_in(person.zone))).unwrap_or_default();
    let again = match row.what {
        What::Portfolio => paths::export_of(&row.subject),
        What::Cohort if row.subject.is_empty() => paths::EXPORT_NEW.to_owned(),
        What::Cohort => format!("{}?{}", paths::EXPORT_NEW, row.subject),
    };
    Line {
        format: match row.format {
            Format::Pdf => "PDF",
            Format::Xlsx => "Excel",
            Format::Csv => "CSV",
        },
        state: match row.state {
            State::Asked => "Being made",
            State::Ready => "Ready",
            State::Failed => "Failed",
            State::Expired if row.fault.is_empty() => "Expired",
            State::Expired => "Taken away",
        },
        as_at: row.as_at.shown_in(person.zone),
        asked: row.asked_at.shown_in(person.zone),
        about_file: match row.state {
            State::Ready => format!("{}{until}", gather_size(row.size)),
            _ => String::new(),
        },
        fetch: (row.state == State::Ready).then(|| paths::export(row.id.as_str())),
        title: row.title,
        fault: match row.state {
            State::Failed if !row.fault.is_empty() => format!("It could not be made. {}", row.fault),
            _ => row.fault,
        },
        again,
    }
}

#[derive(Template)]
#[template(path = "exports/portfolio.html")]
pub struct NewPortfolio {
    shell: Shell,
    typed: Typed,
    enrolment: String,
    name: String,
    own: bool,
    programme: String,
    cohort: String,
    from: String,
    formats: Vec<Choice>,
    whens: Vec<Choice>,
}

impl NewPortfolio {
    pub fn new(who: &SignedIn, row: Enrolled, programme: String, typed: Typed) -> NewPortfolio {
        NewPortfolio::of(who.shell("Export a portfolio", Place::Reports), &who.account, row, programme, typed)
    }

    fn of(shell: Shell, me: &AccountId, row: Enrolled, programme: String, typed: Typed) -> NewPortfolio {
        NewPortfolio {
            shell,
            typed,
            enrolment: row.id.to_string(),
            own: row.person == *me,
            name: row.name,
            programme,
            cohort: row.cohort,
            from: row.started_on.to_string(),
            formats: formats(
                "To print or to send to a panel: everything, with sign-offs and a note on how to check it",
            ),
            whens: whens(),
        }
    }
}

#[derive(Template)]
#[template(path = "exports/cohort.html")]
pub struct NewCohort {
    shell: Shell,
    typed: Typed,
    versions: Vec<Choice>,
    cohorts: Vec<Choice>,
    departments: Vec<Choice>,
    formats: Vec<Choice>,
    whens: Vec<Choice>,
}

impl NewCohort {
    pub fn new(who: &SignedIn, choices: Choices, typed: Typed) -> NewCohort {
        NewCohort::of(who.shell("Export a cohort", Place::Reports), choices, typed)
    }

    fn of(shell: Shell, choices: Choices, typed: Typed) -> NewCohort {
        let named = |id: &str, name: String| Choice::of(id, name);
        NewCohort {
            shell,
            typed,
            versions: choices.versions.into_iter().map(|(id, name)| named(id.as_str(), name)).collect(),
            cohorts: choices.cohorts.into_iter().map(|name| named(&name.clone(), name)).collect(),
            departments: choices.departments.into_iter().map(|(id, name)| named(id.as_str(), name)).collect(),
            formats: formats("To print: a row for each trainee, then each trainee’s requirements"),
            whens: whens(),
        }
    }
}

fn formats(pdf: &str) -> Vec<Choice> {
    vec![
        Choice::of("pdf", "PDF").meaning(pdf),
        Choice::of("xlsx", "Excel").meaning("A sheet for each table, with filters"),
        Choice::of("csv", "CSV")
            .meaning("For another program: the same tables in one plain file; a portfolio’s comes at once"),
    ]
}

fn whens() -> Vec<Choice> {
    vec![
        Choice::of("now", "Now"),
        Choice::of("day", "At the end of a day").meaning("What was known then, even if it was changed later"),
    ]
}

pub fn samples() -> Vec<Sample> {
    let person = samples::lead();
    let at = person.now;
    let row = |state, what, format, fault: &str| ExportRow {
        id: crate::domain::names::ExportId::new("x"),
        asked_by: person.account.clone(),
        what,
        subject: "e1".to_owned(),
        title: "Training portfolio of Ann <Field>".to_owned(),
        format,
        as_at: at,
        state,
        file_hash: String::new(),
        size: 214_000,
        fault: fault.to_owned(),
        asked_at: at,
        ended_at: (state != State::Asked).then_some(at),
    };
    let seen = |name: &str, person: &AccountId| Seen {
        enrolment: EnrolmentId::new("e1"),
        person: person.clone(),
        name: name.to_owned(),
        programme: "MSc Clinical Perfusion Science".to_owned(),
        cohort: "2025".to_owned(),
    };
    let enrolled = || Enrolled {
        id: EnrolmentId::new("e1"),
        portfolio: crate::domain::names::PortfolioId::new("p1"),
        person: AccountId::new("ann"),
        name: "Ann <Field>".to_owned(),
        version: crate::domain::names::VersionId::new("v1"),
        department: crate::domain::names::DepartmentId::new("d1"),
        department_name: "Perfusion".to_owned(),
        institution_name: "Northgate".to_owned(),
        zone: "Europe/London".to_owned(),
        cohort: "2025".to_owned(),
        started_on: person.today(),
        ends_on: person.today(),
        layer: None,
    };
    let choices = || Choices {
        versions: vec![(crate::domain::names::VersionId::new("v1"), "MSc, version 2025".to_owned())],
        cohorts: vec!["2025".to_owned()],
        departments: vec![(crate::domain::names::DepartmentId::new("d1"), "Perfusion".to_owned())],
    };
    let faulty = || {
        let mut faults = Faults::one("format", "Choose PDF, Excel or CSV.");
        faults.add("day", "This day is still to come.");
        Typed::holding([("when", "day"), ("day-day", "1"), ("day-month", "1"), ("day-year", "2030")])
            .with_faults(faults)
    };
    let shell = |title| samples::shell_for(&samples::lead(), title, Place::Reports);
    let rows = vec![
        row(State::Asked, What::Portfolio, Format::Pdf, ""),
        row(State::Ready, What::Cohort, Format::Xlsx, ""),
        row(State::Failed, What::Cohort, Format::Csv, "The PDF took longer than 60 seconds and was stopped."),
        row(State::Expired, What::Portfolio, Format::Csv, ""),
        row(
            State::Expired,
            What::Portfolio,
            Format::Pdf,
            "Taken away on 12 November 2026, because something in this portfolio was struck out.",
        ),
    ];
    let both = vec![seen("Lea O’Neill", &person.account), seen("Ann Field", &AccountId::new("ann"))];
    let me = AccountId::new("ann");
    let msc = || "MSc Clinical Perfusion Science, version 2025".to_owned();
    let form = NewPortfolio::of(shell("Export a portfolio"), &me, enrolled(), msc(), Typed::nothing());
    let again = NewPortfolio::of(shell("Export a portfolio"), &person.account, enrolled(), msc(), faulty());
    let whose = |seen| WhoseToExport::of(shell("Export a portfolio"), &person.account, seen);
    vec![
        Sample::of("exports/whose", &whose(both.clone())),
        Sample::of("exports/whose, nobody", &whose(Vec::new())),
        Sample::of("exports/list", &Exports::new(shell("Reports"), &person, rows, both)),
        Sample::of(
            "exports/list, empty",
            &Exports::new(shell("Reports"), &samples::trainee(), Vec::new(), Vec::new()),
        ),
        Sample::of("exports/portfolio", &form),
        Sample::of("exports/portfolio, again", &again),
        Sample::of("exports/cohort", &NewCohort::of(shell("Export a cohort"), choices(), Typed::nothing())),
        Sample::of("exports/cohort, again", &NewCohort::of(shell("Export a cohort"), choices(), faulty())),
    ]
}
