//! A portfolio's book as its reader may see it: one page of events, newest first, with the names of who
//! acted and what each was about. The owner sees all of it. Anybody else sees the events about entries and
//! enrolments in their sight; how many others there are on the page is said, not what they are.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, audit_events, enrolments, entries};
use crate::db::shelf::Shelf;
use crate::db::sight as seen;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::programme::Version;
use crate::domain::programme::coded::in_words;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::history::store::kept::kept_from_owner;
use crate::features::history::store::{LinkRow, enrolment_zone, link, owner};
use crate::features::history::words;
use crate::features::programmes;

/// Events on one page.
pub const PAGE: i64 = 50;

/// Whose trail it is, and how its reader comes to it.
#[derive(Debug, Clone)]
pub struct Reader {
    pub portfolio: PortfolioId,
    pub name: String,
    pub own: bool,
    /// Of somebody else's: the first enrolment that the reader sees.
    pub enrolment: Option<EnrolmentId>,
    pub zone: chrono_tz::Tz,
}

/// The portfolio, if the reader owns it or sees one of its enrolments.
pub fn reader(conn: &mut Conn, who: &Sight, portfolio: &PortfolioId) -> Result<Reader, Fault> {
    let (person, name) = owner(conn, portfolio)?;
    let own = person == *who.viewer();
    let enrolment: Option<EnrolmentId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .filter(enrolments::id.eq_any(seen::enrolments_seen(who)))
        .order(enrolments::id)
        .select(enrolments::id)
        .first(conn)
        .optional()?;
    if !own && enrolment.is_none() {
        return Err(Fault::NotFound);
    }
    let zone = enrolment_zone(conn, portfolio)?.and_then(|zone| zone.parse().ok()).unwrap_or(DEFAULT_ZONE);
    Ok(Reader { portfolio: portfolio.clone(), name, own, enrolment, zone })
}

/// One event, told.
#[derive(Debug, Clone)]
pub struct Step {
    pub seq: i64,
    pub at: Moment,
    /// "Sue Carter", "Perfolio".
    pub who: String,
    /// What was done, with `{it}` in its place.
    pub said: String,
    /// "entry 118, Valve operation, 12 November 2026"; empty when the sentence needs none.
    pub it: String,
    /// Its page, if it is an entry.
    pub entry: Option<EntryId>,
}

/// A page of the trail.
#[derive(Debug, Clone)]
pub struct Trail {
    pub steps: Vec<Step>,
    /// Events of this page that are not the reader's to see.
    pub hidden: usize,
    /// The number of the page's last event, if there are older ones.
    pub older: Option<i64>,
}

/// What an event may be about, by id, as far as the reader sees it.
struct InSight {
    entries: HashMap<String, (i32, String, Day)>,
    /// What is kept from its owner, who is told as much of it as who opened it says.
    closed: HashMap<EntryId, (i32, String)>,
    enrolments: HashMap<String, String>,
}

