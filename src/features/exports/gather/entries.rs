//! The entries of a report: what was recorded in the words of the programme, what was decided, and what
//! each counts for. Withdrawn entries are as if they had never been.

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;

use crate::domain::assessor::Told;
use crate::domain::earlier::LEARNING;
use crate::domain::entry::EntryState;
use crate::domain::kind::{Asker, Field as Asked, FieldType, Kind, Value};
use crate::domain::names::{DecisionId, EntryId, EntryVersionId};
use crate::domain::official::Places;
use crate::domain::programme::Version;
use crate::domain::programme::called::Called;
use crate::domain::programme::coded::in_words;
use crate::domain::progress::{Assessment, Reason};
use crate::domain::signoff::{reason_and_words, said_of_batch};
use crate::domain::time::Day;
use crate::features::exports::gather::printed;
use crate::features::exports::store::record::{Attached, Decided, Written};
use crate::features::standing::{EntryRow as HeldEntry, Held, Holdings};
use crate::render::amount::Stamp;
use crate::render::report::{DecisionRow, EntryRow, EvidenceRow, Field, NotFor, Waits};

/// What the holdings do not say about versions.
pub struct More {
    pub written: HashMap<EntryVersionId, Written>,
    pub decided: HashMap<EntryId, Vec<Decided>>,
    /// How those without an account showed who they are.
    pub told: HashMap<DecisionId, Told>,
    pub attached: HashMap<EntryVersionId, Vec<Attached>>,
}

/// Filed under the enrolment, in sight, not withdrawn; newest first.
pub fn shown<'h>(holdings: &'h Holdings, held: &Held, seen: &HashSet<EntryId>) -> Vec<&'h HeldEntry> {
    let mut shown: Vec<&HeldEntry> = holdings
        .entries
        .iter()
        .filter(|entry| entry.filed_under.contains(&held.row.id))
        .filter(|entry| seen.contains(&entry.id))
        .filter(|entry| entry.state() != EntryState::Withdrawn)
        .collect();
    shown.sort_by_key(|entry| std::cmp::Reverse((entry.day, entry.number)));
    shown
}

pub fn rows(
    version: &Version,
    holdings: &Holdings,
    held: &Held,
    shown: &[&HeldEntry],
    assessment: &Assessment,
    more: &More,
    zone: Tz,
) -> Vec<EntryRow> {
    let mut counting = counting(version, assessment);
    let row = |entry: &&HeldEntry| {
        let entry = *entry;
        let (counts_for, not_for) = counting.remove(entry.id.as_str()).unwrap_or_default();
        let written = more.written.get(&entry.version);
        let decided = more.decided.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
        let attached = more.attached.get(&entry.version).map(Vec::as_slice).unwrap_or_default();
        EntryRow {
            number: entry.number.to_string(),
            day: entry.day,
            kind: entry.kind.name.clone(),
            title: title(version, entry),
            fields: fields(version, holdings, entry)
                .into_iter()
                .chain(entered(version, holdings, held, entry))
                .collect(),
            state: state(holdings, entry, zone),
            version: written.map_or(1, |written| u32::try_from(written.number).unwrap_or(1)),
            content_hash: written.map(|written| written.root.clone()).unwrap_or_default(),
            decisions: decided
                .iter()
                .map(|decision| {
                    decision_row((version, &entry.kind), decision, more.told.get(&decision.id), zone)
                })
                .collect(),
            waits: entry.waits.as_ref().map(|waits| Waits {
                with: holdings.name(&waits.asked),
                since: Stamp::of(waits.since, zone),
            }),
            counts_for,
            not_for,
            evidence: attached.iter().map(evidence_row).collect(),
        }
    };
    shown.iter().map(row).collect()
}

/// The state in a word; what was accepted from before says by whom, so that nobody takes it for signed here.
fn state(holdings: &Holdings, entry: &HeldEntry, zone: Tz) -> String {
    let word = entry.state().shown().to_owned();
    let Some(said) = holdings.said_of(entry) else { return word };
    let (by, on) = (holdings.name(&said.by), said.at.day_in(zone));
    match (entry.state(), entry.kind.code == LEARNING) {
        (EntryState::Accepted, true) => format!("Accepted as equivalent by {by} on {on}"),
        (EntryState::Accepted, false) => format!("Accepted from an earlier record by {by} on {on}"),
        _ => format!("{word} by {by} on {on}"),
    }
}

type Counting<'a> = HashMap<&'a str, (Vec<String>, Vec<NotFor>)>;

/// By entry: what it counts for, and what not with the reason.
fn counting<'a>(version: &Version, assessment: &'a Assessment) -> Counting<'a> {
    let mut by_fact: Counting<'a> = HashMap::new();
    for standing in &assessment.requirements {
        let name = format!("{} {}", standing.id, standing.title);
        for counted in &standing.counted {
            by_fact.entry(&counted.fact).or_default().0.push(name.clone());
        }
        let is_part = version.requirement(&standing.id).is_some_and(|r| r.part_of.is_some());
        for refused in &standing.not_counted {
            // That a valve operation is no bypass graft needs no line of its own.
            if is_part && refused.reason == Reason::Condition {
                continue;
            }
            // As in the forecasts: whoever reads a report is told about the trainee.
            let not = NotFor { requirement: name.clone(), reason: refused.about() };
            by_fact.entry(&refused.fact).or_default().1.push(not);
        }
    }
    by_fact
}

