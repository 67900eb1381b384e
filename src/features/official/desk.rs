//! What of an enrolment is signed here, sorted by the items of its programme into what is still to be
//! entered in the other system and what was entered there.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::kind::{Value, Values};
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::official::Here;
use crate::domain::programme::{Requirement, Version};
use crate::domain::role::Sight;
use crate::domain::rule::Rule;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{Enrolled, Entered, entered_under};
use crate::features::official::store::{self, reached};
use crate::features::official::text;
use crate::features::programmes;
use crate::features::standing::{EntryRow, Holdings, holdings_now};

/// So many entries stand on the page; the next ones come up as these are entered.
pub const MOST: usize = 40;

pub struct Desk {
    pub row: Enrolled,
    /// The reader is not the trainee.
    pub by_lead: bool,
    pub version: Arc<Version>,
    pub system: String,
    pub groups: Vec<Group>,
    /// Of all entries to be entered, also of those that are not on the page.
    pub to_enter: usize,
    pub entered: Vec<Done>,
    pub today: Day,
}

/// An item of the programme, with what is to be entered for it.
pub struct Group {
    pub code: String,
    pub title: String,
    pub entries: Vec<ToEnter>,
}

pub struct ToEnter {
    pub entry: EntryId,
    pub title: String,
    pub day: Day,
    pub signed: String,
    /// Ready to paste.
    pub text: String,
    pub files: Vec<(String, String)>,
    /// An earlier version of it was entered there.
    pub again: bool,
    /// Other items that it names.
    pub also: Vec<String>,
}

/// What was entered there, as somebody says.
pub struct Done {
    pub said: Entered,
    pub title: String,
    pub signed: String,
}

/// One item of a requirement, or the requirement where it has no list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub code: String,
    pub title: String,
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
    let holdings = holdings_now(conn, shelf, &row.portfolio, now)?;
    let places = Places::of(&version, row.started_on);
    let said = entered_under(conn, id)?;
    let mut waiting: Vec<(&Place, &EntryRow, Vec<String>)> = Vec::new();
    for entry in holdings.entries.iter().filter(|entry| is_here(entry, id)) {
        if holdings.entered.contains_key(&(entry.version.clone(), id.clone())) {
            continue;
        }
        if let [first, others @ ..] = places.of_entry(entry).as_slice() {
            waiting.push((first, entry, others.iter().map(|place| place.code.clone()).collect()));
        }
    }
    waiting.sort_by_key(|(place, entry, _)| (places.rank(place), entry.day, entry.number));
    let to_enter = waiting.len();
    waiting.truncate(MOST);
    let versions: Vec<_> = waiting.iter().map(|(_, entry, _)| entry.version.clone()).collect();
    let ids: Vec<_> = waiting.iter().map(|(_, entry, _)| entry.id.clone()).collect();
    let mut files = store::files_of(conn, who, &row.portfolio, &versions)?;
    let thoughts = match with_thoughts && !by_lead {
        true => store::own_thoughts(conn, who, &ids)?,
        false => HashMap::new(),
    };
    let mut groups: Vec<Group> = Vec::new();
    for (place, entry, also) in waiting {
        let one = ToEnter {
            text: text::ready(conn, &version, &holdings, place, entry, thoughts.get(&entry.id))?,
            signed: signed(&holdings, entry),
            files: files
                .remove(&entry.version)
                .unwrap_or_default()
                .into_iter()
                .map(|(id, name)| (name, crate::web::paths::evidence(id.as_str())))
                .collect(),
            again: said.iter().any(|one| one.row.entry == entry.id),
            entry: entry.id.clone(),
            title: entry.title.clone(),
            day: entry.day,
            also,
        };
        match groups.last_mut().filter(|group| group.code == place.code) {
            Some(group) => group.entries.push(one),
            None => groups.push(Group {
                code: place.code.clone(),
                title: place.title.clone(),
                entries: vec![one],
            }),
        }
    }
    let done = said.into_iter().map(|said| {
        let entry = holdings.entries.iter().find(|entry| entry.id == said.row.entry);
        Done {
            title: entry.map(|entry| entry.title.clone()).unwrap_or_default(),
            signed: entry.map(|entry| signed(&holdings, entry)).unwrap_or_default(),
            said,
        }
    });
    let today = now.day_in(row.zone.parse().unwrap_or(DEFAULT_ZONE));
    Ok(Desk { entered: done.collect(), row, by_lead, version, system, groups, to_enter, today })
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
    live.map(|entry| Here {
        entry: entry.id.to_string(),
        items: places.of_entry(entry).into_iter().map(|place| place.code.clone()).collect(),
        happened_on: entry.day,
        signed: entry.state() == EntryState::Signed,
        entered: holdings.entered.get(&(entry.version.clone(), id.clone())).copied(),
    })
    .filter(|one| !one.items.is_empty())
    .collect()
}

/// Every item that the programme wants in the official record, in its order.
pub struct Places<'v> {
    all: Vec<Place>,
    official: Vec<(&'v Requirement, Vec<Place>)>,
}

impl<'v> Places<'v> {
    pub fn of(version: &'v Version, started: Day) -> Places<'v> {
        let asked = version.requirements.iter().filter(|one| one.official);
        let official: Vec<(&Requirement, Vec<Place>)> = asked
            .map(|one| {
                let items = match &one.rule {
                    Rule::Signoff(rule) => rule.items.as_slice(),
                    Rule::Coverage(rule) => rule.items.as_slice(),
                    _ => &[],
                };
                let of_items = items
                    .iter()
                    .map(|item| Place { code: item.code.clone(), title: item.said(started).0.to_owned() });
                let mut places: Vec<Place> = of_items.collect();
                if places.is_empty() {
                    places.push(Place { code: one.code.clone(), title: one.said(started).0.to_owned() });
                }
                (one, places)
            })
            .collect();
        let mut seen = BTreeSet::new();
        let all = official.iter().flat_map(|(_, places)| places.clone());
        Places { all: all.filter(|place| seen.insert(place.code.clone())).collect(), official }
    }

    pub fn codes(&self) -> Vec<String> {
        self.all.iter().map(|place| place.code.clone()).collect()
    }

    fn rank(&self, place: &Place) -> usize {
        self.all.iter().position(|one| one.code == place.code).unwrap_or(usize::MAX)
    }

    /// The items that an entry names, in the order of the programme, each once.
    pub fn of_entry(&self, entry: &EntryRow) -> Vec<&Place> {
        let mut found: Vec<&Place> = Vec::new();
        for (requirement, places) in &self.official {
            if !requirement.rule.kinds().contains(&entry.kind.code.as_str()) {
                continue;
            }
            let field = match &requirement.rule {
                Rule::Signoff(rule) => rule.item.as_deref().map(|field| (field, &rule.about)),
                Rule::Coverage(rule) => Some((rule.item.as_str(), &rule.about)),
                _ => None,
            };
            let named = |place: &&Place| match field {
                Some((field, _)) => names(&entry.values, field, &place.code),
                None => true,
            };
            for place in places.iter().filter(named) {
                if !found.iter().any(|known| known.code == place.code) {
                    found.push(place);
                }
            }
        }
        found.sort_by_key(|place| self.rank(place));
        found
    }
}

fn names(values: &Values, field: &str, code: &str) -> bool {
    values.get(field).is_some_and(|value| match value {
        Value::Text(text) => text == code,
        other => other.names(code),
    })
}
