//! An entry whole, as plain words for a page: what was done, its evidence, what it counts towards, its
//! history. The owner's page and the supervisor's inbox show the same. The private thought is no part
//! of it.

mod trail;

use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::{Verdict, WHY, WHY_SHOWN};
use crate::domain::fault::Fault;
use crate::domain::kind::{Field, FieldType, Recorder, Value, Values};
use crate::domain::role::Sight;
use crate::domain::signoff::said_of_batch;
use crate::domain::time::Moment;
use crate::features::entries::assessed::{Assessed, Assessment, answer_lines, answered, assessed};
use crate::features::entries::origin::{FromBefore, from_before, recorded};
use crate::features::entries::store::{
    CountsIn, DecisionShown, FileShown, Seen, VersionShown, counts, handed, names_in, struck_on,
};
use crate::features::entries::struck::{STRUCK, name_of};
use crate::files::intake::STRUCK_OUT;
use crate::web::paths;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    pub kind: String,
    /// `Begun by Sue Carter.`; empty where its owner began it.
    pub begun: String,
    pub rows: Vec<Row>,
    pub files: Vec<FileLine>,
    pub counts: Vec<CountsIn>,
    /// The newest first.
    pub trail: Vec<Step>,
    pub signed: Option<Signed>,
    /// What whoever signed answered on the assessor's side of the form.
    pub assessed: Option<Assessment>,
    /// Where the official record is elsewhere: that it is signed here, and whether it is entered there.
    pub recorded: Vec<String>,
    /// Where it is from, if from before, and who accepted it.
    pub before: Option<FromBefore>,
}

/// One line of what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub value: String,
    /// What the bodies call it; may be empty.
    pub note: String,
    /// Written over several lines.
    pub long: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    pub name: String,
    /// `PDF, 240 kB`
    pub what: String,
    pub path: String,
    /// Empty without a small picture.
    pub thumb: String,
}

/// The signature on what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who signed it before, in order, where more than one does: `Sue Carter, supervisor, 12 November 2026, 14:02`.
    pub before: Vec<String>,
    pub by: String,
    pub capacity: String,
    pub at: String,
    pub level: String,
    pub satisfactory: bool,
    /// How somebody without an account showed who they are, and that it was signed together with others.
    pub shown_by: Vec<String>,
    /// Words, days and files still are what was signed.
    pub intact: bool,
}

/// One thing that happened to the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub what: String,
    pub who: String,
    pub at: String,
    /// A reason, a comment.
    pub said: Vec<String>,
    pub changes: Vec<Change>,
    /// It no longer stands.
    pub struck: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub label: String,
    pub before: String,
    pub after: String,
}

pub fn panel(conn: &mut Conn, shelf: &Shelf, who: &Sight, entry: &Seen, now: Moment) -> Result<Panel, Fault> {
    let counts = counts(conn, shelf, who, entry, now)?;
    let all: Vec<&Values> = entry.versions.iter().map(|version| &version.values).collect();
    let names = names_in(conn, &entry.kind, &all)?;
    let struck = struck_on(conn, &entry.id)?;
    Ok(Panel {
        kind: entry.kind.name.clone(),
        begun: entry.begun_by().map(|name| format!("{} by {name}.", begun(entry))).unwrap_or_default(),
        rows: rows(entry, &names),
        files: entry.files.iter().map(file_line).collect(),
        counts,
        trail: trail::trail(entry, &names, &handed(conn, &entry.id)?, &struck),
        recorded: recorded(conn, shelf, who, entry)?,
        signed: signed(entry),
        assessed: assessed(entry),
        before: entry.before.as_ref().map(|before| from_before(entry, before)),
    })
}

