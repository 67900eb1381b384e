//! Everything that the pages of this room are made of, read at once: the cohort on one version with
//! what is known of each person, one person's results, the desk of what waits for confirmation.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::audit::digest;
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Recorder, Role, Value};
use crate::domain::names::{EnrolmentId, EntryId, VersionId};
use crate::domain::programme::Version;
use crate::domain::role::Sight;
use crate::features::enrolments::{Enrolled, led, led_one, marked, marked_one};
use crate::features::programmes;
use crate::features::results::entering::is_provisional;
use crate::features::results::sheet::{Place, Sheet};
use crate::features::results::store::{self, Known, ToConfirm};
use crate::features::signoffs::Desk;
use crate::web::paths;

/// A programme version on which the lead has people, and the kinds to record for it.
pub struct Led {
    pub id: VersionId,
    pub version: Arc<Version>,
    pub people: usize,
    pub kinds: Vec<Arc<Kind>>,
}

/// The versions on which somebody enters marks for anybody, by title.
pub fn all_led(conn: &mut Conn, shelf: &Shelf, who: &Sight) -> Result<Vec<Led>, Fault> {
    let led: BTreeSet<VersionId> = led(conn, who)?.into_iter().map(|row| row.version).collect();
    let mut all: Vec<Led> = Vec::new();
    for row in marked(conn, who)? {
        if let Some(known) = all.iter_mut().find(|one| one.id == row.version) {
            known.people += 1;
            continue;
        }
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        let mut kinds = recorded_by_leads(&version);
        kinds.retain(|kind| kind.university || led.contains(&row.version));
        if !kinds.is_empty() {
            all.push(Led { id: row.version, version, people: 1, kinds });
        }
    }
    all.sort_by(|a, b| (&a.version.title, &a.version.version).cmp(&(&b.version.title, &b.version.version)));
    Ok(all)
}

/// Kinds that a lead records for people on this version, as it uses them and in its order.
fn recorded_by_leads(version: &Version) -> Vec<Arc<Kind>> {
    let used = version.kinds.iter().map(|used| &used.kind);
    used.filter(|kind| kind.recorded_by == Recorder::Lead).map(|kind| Arc::new(kind.clone())).collect()
}

/// One cohort and one kind; with a unit, only what is known of that unit.
pub struct Cohort {
    pub version: Arc<Version>,
    pub sheet: Sheet,
    pub people: Vec<Enrolled>,
    pub known: Vec<Known>,
    pub unit: Option<String>,
}

pub fn cohort(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    version: &VersionId,
    kind: &str,
    unit: &str,
) -> Result<Cohort, Fault> {
    let led: BTreeSet<EnrolmentId> = led(conn, who)?.into_iter().map(|row| row.id).collect();
    let marked = marked(conn, who)?.into_iter().filter(|row| row.version == *version);
    let mut people: Vec<Enrolled> = marked.collect();
    if people.is_empty() {
        return Err(Fault::NotFound);
    }
    let parsed = programmes::version(conn, shelf, version)?;
    let mut sheet = Sheet::of(&parsed, kind).ok_or(Fault::NotFound)?;
    if sheet.kind.recorded_by != Recorder::Lead {
        return Err(Fault::NotFound);
    }
    if !sheet.kind.university {
        people.retain(|row| led.contains(&row.id));
    } else if people.iter().any(|row| !led.contains(&row.id)) {
        // Somebody who is both keeps to what the stricter of the two may do.
        sheet = sheet.for_the_board();
    }
    if people.is_empty() {
        return Err(Fault::NotFound);
    }
    let unit = sheet.units.iter().map(|(code, _)| code.clone()).find(|code| code == unit);
    let mut known = store::known(conn, shelf, who, std::slice::from_ref(&sheet.kind))?;
    // Another programme's results may be of the same kind, and go before that programme's board.
    known.retain(|one| people.iter().any(|row| row.id == one.enrolment));
    if let Some(unit) = &unit {
        known.retain(|one| one.kind.value(&one.values, Role::Unit).and_then(Value::text) == Some(unit));
    }
    Ok(Cohort { version: parsed, sheet, people, known, unit })
}

