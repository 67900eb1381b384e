//! The pages: reporting, the list of incidents, one incident, and what is to be struck out.

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{EntryId, EntryVersionId, IncidentId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::{
    IncidentCase, SeeIncident, may_close_incident, may_keep_incident, may_see_incident, may_strike,
    may_strike_review,
};
use crate::domain::redaction::{Place, Within};
use crate::domain::role::{Capacity, Person};
use crate::features::entries::{
    Opened, OpenedHow, Seen, has_read, note_look, opened, seen, seen_for_incident, seen_to_strike,
};
use crate::features::exports::{Carrying, carrying, made_since};
use crate::features::redactions::acts::{as_owner, in_names};
use crate::features::redactions::places::{Spot, entered_since, labels, spots, written_spot};
use crate::features::redactions::store::{self, Beside, Copied, Goal, RedactionRow, Shown};
use crate::features::redactions::views;
use crate::features::{people, reviews};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::typed::Typed;

/// What the page of a report shows.
pub struct ToReport {
    pub entry: Seen,
    pub spots: Vec<Spot>,
    pub open: Option<IncidentId>,
    /// Somebody else's words are before the reader, and that is not written yet.
    pub unnoted: bool,
    /// Made of the entry, as far as the reader sees them.
    pub goals: Vec<Goal>,
}

pub async fn report(who: SignedIn, app: App, id: Path<EntryId>) -> Answer {
    report_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn report_with(who: &SignedIn, app: &App, id: EntryId, typed: Typed) -> Answer {
    let sight = who.sight();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let entry = seen(r.conn(), &shelf, &sight, &id)?;
            Ok(ToReport {
                spots: spots(r.conn(), &sight, &entry)?,
                open: store::reached(r.conn(), &id)?,
                unnoted: !entry.is_owner(sight.viewer()) && !has_read(r.conn(), &sight, &entry.version)?,
                goals: store::goals_seen(r.conn(), &sight, &entry)?,
                entry,
            })
        })
        .await?;
    if found.unnoted {
        note_look(app, who.sight(), &found.entry.version);
    }
    page(views::ReportPage::new(who, found, typed))
}

pub async fn incidents(who: SignedIn, app: App) -> Answer {
    let person = who.person().clone();
    let (all, governs) = app
        .read(move |r| {
            let governs = people::governs(r.conn(), &person.account, person.today())?;
            if !governs && !person.is(Capacity::Lead) {
                return Err(Fault::NotFound);
            }
            Ok((store::listed(r.conn(), &person.sight(), governs)?, governs))
        })
        .await?;
    page(views::Incidents::new(&who, all, governs))
}

/// One incident with everything around it; no word of the entry or the review.
pub struct Whole {
    pub shown: Shown,
    /// Of the entry; `review`.
    pub kind: String,
    pub places: Vec<String>,
    pub struck: Vec<(RedactionRow, String)>,
    pub opened: Vec<Opened>,
    pub reports: Vec<Carrying>,
    /// What the same report opened about other entries.
    pub beside: Vec<Beside>,
    /// Made of the entry, as far as the reader sees them.
    pub goals: Vec<Goal>,
    /// Where the reader sees the entry or the review itself.
    pub page: Option<String>,
    pub keeps: bool,
    /// The reader may see all that was opened of the portfolio.
    pub all_openings: bool,
    pub may_strike: bool,
    pub may_close: bool,
    pub may_dismiss: bool,
}

