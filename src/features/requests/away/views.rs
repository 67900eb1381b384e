//! The page of days away as plain values.

use std::collections::HashSet;

use askama::Template;

use crate::domain::names::{AbsenceId, AccountId};
use crate::features::people::AbsenceRow;
use crate::web::gate::{Door, Passed};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

/// What was found about one person.
pub struct Shown {
    pub name: String,
    pub absences: Vec<(AbsenceRow, Option<String>)>,
    /// Those of them whose deputy can stand in no more.
    pub without: HashSet<AbsenceId>,
    pub stands_in: Vec<(AbsenceRow, String)>,
    pub deputies: Vec<(AccountId, String)>,
}

#[derive(Template)]
#[template(path = "requests/away.html")]
pub struct AwayPage {
    shell: Shell,
    typed: Typed,
    own: bool,
    name: String,
    action: String,
    back: (&'static str, String),
    absences: Vec<Line>,
    stands_in: Vec<String>,
    deputies: Vec<Choice>,
    leave: Vec<Choice>,
}

struct Line {
    said: String,
    end: String,
}

impl View for AwayPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl AwayPage {
    pub fn new<D: Door>(who: &Passed<D>, id: &AccountId, shown: Shown, typed: Typed) -> AwayPage {
        let own = *id == who.account;
        let title = if own { "Out of office".to_owned() } else { format!("{} is away", shown.name) };
        let line = |(row, deputy): &(AbsenceRow, Option<String>)| Line {
            said: match deputy {
                Some(name) if shown.without.contains(&row.id) => {
                    format!("{} to {}: {name} can deputise no more", row.from, row.until)
                }
                Some(name) => format!("{} to {}: {name} deputises", row.from, row.until),
                None => format!("{} to {}, without a deputy", row.from, row.until),
            },
            end: paths::absence_end(row.id.as_str()),
        };
        AwayPage {
            shell: who.shell(title, if own { Place::Inbox } else { Place::People }),
            leave: leave(&typed),
            typed,
            own,
            name: shown.name,
            action: if own { paths::AWAY.to_owned() } else { paths::person_away(id.as_str()) },
            back: match own {
                true => ("Inbox", paths::INBOX.to_owned()),
                false => ("Back", paths::person(id.as_str())),
            },
            absences: shown.absences.iter().map(line).collect(),
            stands_in: shown
                .stands_in
                .iter()
                .map(|(row, name)| format!("{name}, {} to {}", row.from, row.until))
                .collect(),
            deputies: shown.deputies.iter().map(|(id, name)| Choice::of(id.as_str(), name)).collect(),
        }
    }
}

/// Asked only once it is known that the deputy may not decide on everything.
fn leave(typed: &Typed) -> Vec<Choice> {
    match typed.fault("deputy").is_some() && !typed.word("deputy").is_empty() {
        true => vec![Choice::of("yes", "Name them all the same: what they may not decide on waits")],
        false => Vec::new(),
    }
}

pub fn samples() -> Vec<Sample> {
    let page = |own: bool| {
        let typed = match own {
            true => Typed::nothing(),
            false => Typed::holding([("deputy", "t")]).with_faults(crate::domain::fault::Faults::one(
                "deputy",
                "Tom Hill is not appointed for Ann Field.",
            )),
        };
        let person = if own { samples::supervisor() } else { samples::lead() };
        AwayPage {
            shell: samples::shell_for(&person, "Out of office", Place::Inbox),
            leave: leave(&typed),
            typed,
            own,
            name: "Sue <Carter>".to_owned(),
            action: paths::AWAY.to_owned(),
            back: ("Inbox", paths::INBOX.to_owned()),
            absences: match own {
                true => vec![Line {
                    said: "12 to 24 November 2026: Tom Hill deputises".to_owned(),
                    end: paths::absence_end("a"),
                }],
                false => Vec::new(),
            },
            stands_in: if own { vec!["Una Reed, 1 to 4 December 2026".to_owned()] } else { Vec::new() },
            deputies: if own { vec![Choice::of("t", "Tom Hill")] } else { Vec::new() },
        }
    };
    vec![Sample::of("requests/away", &page(true)), Sample::of("requests/away, of another", &page(false))]
}
