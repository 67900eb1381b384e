//! A logbook that came in, or a claim: for its owner, and for whoever is to accept it.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;

use crate::domain::audit::digest;
use crate::domain::earlier::reading::counts;
use crate::domain::kind::Kind;
use crate::domain::names::{AcceptanceId, AccountId, EnrolmentId};
use crate::domain::policy::earlier::Accepted;
use crate::domain::role::Capacity;
use crate::features::earlier::cases::{Record, claimable, how_much};
use crate::features::earlier::store::RowShown;
use crate::features::earlier::views::with_form;
use crate::features::entries::{AcceptanceShown, FileLine, Panel};
use crate::web::page::{Shell, View as _};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::typed::Typed;

const PAGE: usize = 100;
/// Lines suggested for comparing with the signed log.
const SAMPLE: usize = 10;

/// Everything that was found about the record for this person.
pub struct Shown {
    pub found: Record,
    pub panel: Panel,
    pub own: bool,
    /// The page of the trainee to which a supervisor or lead goes back.
    pub trainee: Option<EnrolmentId>,
    pub may_undo: bool,
    pub may_judge: bool,
    /// Who could be asked.
    pub able: Vec<(AccountId, String)>,
    /// Who leads the owner, where nobody was asked by name and nobody has judged it.
    pub left_to: Option<Vec<String>>,
    /// Acceptances that the reader may take back.
    pub backs: Vec<AcceptanceId>,
    /// Of the lines.
    pub kind: Option<Arc<Kind>>,
}

#[derive(Template)]
#[template(path = "earlier/record.html")]
pub struct RecordPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) title: String,
    pub(super) line: String,
    pub(super) owner: String,
    pub(super) own: bool,
    pub(super) trainee: Option<String>,
    pub(super) state: &'static str,
    pub(super) waits: Option<(String, String)>,
    /// With whom it waits where nobody was asked; empty where somebody was or it is judged.
    pub(super) unasked: String,
    pub(super) is_logbook: bool,
    pub(super) facts: Vec<(String, String)>,
    pub(super) why: String,
    pub(super) files: Vec<FileLine>,
    pub(super) said: Vec<Said>,
    /// Field, and how often each choice was chosen.
    pub(super) counts: Vec<(String, String)>,
    pub(super) sample: Vec<RowLine>,
    pub(super) rows: Vec<RowLine>,
    pub(super) total: usize,
    pub(super) accepted: usize,
    pub(super) pages: Pages,
    pub(super) able: Vec<Choice>,
    pub(super) may_undo: bool,
    pub(super) may_judge: bool,
    pub(super) which: Vec<Choice>,
    pub(super) items: Vec<Choice>,
    /// The unit, where an amount can be accepted.
    pub(super) unit: String,
    pub(super) root: String,
    pub(super) id: String,
}

pub(super) struct Said {
    pub sentence: String,
    pub reason: String,
    pub struck: bool,
    pub undone: String,
    /// Where it is taken back, if the reader may.
    pub back: Option<String>,
}

pub(super) struct RowLine {
    pub id: String,
    pub line: i32,
    pub day: String,
    pub title: String,
    pub path: String,
    pub accepted: bool,
}

with_form!(RecordPage, RetractionPage);