/// As at the version shown, in the words of the programme.
pub fn title(version: &Version, entry: &HeldEntry) -> String {
    let kind = version.kind(&entry.kind.code).map_or(&*entry.kind, |used| &used.kind);
    in_words([version], &crate::features::entries::title(kind, &entry.values))
}

/// The fields that hold something, in the order and the words of the programme; then whatever the kind
/// had when the entry was written and the programme no longer asks.
fn fields(version: &Version, holdings: &Holdings, entry: &HeldEntry) -> Vec<Field> {
    let used = version.kind(&entry.kind.code).map(|used| used.kind.fields.as_slice()).unwrap_or_default();
    let gone = entry.kind.fields.iter().filter(|old| !used.iter().any(|new| new.code == old.code));
    let until = entry.until.filter(|_| entry.kind.period).map(|day| Field {
        label: entry.kind.until_label.clone(),
        value: day.to_string(),
        number: None,
        unit: String::new(),
    });
    let filled = used.iter().chain(gone).filter_map(|field| {
        let value = entry.values.get(&field.code)?;
        Some(shown_field(field, value, holdings))
    });
    until.into_iter().chain(filled).collect()
}

/// Beside the signature here: since when it is in the system that holds the official record.
fn entered(version: &Version, holdings: &Holdings, held: &Held, entry: &HeldEntry) -> Option<Field> {
    let system = version.official_record.as_ref().filter(|_| entry.state() == EntryState::Signed)?;
    let there = holdings.entered_under(entry, &held.row.id);
    let places = Places::of(version, held.row.started_on);
    let named = places.named_by(&entry.kind.code, &entry.values);
    let on = |day: Option<Day>| day.map_or_else(|| "Not yet".to_owned(), |day| day.to_string());
    let by_item = named.iter().filter(|place| place.listed && there.whole.is_none());
    let by_item: Vec<String> =
        by_item.map(|place| format!("{}: {}", place.code, on(there.of(place)))).collect();
    Some(Field {
        label: format!("Entered in {system}"),
        value: if by_item.is_empty() { on(there.whole) } else { by_item.join("; ") },
        number: None,
        unit: String::new(),
    })
}

fn shown_field(field: &Asked, value: &Value, holdings: &Holdings) -> Field {
    let named = |id: &str| match field.kind {
        FieldType::Person => holdings.names.get(id).cloned(),
        FieldType::Place => holdings.sites.get(id).map(|(name, _, _)| name.clone()),
        _ => None,
    };
    let unit = match &field.kind {
        FieldType::Number { unit, .. } => unit.clone(),
        FieldType::Minutes { .. } => "min".to_owned(),
        _ => String::new(),
    };
    Field {
        label: match field.asked_of {
            Asker::Trainee => field.label.clone(),
            Asker::Assessor => format!("{} (said by the assessor)", field.label),
        },
        value: value.text().and_then(named).unwrap_or_else(|| field.shown(value)),
        number: value.number().map(printed),
        unit,
    }
}

fn decision_row(
    (version, kind): (&Version, &Kind),
    decision: &Decided,
    told: Option<&Told>,
    zone: Tz,
) -> DecisionRow {
    let level = kind
        .scale
        .as_ref()
        .and_then(|scale| scale.levels.iter().find(|level| level.code == decision.level))
        .map_or_else(|| decision.level.clone(), |level| level.label.clone());
    let capacity = Called::of(version).shown(&decision.capacity);
    let capacity = match &decision.instead_of {
        Some(name) => format!("{capacity}, deputising for {name}"),
        None => capacity,
    };
    // Where a statement says how they saw it, that does.
    let mut shown_by = match (told, &decision.seen) {
        (Some(told), _) => told.sentences(zone),
        (None, Some(seen)) => vec![seen.sentence()],
        (None, None) => Vec::new(),
    };
    shown_by.extend(decision.batch.map(|(entries, viewed)| said_of_batch(entries, viewed)));
    DecisionRow {
        signer: decision.signer.clone(),
        capacity,
        verdict: crate::domain::names::capital(&decision.verdict),
        at: Stamp::of(decision.at, zone),
        level: Some(level).filter(|level| !level.is_empty()),
        comment: reason_and_words(&decision.reason, &decision.comment),
        shown_by: shown_by.join(" "),
        version: u32::try_from(decision.version).unwrap_or(1),
    }
}

fn evidence_row(file: &Attached) -> EvidenceRow {
    EvidenceRow {
        name: if file.name.is_empty() { "Struck out".to_owned() } else { file.name.clone() },
        media: media(&file.media_type).to_owned(),
        size: size(file.size),
        hash: file.hash.clone(),
    }
}

fn media(media_type: &str) -> &str {
    match media_type {
        "application/pdf" => "PDF",
        "image/jpeg" => "JPEG picture",
        "image/png" => "PNG picture",
        "image/webp" => "WebP picture",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "Word document",
        "text/plain" => "Text",
        crate::files::intake::STRUCK_OUT => "gone for good",
        other => other,
    }
}

/// "1.2 MB", "214 kB", "80 bytes"; a thousand bytes are a kilobyte.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_said_in_three_units() {
        for (bytes, words) in
            [(80, "80 bytes"), (214_900, "214 kB"), (1_260_000, "1.2 MB"), (20_000_000, "20.0 MB")]
        {
            assert_eq!(size(bytes), words);
        }
    }
}
