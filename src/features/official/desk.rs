//! What of an enrolment is signed here, sorted by the items of its programme into what is still to be
//! entered in the other system and what was entered there. An item of a list is entered as one, with all
//! that stands for it; of a requirement without a list each entry is entered by itself.

use std::collections::HashMap;
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EntryId, EntryVersionId, PortfolioId};
use crate::domain::official::{Here, Place, Places};
use crate::domain::programme::Version;
use crate::domain::programme::coded::in_words;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{Enrolled, Entered, entered_under};
use crate::features::official::forms::Ticked;
use crate::features::official::store::{self, reached};
use crate::features::official::text;
use crate::features::programmes;
use crate::features::standing::{EntryRow, Holdings, holdings_now};

/// So many items stand on the page; the next ones come up as these are entered.
pub const MOST: usize = 25;

pub struct Desk {
    pub row: Enrolled,
    /// The reader is not the trainee.
    pub by_lead: bool,
    pub version: Arc<Version>,
    pub system: String,
    pub modules: Vec<Module>,
    /// Of all items to be entered, also of those that are not on the page.
    pub to_enter: usize,
    pub entered: Vec<Done>,
    pub today: Day,
}

/// A section of the programme, with the items of it that are to be entered.
pub struct Module {
    pub title: String,
    pub items: Vec<ToEnter>,
    /// Also of those that are not on the page.
    pub to_enter: usize,
}

/// One item, with everything signed here that stands for it and is not there yet.
pub struct ToEnter {
    pub place: Place,
    pub entries: Vec<Standing>,
    /// Ready to paste.
    pub text: String,
    pub files: Vec<(String, String)>,
    /// What was said of the item before.
    pub before: Before,
}

/// An entry that stands for an item.
pub struct Standing {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub title: String,
    pub day: Day,
    pub signed: String,
    /// Other items that it names.
    pub also: Vec<String>,
}

/// Whether something of the item is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Nothing,
    /// An earlier version of the same entry.
    Earlier,
    /// Other entries that stand for it.
    Others,
}

/// What was entered there, as somebody says: an item with what stood for it, or one entry.
pub struct Done {
    pub said: Entered,
    pub code: String,
    pub title: String,
    pub entries: Vec<(EntryId, String, String)>,
}

/// A programme whose official record is elsewhere: the name of the system; else there is no such page.
pub fn system(version: &Version) -> Result<String, Fault> {
    version.official_record.clone().ok_or(Fault::NotFound)
}

pub fn desk(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    now: Moment,
    with_thoughts: bool,
) -> Result<Desk, Fault> {
    let (row, by_lead) = reached(conn, who, id)?;
    let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
    let system = system(&version)?;
    let holdings = holdings_in_words(conn, shelf, (&row.portfolio, &version), now)?;
    let places = Places::of(&version, row.started_on);
    let said = entered_under(conn, id)?;
    let mut waiting = waiting(&holdings, &places, id);
    let to_enter = waiting.len();
    let mut of_module: HashMap<String, usize> = HashMap::new();
    for (place, _) in &waiting {
        *of_module.entry(place.module.clone()).or_default() += 1;
    }
    waiting.truncate(MOST);
    let among = || waiting.iter().flat_map(|(_, entries)| entries);
    let versions: Vec<_> = among().map(|entry| entry.version.clone()).collect();
    let ids: Vec<_> = among().map(|entry| entry.id.clone()).collect();
    let files = store::files_of(conn, who, &row.portfolio, &versions)?;
    let thoughts = match with_thoughts && !by_lead {
        true => store::own_thoughts(conn, who, &ids)?,
        false => HashMap::new(),
    };
    let mut modules: Vec<Module> = Vec::new();
    for (place, entries) in waiting {
        let one = ToEnter {
            text: text::ready(conn, &version, &holdings, place, &entries, &thoughts)?,
            files: entries
                .iter()
                .flat_map(|entry| files.get(&entry.version).into_iter().flatten())
                .map(|(id, name)| (name.clone(), crate::web::paths::evidence(id.as_str())))
                .collect(),
            before: before(place, &entries, &said),
            entries: entries.iter().map(|entry| standing(&holdings, &places, place, entry)).collect(),
            place: place.clone(),
        };
        match modules.last_mut().filter(|module| module.title == place.module) {
            Some(module) => module.items.push(one),
            None => modules.push(Module {
                to_enter: of_module.get(&place.module).copied().unwrap_or_default(),
                title: place.module.clone(),
                items: vec![one],
            }),
        }
    }
    let today = now.day_in(row.zone.parse().unwrap_or(DEFAULT_ZONE));
    let entered = done(said, &holdings, &places);
    drop(places);
    Ok(Desk { entered, row, by_lead, version, system, modules, to_enter, today })
}

/// What is held as of now, with what is called by a code of the programme in the programme's words.
// open: of an enrolment that was reached
pub fn holdings_in_words(
    conn: &mut Conn,
    shelf: &Shelf,
    (portfolio, version): (&PortfolioId, &Version),
    now: Moment,
) -> Result<Holdings, Fault> {
    let mut holdings = holdings_now(conn, shelf, portfolio, now)?;
    for entry in &mut holdings.entries {
        entry.title = in_words([version], &entry.title);
    }
    Ok(holdings)
}