impl RecordPage {
    /// What a press accepts, in the words of the page.
    fn accepts(&self) -> &'static str {
        if self.is_logbook { "Accept these lines" } else { "Accept this claim" }
    }

    pub fn new(shell: Shell, shown: Shown, mut typed: Typed) -> RecordPage {
        let Shown { found, panel, .. } = shown;
        let (seen, zone, accepted) = (&found.seen, found.seen.zone, found.accepted());
        let id = seen.id.to_string();
        let live: Vec<&RowShown> = found.set.iter().flat_map(|set| &set.rows).collect();
        let row = |row: &RowShown| RowLine {
            id: row.entry.to_string(),
            line: row.line,
            day: row.day.to_string(),
            title: row.title.clone(),
            path: paths::entry(row.entry.as_str()),
            accepted: row.accepted.is_some(),
        };
        let last = live.len().saturating_sub(1) / PAGE + 1;
        let number = typed.word("page").parse::<usize>().unwrap_or(1).clamp(1, last);
        let turned = |to: usize| format!("{}?page={to}#lines", paths::earlier_record(&id));
        let requirement = found.claim.as_ref().and_then(|claim| claim.requirement());
        let can = requirement.map(claimable);
        let which = which(&found, &can);
        if typed.word("which").is_empty()
            && let Some(claim) = &found.claim
        {
            let claimed = match (&claim.claim.credit, claim.claim.items.is_empty()) {
                (Some(_), _) => "credit",
                (None, false) => "items",
                (None, true) => "all",
            };
            typed.words.add("which", claimed);
            if let Some(credit) = claim.claim.credit {
                typed.words.add("credit", crate::domain::amount::Amount::of_hundredths(credit).to_string());
            }
            for item in &claim.claim.items {
                typed.words.add("item", item.clone());
            }
        }
        RecordPage {
            title: seen.title.clone(),
            line: format!("{}, number {}", seen.kind.name, seen.number),
            owner: seen.owner_name.clone(),
            own: shown.own,
            trainee: shown.trainee.map(|id| paths::trainee(id.as_str())),
            state: match (seen.state, accepted) {
                (crate::domain::entry::EntryState::Accepted, Accepted::Part) => "Accepted in part",
                (state, _) => state.shown(),
            },
            waits: seen.request.as_ref().map(|open| (open.asked_name.clone(), open.since.shown_in(zone))),
            unasked: shown.left_to.as_deref().map(|leads| unasked(leads, shown.own)).unwrap_or_default(),
            is_logbook: found.set.is_some(),
            facts: facts(&found),
            why: seen.values.get("why").and_then(|value| value.text()).unwrap_or_default().to_owned(),
            files: panel.files.clone(),
            said: said(&found, &shown.backs),
            counts: shown.kind.iter().flat_map(|kind| chosen(kind, &live)).collect(),
            sample: sample(&live, &id).into_iter().map(row).collect(),
            rows: live.iter().skip((number - 1) * PAGE).take(PAGE).map(|one| row(one)).collect(),
            total: live.len(),
            accepted: live.iter().filter(|row| row.accepted.is_some()).count(),
            pages: Pages {
                earlier: (number > 1).then(|| turned(number - 1)),
                later: (number < last).then(|| turned(number + 1)),
            },
            able: shown.able.iter().map(|(id, name)| Choice::of(id.as_str(), name)).collect(),
            may_undo: shown.may_undo,
            may_judge: shown.may_judge,
            which,
            items: can
                .iter()
                .flat_map(|can| &can.items)
                .map(|(code, title)| Choice::of(code, title))
                .collect(),
            unit: can.and_then(|can| can.unit).unwrap_or_default(),
            root: seen.root.clone(),
            shell,
            typed,
            id,
        }
    }

    pub(super) fn at(&self, pattern: &str) -> String {
        paths::earlier_at(pattern, &self.id)
    }
}

pub(super) fn unasked(leads: &[String], own: bool) -> String {
    let ask = if own { " Ask somebody below, or speak to them." } else { "" };
    match leads {
        [] if own => {
            "Nobody was asked to accept it, and nobody leads your programme here. Ask your department \
                      who does."
                .to_owned()
        }
        [] => "Nobody was asked to accept it, and nobody leads this programme here.".to_owned(),
        [one] => {
            format!("Nobody was asked to accept it. It waits in the list of the training lead, {one}.{ask}")
        }
        several => format!(
            "Nobody was asked to accept it. It waits in the lists of the training leads, {}.{ask}",
            several.join(", ")
        ),
    }
}

fn which(found: &Record, can: &Option<crate::features::earlier::cases::Claimable>) -> Vec<Choice> {
    if found.set.is_some() {
        return vec![
            Choice::of("all", "All lines that are not accepted yet"),
            Choice::of("between", "The lines of a range of days"),
            Choice::of("lines", "The lines that I tick below"),
        ];
    }
    let mut all = vec![Choice::of("all", "The whole requirement")];
    if can.as_ref().is_some_and(|can| can.unit.is_some()) {
        all.push(Choice::of("credit", "A part: so much of it"));
    }
    if can.as_ref().is_some_and(|can| !can.items.is_empty()) {
        all.push(Choice::of("items", "A part: the items that I tick"));
    }
    all
}

