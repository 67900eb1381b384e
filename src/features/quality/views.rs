//! The lead's pages of quality assurance as plain values; the reader's are in `views/reading.rs`.

mod again;
mod index;
mod reading;
mod samples;

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;

use self::index::{is_late, read_of, tally_of};
use super::framing::weights_of;
use super::store::{ActionRow, First, Item, ReadingRow, SampleRow};
use crate::domain::kind::Kind;
use crate::domain::names::capital;
use crate::domain::quality::{
    FAST_SECONDS, Ground, Judgement, NEW_BELOW, RARE_ONE_IN, READING_DAYS, Since, agreement,
};
use crate::domain::signoff::ReturnReason;
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

pub use again::{AgainPage, FRAME_FILE};
pub use index::{Index, SampleLine};
pub use reading::{Reading, Readings, to_read};
pub use samples::samples;

#[derive(Template)]
#[template(path = "quality/new.html")]
pub struct Draw {
    shell: Shell,
    typed: Typed,
    places: Vec<Choice>,
    readers: Vec<Choice>,
    /// Who is appointed and nobody to choose, being a trainee at present; empty where there is nobody.
    in_training: String,
    weights: Vec<String>,
}

impl View for Draw {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Draw {
    pub fn new(
        who: &Lead,
        places: &[(Over, String)],
        (readers, in_training): (Vec<Choice>, &[String]),
        mut typed: Typed,
    ) -> Draw {
        if typed.words.is_empty() {
            let today = who.today();
            typed.words.add_day("from", today.plus_months(-3));
            typed.words.add_day("until", today);
            typed.words.add("size", "20");
            typed.words.add_day("read-by", today.plus_days(READING_DAYS));
        }
        Draw {
            shell: who.shell("Draw a sample", Place::Waiting),
            typed,
            places: places.iter().map(|(over, label)| Choice::of(over.code(), label)).collect(),
            readers,
            in_training: in_training.join(", "),
            weights: told(&crate::domain::quality::WEIGHTS),
        }
    }
}

/// What each ground adds, in words.
fn told(weights: &[(Ground, i32)]) -> Vec<String> {
    let why = |ground: Ground| match ground {
        Ground::NewAssessor => {
            format!("Decisions of new assessors (fewer than {NEW_BELOW} decisions before)")
        }
        Ground::Batch => "Decisions signed in a batch, after a look at one".to_owned(),
        Ground::FastBatch => format!(
            "Decisions signed in a fast batch, after a look at one (fewer than {FAST_SECONDS} seconds for each entry, from \
             choosing them to signing; an illustrative number that nobody has set. Where the time is not known, a batch \
             counts as fast)"
        ),
        Ground::RareItem => {
            format!("Decisions on rare items (fewer than one in {RARE_ONE_IN} of those drawn from)")
        }
    };
    weights.iter().map(|(ground, weight)| format!("{}: {weight} more", why(*ground))).collect()
}

/// Everything about one sample.
pub struct Found {
    pub row: SampleRow,
    pub place: String,
    pub reader: String,
    /// The reader is appointed there today.
    pub reader_reads: bool,
    /// The reader is a trainee at present.
    pub reader_in_training: bool,
    pub items: Vec<Item>,
    pub actions: Vec<ActionRow>,
    pub kinds: Vec<Arc<Kind>>,
}

#[derive(Template)]
#[template(path = "quality/sample.html")]
pub struct SamplePage {
    shell: Shell,
    typed: Typed,
    place: String,
    reader: String,
    days: String,
    drawn: String,
    seed: String,
    frame_hash: String,
    weights: Vec<String>,
    ended: String,
    read: String,
    until: String,
    late: bool,
    /// How many cannot be read any more, and why they are left out.
    lost: usize,
    /// The sample is open, and its reader can read nothing of it.
    reader_gone: bool,
    reader_in_training: bool,
    agreement: String,
    items: Vec<ItemLine>,
    differences: Vec<Difference>,
    actions: Vec<ActionLine>,
    about: Vec<Choice>,
    again: String,
    end: String,
    note: String,
}

struct ItemLine {
    position: i32,
    what: String,
    href: String,
    signer: String,
    why: String,
    state: &'static str,
    /// What became of a decision after it was read.
    since: &'static str,
}

struct Difference {
    what: String,
    href: String,
    signer: String,
    first: String,
    second: String,
    since: &'static str,
}

struct ActionLine {
    what: String,
    who: String,
    due: String,
    about: String,
    /// `Done on 12 November 2026`; empty while it is open.
    done: String,
    late: bool,
    end: String,
}

impl View for SamplePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl SamplePage {
    fn has_faulty_words(&self) -> bool {
        let faulty = |name: &str| self.typed.fault(name).is_some() && !self.typed.word(name).is_empty();
        faulty("what") || faulty("who")
    }