fn rows(entry: &Seen, names: &BTreeMap<String, String>) -> Vec<Row> {
    let plain =
        |label: &str, value: String| Row { label: label.to_owned(), value, note: String::new(), long: false };
    let mut all = vec![plain(&entry.kind.day_label, entry.day.to_string())];
    if let Some(until) = entry.until {
        all.push(plain(&entry.kind.until_label, until.to_string()));
    }
    let latest = entry.versions.last();
    for field in &entry.kind.fields {
        let Some(value) = entry.values.get(&field.code) else {
            if latest.is_some_and(|version| version.is_struck(&field.code)) {
                all.push(plain(&field.label, STRUCK.to_owned()));
            }
            continue;
        };
        all.push(Row {
            label: field.label.clone(),
            value: shown(field, value, names),
            note: bodies_words(entry, field, value),
            long: field.kind == FieldType::LongText,
        });
    }
    // Nothing that a signature covers may be missing from the screen.
    let unknown = entry.values.iter().filter(|(code, _)| entry.kind.field(code).is_none());
    let label = |code: &str| if code == WHY { WHY_SHOWN.to_owned() } else { code.to_owned() };
    all.extend(unknown.map(|(code, value)| plain(&label(code), plain_words(value))));
    all
}

fn plain_words(value: &Value) -> String {
    match value {
        Value::Yes(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Several(all) => all.join(", "),
    }
}

/// A value as a person reads it; people and places of the house by their names.
pub fn shown(field: &Field, value: &Value, names: &BTreeMap<String, String>) -> String {
    let named = match field.kind {
        FieldType::Person | FieldType::Place => value.text().and_then(|id| names.get(id)).cloned(),
        _ => None,
    };
    named.unwrap_or_else(|| field.shown(value))
}

/// `MSc 2025: “Second perfusionist”`
pub(super) fn bodies_words(entry: &Seen, field: &Field, value: &Value) -> String {
    let of = |choice: &str| entry.asked.words.get(&(field.code.clone(), choice.to_owned()));
    let said = field.choices().iter().filter(|choice| value.names(&choice.code)).filter_map(|c| of(&c.code));
    let said = said.flatten().map(|(body, words)| format!("{body}: “{words}”"));
    let codes = entry.asked.codes.get(&field.code).into_iter().flatten();
    let titled = codes.filter(|(code, title)| value.names(code) && !title.is_empty());
    titled.map(|(_, title)| title.clone()).chain(said).collect::<Vec<_>>().join("; ")
}

pub fn file_line(file: &FileShown) -> FileLine {
    let gone = file.media_type == STRUCK_OUT;
    FileLine {
        name: name_of(file).to_owned(),
        what: match gone {
            true => "The file is gone for good".to_owned(),
            false => format!("{}, {}", sort_of(&file.media_type), size(file.size)),
        },
        path: if gone { String::new() } else { paths::evidence(file.id.as_str()) },
        thumb: if file.has_thumb { paths::evidence_thumb(file.id.as_str()) } else { String::new() },
    }
}

fn sort_of(media_type: &str) -> &'static str {
    match media_type {
        crate::files::intake::PDF => "PDF",
        crate::files::intake::DOCX => "Word file",
        _ => "Picture",
    }
}

/// `240 kB`, `1.4 MB`: decimal, as file managers say it.
pub fn size(bytes: i64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

pub(super) fn signed(entry: &Seen) -> Option<Signed> {
    let last = entry.decisions.iter().rfind(|d| d.stands() && d.version == entry.version)?;
    let version = entry.versions.iter().find(|version| version.id == last.version)?;
    let others =
        entry.decisions.iter().filter(|d| d.stands() && d.version == entry.version && d.id != last.id);
    let before = others
        .filter(|d| d.verdict == Verdict::Signed)
        .map(|d| format!("{}, {}, {}", d.signer_name, capacity(entry, d), d.at.shown_in(entry.zone)));
    (last.verdict == Verdict::Signed).then(|| Signed {
        before: before.collect(),
        by: last.signer_name.clone(),
        capacity: capacity(entry, last),
        at: last.at.shown_in(entry.zone),
        level: level(entry, &last.level),
        satisfactory: last.satisfactory,
        shown_by: shown_by(entry, last),
        intact: version.is_intact(&entry.kind.code) && version.root == last.root,
    })
}

/// What somebody else did who wrote the first version.
fn begun(entry: &Seen) -> &'static str {
    if entry.kind.recorded_by == Recorder::Lead { "Entered" } else { "Begun" }
}

