//! What stands before a quality reader: one entry of their open sample as it was when it was decided on, without the
//! decision, who took it and whose it is; and what they judged, as a row.

use super::forms::Judged;
use super::store::{self, First, Item, ReadingRow, SampleRow};
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{FieldType, Kind, Outcome as Good, Values};
use crate::domain::names::QualityItemId;
use crate::domain::policy::quality::{IN_TRAINING, ReadingCase, may_see_again};
use crate::domain::quality::Since;
use crate::domain::quality::names::Names;
use crate::domain::role::{Person, Sight};
use crate::domain::signoff::{asks_outcome, satisfactory};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::entries::{Panel, Seen, names_in, panel_of, seen};
use crate::features::people;
use crate::features::roster::spots;
use crate::features::standing::is_trainee;
use crate::web::paths;

/// The entry of an item as it was decided on, for its reader.
pub struct Blind {
    pub item: Item,
    pub first: First,
    pub seen: Seen,
    pub panel: Panel,
    /// Nothing on the page says who decided.
    pub position: (i32, i32),
    /// Until when it is to be read.
    pub read_by: Option<Day>,
}

/// What a reader is to a sample today.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub appointed: bool,
    /// They were appointed before they came into training, and read nothing as long as they are.
    pub in_training: bool,
}

// open: asks about the asker themself
pub fn reader(conn: &mut Conn, shelf: &Shelf, person: &Person, sample: &SampleRow) -> Result<Reader, Fault> {
    Ok(Reader {
        appointed: appointed(conn, person, sample)?,
        in_training: is_trainee(conn, shelf, &person.account, (person.now, person.today()))?,
    })
}