pub fn trail(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    reader: &Reader,
    before: Option<i64>,
) -> Result<Trail, Fault> {
    let mut query = audit_events::table
        .filter(audit_events::book_id.eq(BookId::from(reader.portfolio.clone())))
        .order(audit_events::seq.desc())
        .limit(PAGE + 1)
        .select(audit_events::all_columns)
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(audit_events::seq.lt(before));
    }
    let mut rows: Vec<LinkRow> = query.load(conn)?;
    let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(rows.len()));
    let links: Vec<_> = rows.into_iter().map(link).collect();
    let older = links.last().map(|last| last.seq).filter(|_| more);
    let in_sight = in_sight(conn, shelf, who, reader)?;
    let details: Vec<_> = links.iter().map(|link| link.read_detail().with).collect();
    let mut people: HashSet<&str> = links.iter().map(|link| link.actor.as_str()).collect();
    people.extend(details.iter().filter_map(|with| with.get("asked").map(String::as_str)));
    let names = names(conn, &people)?;

    let (mut steps, mut hidden) = (Vec::new(), 0);
    for (link, with) in links.iter().zip(&details) {
        let (table, id) = link.subject.split_once('/').unwrap_or((link.subject.as_str(), ""));
        let mentioned = with.get("enrolment").map(String::as_str).unwrap_or_default();
        let visible = in_sight.entries.contains_key(id)
            || in_sight.enrolments.contains_key(id)
            || in_sight.enrolments.contains_key(mentioned);
        if !reader.own && (!visible || words::is_private(&link.act)) {
            hidden += 1;
            continue;
        }
        let name = |id: &str| names.get(id).cloned().unwrap_or_else(|| "somebody".to_owned());
        let asked = with.get("asked").map(|id| name(id)).unwrap_or_default();
        let file = with.get("file").map(String::as_str).unwrap_or_default();
        let is_entry = table == "entry" && in_sight.entries.contains_key(id);
        steps.push(Step {
            seq: link.seq,
            at: link.at,
            who: words::actor(&link.actor).map_or_else(|| name(&link.actor), str::to_owned),
            said: words::said(&link.act, &asked, file),
            it: in_sight.named(table, id),
            entry: is_entry.then(|| EntryId::new(id)),
        });
    }
    Ok(Trail { steps, hidden, older })
}

impl InSight {
    fn named(&self, table: &str, id: &str) -> String {
        if let Some((number, kind)) = self.closed.get(&EntryId::new(id)) {
            return format!("entry {number}, {kind}");
        }
        match (self.entries.get(id), self.enrolments.get(id)) {
            (Some((number, title, day)), _) => format!("entry {number}, {title}, {day}"),
            (None, Some(programme)) => format!("the enrolment on {programme}"),
            // Out of the reader's sight, or never shown by itself: an id would tell nobody anything.
            _ if table == "round" => "a round of feedback".to_owned(),
            _ => with_article(&table.replace('-', " ")),
        }
    }
}

fn in_sight(conn: &mut Conn, shelf: &Shelf, who: &Sight, reader: &Reader) -> Result<InSight, Fault> {
    let mut log = entries::table
        .filter(entries::portfolio_id.eq(&reader.portfolio))
        .select((entries::id, entries::number, entries::title, entries::happened_on))
        .into_boxed();
    let mut enrolled = enrolments::table
        .filter(enrolments::portfolio_id.eq(&reader.portfolio))
        .select((enrolments::id, enrolments::version_id))
        .into_boxed();
    let mut closed = HashMap::new();
    if !reader.own {
        log = log.filter(entries::id.eq_any(seen::entries_seen(who)));
        enrolled = enrolled.filter(enrolments::id.eq_any(seen::enrolments_seen(who)));
    } else {
        log = log.filter(entries::id.ne_all(seen::entries_closed_to_owner()));
        closed = kept_from_owner(conn, shelf, &reader.portfolio)?;
    }
    let log: Vec<(String, i32, String, Day)> = log.load(conn)?;
    let enrolled: Vec<(String, VersionId)> = enrolled.load(conn)?;
    let mut on: Vec<(String, Arc<Version>)> = Vec::new();
    for (id, version) in enrolled {
        on.push((id, programmes::version(conn, shelf, &version)?));
    }
    let called = |title: String| in_words(on.iter().map(|(_, version)| version.as_ref()), &title);
    Ok(InSight {
        closed,
        entries: log.into_iter().map(|(id, number, title, day)| (id, (number, called(title), day))).collect(),
        enrolments: on.iter().map(|(id, version)| (id.clone(), version.title.clone())).collect(),
    })
}

fn names(conn: &mut Conn, ids: &HashSet<&str>) -> Result<HashMap<String, String>, Fault> {
    let ids: Vec<AccountId> = ids.iter().map(|id| AccountId::new(*id)).collect();
    let rows: Vec<(String, String)> =
        accounts::table.filter(accounts::id.eq_any(ids)).select((accounts::id, accounts::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}