/// What stands first on the list, as it would be ticked.
pub fn next_to_enter(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    now: Moment,
) -> Result<Vec<Ticked>, Fault> {
    let desk = desk(conn, shelf, who, id, now, false)?;
    Ok(desk.modules.iter().flat_map(|module| &module.items).map(ToEnter::ticked).collect())
}

impl ToEnter {
    pub fn ticked(&self) -> Ticked {
        Ticked {
            versions: self.entries.iter().map(|entry| entry.version.clone()).collect(),
            item: if self.place.listed { self.place.code.clone() } else { String::new() },
        }
    }
}

/// What is signed here and not there, by item, in the order of the programme.
fn waiting<'h, 'p>(
    holdings: &'h Holdings,
    places: &'p Places<'_>,
    id: &EnrolmentId,
) -> Vec<(&'p Place, Vec<&'h EntryRow>)> {
    let mut found: Vec<(&Place, &EntryRow)> = Vec::new();
    for entry in holdings.entries.iter().filter(|entry| is_here(entry, id)) {
        let there = holdings.entered_under(entry, id);
        let open = places.named_by(&entry.kind.code, &entry.values);
        found.extend(open.into_iter().filter(|place| there.of(place).is_none()).map(|place| (place, entry)));
    }
    found.sort_by_key(|(place, entry)| (places.rank(place), entry.day, entry.number));
    let mut items: Vec<(&Place, Vec<&EntryRow>)> = Vec::new();
    for (place, entry) in found {
        match items.last_mut().filter(|(known, _)| place.listed && known.code == place.code) {
            Some((_, entries)) => entries.push(entry),
            None => items.push((place, vec![entry])),
        }
    }
    items
}

fn before(place: &Place, entries: &[&EntryRow], said: &[Entered]) -> Before {
    let of_item = |one: &&Entered| {
        (one.row.item.is_empty() || one.row.item == place.code)
            && entries.iter().any(|entry| entry.id == one.row.entry)
    };
    if said.iter().any(|one| of_item(&one)) {
        Before::Earlier
    } else if place.listed && said.iter().any(|one| one.row.item == place.code) {
        Before::Others
    } else {
        Before::Nothing
    }
}

fn standing(holdings: &Holdings, places: &Places<'_>, place: &Place, entry: &EntryRow) -> Standing {
    let named = places.named_by(&entry.kind.code, &entry.values).into_iter();
    Standing {
        entry: entry.id.clone(),
        version: entry.version.clone(),
        title: entry.title.clone(),
        day: entry.day,
        signed: signed(holdings, entry),
        also: named.filter(|other| other.code != place.code).map(|other| other.code.clone()).collect(),
    }
}

/// What was said, the latest first; what was said of one item in one act stands together.
fn done(said: Vec<Entered>, holdings: &Holdings, places: &Places<'_>) -> Vec<Done> {
    let mut all: Vec<Done> = Vec::new();
    for said in said {
        let entry = holdings.entries.iter().find(|entry| entry.id == said.row.entry);
        let title = entry.map(|entry| entry.title.clone()).unwrap_or_default();
        let signed = entry.map(|entry| signed(holdings, entry)).unwrap_or_default();
        let one = (said.row.entry.clone(), title, signed);
        let same = |known: &&mut Done| {
            let (row, other) = (&said.row, &known.said.row);
            !row.item.is_empty()
                && (&row.item, row.known_from, &row.stated_by)
                    == (&other.item, other.known_from, &other.stated_by)
        };
        match all.iter_mut().find(same) {
            Some(known) => known.entries.push(one),
            None => all.push(Done {
                title: places.called(&said.row.item).map(|place| place.title.clone()).unwrap_or_default(),
                code: said.row.item.clone(),
                entries: vec![one],
                said,
            }),
        }
    }
    all
}

/// Signed, and filed under the enrolment.
pub fn is_here(entry: &EntryRow, id: &EnrolmentId) -> bool {
    entry.state() == EntryState::Signed && entry.filed_under.contains(id)
}

/// `Signed here by Sue Carter on 12 November 2026`.
pub fn signed(holdings: &Holdings, entry: &EntryRow) -> String {
    let last = entry.decisions.iter().rfind(|one| one.verdict == Verdict::Signed);
    last.map(|one| {
        let day = one.at.day_in(DEFAULT_ZONE);
        format!("Signed here by {} on {day}", holdings.name(&one.signer))
    })
    .unwrap_or_default()
}

/// What is recorded under the enrolment and names items of the programme, for a file of progress.
pub fn here(holdings: &Holdings, places: &Places<'_>, id: &EnrolmentId) -> Vec<Here> {
    let live = holdings
        .entries
        .iter()
        .filter(|entry| entry.state() != EntryState::Withdrawn && entry.filed_under.contains(id));
    live.map(|entry| {
        let (named, there) =
            (places.named_by(&entry.kind.code, &entry.values), holdings.entered_under(entry, id));
        let days = named.iter().filter_map(|place| Some((place.code.clone(), there.of(place)?)));
        Here {
            entry: entry.id.to_string(),
            entered: days.collect(),
            items: named.iter().map(|place| place.code.clone()).collect(),
            happened_on: entry.day,
            signed: entry.state() == EntryState::Signed,
        }
    })
    .filter(|one| !one.items.is_empty())
    .collect()
}
