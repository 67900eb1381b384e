//! The form for one figure as plain values.

use askama::Template;

use crate::features::programmes::{Looked, Open};
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
    /// It has a figure that may be another.
    has_amount: bool,
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
    pub fn new(who: &Lead, looked: &Looked, (code, open): (&str, Open<'_>), mut typed: Typed) -> FigurePage {
        let version = &looked.version;
        let has_amount = open.amount.is_some();
        let figure = looked.confirmed(code).and_then(|figure| figure.amount).or(open.amount);
        if let Some(figure) = figure.filter(|_| typed.words.is_empty()) {
            typed.words.add("amount", figure.to_string());
        }
        FigurePage {
            shell: who.shell(format!("Confirm a figure: {}", open.title), Place::Programmes),
            typed,
            title: open.title.to_owned(),
            programme: looked.title(),
            rule: open.says,
            note: open.note.to_owned(),
            has_amount,
            action: paths::figure(&version.code, &version.version, code),
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
            has_amount: true,
            action: paths::figure("perfusion-msc", "2025", "mix"),
            back: paths::version("perfusion-msc", "2025"),
        },
    )]
}
