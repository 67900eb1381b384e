//! The page of terms as plain values.

use askama::Template;

use super::pages::Shown;
use crate::domain::amount::Amount;
use crate::domain::programme::{Requirement, Version};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::PersonalTerm;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/terms.html")]
pub struct Terms {
    shell: Shell,
    typed: Typed,
    name: String,
    programme: String,
    place: String,
    days: String,
    terms: Vec<Set>,
    requirements: Vec<Choice>,
    sorts: Vec<Choice>,
    action: String,
    end: String,
    life: String,
    back: String,
}

/// A term that holds.
struct Set {
    sentence: String,
    reason: String,
    by: String,
    end: String,
}

impl View for Terms {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Terms {
    pub fn new(who: &Lead, shown: Shown, mut typed: Typed) -> Terms {
        let Shown { enrolled, version, terms } = shown;
        let id = enrolled.id.as_str();
        if ["day", "month", "year"].iter().all(|part| typed.word(&format!("last-{part}")).is_empty())
            && typed.fault("last").is_none()
        {
            typed.words.add_day("last", enrolled.ends_on);
        }
        Terms {
            shell: who.shell(format!("What holds for {}", enrolled.name), Place::People),
            typed,
            programme: format!("{}, version {}", version.title, version.version),
            place: format!("{}, {}", enrolled.department_name, enrolled.institution_name),
            days: format!("{} to {}", enrolled.started_on, enrolled.ends_on),
            terms: terms.iter().map(|term| set(&version, id, term)).collect(),
            requirements: version.requirements.iter().map(requirement).collect(),
            sorts: sorts(),
            action: paths::terms(id),
            end: paths::enrolment_end(id),
            life: paths::life(id),
            back: paths::person(enrolled.person.as_str()),
            name: enrolled.name,
        }
    }
}

fn sorts() -> Vec<Choice> {
    vec![
        Choice::of("target", "A personal target").meaning("Where the programme gives a range for it"),
        Choice::of("due", "A due day").meaning("Instead of the programme’s own"),
        Choice::of("waiver", "A waiver").meaning("The requirement need not be met by this person"),
    ]
}

fn requirement(one: &Requirement) -> Choice {
    let label = match one.personal {
        Some(range) => format!("{} (personal target from {} to {})", one.title, range.least, range.most),
        None => one.title.clone(),
    };
    Choice::of(&one.code, label)
}

fn set(version: &Version, enrolment: &str, term: &PersonalTerm) -> Set {
    let title = version.requirement(&term.requirement).map_or(term.requirement.as_str(), |one| &one.title);
    let sentence = match (term.amount, term.day) {
        (Some(amount), _) => format!("{title}: the target is {}", Amount::of_hundredths(amount)),
        (None, Some(day)) => format!("{title}: due on {day}"),
        (None, None) => format!("{title}: waived"),
    };
    let day = term.known_from.day_in(DEFAULT_ZONE);
    Set {
        sentence,
        reason: term.reason.clone(),
        by: format!("{} on {day}", term.by),
        end: paths::term_end(enrolment, &term.id),
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = samples::shell_for(&samples::lead(), "What holds for Ann Field", Place::People);
    let mut faults = crate::domain::fault::Faults::none();
    for field in ["last", "requirement", "term", "amount", "due", "reason"] {
        faults.add(field, "Something is wrong here.");
    }
    let one = || Set {
        sentence: "Supervised bypass cases: the target is 120".to_owned(),
        reason: "Sick <leave>".to_owned(),
        by: "Lea O’Neill on 2 November 2026".to_owned(),
        end: paths::term_end("e", "t"),
    };
    let page = |typed: Typed, terms| Terms {
        shell: shell.clone(),
        typed,
        name: "Ann Field".to_owned(),
        programme: "MSc, version 2025".to_owned(),
        place: "Perfusion, Northgate".to_owned(),
        days: "1 September 2025 to 31 August 2027".to_owned(),
        terms,
        requirements: vec![Choice::of("cases", "Supervised bypass cases")],
        sorts: sorts(),
        action: paths::terms("e"),
        end: paths::enrolment_end("e"),
        life: paths::life("e"),
        back: paths::person("p"),
    };
    vec![
        Sample::of("roster/terms", &page(Typed::nothing().with_faults(faults), vec![one(), one()])),
        Sample::of("roster/terms, none", &page(Typed::nothing(), Vec::new())),
    ]
}