impl Cohort {
    /// The results of this sheet that a board has yet to confirm.
    pub fn before_the_board(&self) -> Vec<&Known> {
        self.known.iter().filter(|one| is_provisional(&one.kind, &one.values)).collect()
    }

    /// What is before the board, as one word: a confirmation of another list is told so.
    pub fn as_seen(&self) -> String {
        let all = self.before_the_board().into_iter();
        digest(&all.map(|one| one.version.to_string()).collect::<Vec<_>>())
    }

    /// The people with the provisional result that their row would correct; only where one unit was
    /// chosen, since otherwise nobody can tell which result a row is about.
    pub fn places(&self) -> Vec<Place> {
        let provisional = |enrolment: &EnrolmentId| {
            self.unit.as_ref()?;
            let last = self.known.iter().rfind(|one| one.enrolment == *enrolment)?;
            is_provisional(&last.kind, &last.values)
                .then(|| (last.entry.clone(), last.day, last.values.clone()))
        };
        let place = |row: &Enrolled| Place {
            enrolment: row.id.clone(),
            name: row.name.clone(),
            provisional: provisional(&row.id),
        };
        self.people.iter().map(place).collect()
    }
}

/// One person, what was recorded for them, and the kinds that may be added.
pub struct Single {
    pub row: Enrolled,
    /// The asker leads them; otherwise what is added waits for an examination board.
    pub led: bool,
    pub version: Arc<Version>,
    pub kinds: Vec<Arc<Kind>>,
    pub known: Vec<Known>,
}

pub fn single(conn: &mut Conn, shelf: &Shelf, who: &Sight, id: &EnrolmentId) -> Result<Single, Fault> {
    let row = marked_one(conn, who, id)?;
    let led = is_led(conn, who, id)?;
    let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
    let mut kinds = recorded_by_leads(&version);
    kinds.retain(|kind| led || kind.university);
    let mut known = store::known(conn, shelf, who, &kinds)?;
    known.retain(|one| one.enrolment == *id);
    known.sort_by(|a, b| (b.day, &b.entry).cmp(&(a.day, &a.entry)));
    Ok(Single { row, led, version, kinds, known })
}

/// Whether the asker leads the enrolment; otherwise they enter marks for a university.
pub fn is_led(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<bool, Fault> {
    match led_one(conn, who, id) {
        Ok(_) => Ok(true),
        Err(Fault::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// The desk of one entry among those that wait for confirmation.
pub fn desk(list: &[ToConfirm], entry: &EntryId) -> Desk {
    let here = list.iter().position(|one| one.entry == *entry);
    let path = |at: usize| list.get(at).map(|one| paths::confirmation(one.entry.as_str()));
    Desk {
        here: paths::confirmation(entry.as_str()),
        sign: paths::confirmation_signature(entry.as_str()),
        send_back: paths::confirmation_return(entry.as_str()),
        position: here.map(|at| format!("{} of {}", at + 1, list.len())).unwrap_or_default(),
        next: here.map_or_else(|| path(0), |at| path(at + 1)),
        previous: here.and_then(|at| at.checked_sub(1)).and_then(path),
        list: paths::RESULTS,
        list_name: "Results",
    }
}

/// What comes after this entry among those that wait for confirmation.
pub fn next(conn: &mut Conn, shelf: &Shelf, who: &Sight, entry: &EntryId) -> Result<String, Fault> {
    let list = store::to_confirm(conn, shelf, who)?;
    let after = list.iter().skip_while(|one| one.entry != *entry).nth(1);
    let next = after.or_else(|| list.iter().find(|one| one.entry != *entry));
    Ok(next.map_or_else(|| paths::RESULTS.to_owned(), |one| paths::confirmation(one.entry.as_str())))
}
