//! The form as plain values.

use askama::Template;

use super::pages::Curriculum;
use crate::domain::programme::Version;
use crate::domain::rule::describe;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "programmes/asp.html")]
pub struct PutTogether {
    shell: Shell,
    typed: Typed,
    /// Label, address, and whether it is the one that is chosen.
    curricula: Vec<(String, String, bool)>,
    curriculum: String,
    modules: Vec<Choice>,
    /// What it would ask: section, and title with rule of each requirement.
    asks: Vec<(String, Vec<(String, String)>)>,
}

impl View for PutTogether {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl PutTogether {
    pub fn new(
        who: &Lead,
        all: &[Curriculum],
        chosen: &str,
        typed: Typed,
        made: Option<&Version>,
    ) -> PutTogether {
        let current = all.iter().find(|one| one.row.id.as_str() == chosen).or_else(|| all.first());
        let line = |one: &Curriculum| {
            let path = format!("{}?curriculum={}", paths::ASP, one.row.id);
            let label = format!("{}, version {}", one.version.title, one.version.version);
            (label, path, current.is_some_and(|current| current.row.id == one.row.id))
        };
        PutTogether {
            shell: who.shell("Put an ASP programme together", Place::Programmes),
            typed,
            curricula: all.iter().map(line).collect(),
            curriculum: current.map(|one| one.row.id.to_string()).unwrap_or_default(),
            modules: current
                .map(|one| one.modules.iter().map(|(code, title)| Choice::of(code, title)).collect())
                .unwrap_or_default(),
            asks: made.map(asks).unwrap_or_default(),
        }
    }
}

fn asks(version: &Version) -> Vec<(String, Vec<(String, String)>)> {
    let of = |code: &str| {
        let inside = version.requirements.iter().filter(|one| one.section.as_deref() == Some(code));
        inside.map(|one| (one.title.clone(), describe(one, version))).collect::<Vec<_>>()
    };
    let sections = version.sections.iter().map(|section| (section.title.clone(), of(&section.code)));
    sections.filter(|(_, asked)| !asked.is_empty()).collect()
}

pub fn samples() -> Vec<Sample> {
    let shell = || samples::shell_for(&samples::lead(), "Put an ASP programme together", Place::Programmes);
    let mut faults = crate::domain::fault::Faults::one("", "These modules do not make a programme.");
    for field in ["title", "university", "credits", "months", "module"] {
        faults.add(field, "Something is wrong here.");
    }
    let page = |typed: Typed, many: bool| PutTogether {
        shell: shell(),
        typed,
        curricula: if many {
            vec![("STP, version 2022".to_owned(), "/programmes/asp/new?curriculum=v".to_owned(), true)]
        } else {
            Vec::new()
        },
        curriculum: "v".to_owned(),
        modules: if many {
            vec![Choice::of("m", "S-CS-S3 <Imaging>"), Choice::of("n", "S-C1")]
        } else {
            Vec::new()
        },
        asks: if many {
            vec![(
                "S-CS-S3".to_owned(),
                vec![("Activities".to_owned(), "All 10 items are signed.".to_owned())],
            )]
        } else {
            Vec::new()
        },
    };
    let typed = Typed::holding([("title", "<b>ASP"), ("module", "m")]);
    vec![
        Sample::of("programmes/asp", &page(typed.clone(), true)),
        Sample::of("programmes/asp, again", &page(typed.with_faults(faults), true)),
        Sample::of("programmes/asp, no curriculum", &page(Typed::nothing(), false)),
    ]
}
