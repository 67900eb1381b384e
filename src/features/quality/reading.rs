//! What stands before a quality reader: one entry of their open sample as it was when it was decided on, without the
//! decision, who took it and whose it is; and what they judged, as a row.

use super::forms::Judged;
use super::store::{self, First, Item, ReadingRow};
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{FieldType, Kind, Outcome as Good};
use crate::domain::names::QualityItemId;
use crate::domain::policy::quality::{ReadingCase, may_see_again};
use crate::domain::role::{Person, Sight};
use crate::domain::signoff::{asks_outcome, satisfactory};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::entries::{Panel, Seen, panel_of, seen};
use crate::features::people;
use crate::features::roster::spots;
use crate::web::paths;

/// The entry of an item as it was decided on, for its reader.
pub struct Blind {
    pub item: Item,
    pub first: First,
    pub seen: Seen,
    pub panel: Panel,
    /// Nothing on the page says who decided.
    pub position: (i32, i32),
}

/// What the rule needs to know; none where the decision is gone with its person.
// open: loads a case for the rule
pub fn case_of(
    conn: &mut Conn,
    item: &Item,
    sample: &store::SampleRow,
    person: &Person,
    current: bool,
) -> Result<Option<ReadingCase>, Fault> {
    let Some(first) = &item.first else { return Ok(None) };
    let appointed = match spots(conn, &[sample.over()]) {
        Ok(found) => {
            let reads = people::reads_over(conn, &person.account, person.today())?;
            found.iter().all(|spot| reads.holds(spot))
        }
        Err(Fault::NotFound) => false,
        Err(other) => return Err(other),
    };
    Ok(Some(ReadingCase {
        item: item.row.id.clone(),
        reader: sample.reader_id.clone(),
        appointed,
        open: sample.ended_at.is_none(),
        signer: first.signer.clone(),
        owner: first.owner.clone(),
        judged: item.second.is_some(),
        current,
    }))
}

/// The sight is the owner's, of this one entry; what is not theirs to read is not found.
// open: asks the rule itself
pub fn blind(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    id: &QualityItemId,
    now: Moment,
) -> Result<Blind, Fault> {
    let (item, sample) = store::item(conn, id)?;
    let case = case_of(conn, &item, &sample, person, true)?.ok_or(Fault::NotFound)?;
    may_see_again(person, &case).map_err(|_| Fault::NotFound)?;
    let first = item.first.clone().ok_or(Fault::NotFound)?;
    let mut seen = seen(conn, shelf, &as_owner(&first, now), &first.entry)?;
    as_decided(&mut seen, &first)?;
    let mut panel = panel_of(conn, shelf, &as_owner(&first, now), &seen, now)?;
    without_names(&mut panel, &seen, &first);
    for (line, file) in panel.files.iter_mut().zip(&seen.files) {
        line.path = paths::second_reading_file(id.as_str(), file.id.as_str());
        if !line.thumb.is_empty() {
            line.thumb = paths::second_reading_thumb(id.as_str(), file.id.as_str());
        }
    }
    let position = (item.row.position, sample.size.min(sample.frame));
    Ok(Blind { item, first, seen, panel, position })
}

pub fn as_owner(first: &First, now: Moment) -> Sight {
    Sight::on_behalf_of(first.owner.clone(), now.day_in(DEFAULT_ZONE))
}

/// The version that was decided on, and nothing of what was said of it.
fn as_decided(seen: &mut Seen, first: &First) -> Result<(), Fault> {
    let version = seen.versions.iter().find(|version| version.id == first.version).cloned();
    let version = version.ok_or(Fault::NotFound)?;
    seen.version = version.id.clone();
    seen.version_number = version.number;
    seen.day = version.day;
    seen.until = version.until;
    seen.values = version.values.clone();
    seen.root = version.root.clone();
    seen.files = version.files.clone();
    seen.versions = vec![version];
    seen.decisions.clear();
    seen.statements.clear();
    seen.acknowledged.clear();
    seen.request = None;
    seen.link = None;
    Ok(())
}

/// Who supervised is a field of many forms and often whoever decided: people are left out, and the names of the signer
/// and of the owner wherever they stand.
fn without_names(panel: &mut Panel, seen: &Seen, first: &First) {
    let people: Vec<&str> = seen
        .kind
        .fields
        .iter()
        .filter(|field| matches!(field.kind, FieldType::Person))
        .map(|field| field.label.as_str())
        .collect();
    panel.rows.retain(|row| !people.contains(&row.label.as_str()));
    for row in &mut panel.rows {
        for name in [&first.signer_name, &seen.owner_name] {
            row.value = row.value.replace(name.as_str(), "(a name)");
        }
    }
    for line in &mut panel.files {
        for name in [&first.signer_name, &seen.owner_name] {
            line.name = line.name.replace(name.as_str(), "(a name)");
        }
    }
    panel.begun.clear();
    panel.counts.clear();
    panel.recorded.clear();
    panel.trail.clear();
    panel.signed = None;
    panel.assessed = None;
    panel.before = None;
}

/// Whether it is asked if it was good enough: where the first reader said so too, on whichever side of the form.
pub fn asks_good(kind: &Kind, seen: &Seen) -> bool {
    kind.has_two_sides() || asks_outcome(kind, &seen.values)
}

pub fn row_of(id: &QualityItemId, seen: &Seen, asked: &Judged, now: Moment) -> Result<ReadingRow, Fault> {
    let kind = &seen.kind;
    let returned = asked.verdict == Verdict::Returned;
    let levels = kind.scale.iter().flat_map(|scale| &scale.levels);
    let level = match &kind.scale {
        Some(_) if !returned => {
            let known = levels.map(|level| level.code.as_str()).find(|code| *code == asked.level);
            known.ok_or_else(|| {
                Fault::from(Faults::one("level", "Choose the level at which you would sign it."))
            })?
        }
        _ => "",
    };
    let said = asked.satisfactory.map(|yes| if yes { Good::Satisfactory } else { Good::Unsatisfactory });
    if !returned && said.is_none() && asks_good(kind, seen) {
        return Err(Faults::one("outcome", "Choose whether it was good enough.").into());
    }
    Ok(ReadingRow {
        item_id: id.clone(),
        verdict: asked.verdict.as_str().to_owned(),
        satisfactory: !returned && satisfactory(kind, level, said),
        level: level.to_owned(),
        reason: asked.reason.filter(|_| returned).map(|one| one.as_str().to_owned()).unwrap_or_default(),
        root: asked.root.clone(),
        known_from: now,
    })
}
