//! The numbers of one person as plain values.

use askama::Template;

use crate::domain::names::AccountId;
use crate::domain::outside::{Issuer, label};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::accounts::Account;
use crate::features::people::NumberRow;
use crate::web::gate::Keeper;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/numbers.html")]
pub struct Numbers {
    shell: Shell,
    typed: Typed,
    name: String,
    lines: Vec<Line>,
    issuers: Vec<Choice>,
    action: String,
    back: String,
}

struct Line {
    label: String,
    number: String,
    since: String,
    end: String,
}

impl View for Numbers {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Numbers {
    pub fn new(
        who: &Keeper,
        account: &Account,
        numbers: &[(NumberRow, String)],
        theirs: bool,
        typed: Typed,
    ) -> Numbers {
        let (id, place) = (account.id.as_str(), if theirs { Place::People } else { Place::Settings });
        Numbers {
            shell: who.shell(format!("Numbers of {}", account.name), place),
            typed,
            name: account.name.clone(),
            lines: numbers.iter().map(|(row, by)| line(&account.id, row, by)).collect(),
            issuers: issuers(),
            action: paths::person_numbers(id),
            back: if theirs { paths::person(id) } else { paths::one_account(id) },
        }
    }
}

fn line(owner: &AccountId, row: &NumberRow, by: &str) -> Line {
    Line {
        label: label(row.issuer, &row.body),
        number: row.number.clone(),
        since: format!("Added by {by} on {}", row.known_from.day_in(DEFAULT_ZONE)),
        end: paths::person_number_end(owner.as_str(), row.id.as_str()),
    }
}

fn issuers() -> Vec<Choice> {
    let meaning = |issuer: &Issuer| match issuer {
        Issuer::Student => "Of a university: name it below",
        Issuer::Staff => "Of an employer: name it below",
        Issuer::NationalSchool => "Of the National School of Healthcare Science",
        Issuer::College => "Of the College of Clinical Perfusion Scientists",
        Issuer::Hcpc => "On the HCPC register, such as CS12345",
        Issuer::Other => "Name the body below",
    };
    Issuer::ALL.iter().map(|one| Choice::of(one.as_str(), one.shown()).meaning(meaning(one))).collect()
}

pub fn samples() -> Vec<Sample> {
    let mut faults = crate::domain::fault::Faults::one("", "Somebody else has this number already.");
    for field in ["issuer", "body", "number"] {
        faults.add(field, "Something is wrong here.");
    }
    let faulty =
        Typed::holding([("issuer", "student"), ("body", "<b>"), ("number", "<1>")]).with_faults(faults);
    let page = |full: bool| Numbers {
        shell: samples::shell_for(&samples::lead(), "Numbers of Ann Field", Place::People),
        typed: if full { faulty.clone() } else { Typed::nothing() },
        name: "Ann <Field>".to_owned(),
        lines: if full {
            vec![Line {
                label: "Student number, University of <Bristol>".to_owned(),
                number: "AB <12>".to_owned(),
                since: "Added by Lea O’Neill on 12 November 2026".to_owned(),
                end: paths::person_number_end("p", "n"),
            }]
        } else {
            Vec::new()
        },
        issuers: issuers(),
        action: paths::person_numbers("p"),
        back: paths::person("p"),
    };
    vec![Sample::of("roster/numbers", &page(true)), Sample::of("roster/numbers, none", &page(false))]
}
