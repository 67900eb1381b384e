//! The house's own forms as plain values.

use askama::Template;

use crate::domain::names::PatternId;
use crate::domain::time::Moment;
use crate::features::identifiers::PatternShown;
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "admin/patterns.html")]
pub struct Patterns {
    shell: Shell,
    typed: Typed,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    form: String,
    example: String,
    end: String,
}

impl View for Patterns {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Patterns {
    pub fn new(who: &Admin, shown: &[PatternShown], typed: Typed) -> Patterns {
        let lines = shown.iter().map(line).collect();
        Patterns { shell: who.shell("Numbers of your hospitals", Place::Settings), typed, lines }
    }
}

fn line(one: &PatternShown) -> Line {
    Line {
        name: one.name.clone(),
        form: one.form.clone(),
        example: one.example.clone(),
        end: paths::pattern_end(one.id.as_str()),
    }
}

pub fn samples() -> Vec<Sample> {
    let one = PatternShown {
        id: PatternId::new("p"),
        name: "Northgate <number>".to_owned(),
        form: "RXH ######".to_owned(),
        example: "RXH 123456".to_owned(),
        known_from: Moment::of_millis(0),
    };
    let page = |lines: Vec<Line>, typed: Typed| Patterns {
        shell: samples::shell_for(&samples::admin(), "Numbers of your hospitals", Place::Settings),
        typed,
        lines,
    };
    let faulty = Typed {
        faults: crate::domain::fault::Faults::one("form", "There is no digit in it."),
        ..Typed::holding([("name", "Ours"), ("form", "ABC")])
    };
    vec![
        Sample::of("admin/patterns", &page(vec![line(&one)], faulty)),
        Sample::of("admin/patterns, none", &page(Vec::new(), Typed::nothing())),
    ]
}