    pub fn new(who: &Lead, found: &Found, typed: Typed) -> SamplePage {
        let row = &found.row;
        let (id, tally) = (row.id.as_str(), tally_of(&found.items));
        let kind = |code: &str| found.kinds.iter().find(|kind| kind.code == code);
        let pairs: Vec<(&Item, &First, Judgement)> = found
            .items
            .iter()
            .filter_map(|item| Some((item, item.first.as_ref()?, second_of(item.second.as_ref()?))))
            .collect();
        let both: Vec<(Judgement, Judgement)> =
            pairs.iter().map(|(_, first, second)| (first.judgement.clone(), second.clone())).collect();
        let what = |first: &First| what_of(first, kind(&first.kind).map(Arc::as_ref));
        let differences: Vec<Difference> = pairs
            .iter()
            .filter(|(_, first, second)| first.judgement != *second)
            .map(|(item, first, second)| {
                let scale = kind(&first.kind).map(Arc::as_ref);
                let reason = item.second.as_ref().map(|one| one.reason.clone()).unwrap_or_default();
                Difference {
                    what: format!("{}. {}", item.row.position, what(first)),
                    href: paths::entry(first.entry.as_str()),
                    signer: first.signer_name.clone(),
                    first: judgement_said(&first.judgement, scale, ""),
                    second: judgement_said(second, scale, &reason),
                    since: item.since.shown(),
                }
            })
            .collect();
        let named: BTreeMap<&str, String> = found
            .items
            .iter()
            .map(|item| (item.row.id.as_str(), format!("decision {}", item.row.position)))
            .collect();
        SamplePage {
            shell: who.shell("A sample of decisions", Place::Waiting),
            typed,
            place: capital(&found.place),
            reader: found.reader.clone(),
            days: format!("{} to {}", row.from_day, row.until_day),
            drawn: format!(
                "{} of {} decisions, on {}",
                found.items.len(),
                row.frame,
                row.known_from.day_in(who.zone)
            ),
            seed: row.seed.clone(),
            frame_hash: row.frame_hash.clone(),
            weights: told(&weights_of(row)),
            ended: row.ended_at.map(|at| at.day_in(who.zone).to_string()).unwrap_or_default(),
            read: read_of(tally),
            until: row.read_by.map(|day| day.to_string()).unwrap_or_default(),
            late: is_late(row, tally, who.today()),
            lost: found.items.len() - tally.count,
            reader_gone: row.ended_at.is_none() && !found.reader_reads,
            reader_in_training: row.ended_at.is_none() && found.reader_in_training,
            agreement: agreement(&both).said(),
            items: found.items.iter().map(|item| item_line(item, &what)).collect(),
            differences,
            actions: found.actions.iter().map(|one| action_line(who, one, &named)).collect(),
            about: pairs
                .iter()
                .map(|(item, first, _)| {
                    Choice::of(item.row.id.as_str(), format!("{}. {}", item.row.position, what(first)))
                })
                .collect(),
            again: paths::quality_at(paths::QUALITY_AGAIN, id),
            end: paths::quality_at(paths::QUALITY_END, id),
            note: paths::quality_at(paths::QUALITY_ACTIONS, id),
        }
    }
}

fn second_of(row: &ReadingRow) -> Judgement {
    Judgement { verdict: row.verdict.clone(), satisfactory: row.satisfactory, level: row.level.clone() }
}

/// `Bypass case of 3 November 2026: Aortic surgery`
fn what_of(first: &First, kind: Option<&Kind>) -> String {
    let name = kind.map_or("Entry", |kind| kind.name.as_str());
    match first.title.as_str() {
        "" => format!("{name} of {}", first.day),
        title => format!("{name} of {}: {title}", first.day),
    }
}

fn item_line(item: &Item, what: &dyn Fn(&First) -> String) -> ItemLine {
    let grounds: Vec<&str> = item
        .row
        .grounds
        .split_whitespace()
        .filter_map(|word| Some(word.parse::<Ground>().ok()?.shown()))
        .collect();
    ItemLine {
        position: item.row.position,
        what: item.first.as_ref().map_or_else(|| "An entry that is gone".to_owned(), what),
        href: item.first.as_ref().map(|first| paths::entry(first.entry.as_str())).unwrap_or_default(),
        signer: item.first.as_ref().map(|first| first.signer_name.clone()).unwrap_or_default(),
        why: match grounds.is_empty() {
            true => "ordinary".to_owned(),
            false => format!("{} (weight {})", grounds.join(", "), item.row.weight),
        },
        state: match (item.second.is_some(), item.since) {
            (true, _) => "Read",
            (false, Since::Stands) => "Not read yet",
            (false, gone) => gone.shown(),
        },
        since: if item.second.is_some() { item.since.shown() } else { "" },
    }
}

/// `Signed, With me in reach`, `Returned: A detail is missing`
fn judgement_said(one: &Judgement, kind: Option<&Kind>, reason: &str) -> String {
    if one.verdict != "signed" {
        return match reason.parse::<ReturnReason>() {
            Ok(reason) => format!("Returned: {}", reason.shown()),
            Err(_) => "Returned".to_owned(),
        };
    }
    let levels = kind.and_then(|kind| kind.scale.as_ref()).map(|scale| scale.levels.as_slice());
    let level = levels.unwrap_or_default().iter().find(|level| level.code == one.level);
    let good = if one.satisfactory { "" } else { ", not satisfactory" };
    match level {
        Some(level) => format!("Signed, {}{good}", level.label),
        None => format!("Signed{good}"),
    }
}

/// Words that may have been struck out, or have gone with a person.
fn written(words: &str, without: &str) -> String {
    if words.is_empty() { without.to_owned() } else { words.to_owned() }
}

fn action_line(who: &Lead, one: &ActionRow, named: &BTreeMap<&str, String>) -> ActionLine {
    let today: Day = who.today();
    ActionLine {
        what: written(&one.what, "Struck out"),
        who: written(&one.who, "somebody"),
        due: one.due_day.to_string(),
        about: one.item_id.as_ref().and_then(|id| named.get(id.as_str()).cloned()).unwrap_or_default(),
        done: one.done_at.map(|at| format!("Done on {}", at.day_in(who.zone))).unwrap_or_default(),
        late: one.done_at.is_none() && one.due_day < today,
        end: paths::quality_at(paths::QUALITY_ACTION_END, one.id.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quality::Agreement;

    #[test]
    fn a_judgement_is_said_in_words() {
        let of = |verdict: &str, satisfactory| Judgement {
            verdict: verdict.to_owned(),
            satisfactory,
            level: String::new(),
        };
        assert_eq!(judgement_said(&of("signed", true), None, ""), "Signed");
        assert_eq!(judgement_said(&of("signed", false), None, ""), "Signed, not satisfactory");
        assert_eq!(judgement_said(&of("returned", false), None, "unclear"), "Returned: Something is unclear");
        assert_eq!(judgement_said(&of("returned", false), None, ""), "Returned");
        assert!(matches!(agreement(&[]), Agreement::TooFew(0)));
    }
}
