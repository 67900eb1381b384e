//! The pages of handing over as plain values.

use std::collections::HashMap;

use askama::Template;

use super::forms::field;
use super::planning::{OfTrainee, Plan};
use crate::domain::names::{AccountId, RequestId, capital};
use crate::features::entries::Seen;
use crate::features::people::Away;
use crate::features::signoffs::said;
use crate::web::gate::{Door, Passed, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "requests/handover_one.html")]
pub struct One {
    shell: Shell,
    typed: Typed,
    action: String,
    back: String,
    what: String,
    trainee: String,
    waits: String,
    takers: Vec<Choice>,
    /// Who of those is away.
    away: Vec<String>,
}

impl View for One {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl One {
    pub fn new(
        who: &SignedIn,
        id: &RequestId,
        entry: &Seen,
        able: Vec<(AccountId, String)>,
        away: &HashMap<AccountId, Away>,
        typed: Typed,
    ) -> One {
        let waits = entry.request.as_ref().map(|open| {
            let whom = if open.asked == who.account { "you" } else { open.asked_name.as_str() };
            format!("Waits for {whom} since {}.", open.since.day_in(who.zone))
        });
        One {
            shell: who.shell("Hand a request over", Place::Nowhere),
            typed,
            action: paths::request_handover(id.as_str()),
            back: paths::entry(entry.id.as_str()),
            what: capital(&said(entry)),
            trainee: entry.owner_name.clone(),
            waits: waits.unwrap_or_default(),
            away: able
                .iter()
                .filter_map(|(id, name)| Some(format!("{name} is {}.", away.get(id)?.said())))
                .collect(),
            takers: able.iter().map(|(id, name)| Choice::of(id.as_str(), name)).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "requests/handover_all.html")]
pub struct All {
    shell: Shell,
    typed: Typed,
    action: String,
    back: (&'static str, String),
    own: bool,
    name: String,
    trainees: Vec<Trainee>,
    others: usize,
}

struct Trainee {
    name: String,
    field: String,
    /// `3 requests, the oldest since 4 November 2026`
    said: String,
    takers: Vec<Choice>,
    stuck: Vec<(String, String)>,
}

impl View for All {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl All {
    /// `has_page`: the reader reaches the page of whoever it waits with, and does not if they are gone.
    pub fn new<D: Door>(
        who: &Passed<D>,
        (from, name, has_page): (&AccountId, &str, bool),
        plan: Plan,
        mut typed: Typed,
    ) -> All {
        let own = *from == who.account;
        if typed.words.is_empty() {
            for of in &plan.trainees {
                if let Some((id, ..)) = of.takers.first() {
                    typed.words.add(field(&of.owner), id.as_str());
                }
            }
        }
        let title = match own {
            true => "Hand over what waits with you".to_owned(),
            false => format!("Hand over what waits with {name}"),
        };
        All {
            shell: who.shell(title, if own { Place::Inbox } else { Place::People }),
            typed,
            action: if own { paths::HANDOVER.to_owned() } else { paths::person_handover(from.as_str()) },
            back: match (own, has_page) {
                (true, _) => ("Inbox", paths::INBOX.to_owned()),
                (false, true) => ("Back", paths::person(from.as_str())),
                (false, false) => ("Waiting", paths::WAITING.to_owned()),
            },
            own,
            name: name.to_owned(),
            trainees: plan.trainees.into_iter().map(|of| trainee(of, who.zone)).collect(),
            others: plan.others,
        }
    }
}

fn trainee(of: OfTrainee, zone: chrono_tz::Tz) -> Trainee {
    let movable = of.movable.len();
    let choice = |(id, name, count): &(AccountId, String, usize)| match *count == movable {
        true => Choice::of(id.as_str(), name),
        false => Choice::of(id.as_str(), format!("{name} ({count} of {movable})")),
    };
    let total = movable + of.stuck.len();
    Trainee {
        field: field(&of.owner),
        said: format!(
            "{total} {}, the oldest since {}",
            if total == 1 { "request" } else { "requests" },
            of.oldest.day_in(zone)
        ),
        takers: of.takers.iter().map(choice).collect(),
        stuck: of
            .stuck
            .iter()
            .map(|(id, what, why)| (paths::request_handover(id.as_str()), format!("{what}: {why}")))
            .collect(),
        name: of.name,
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::People);
    let one = |faulty: bool| One {
        shell: shell("Hand a request over"),
        typed: match faulty {
            true => Typed::nothing().with_faults(crate::domain::fault::Faults::one("to", "Choose somebody.")),
            false => Typed::nothing(),
        },
        action: paths::request_handover("r"),
        back: paths::entry("e"),
        what: "Bypass case of 3 November 2026".to_owned(),
        trainee: "Ann <Field>".to_owned(),
        waits: "Waits for Sue Carter since 4 November 2026.".to_owned(),
        takers: if faulty { vec![Choice::of("t", "Tom Hill")] } else { Vec::new() },
        away: if faulty { vec!["Tom Hill is away until 24 November 2026.".to_owned()] } else { Vec::new() },
    };
    let all = |full: bool| All {
        shell: shell("Hand over"),
        typed: Typed::holding([("to-p", "t")]),
        action: paths::person_handover("s"),
        back: ("Back", paths::person("s")),
        own: !full,
        name: "Sue Carter".to_owned(),
        trainees: match full {
            true => vec![Trainee {
                name: "Ann <Field>".to_owned(),
                field: "to-p".to_owned(),
                said: "3 requests, the oldest since 4 November 2026".to_owned(),
                takers: vec![Choice::of("t", "Tom Hill"), Choice::of("u", "Una Reed (1 of 2)")],
                stuck: vec![(paths::request_handover("r"), "Valve, 3 November 2026: nobody".to_owned())],
            }],
            false => Vec::new(),
        },
        others: usize::from(full),
    };
    vec![
        Sample::of("requests/handover-one", &one(true)),
        Sample::of("requests/handover-one, nobody", &one(false)),
        Sample::of("requests/handover-all", &all(true)),
        Sample::of("requests/handover-all, nothing", &all(false)),
    ]
}