/// Whether this person is appointed where the sample was drawn; nobody is where the place is gone.
// open: asks about the asker themself
fn appointed(conn: &mut Conn, person: &Person, sample: &SampleRow) -> Result<bool, Fault> {
    match spots(conn, &[sample.over()]) {
        Ok(found) => {
            let reads = people::reads_over(conn, &person.account, person.today())?;
            Ok(found.iter().all(|spot| reads.holds(spot)))
        }
        Err(Fault::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// What the rule needs to know; none where the decision is gone with its person.
pub fn case_of(item: &Item, sample: &SampleRow, reader: Reader, current: bool) -> Option<ReadingCase> {
    let first = item.first.as_ref()?;
    Some(ReadingCase {
        item: item.row.id.clone(),
        reader: sample.reader_id.clone(),
        appointed: reader.appointed,
        in_training: reader.in_training,
        open: sample.ended_at.is_none(),
        signer: first.signer.clone(),
        owner: first.owner.clone(),
        stands: item.since == Since::Stands,
        judged: item.second.is_some(),
        current,
    })
}

/// The next one of the sample that its reader has not judged and that opens, in the order of the draw.
// open: asks the rule itself
pub fn next(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    sample: &SampleRow,
) -> Result<Option<QualityItemId>, Fault> {
    let reader = reader(conn, shelf, person, sample)?;
    let opens = |item: &Item| {
        let case = case_of(item, sample, reader, true);
        item.second.is_none() && case.is_some_and(|case| may_see_again(person, &case).is_ok())
    };
    Ok(store::items(conn, &sample.id)?.into_iter().find(opens).map(|item| item.row.id))
}

/// Why an item of this reader's own sample does not open any more: its decision is gone, they came into training, or, for
/// whoever sends a judgement (`posted`), the sample was closed. They are told so, since a moment ago it was before them.
// open: asks the rule about the asker
pub fn gone(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    id: &QualityItemId,
    posted: bool,
) -> Result<Option<&'static str>, Fault> {
    let (item, sample) = match store::item(conn, id) {
        Err(Fault::NotFound) => return Ok(None),
        found => found?,
    };
    let reader = reader(conn, shelf, person, &sample)?;
    let why = match (sample.ended_at.is_some(), item.since) {
        (true, _) if posted => "This sample was closed meanwhile: nothing of it is read any more.",
        (true, _) => return Ok(None),
        (false, _) if reader.in_training => IN_TRAINING,
        (false, Since::Stands) => return Ok(None),
        (false, _) => "That decision was taken back, struck out or erased, so it is not read a second time.",
    };
    let theirs = sample.reader_id == person.account && reader.appointed;
    Ok(theirs.then_some(why))
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
    let reader = reader(conn, shelf, person, &sample)?;
    let case = case_of(&item, &sample, reader, true).ok_or(Fault::NotFound)?;
    may_see_again(person, &case).map_err(|_| Fault::NotFound)?;
    let first = item.first.clone().ok_or(Fault::NotFound)?;
    let mut seen = seen(conn, shelf, &as_owner(&first, now), &first.entry)?;
    let names = parties(conn, &seen)?;
    as_decided(&mut seen, &first)?;
    let mut panel = panel_of(conn, shelf, &as_owner(&first, now), &seen, now)?;
    without_names(&mut panel, &seen.kind, &names);
    for (line, file) in panel.files.iter_mut().zip(&seen.files) {
        // A file that was struck out is words and no link, here too.
        if !line.path.is_empty() {
            line.path = paths::second_reading_file(id.as_str(), file.id.as_str());
        }
        if !line.thumb.is_empty() {
            line.thumb = paths::second_reading_thumb(id.as_str(), file.id.as_str());
        }
    }
    let position = (item.row.position, sample.size.min(sample.frame));
    Ok(Blind { item, first, seen, panel, position, read_by: sample.read_by })
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

/// Everybody who had to do with the entry: its owner, whoever was asked, decided, stood in, wrote or saw it, with and
/// without an account, and whom its form names, in every version.
fn parties(conn: &mut Conn, seen: &Seen) -> Result<Names, Fault> {
    let mut names = vec![seen.owner_name.clone()];
    let mut all: Vec<&Values> = seen.versions.iter().map(|version| &version.values).collect();
    for one in &seen.decisions {
        names.push(one.signer_name.clone());
        names.extend(one.deputising_for.clone());
        all.extend(one.assessed.as_ref().map(|assessed| &assessed.answers));
    }
    for one in &seen.statements {
        names.push(one.told.identity.name.clone());
        all.extend(one.assessed.as_ref().map(|assessed| &assessed.answers));
    }
    names.extend(seen.request.as_ref().map(|request| request.asked_name.clone()));
    names.extend(seen.acknowledged.iter().map(|one| one.by.clone()));
    names.extend(seen.versions.iter().map(|version| version.by_name.clone()));
    names.extend(seen.before.iter().flat_map(|before| &before.said).map(|said| said.by_name.clone()));
    names.extend(store::asked_about(conn, &seen.id)?);
    let known = names_in(conn, &seen.kind, &all)?;
    let people = seen.kind.fields.iter().filter(|field| matches!(field.kind, FieldType::Person));
    for text in people.flat_map(|field| all.iter().filter_map(move |values| values.get(&field.code)?.text()))
    {
        names.push(known.get(text).cloned().unwrap_or_else(|| text.to_owned()));
    }
    Ok(Names::of(names.iter().map(String::as_str)))
}

/// Who supervised is a field of many forms and often whoever decided: people are left out. In what was written, and in
/// the names of files, names are taken out; what was chosen from a list stays as it is.
fn without_names(panel: &mut Panel, kind: &Kind, names: &Names) {
    let field = |label: &str| kind.fields.iter().find(|field| field.label == label);
    panel.rows.retain(|row| field(&row.label).is_none_or(|field| !matches!(field.kind, FieldType::Person)));
    for row in &mut panel.rows {
        let written = field(&row.label).is_none_or(|field| {
            matches!(field.kind, FieldType::Text | FieldType::LongText | FieldType::Place)
        });
        if written {
            row.value = names.taken_out(&row.value);
        }
    }
    for line in &mut panel.files {
        line.name = names.taken_out(&line.name);
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