fn shown_by(entry: &Seen, decision: &DecisionShown) -> Vec<String> {
    let told = entry.statement_of(decision).map(|one| one.told.sentences(entry.zone));
    let batch = decision.batch.map(|(entries, viewed)| said_of_batch(entries, viewed));
    told.unwrap_or_default().into_iter().chain(batch).collect()
}

pub(super) fn capacity(entry: &Seen, decision: &DecisionShown) -> String {
    let held = entry.called.shown(&decision.capacity);
    match &decision.deputising_for {
        Some(name) => format!("{held}, deputising for {name}"),
        None => held,
    }
}

/// The level's label, or its code where the scale no longer has it.
pub(super) fn level(entry: &Seen, code: &str) -> String {
    let levels = entry.kind.scale.iter().flat_map(|scale| &scale.levels);
    levels
        .filter(|one| one.code == code)
        .map(|one| one.label.clone())
        .next()
        .unwrap_or_else(|| code.to_owned())
}

pub(super) fn scale_name(entry: &Seen) -> &str {
    entry.kind.scale.as_ref().map_or("Level", |scale| scale.name.as_str())
}

pub(super) fn happened(what: &str, who: &str, at: String) -> Step {
    Step {
        what: what.to_owned(),
        who: who.to_owned(),
        at,
        said: Vec::new(),
        changes: Vec::new(),
        struck: false,
    }
}

fn decided(entry: &Seen, decision: &DecisionShown) -> Step {
    let what = match decision.verdict {
        Verdict::Signed if decision.satisfactory => "Signed",
        Verdict::Signed => "Signed as not satisfactory",
        Verdict::Returned => "Returned",
    };
    let what = match entry.versions.len() {
        0 | 1 => what.to_owned(),
        _ => format!("{what}: version {}", decision.version_number),
    };
    let level = level(entry, &decision.level);
    let scale = scale_name(entry);
    let mut said: Vec<String> = Vec::new();
    if !level.is_empty() {
        said.push(format!("{scale}: {level}"));
    }
    said.extend([&decision.reason, &decision.comment].into_iter().filter(|text| !text.is_empty()).cloned());
    // What stands is said above, in full.
    let here = answered(entry).is_none_or(|(above, _)| above.id != decision.id);
    let lost = here && decision.assessed.as_ref().is_some_and(Assessed::is_struck);
    said.extend((decision.struck || lost).then(|| STRUCK.to_owned()));
    if here {
        said.extend(answer_lines(entry, decision.assessed.as_ref()));
    }
    said.extend(shown_by(entry, decision));
    Step {
        what,
        who: format!("{}, {}", decision.signer_name, capacity(entry, decision)),
        at: decision.at.shown_in(entry.zone),
        said,
        changes: Vec::new(),
        struck: !decision.stands(),
    }
}

/// What differs between two versions, in the order of the form.
pub fn changes(
    entry: &Seen,
    before: &VersionShown,
    after: &VersionShown,
    names: &BTreeMap<String, String>,
) -> Vec<Change> {
    let mut all = Vec::new();
    let mut compare = |label: &str, before: String, after: String| {
        if before != after {
            all.push(Change { label: label.to_owned(), before, after });
        }
    };
    compare(&entry.kind.day_label, before.day.to_string(), after.day.to_string());
    let until = |version: &VersionShown| version.until.map(|day| day.to_string()).unwrap_or_default();
    compare(&entry.kind.until_label, until(before), until(after));
    for field in &entry.kind.fields {
        let words = |version: &VersionShown| match version.values.get(&field.code) {
            Some(value) => shown(field, value, names),
            None if version.is_struck(&field.code) => STRUCK.to_owned(),
            None => String::new(),
        };
        compare(&field.label, words(before), words(after));
    }
    let files = |version: &VersionShown| {
        version.files.iter().map(|file| name_of(file).to_owned()).collect::<Vec<_>>().join(", ")
    };
    compare("Evidence", files(before), files(after));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_file_managers_say_them() {
        assert_eq!(size(812), "812 bytes");
        assert_eq!(size(240_500), "240 kB");
        assert_eq!(size(1_460_000), "1.4 MB");
    }
}
