//! A file of progress from the other system, held against what is here: looked at as often as one likes,
//! then taken in. What does not match is listed and changes nothing.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EntryId, EntryVersionId};
use crate::domain::official::{Columns, Compared, Flaw, Places, Sheet, compare, told};
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{Enrolled, ProgressFile, progress_files};
use crate::features::official::desk;
use crate::features::official::store::reached;
use crate::features::programmes;
use crate::features::standing::Holdings;

/// The enrolment and the files that were taken in before.
pub struct Around {
    pub row: Enrolled,
    pub by_lead: bool,
    pub system: String,
    pub programme: String,
    pub files: Vec<ProgressFile>,
}

pub fn around(conn: &mut Conn, shelf: &Shelf, who: &Sight, id: &EnrolmentId) -> Result<Around, Fault> {
    let (row, by_lead) = reached(conn, who, id)?;
    let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
    Ok(Around {
        system: desk::system(&version)?,
        programme: version.title.clone(),
        files: progress_files(conn, id)?,
        by_lead,
        row,
    })
}

/// A file that was looked at.
#[derive(Debug, Clone)]
pub struct Looked {
    pub text: String,
    pub headings: Vec<String>,
    pub columns: Columns,
    pub flaws: Vec<Flaw>,
    pub compared: Compared,
    /// Titles of the entries that would be marked, by their ids.
    pub titles: Vec<(String, String)>,
    /// What hinders the look itself: no column is chosen.
    pub hindered: Option<String>,
}

/// What is said to be there: one version for one item, with its day and the record's own reference.
#[derive(Debug, Clone)]
pub struct ToMark {
    pub entry: EntryId,
    pub version: EntryVersionId,
    /// Empty where the entry as a whole is meant.
    pub item: String,
    pub happened_on: Day,
    pub on: Day,
    pub reference: String,
}

/// Looks at a text of columns. A text that is no table is a sentence.
pub fn look(
    conn: &mut Conn,
    shelf: &Shelf,
    around: &Around,
    asked: &super::forms::Progress,
    now: Moment,
) -> Result<Result<(Looked, Vec<ToMark>), String>, Fault> {
    let sheet = match Sheet::read(&asked.text) {
        Ok(sheet) => sheet,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let columns = asked.columns.unwrap_or_else(|| Columns::guess(&sheet.headings));
    let row = &around.row;
    let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
    let holdings = desk::holdings_in_words(conn, shelf, (&row.portfolio, &version), now)?;
    let places = Places::of(&version, row.started_on);
    let today = now.day_in(row.zone.parse().unwrap_or(DEFAULT_ZONE));
    let (lines, flaws, hindered) = match told(&sheet, columns, asked.without_day, today) {
        Ok((lines, flaws)) => (lines, flaws, None),
        Err(sentence) => (Vec::new(), Vec::new(), Some(sentence)),
    };
    let here = desk::here(&holdings, &places, &row.id);
    let compared = compare(&places.codes(), &here, &lines);
    let marks = marks(&holdings, &places, &compared);
    let titles = marks
        .iter()
        .filter_map(|mark| holdings.entries.iter().find(|entry| entry.id == mark.entry))
        .map(|entry| (entry.id.to_string(), format!("{}, {}", entry.title, entry.day)))
        .collect();
    let text = asked.text.clone();
    Ok(Ok((Looked { text, headings: sheet.headings, columns, flaws, compared, titles, hindered }, marks)))
}

/// What stands for an item of a list is marked under it, anything else as a whole.
pub(super) fn marks(holdings: &Holdings, places: &Places<'_>, compared: &Compared) -> Vec<ToMark> {
    let mut all: Vec<ToMark> = Vec::new();
    for one in &compared.matched {
        let item = places.called(&one.item).filter(|place| place.listed).map(|place| place.code.clone());
        for id in &one.entries {
            let Some(entry) = holdings.entries.iter().find(|entry| entry.id.as_str() == id) else { continue };
            let item = item.clone().unwrap_or_default();
            // Of several requirements without a list the first line speaks for the entry.
            if all.iter().any(|known| known.entry == entry.id && known.item == item) {
                continue;
            }
            all.push(ToMark {
                entry: entry.id.clone(),
                version: entry.version.clone(),
                item,
                happened_on: entry.day,
                on: one.day,
                reference: one.reference.clone(),
            });
        }
    }
    all
}
