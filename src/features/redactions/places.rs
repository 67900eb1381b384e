//! Where in an entry something may stand: each place with its name and, for who sees the entry, its words.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::conn::Conn;
use crate::domain::entry::{WHY, WHY_SHOWN};
use crate::domain::fault::Fault;
use crate::domain::kind::{Field, FieldType, Kind, Values};
use crate::domain::names::ReviewId;
use crate::domain::redaction::{Place, SENDS_BACK, UNSIGNED};
use crate::domain::role::Sight;
use crate::domain::signoff::{CAME_BACK, LAPSED};
use crate::features::entries::{Seen, VersionShown, names_in, reflection, shown_value};
use crate::features::{quality, reviews};
use crate::files::intake::STRUCK_OUT;

/// So many letters of a place are shown beside it.
const MOST: usize = 240;

const ACTION: &str = "What is to be done after a second reading";

/// A place in one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub place: Place,
    /// `Notes`, `The file “trace.pdf”`
    pub label: String,
    /// What stands there, in each version another.
    pub words: String,
}

/// All that was written in a review, as one place and without a word: neither side reads the other's preparation before
/// its time.
pub fn written_spot(review: &ReviewId) -> Spot {
    let label = "What was written in the review".to_owned();
    Spot { place: Place::Review(review.clone()), label, words: String::new() }
}

/// Every place of the entry in which there is something to strike out: what was written in free words, the files, what
/// others wrote, and then what was chosen, which names nobody.
pub fn spots(conn: &mut Conn, who: &Sight, seen: &Seen) -> Result<Vec<Spot>, Fault> {
    let all: Vec<&Values> = seen.versions.iter().map(|version| &version.values).collect();
    let names = names_in(conn, &seen.kind, &all)?;
    let (mut spots, chosen): (Vec<Spot>, Vec<Spot>) =
        fields(seen, &names).into_iter().partition(|spot| holds_names(&seen.kind, &spot.place));
    spots.extend(files(seen));
    spots.extend(said(seen));
    for (id, words) in reviews::written_for(conn, &seen.id)? {
        let label = "What was written in the review".to_owned();
        spots.push(Spot { place: Place::Review(id), label, words: cut(&words.join(" / ")) });
    }
    for (id, held_on) in reviews::written_beside(conn, who, &seen.id)? {
        let label = format!("What was written in the review of {held_on}, which has no entry of its own");
        spots.push(Spot { place: Place::Review(id), label, words: String::new() });
    }
    for (id, words) in quality::written_about(conn, who, &seen.id)? {
        spots.push(Spot {
            place: Place::Action(id),
            label: ACTION.to_owned(),
            words: cut(&words.join(" / ")),
        });
    }
    if let Some(thought) = reflection(conn, who, seen)? {
        let label = "The reflection beside it".to_owned();
        spots.push(Spot { place: Place::Reflection, label, words: cut(&thought.words) });
    }
    spots.extend(chosen);
    Ok(spots)
}

/// Reviews that were reported through the entry and have come to an entry of their own since.
pub fn entered_since(
    conn: &mut Conn,
    seen: &Seen,
    reported: &BTreeSet<Place>,
    known: &[Spot],
) -> Result<Vec<Spot>, Fault> {
    let is_missing =
        |place: &&Place| matches!(place, Place::Review(_)) && known.iter().all(|spot| spot.place != **place);
    let missing: Vec<&Place> = reported.iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let near = reviews::struck_through(conn, &seen.id)?;
    Ok(near.iter().map(written_spot).filter(|spot| missing.contains(&&spot.place)).collect())
}

/// The names of these places for somebody who sees no content: no word of anybody's, no name of a file.
pub fn labels(seen: &Seen, places: &BTreeSet<Place>) -> Vec<String> {
    let label = |place: &Place| match place {
        Place::Field(code) => label_of(&seen.kind, code),
        Place::File(_) => "A file".to_owned(),
        Place::FileName(_) => "The name of a file".to_owned(),
        Place::Decision(_) => "Words with a decision".to_owned(),
        Place::Statement(_) => "Words of somebody without an account".to_owned(),
        Place::Acceptance(_) => "Words about what is from before".to_owned(),
        Place::Reply(_) => "An answer to what somebody else began".to_owned(),
        Place::Review(_) => "What was written in the review".to_owned(),
        Place::Action(_) => ACTION.to_owned(),
        Place::Reflection => "The reflection beside it".to_owned(),
    };
    places.iter().map(label).collect()
}

/// Somebody may have typed a name into it.
fn holds_names(kind: &Kind, place: &Place) -> bool {
    let Place::Field(code) = place else { return true };
    kind.field(code)
        .is_none_or(|field| field.is_prose() || matches!(field.kind, FieldType::Person | FieldType::Place))
}

