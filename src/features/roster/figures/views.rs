//! The form for one figure as plain values.

use askama::Template;

use crate::domain::amount::Amount;
use crate::domain::programme::Requirement;
use crate::domain::rule::describe;
use crate::features::programmes::Looked;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/figure.html")]
pub struct FigurePage {
    shell: Shell,
    typed: Typed,
    title: String,
    programme: String,
    rule: String,
    note: String,
    action: String,
    back: String,
}

impl View for FigurePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl FigurePage {
    pub fn new(who: &Lead, looked: &Looked, asked: &Requirement, mut typed: Typed) -> FigurePage {
        let version = &looked.version;
        if typed.words.is_empty() {
            let figure = looked.confirmed(asked).map(|figure| figure.amount).or(asked.rule.target());
            typed.words.add("amount", figure.unwrap_or(Amount::ZERO).to_string());
        }
        FigurePage {
            shell: who.shell(format!("Confirm a figure: {}", asked.title), Place::Programmes),
            typed,
            title: asked.title.clone(),
            programme: looked.title(),
            rule: describe(asked, version),
            note: asked.provenance.note.clone(),
            action: paths::figure(&version.code, &version.version, &asked.code),
            back: paths::version(&version.code, &version.version),
        }
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::Programmes);
    let faulty = crate::domain::fault::Faults::one("amount", "Enter the figure as a number.");
    vec![Sample::of(
        "roster/figure",
        &FigurePage {
            shell: shell("Confirm a figure"),
            typed: Typed::holding([("amount", "x"), ("source", "<i>")]).with_faults(faulty),
            title: "Coronary grafting".to_owned(),
            programme: "MSc, version 2025".to_owned(),
            rule: "At least 50 cases.".to_owned(),
            note: "No public source.".to_owned(),
            action: paths::figure("perfusion-msc", "2025", "mix"),
            back: paths::version("perfusion-msc", "2025"),
        },
    )]
}
