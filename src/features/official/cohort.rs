//! Lines of a file of progress that is about many people: each held against what its person has here, and said
//! of them as their own file would say it. Whoever reads such a file finds the people; this room knows what a
//! line means for one of them.

use std::sync::Arc;

use super::desk;
use super::progress::{ToMark, marks};
use super::telling::{granted, tell};
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EnteredId};
use crate::domain::official::{Columns, Here, Places, Row, Sheet, compare, told};
use crate::domain::policy::official::{Stater, theirs};
use crate::domain::programme::Version;
use crate::domain::role::Person;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{self, Enrolled, EnteredRow};
use crate::features::identifiers::refuse;
use crate::features::programmes;
use crate::features::standing::{self, Holdings, holdings_now};

/// An enrolment whose official record is elsewhere, with what is here.
pub struct Known {
    pub row: Enrolled,
    pub system: String,
    pub programme: String,
    version: Arc<Version>,
    holdings: Holdings,
    here: Vec<Here>,
    today: Day,
}

/// What a line says of an item.
pub struct Line<'l> {
    pub line: usize,
    pub item: &'l str,
    /// None where the file has no column for it.
    pub status: Option<&'l str>,
    pub day: Option<Day>,
    pub reference: &'l str,
}

/// What it means for this person.
pub enum Found {
    /// To be marked, with what it is called: the item's code, the day, and what stands for it.
    Marks { item: String, marks: Vec<ToMark>, sentence: String },
    /// There is nothing to do.
    Settled(String),
    /// It is not understood, or what is here says otherwise.
    Differs(String),
}

/// Nothing where the official record of the programme is kept here.
// open: the caller found the enrolment among those that the reader leads
pub fn known(conn: &mut Conn, shelf: &Shelf, row: &Enrolled, now: Moment) -> Result<Option<Known>, Fault> {
    let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
    let Some(system) = version.official_record.clone() else { return Ok(None) };
    let holdings = desk::holdings_in_words(conn, shelf, (&row.portfolio, &version), now)?;
    let here = desk::here(&holdings, &Places::of(&version, row.started_on), &row.id);
    Ok(Some(Known {
        today: now.day_in(row.zone.parse().unwrap_or(DEFAULT_ZONE)),
        programme: version.title.clone(),
        row: row.clone(),
        system,
        version,
        holdings,
        here,
    }))
}

impl Known {
    /// Whether the programme has the item that the text names: by its code, or its code and its title.
    pub fn has(&self, item: &str) -> bool {
        let places = Places::of(&self.version, self.row.started_on);
        let (whole, mut words) = (item.trim(), item.split_whitespace());
        let first = words.next().unwrap_or_default().trim_end_matches([':', ',', ';', '.', '-']);
        places
            .codes()
            .iter()
            .any(|code| [whole, first].iter().any(|said| code.to_lowercase() == said.to_lowercase()))
    }

    pub fn look(&self, line: &Line<'_>) -> Found {
        let day = line.day.map(Day::iso).unwrap_or_default();
        let status = line.status.unwrap_or_default();
        let cells = [line.item, status, &day, line.reference].map(str::to_owned).to_vec();
        let sheet = Sheet { headings: Vec::new(), rows: vec![Row { line: line.line, cells }] };
        let columns =
            Columns { item: Some(0), status: line.status.map(|_| 1), day: Some(2), reference: Some(3) };
        let lines = match told(&sheet, columns, None, self.today) {
            Ok((lines, flaws)) => match flaws.into_iter().next() {
                Some(flaw) => return Found::Differs(flaw.sentence),
                None => lines,
            },
            Err(sentence) => return Found::Differs(sentence),
        };
        let places = Places::of(&self.version, self.row.started_on);
        let compared = compare(&places.codes(), &self.here, &lines);
        let flaw = compared.differs.first().or(compared.not_here.first());
        if let Some(flaw) = flaw {
            return Found::Differs(flaw.sentence.clone());
        }
        let Some(one) = compared.matched.first() else {
            let name = &self.row.name;
            return Found::Settled(match compared.agrees.first() {
                Some(code) => format!("{code} of {name}: said here already."),
                None => format!("{} of {name}: not complete there.", line.item),
            });
        };
        let marks = marks(&self.holdings, &places, &compared);
        let titles: Vec<String> = marks
            .iter()
            .filter_map(|mark| self.holdings.entries.iter().find(|entry| entry.id == mark.entry))
            .map(|entry| format!("{}, {}", entry.title, entry.day))
            .collect();
        let sentence = format!(
            "Marks {} of {} as entered in {} on {}: {}.",
            one.item,
            self.row.name,
            self.system,
            one.day,
            titles.join("; ")
        );
        Found::Marks { item: one.item.clone(), marks, sentence }
    }
}

/// Says it of one enrolment, and makes its standing fresh.
pub fn enter_all(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    marks: Vec<ToMark>,
) -> Result<(Vec<EnteredRow>, Event), Fault> {
    let (row, grant) = granted(tx, person, id)?;
    for mark in &marks {
        refuse(tx.conn(), "", &mark.reference, false)?;
    }
    let (shelf, now) = (tx.shelf(), tx.now());
    let holdings = holdings_now(tx.conn(), &shelf, &row.portfolio, now)?;
    let rows = tell(tx, &grant, &row, &holdings, marks, None)?;
    standing::refresh(tx, &row.portfolio, &[])?;
    let event = grant
        .event("official/entered", format!("enrolment/{id}"))
        .with("entries", rows.iter().filter(|row| row.known_until.is_none()).count())
        .in_book(row.portfolio);
    let event = rows.iter().fold(event, |event, row| event.row(row));
    Ok((rows, event))
}

/// Whether these statements all stand still.
// open: asked about what the reader's own file made
pub fn all_stand(conn: &mut Conn, id: &EnrolmentId, said: &[EnteredId]) -> Result<bool, Fault> {
    Ok(enrolments::standing_among(conn, id, said)?.len() == said.len())
}

/// Takes these statements back. The standing is left to whoever takes back many.
pub fn take_all_back(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    said: &[EnteredId],
) -> Result<(Enrolled, Event), Fault> {
    let (row, grant) = granted(tx, person, id)?;
    let known = enrolments::standing_among(tx.conn(), id, said)?;
    for one in &known {
        theirs(&grant, one.capacity.parse::<Stater>().ok())?;
    }
    let mut event =
        grant.event("official/taken-back", format!("enrolment/{id}")).in_book(row.portfolio.clone());
    for one in known {
        event = event.row(&enrolments::end_entered(tx, &grant, one)?);
    }
    Ok((row, event))
}