pub async fn incident(who: SignedIn, app: App, id: Path<IncidentId>) -> Answer {
    incident_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn incident_with(who: &SignedIn, app: &App, id: IncidentId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let whole = app
        .read(move |r| {
            let shelf = r.shelf();
            let (case, shown, sees) = about(r.conn(), &person, &id)?;
            let keeps = may_keep_incident(&person, &case).is_ok();
            // Who opened it and who was given it is for its owner and for who keeps the incident.
            let inside = keeps || person.account == case.owner;
            let Around { kind, places, opened, reports, page, goals } = match &case.within {
                Within::Entry(id) => around_entry(r.conn(), &shelf, &person, (id, &sees, &shown))?,
                Within::Review(id) => around_review(r.conn(), &shelf, &person, (id, &shown))?,
            };
            let beside = match keeps {
                true => store::reported_with(r.conn(), &person.sight(), case.governs, &shown.row)?,
                false => Vec::new(),
            };
            Ok(Whole {
                beside,
                goals,
                kind,
                places,
                struck: store::out_of(r.conn(), &case.within)?,
                opened: if inside { opened } else { Vec::new() },
                reports: if inside { reports } else { Vec::new() },
                page,
                may_strike: match &case.within {
                    Within::Entry(_) => may_strike(&person, &case, true).is_ok(),
                    Within::Review(_) => may_strike_review(&person, &case).is_ok(),
                },
                may_close: may_close_incident(&person, &case, false).is_ok(),
                may_dismiss: may_close_incident(&person, &case, true).is_ok(),
                all_openings: case.governs || person.account == case.owner,
                keeps,
                shown,
            })
        })
        .await?;
    page(views::IncidentPage::new(who, whole, typed))
}

/// What an incident is about, without a word of it.
struct Around {
    kind: String,
    places: Vec<String>,
    opened: Vec<Opened>,
    reports: Vec<Carrying>,
    page: Option<String>,
    goals: Vec<Goal>,
}

/// None where it is not there for the reader.
fn if_there<T>(found: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn around_entry(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    (id, sees, shown): (&EntryId, &Grant<SeeIncident>, &Shown),
) -> Result<Around, Fault> {
    let entry = seen_for_incident(conn, shelf, sees)?;
    let own = if_there(seen(conn, shelf, &person.sight(), id))?;
    Ok(Around {
        kind: entry.kind.name.clone(),
        places: labels(&entry, &shown.row.reported()),
        opened: opened(conn, id)?,
        reports: carrying(conn, id)?,
        page: own.map(|_| paths::entry(id.as_str())),
        goals: store::goals_seen(conn, &person.sight(), &entry)?,
    })
}

/// A report lists the reviews of its enrolment, and their readers are those of their packs: whoever trains or leads reads
/// it on its own page, which is written down of nobody.
fn around_review(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    (id, shown): (&ReviewId, &Shown),
) -> Result<Around, Fault> {
    let own = if_there(reviews::sees_review(conn, shelf, person, id))?;
    let reports = match (&shown.enrolment, reviews::first_written(conn, id)?) {
        (Some(enrolment), Some(first)) => made_since(conn, enrolment, first)?,
        _ => Vec::new(),
    };
    let readers = reviews::readers_of(conn, id)?;
    Ok(Around {
        kind: "review".to_owned(),
        places: vec![written_spot(id).label],
        opened: readers.into_iter().map(|(day, who)| Opened { day, who, how: OpenedHow::Pack }).collect(),
        reports,
        page: own.map(|()| paths::review(id.as_str())),
        goals: Vec::new(),
    })
}

/// What may be struck out: all of the entry for who leads, and for information governance, who sees no words, what
/// was reported.
pub struct ToStrike {
    pub shown: Shown,
    pub spots: Vec<Spot>,
    pub blind: bool,
    pub kind: String,
    /// The version whose words are before whoever strikes out: a reading, unless it is written already.
    pub unnoted: Option<EntryVersionId>,
    /// The latest version of the entry: what is struck out goes from this one too.
    pub was: String,
    /// Other entries with some of these words, of people whom the reader leads.
    pub copies: Vec<Copied>,
    /// How many more there are.
    pub elsewhere: usize,
    /// Made of the entry, as far as the reader sees them.
    pub goals: Vec<Goal>,
}

impl ToStrike {
    /// It goes whole, and nobody sees a word of it here.
    fn of_review(review: &ReviewId, case: &IncidentCase, shown: Shown) -> ToStrike {
        ToStrike {
            shown,
            spots: vec![written_spot(review)],
            blind: !case.leads,
            kind: "review".to_owned(),
            unnoted: None,
            was: String::new(),
            copies: Vec::new(),
            elsewhere: 0,
            goals: Vec::new(),
        }
    }
}

pub async fn strike(who: SignedIn, app: App, id: Path<IncidentId>) -> Answer {
    strike_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn strike_with(who: &SignedIn, app: &App, id: IncidentId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (shown, found) = app
        .read(move |r| {
            let shelf = r.shelf();
            let (case, shown, _) = about(r.conn(), &person, &id)?;
            if let Within::Review(review) = &case.within {
                let may = may_strike_review(&person, &case);
                return Ok((shown.clone(), may.map(|_| ToStrike::of_review(review, &case, shown))));
            }
            let grant = match may_strike(&person, &case, true) {
                Ok(grant) => grant,
                Err(why) => return Ok((shown, Err(why))),
            };
            let entry = seen_to_strike(r.conn(), &shelf, &grant)?;
            // Whoever sees no words strikes out what was reported, whoever could read it.
            let from = if case.leads { person.sight() } else { as_owner(&shown, &person) };
            let mut all = spots(r.conn(), &from, &entry)?;
            all.extend(entered_since(r.conn(), &entry, &shown.row.reported(), &all)?);
            if !case.leads {
                let reported = shown.row.reported();
                let names = labels(&entry, &reported);
                let blind = reported.into_iter().zip(names);
                all = blind
                    .filter(|(place, _)| all.iter().any(|spot| spot.place == *place))
                    .map(|(place, label)| Spot { place, label, words: String::new() })
                    .collect();
            }
            all.extend(unread(r.conn(), (&shown, &person), &entry, (&all, case.leads))?);
            let blind = !case.leads;
            let places: BTreeSet<Place> = all.iter().map(|spot| spot.place.clone()).collect();
            let found = store::copies(r.conn(), &entry, &places)?;
            let led = store::led_among(r.conn(), &person.sight(), &found)?;
            let (copies, elsewhere): (Vec<Copied>, Vec<Copied>) =
                found.into_iter().partition(|one| !blind && led.contains(&one.entry));
            let found = ToStrike {
                elsewhere: elsewhere.len(),
                goals: store::goals_seen(r.conn(), &person.sight(), &entry)?,
                copies,
                unnoted: match blind || has_read(r.conn(), &person.sight(), &entry.version)? {
                    true => None,
                    false => Some(entry.version.clone()),
                },
                kind: entry.kind.name.clone(),
                was: entry.version.to_string(),
                spots: all,
                shown: shown.clone(),
                blind,
            };
            Ok((shown, Ok(found)))
        })
        .await?;
    let found = in_names(app, &shown, found.map_err(Fault::from)).await?;
    if let Some(version) = &found.unnoted {
        note_look(app, who.sight(), version);
    }
    page(views::StrikePage::new(who, found, typed))
}

/// What was reported can go where this reader sees no word of it too: a reflection may be its owner's alone.
fn unread(
    conn: &mut Conn,
    (shown, person): (&Shown, &Person),
    entry: &Seen,
    (known, leads): (&[Spot], bool),
) -> Result<Vec<Spot>, Fault> {
    let there = spots(conn, &as_owner(shown, person), entry)?;
    let reported = shown.row.reported();
    let names = labels(entry, &reported);
    let is_at = |all: &[Spot], place: &Place| all.iter().any(|spot| spot.place == *place);
    let words = if leads { "Only its owner reads these words." } else { "" };
    Ok(reported
        .into_iter()
        .zip(names)
        .filter(|(place, _)| !is_at(known, place) && is_at(&there, place))
        .map(|(place, label)| Spot { place, label, words: words.to_owned() })
        .collect())
}

/// For a stranger there is no incident.
fn about(
    conn: &mut Conn,
    person: &Person,
    id: &IncidentId,
) -> Result<(IncidentCase, Shown, Grant<SeeIncident>), Fault> {
    let (case, shown) = store::about(conn, person, id)?;
    let sees = may_see_incident(person, &case).ok_or(Fault::NotFound)?;
    Ok((case, shown, sees))
}