fn facts(found: &Record) -> Vec<(String, String)> {
    let seen = &found.seen;
    let text = |code: &str| {
        seen.values.get(code).map(|value| match seen.kind.field(code) {
            Some(field) => field.shown(value),
            None => String::new(),
        })
    };
    let mut all = vec![(
        "From and until".to_owned(),
        match seen.until {
            Some(until) => format!("{} to {until}", seen.day),
            None => seen.day.to_string(),
        },
    )];
    match (&found.set, &found.claim) {
        (Some(set), _) => {
            all.push(("Entries".to_owned(), text("entries").unwrap_or_default()));
            all.push(("Of the kind".to_owned(), text("of-kind").unwrap_or_default()));
            all.push(("Brought in".to_owned(), set.brought_at.shown_in(seen.zone)));
            let left = if set.left_out.is_empty() { "None".to_owned() } else { set.left_out.join(", ") };
            all.push(("Columns that were left out".to_owned(), left));
            all.push(("SHA-256 of the file".to_owned(), set.file_hash.clone()));
        }
        (None, Some(claim)) => {
            all.push(("Where".to_owned(), text("where").unwrap_or_default()));
            all.push(("Claimed against".to_owned(), text("requirement").unwrap_or_default()));
            let much = claim
                .requirement()
                .map(|requirement| how_much(requirement, claim.claim.credit, &claim.claim.items));
            all.push(("How much is claimed".to_owned(), much.unwrap_or_default()));
        }
        (None, None) => {}
    }
    all
}

fn said(found: &Record, backs: &[AcceptanceId]) -> Vec<Said> {
    let of = |one: &AcceptanceShown| {
        let known = one.capacity.parse::<Capacity>();
        let capacity = known.map_or_else(|_| one.capacity.clone(), |known| known.shown().to_owned());
        let day = one.at.day_in(found.seen.zone);
        let lines = || {
            let rows = found.set.iter().flat_map(|set| &set.rows);
            rows.filter(|row| row.accepted.as_ref() == Some(&one.id)).count()
        };
        let requirement = found.claim.as_ref().and_then(|claim| claim.requirement());
        let much = match (requirement, one.undone.is_none()) {
            (Some(requirement), _) => format!("{}: ", how_much(requirement, one.credit, &one.items)),
            (None, true) if lines() == 1 => "1 line: ".to_owned(),
            (None, true) => format!("{} lines: ", lines()),
            (None, false) => String::new(),
        };
        let as_what = match (one.accepted, found.claim.is_some()) {
            (true, true) => format!("{much}accepted as equivalent by"),
            (true, false) => format!("{much}accepted from an earlier record by"),
            (false, _) => "Not accepted, by".to_owned(),
        };
        Said {
            sentence: format!(
                "{} {}, {capacity}, on {day}",
                crate::domain::names::capital(&as_what),
                one.by_name
            ),
            reason: one.reason.clone(),
            struck: one.undone.is_some(),
            undone: match &one.undone {
                Some((at, why)) if one.accepted => {
                    format!("Taken back on {}: {why}", at.day_in(found.seen.zone))
                }
                _ => String::new(),
            },
            back: backs.contains(&one.id).then(|| paths::earlier_retraction(one.id.as_str())),
        }
    };
    found.seen.before.iter().flat_map(|before| &before.said).map(of).collect()
}

fn chosen(kind: &Kind, rows: &[&RowShown]) -> Vec<(String, String)> {
    let of = |(label, counted): (String, Vec<(String, usize)>)| {
        (
            label,
            counted.iter().map(|(choice, count)| format!("{choice}: {count}")).collect::<Vec<_>>().join("; "),
        )
    };
    counts(kind, rows.iter().map(|row| &row.values)).into_iter().map(of).collect()
}

/// The same ten for everybody who looks, and not to be known before the set is in.
fn sample<'r>(rows: &[&'r RowShown], set: &str) -> Vec<&'r RowShown> {
    let mut drawn: BTreeSet<(String, usize)> = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        drawn.insert((digest(&[set.to_owned(), row.entry.to_string()]), at));
    }
    let mut chosen: Vec<usize> = drawn.into_iter().take(SAMPLE).map(|(_, at)| at).collect();
    chosen.sort_unstable();
    chosen.into_iter().filter_map(|at| rows.get(at).copied()).collect()
}

#[derive(Template)]
#[template(path = "earlier/retraction.html")]
pub struct RetractionPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) sentence: String,
    pub(super) action: String,
    pub(super) back: String,
}

impl RetractionPage {
    pub fn new(shell: Shell, found: &Record, one: &AcceptanceShown, typed: Typed) -> RetractionPage {
        RetractionPage {
            shell,
            typed,
            title: found.seen.title.clone(),
            owner: found.seen.owner_name.clone(),
            sentence: format!("Accepted by {} on {}.", one.by_name, one.at.day_in(found.seen.zone)),
            action: paths::earlier_retraction(one.id.as_str()),
            back: paths::earlier_record(found.seen.id.as_str()),
        }
    }
}
