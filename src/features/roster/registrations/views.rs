//! Registrations as plain values, for their owner's pages and for the lead's.

use askama::Template;

use super::forms::OTHER;
use crate::domain::names::capital;
use crate::domain::outside::label as number_label;
use crate::domain::rule::category_said;
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::people::{NumberRow, Stated};
use crate::features::programmes::KnownRegister;
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

/// One registration as any page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub register: String,
    pub number: String,
    pub valid: String,
    pub state: &'static str,
    pub confirmed_by: String,
    pub is_confirmed: bool,
    pub name: String,
    pub person: String,
    pub edit: String,
    pub end: String,
    pub confirm: String,
    pub confirm_end: String,
}

pub fn card(known: &[KnownRegister], stated: &Stated) -> Card {
    let row = &stated.row;
    let confirmed = stated.confirmed.first();
    let said = |(name, at): &(String, crate::domain::time::Moment)| {
        format!("Confirmed by {name} on {}", at.day_in(DEFAULT_ZONE))
    };
    Card {
        register: KnownRegister::said(known, &row.body, &row.category),
        number: row.number.clone(),
        valid: valid(row.valid_from, row.valid_until),
        state: if confirmed.is_some() { "Confirmed" } else { "Waiting" },
        confirmed_by: confirmed.map(said).unwrap_or_default(),
        is_confirmed: confirmed.is_some(),
        name: stated.name.clone(),
        person: paths::person(row.person.as_str()),
        edit: paths::registration(row.id.as_str()),
        end: paths::registration_end(row.id.as_str()),
        confirm: paths::registration_confirmation(row.id.as_str()),
        confirm_end: paths::registration_confirmation_end(row.id.as_str()),
    }
}

fn valid(from: Day, until: Option<Day>) -> String {
    match until {
        Some(until) => format!("{from} to {until}"),
        None => format!("from {from}, no end stated"),
    }
}

/// Every register that a rule asks about, and another one.
pub fn choices(known: &[KnownRegister]) -> Vec<Choice> {
    let mut all = Vec::new();
    for one in known {
        if one.categories.is_empty() {
            all.push(Choice::of(format!("{}|", one.code), &one.name));
        }
        for category in &one.categories {
            all.push(
                Choice::of(format!("{}|{category}", one.code), &one.name)
                    .meaning(capital(&category_said(category)) + " register"),
            );
        }
    }
    all.push(Choice::of(OTHER, "Another register").meaning("Type its name below"));
    all
}

#[derive(Template)]
#[template(path = "roster/registrations.html")]
pub struct Registrations {
    shell: Shell,
    typed: Typed,
    own: Vec<Card>,
    /// What the number is, and the number.
    numbers: Vec<(String, String)>,
    registers: Vec<Choice>,
}

impl View for Registrations {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Registrations {
    pub fn new(
        who: &SignedIn,
        known: &[KnownRegister],
        own: &[Stated],
        numbers: &[(NumberRow, String)],
        typed: Typed,
    ) -> Registrations {
        Registrations {
            shell: who.shell("Your registrations", Place::Nowhere),
            typed,
            own: own.iter().map(|stated| card(known, stated)).collect(),
            numbers: numbers
                .iter()
                .map(|(row, _)| (number_label(row.issuer, &row.body), row.number.clone()))
                .collect(),
            registers: choices(known),
        }
    }
}

#[derive(Template)]
#[template(path = "roster/registration.html")]
pub struct Registration {
    shell: Shell,
    typed: Typed,
    card: Card,
    registers: Vec<Choice>,
}

impl View for Registration {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Registration {
    pub fn new(who: &SignedIn, known: &[KnownRegister], own: &Stated, mut typed: Typed) -> Registration {
        let registers = choices(known);
        if typed.words.is_empty() {
            let row = &own.row;
            let code = format!("{}|{}", row.body, row.category);
            let is_known = registers.iter().any(|choice| choice.value == code);
            typed.words.add("register", if is_known { code } else { OTHER.to_owned() });
            if !is_known {
                typed.words.add("body", row.body.clone());
                typed.words.add("category", row.category.clone());
            }
            typed.words.add("number", row.number.clone());
            typed.words.add_day("from", row.valid_from);
            if let Some(until) = row.valid_until {
                typed.words.add_day("until", until);
            }
        }
        let shell = who.shell("Correct a registration", Place::Nowhere);
        Registration { shell, typed, card: card(known, own), registers }
    }
}

/// A confirmed or a waiting card, for the samples of every page that shows one.
pub(in crate::features::roster) fn sample_card(is_confirmed: bool) -> Card {
    Card {
        register: "College of Clinical Perfusion Scientists, full".to_owned(),
        number: "P <123>".to_owned(),
        valid: "1 September 2024 to 31 August 2027".to_owned(),
        state: if is_confirmed { "Confirmed" } else { "Waiting" },
        confirmed_by: if is_confirmed { "Confirmed by Lea O’Neill".to_owned() } else { String::new() },
        is_confirmed,
        name: "Sue Carter".to_owned(),
        person: paths::person("p"),
        edit: paths::registration("r"),
        end: paths::registration_end("r"),
        confirm: paths::registration_confirmation("r"),
        confirm_end: paths::registration_confirmation_end("r"),
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::supervisor(), title, Place::Nowhere);
    let known = vec![KnownRegister {
        code: "ccps".to_owned(),
        name: "College of Clinical Perfusion Scientists".to_owned(),
        categories: vec!["full".to_owned()],
    }];
    let mut faults = crate::domain::fault::Faults::none();
    for field in ["register", "body", "category", "number", "from", "until"] {
        faults.add(field, "Something is wrong here.");
    }
    let faulty = Typed::holding([("register", "other"), ("body", "<b>")]).with_faults(faults);
    let page = |typed, own| Registrations {
        shell: shell("Your registrations"),
        typed,
        own,
        numbers: vec![("HCPC number".to_owned(), "CS <1>".to_owned())],
        registers: choices(&known),
    };
    let one = Registration {
        shell: shell("Correct a registration"),
        typed: faulty.clone(),
        card: sample_card(true),
        registers: choices(&known),
    };
    vec![
        Sample::of("roster/registrations", &page(faulty, vec![sample_card(true), sample_card(false)])),
        Sample::of("roster/registrations, none", &page(Typed::nothing(), Vec::new())),
        Sample::of("roster/registration", &one),
    ]
}