fn label_of(kind: &Kind, code: &str) -> String {
    match kind.field(code) {
        Some(field) => field.label.clone(),
        None if code == WHY => WHY_SHOWN.to_owned(),
        None => code.to_owned(),
    }
}

fn fields(seen: &Seen, names: &BTreeMap<String, String>) -> Vec<Spot> {
    let known = seen.kind.fields.iter().map(|field| field.code.clone());
    let other = seen.versions.iter().flat_map(|version| version.values.keys().cloned());
    let mut codes: Vec<String> = Vec::new();
    for code in known.chain(other) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let mut all = Vec::new();
    for code in codes {
        let words = in_versions(seen, |version| {
            let value = version.values.get(&code)?;
            Some(match seen.kind.field(&code) {
                Some(field) => shown_value(field, value, names),
                None => value.text().unwrap_or_default().to_owned(),
            })
        });
        if seen.versions.iter().any(|version| version.values.contains_key(&code)) {
            let label = label_of(&seen.kind, &code);
            all.push(Spot { place: Place::Field(code), label, words });
        }
    }
    all
}

/// What is said in any version, the newest first, each once.
fn in_versions(seen: &Seen, of: impl Fn(&VersionShown) -> Option<String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for version in seen.versions.iter().rev() {
        if let Some(words) = of(version).filter(|words| !words.trim().is_empty() && !all.contains(words)) {
            all.push(words);
        }
    }
    cut(&all.join(" / "))
}

fn files(seen: &Seen) -> Vec<Spot> {
    let mut all: Vec<Spot> = Vec::new();
    for file in seen.versions.iter().rev().flat_map(|version| &version.files) {
        let named = if file.name.is_empty() { "without a name" } else { &file.name };
        let mut add = |place: Place, label: String| {
            if !all.iter().any(|known| known.place == place) {
                all.push(Spot { place, label, words: String::new() });
            }
        };
        if file.media_type != STRUCK_OUT {
            add(Place::File(file.hash.clone()), format!("The file “{named}”, with its name"));
        }
        if !file.name.is_empty() {
            add(Place::FileName(file.hash.clone()), format!("Only the name of the file “{named}”"));
        }
    }
    all
}

/// What others wrote about it.
fn said(seen: &Seen) -> Vec<Spot> {
    let own_words =
        |text: &str| SENDS_BACK.contains(&text) || [UNSIGNED, LAPSED, CAME_BACK, "undo"].contains(&text);
    let joined = |texts: &[&str]| {
        let texts = texts.iter().filter(|text| !text.is_empty() && !own_words(text));
        cut(&texts.copied().collect::<Vec<_>>().join(" / "))
    };
    let mut all = Vec::new();
    let mut add = |place: Place, who: &str, on: String, words: String| {
        if !words.is_empty() {
            all.push(Spot { place, label: format!("What {who} wrote on {on}"), words });
        }
    };
    for one in &seen.decisions {
        let undone = one.undone.as_ref().map(|(_, why)| why.as_str()).unwrap_or_default();
        let assessed = one.assessed.as_ref();
        let place = assessed.and_then(|said| said.seen.as_ref()).map_or("", |seen| &seen.place);
        let side = assessed.map(|said| written_in(&seen.kind, &said.answers)).unwrap_or_default();
        let words = joined(&[&[one.reason.as_str(), &one.comment, undone, place], &side[..]].concat());
        let on = one.at.day_in(seen.zone).to_string();
        add(Place::Decision(one.id.clone()), &one.signer_name, on, words);
    }
    for one in &seen.statements {
        let words = joined(&[&one.reason, &one.comment, &one.told.seen.place]);
        let on = one.told.taken.day_in(seen.zone).to_string();
        add(Place::Statement(one.id.clone()), &one.told.identity.name, on, words);
    }
    for one in &seen.acknowledged {
        let on = one.at.day_in(seen.zone).to_string();
        add(Place::Reply(one.id.clone()), &one.by, on, joined(&[&one.words]));
    }
    for one in seen.before.iter().flat_map(|before| &before.said) {
        let undone = one.undone.as_ref().map(|(_, why)| why.as_str()).unwrap_or_default();
        let words = joined(&[&one.reason, undone]);
        let on = one.at.day_in(seen.zone).to_string();
        add(Place::Acceptance(one.id.clone()), &one.by_name, on, words);
    }
    all
}

/// What is written in words in an assessor's side of a form.
fn written_in<'a>(kind: &Kind, answers: &'a Values) -> Vec<&'a str> {
    let prose = |code: &String| kind.field(code).is_none_or(Field::is_prose);
    answers.iter().filter(|(code, _)| prose(code)).filter_map(|(_, value)| value.text()).collect()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
    }
}
