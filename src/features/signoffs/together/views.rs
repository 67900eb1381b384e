//! The pages of batches as plain values.

use std::sync::Arc;

use askama::Template;

use crate::domain::kind::Kind;
use crate::domain::names::EntryId;
use crate::domain::policy::together::MOST;
use crate::domain::signoff::asks_outcome;
use crate::features::entries::Panel;
use crate::features::signoffs::deciding::lower;
use crate::features::signoffs::screen::Screen;
use crate::features::signoffs::store::{Batch, Waiting};
use crate::features::signoffs::together::grouping::{By, Group};
use crate::web::gate::Staff;
use crate::web::page::{Place, Shell, StatusCode, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "signoffs/alike.html")]
pub struct Alike {
    pub shell: Shell,
    pub typed: Typed,
    /// The groups: in words, and where each is.
    pub groups: Vec<(String, String)>,
    pub chosen: Option<Chosen>,
}

/// One group to choose from.
pub struct Chosen {
    pub legend: String,
    pub kind: String,
    /// `of` or `title`, and which.
    pub by: (&'static str, String),
    pub entries: Vec<Choice>,
    /// What is said where there are more than are signed together.
    pub hint: String,
}

impl Alike {
    pub fn new(
        who: &Staff,
        all: &[Group],
        chosen: Option<&Group>,
        waiting: &[Waiting],
        kinds: &[Arc<Kind>],
        mut typed: Typed,
    ) -> Alike {
        let of = |id: &EntryId| waiting.iter().find(|one| one.entry == *id);
        let heading = |group: &Group| {
            let kind = kinds.iter().find(|kind| kind.code == group.kind);
            let things = kind.map_or_else(|| "entries".to_owned(), |kind| kind.plural.clone());
            let whose = match &group.by {
                By::Title(title) => title.clone(),
                By::Trainee(_) => {
                    group.entries.first().and_then(of).map(|one| one.trainee.clone()).unwrap_or_default()
                }
            };
            format!("{} {things}: {whose}", group.entries.len())
        };
        let chosen = chosen.map(|group| {
            if !typed.words.iter().any(|(name, _)| name == "entry") {
                for id in group.entries.iter().take(MOST) {
                    typed.words.add("entry", id.as_str());
                }
            }
            let choice = |one: &Waiting| {
                let said = match group.by {
                    By::Trainee(_) => one.title.clone(),
                    By::Title(_) => one.trainee.clone(),
                };
                Choice::of(one.entry.as_str(), format!("{said}, {}", one.day))
            };
            Chosen {
                legend: heading(group),
                kind: group.kind.clone(),
                by: by(&group.by),
                entries: group.entries.iter().filter_map(of).map(choice).collect(),
                hint: match group.entries.len() > MOST {
                    true => format!("At most {MOST} are signed together; the first {MOST} are ticked"),
                    false => String::new(),
                },
            }
        });
        let href = |group: &Group| {
            let (name, which) = by(&group.by);
            paths::together_of(&group.kind, (name, &which))
        };
        Alike {
            shell: who.shell("Sign alike entries together", Place::Inbox),
            typed,
            groups: all.iter().map(|group| (heading(group), href(group))).collect(),
            chosen,
        }
    }
}

fn by(by: &By) -> (&'static str, String) {
    match by {
        By::Trainee(owner) => ("of", owner.to_string()),
        By::Title(title) => ("title", title.clone()),
    }
}

impl View for Alike {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

#[derive(Template)]
#[template(path = "signoffs/batch.html")]
pub struct OneBatch {
    pub shell: Shell,
    pub typed: Typed,
    pub sign: String,
    pub end: String,
    pub heading: String,
    pub trainee: String,
    pub panel: Panel,
    /// The others that are signed with it.
    pub others: Vec<String>,
    pub entries: usize,
    pub refused: String,
    pub in_vain: Vec<String>,
    pub version: String,
    pub root: String,
    pub scale: String,
    pub levels: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    /// Who reads the comment.
    pub comment_hint: String,
}

impl OneBatch {
    pub fn new(
        who: &Staff,
        batch: &Batch,
        live: &[EntryId],
        drawn: Screen,
        in_vain: Vec<String>,
        typed: Typed,
    ) -> OneBatch {
        let heading = drawn.heading();
        let Screen { seen, panel, refused, .. } = drawn;
        let others =
            batch.items.iter().filter(|item| item.entry != batch.drawn && live.contains(&item.entry));
        let levels = seen.kind.scale.iter().flat_map(|scale| &scale.levels);
        OneBatch {
            shell: who.shell("Look at this one", Place::Inbox),
            typed,
            sign: paths::batch_signature(batch.id.as_str()),
            end: paths::batch_end(batch.id.as_str()),
            trainee: seen.owner_name.clone(),
            panel,
            others: others.map(|item| format!("{}, {}: {}", item.trainee, item.day, item.title)).collect(),
            entries: live.len(),
            refused: refused.map(|refusal| refusal.sentence).unwrap_or_default(),
            in_vain,
            version: seen.version.to_string(),
            root: seen.root.clone(),
            scale: seen.kind.scale.as_ref().map(|scale| lower(&scale.name)).unwrap_or_default(),
            levels: levels
                .map(|level| {
                    Choice::of(level.code.as_str(), level.label.clone()).meaning(level.definition.clone())
                })
                .collect(),
            outcomes: if asks_outcome(&seen.kind, &seen.values) {
                crate::features::signoffs::views::outcomes()
            } else {
                Vec::new()
            },
            comment_hint: match seen.is_closed_to_owner() {
                true => "If you like. The trainee does not read it.",
                false => "If you like. The trainee reads it with each.",
            }
            .to_owned(),
            heading,
        }
    }
}

impl OneBatch {
    fn legend(&self) -> String {
        format!("One level for all of them ({})", self.scale)
    }

