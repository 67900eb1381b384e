//! The registered people of a department as plain values.

use askama::Template;

use super::listing::Somebody;
use crate::domain::names::capital;
use crate::domain::rule::category_said;
use crate::domain::territory::Over;
use crate::features::programmes::KnownRegister;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/registered.html")]
pub struct Registered {
    shell: Shell,
    typed: Typed,
    departments: Vec<Choice>,
    registers: Vec<Choice>,
    /// Department and register, once they are chosen.
    chosen: (String, String),
    /// Whether there is a list.
    listed: bool,
    people: Vec<Choice>,
    /// Name and why not.
    others: Vec<(String, String)>,
}

impl View for Registered {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Registered {
    pub fn new(
        who: &Lead,
        departments: &[(Over, String)],
        registers: &[KnownRegister],
        chosen: (String, String),
        people: Option<Vec<Somebody>>,
        mut typed: Typed,
    ) -> Registered {
        let listed = people.is_some();
        let (fit, others): (Vec<Somebody>, Vec<Somebody>) =
            people.unwrap_or_default().into_iter().partition(|one| one.why_not.is_none());
        if typed.words.is_empty() {
            typed.words.add("department", chosen.0.clone());
            typed.words.add("register", chosen.1.clone());
            typed.words.add_day("from", who.today());
            for one in &fit {
                typed.words.add("person", one.person.to_string());
            }
        }
        Registered {
            shell: who.shell("Appoint all registered people of a department", Place::People),
            typed,
            departments: departments.iter().map(|(over, label)| Choice::of(&over.id, label)).collect(),
            registers: choices(registers),
            chosen,
            listed,
            people: fit.iter().map(|one| Choice::of(one.person.as_str(), &one.name)).collect(),
            others: others.into_iter().filter_map(|one| Some((one.name, one.why_not?))).collect(),
        }
    }
}

fn choices(registers: &[KnownRegister]) -> Vec<Choice> {
    let mut all = Vec::new();
    for one in registers {
        all.push(Choice::of(format!("{}|", one.code), format!("{}: everybody but trainees", one.name)));
        let others = one.categories.iter().filter(|category| *category != "trainee");
        all.extend(others.map(|category| {
            Choice::of(
                format!("{}|{category}", one.code),
                format!("{}: {} register", one.name, capital(&category_said(category))),
            )
        }));
    }
    all
}

pub fn samples() -> Vec<Sample> {
    let mut faults = crate::domain::fault::Faults::none();
    for field in ["department", "register", "person", "from", "until"] {
        faults.add(field, "Something is wrong here.");
    }
    let page = |chosen: (&str, &str), listed, people, others| Registered {
        shell: samples::shell_for(&samples::lead(), "Appoint all registered people", Place::People),
        typed: Typed::holding([("department", "d")]).with_faults(faults.clone()),
        departments: vec![Choice::of("d", "Perfusion, Northgate")],
        registers: choices(&[KnownRegister {
            code: "ccps".to_owned(),
            name: "College <of> Clinical Perfusion Scientists".to_owned(),
            categories: vec!["full".to_owned(), "trainee".to_owned()],
        }]),
        chosen: (chosen.0.to_owned(), chosen.1.to_owned()),
        listed,
        people,
        others,
    };
    let others = vec![("Tom Hill".to_owned(), "their registration is not confirmed yet".to_owned())];
    vec![
        Sample::of("roster/registered", &page(("", ""), false, Vec::new(), Vec::new())),
        Sample::of(
            "roster/registered, listed",
            &page(("d", "ccps|full"), true, vec![Choice::of("p", "Sue <Carter>")], others.clone()),
        ),
        Sample::of("roster/registered, nobody", &page(("d", "ccps|full"), true, Vec::new(), others)),
    ]
}
