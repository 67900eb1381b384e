//! The page of notices as plain values.

use askama::Template;

use super::said::said;
use crate::domain::job::Notice;
use crate::domain::time::Moment;
use crate::domain::waiting::Rhythm;
use crate::features::requests::store::Names;
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "requests/notices.html")]
pub struct Notices {
    shell: Shell,
    typed: Typed,
    lines: Vec<Line>,
    pages: Pages,
    rhythms: Vec<Choice>,
}

struct Line {
    sentence: String,
    href: String,
    at: String,
}

impl View for Notices {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Notices {
    pub fn new(
        who: &SignedIn,
        told: Vec<(Notice, Moment)>,
        names: &Names,
        (number, more): (usize, bool),
        rhythm: Rhythm,
    ) -> Notices {
        let at = |number: usize| format!("{}?page={number}", paths::NOTICES);
        let line = |(notice, at): &(Notice, Moment)| {
            let (sentence, href) = said(notice, &who.account, names)?;
            Some(Line { sentence, href, at: at.shown_in(who.zone) })
        };
        Notices {
            shell: who.shell("Notices", Place::Nowhere),
            typed: Typed::holding([("rhythm", rhythm.as_str())]),
            lines: told.iter().filter_map(line).collect(),
            pages: Pages {
                earlier: (number > 1).then(|| at(number - 1)),
                later: more.then(|| at(number + 1)),
            },
            rhythms: rhythms(),
        }
    }
}

fn rhythms() -> Vec<Choice> {
    Rhythm::ALL.iter().map(|one| Choice::of(one.as_str(), one.shown())).collect()
}

pub fn samples() -> Vec<Sample> {
    let page = |full: bool| Notices {
        shell: samples::shell_for(&samples::supervisor(), "Notices", Place::Nowhere),
        typed: Typed::holding([("rhythm", "weekly")]),
        lines: match full {
            true => vec![Line {
                sentence: "Ann <Field> reminded you of what they recorded for 3 November 2026.".to_owned(),
                href: "/inbox/r".to_owned(),
                at: "12 November 2026, 14:02".to_owned(),
            }],
            false => Vec::new(),
        },
        pages: Pages { earlier: None, later: full.then(|| "/notices?page=2".to_owned()) },
        rhythms: rhythms(),
    };
    vec![Sample::of("requests/notices", &page(true)), Sample::of("requests/notices, none", &page(false))]
}