    fn sign_words(&self) -> String {
        format!("Sign all {}", self.entries)
    }
}

impl View for OneBatch {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

const NOTHING: &str = "Nothing was signed together";

/// A batch in which there is nothing to sign any more.
#[derive(Template)]
#[template(path = "signoffs/batch_over.html")]
pub struct Over {
    pub shell: Shell,
    pub sentence: &'static str,
    /// Something was sent, and nothing of it was done.
    pub sent: bool,
}

impl Over {
    pub fn new(who: &Staff, batch: &Batch, sent: bool) -> Over {
        let (title, sentence) = match batch.ended_how.as_str() {
            "signed" => ("Signed together", "These were signed together."),
            "left" => (NOTHING, "You left these. Each of them waits for you as before."),
            _ => (
                NOTHING,
                "The entry that you were to look at has been changed or decided meanwhile. Choose again what to sign together.",
            ),
        };
        Over { shell: who.shell(title, Place::Inbox), sentence, sent }
    }
}

impl View for Over {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn status(&self) -> StatusCode {
        if self.sent { StatusCode::CONFLICT } else { StatusCode::OK }
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::supervisor(), title, Place::Inbox);
    let groups =
        vec![("3 bypass cases: Ann <Field>".to_owned(), "/together?kind=bypass-case&of=a".to_owned())];
    let chosen = || Chosen {
        legend: "3 bypass cases: Ann <Field>".to_owned(),
        kind: "bypass-case".to_owned(),
        by: ("of", "a".to_owned()),
        entries: ["e1", "e2", "e3"].map(|id| Choice::of(id, "Aortic <surgery>, 3 November 2026")).to_vec(),
        hint: "At most 30 are signed together; the first 30 are ticked".to_owned(),
    };
    let faulty = || {
        let faults = crate::domain::fault::Faults::one("", "Choose at least two entries.");
        Typed::holding([("entry", "e1")]).with_faults(faults)
    };
    let batch = |refused: &str, levels: bool| OneBatch {
        shell: shell("Look at this one"),
        typed: Typed::nothing(),
        sign: paths::batch_signature("b1"),
        end: paths::batch_end("b1"),
        heading: "Bypass case of 3 November 2026".to_owned(),
        trainee: "Ann <Field>".to_owned(),
        panel: crate::features::signoffs::views::sample_panel(),
        others: vec!["Ann <Field>, 4 November 2026: Valve operation".to_owned()],
        entries: 2,
        refused: refused.to_owned(),
        in_vain: vec!["You have no confirmed College registration.".to_owned()],
        version: "v1".to_owned(),
        root: "r1".to_owned(),
        scale: if levels { "entrustment".to_owned() } else { String::new() },
        levels: if levels {
            vec![Choice::of("l1", "At hand").meaning("In reach".to_owned()), Choice::of("l2", "Alone")]
        } else {
            Vec::new()
        },
        outcomes: if levels { Vec::new() } else { crate::features::signoffs::views::outcomes() },
        comment_hint: "If you like. The trainee reads it with each.".to_owned(),
    };
    let alike = |typed, chosen| Alike {
        shell: shell("Sign alike entries together"),
        typed,
        groups: groups.clone(),
        chosen,
    };
    vec![
        Sample::of("signoffs/alike", &alike(Typed::nothing(), None)),
        Sample::of("signoffs/alike, empty", &Alike { groups: Vec::new(), ..alike(Typed::nothing(), None) }),
        Sample::of("signoffs/alike, group", &alike(faulty(), Some(chosen()))),
        Sample::of("signoffs/batch", &batch("", true)),
        Sample::of("signoffs/batch, no scale", &batch("", false)),
        Sample::of("signoffs/batch, no turn", &batch("The MSc was frozen.", true)),
        Sample::of(
            "signoffs/batch over",
            &Over { shell: shell("Signed together"), sentence: "These were signed together.", sent: false },
        ),
        Sample::of(
            "signoffs/batch over, left",
            &Over { shell: shell(NOTHING), sentence: "You left these.", sent: true },
        ),
    ]
}
