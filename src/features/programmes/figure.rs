//! A version as one reader sees it: with the figures that were confirmed, and whether the reader may
//! confirm those that no public source states.

use std::sync::Arc;

use crate::db::Reading;
use crate::db::conn::Conn;
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::names::ProgrammeId;
use crate::domain::policy::authoring::{AuthorCase, may_author};
use crate::domain::policy::programmes::{FigureCase, may_confirm_figure};
use crate::domain::programme::Version;
use crate::domain::role::{Capacity, Person, Scope, Sight};
use crate::domain::rule::{describe, frozen};
use crate::domain::territory::{Over, Spot};
use crate::features::people::{Atlas, territory};
use crate::features::programmes::store::{self, Figure, Owner, Programme, VersionRow};

/// A version with its confirmed figures, and whether the reader may confirm them.
pub struct Looked {
    pub version: Arc<Version>,
    pub figures: Vec<Figure>,
    /// The reader passes the rule, whatever the requirement.
    pub may_confirm: bool,
    /// Whose programme it is; nobody's where it came with Perfolio.
    pub owner: Option<Owner>,
    /// The reader may write its next version.
    pub may_write: bool,
}

// open: what programmes ask is public within the house
pub fn looked_at(r: &mut Reading<'_>, person: &Person, code: &str, number: &str) -> Result<Looked, Fault> {
    let shelf = r.shelf();
    let row = store::version_named(r.conn(), code, number)?;
    let version = store::version(r.conn(), &shelf, &row.id)?;
    let figures = store::figures(r.conn(), &row.id)?;
    let mut may_confirm = false;
    let heads = version.figures.keys().map(|key| head_code(key));
    let mut codes = heads.chain(version.requirements.iter().map(|asked| asked.code.clone()));
    if let Some((code, open)) = codes.find_map(|code| Some((code.clone(), open_figure(&version, &code)?))) {
        let case = figure_case(r.conn(), &person.sight(), &row, &version, (&code, open.amount))?;
        may_confirm = may_confirm_figure(person, &case).is_ok();
    }
    let owner = store::owner(r.conn(), &row.programme)?;
    let case = author_case(r.conn(), &person.sight(), &row.programme, owner.as_ref())?;
    let may_write = may_author(person, &case).is_ok();
    Ok(Looked { version, figures, may_confirm, owner, may_write })
}

/// The programmes of the house's own that the reader writes (`true`), or, for an admin, keeps: also those of which no
/// version is published yet, which no list of versions can name.
// open: what programmes ask is public within the house
pub fn written_here(conn: &mut Conn, person: &Person) -> Result<Vec<(Programme, Owner, bool)>, Fault> {
    let keeps = person.capacities.contains(&Capacity::Admin);
    if !keeps && !person.capacities.contains(&Capacity::Lead) {
        return Ok(Vec::new());
    }
    let sight = person.sight();
    let territory = territory(conn, sight.viewer(), sight.today())?;
    let all = store::owned(conn)?.into_iter().map(|(programme, owner)| {
        let case = AuthorCase {
            programme: programme.id.clone(),
            spot: Spot::alone(Over::of(Scope::Programme, &programme.id)),
            owner: Some(Spot::alone(Over::of(Scope::Institution, &owner.institution))),
            territory: territory.clone(),
        };
        let writes = may_author(person, &case).is_ok();
        (programme, owner, writes)
    });
    Ok(all.filter(|(_, _, writes)| *writes || keeps).collect())
}

/// What the rule about writing a programme needs to know.
// open: loads a case for the rule
pub fn author_case(
    conn: &mut Conn,
    who: &Sight,
    programme: &ProgrammeId,
    owner: Option<&Owner>,
) -> Result<AuthorCase, Fault> {
    let institution = |owner: &Owner| Spot::alone(Over::of(Scope::Institution, &owner.institution));
    Ok(AuthorCase {
        programme: programme.clone(),
        spot: Spot::alone(Over::of(Scope::Programme, programme)),
        owner: owner.map(institution),
        territory: territory(conn, who.viewer(), who.today())?,
    })
}

/// Before the key of a line of the head, where a requirement has its code; no code begins with it.
const HEAD: char = '~';

pub(super) fn head_code(key: &str) -> String {
    format!("{HEAD}{key}")
}

/// What no public source states, as a lead is asked about it.
pub struct Open<'v> {
    pub title: &'v str,
    /// What is asked now, in a sentence.
    pub says: String,
    pub note: &'v str,
    /// None where there is no figure that could be another: it is confirmed as it is written.
    pub amount: Option<Amount>,
}

/// What a lead may confirm or replace: a requirement by its code, a line of the head by its key after `~`.
pub fn open_figure<'v>(version: &'v Version, code: &str) -> Option<Open<'v>> {
    if let Some(key) = code.strip_prefix(HEAD) {
        let from = version.figures.get(key).filter(|from| from.illustrative)?;
        let (title, says) = head_line(version, key)?;
        return Some(Open { title, says, note: &from.note, amount: None });
    }
    let asked = version.requirement(code).filter(|asked| asked.provenance.illustrative)?;
    let (says, amount) = (describe(asked, version), asked.rule.target());
    Some(Open { title: &asked.title, says, note: &asked.provenance.note, amount })
}

/// A line of the head that has a source of its own, with its heading.
pub(super) fn head_line(version: &Version, key: &str) -> Option<(&'static str, String)> {
    match key {
        "months" => Some(("Lasts", format!("{} months", version.months?))),
        "cohort" => Some(("Cohort", cohort(version))),
        "freeze" => Some(("Filing and deciding stop", frozen(version)?)),
        _ => None,
    }
}

/// "For people who start from 1 August 2025 to 31 July 2026."
pub(super) fn cohort(version: &Version) -> String {
    match (version.cohort_from, version.cohort_until) {
        (Some(from), Some(until)) => format!("For people who start from {from} to {until}."),
        (Some(from), None) => format!("For people who start on {from} or later."),
        (None, Some(until)) => format!("For people who start by {until}."),
        (None, None) => "For people of every cohort.".to_owned(),
    }
}

/// What the rule needs to know about one figure.
// open: loads a case for the rule
pub fn figure_case(
    conn: &mut Conn,
    who: &Sight,
    row: &VersionRow,
    version: &Version,
    (code, wanted): (&str, Option<Amount>),
) -> Result<FigureCase, Fault> {
    let open = open_figure(version, code);
    let atlas = Atlas::load(conn)?;
    let departments = store::departments_on(conn, &row.id)?;
    let departments = departments.iter().map(|id| atlas.enrolment(id, &row.programme));
    Ok(FigureCase {
        version: row.id.clone(),
        requirement: code.to_owned(),
        illustrative: open.is_some(),
        figure: open.and_then(|open| open.amount),
        wanted,
        source_given: true,
        programme: Spot::alone(Over::of(Scope::Programme, &row.programme)),
        departments: departments.collect::<Result<Vec<_>, Fault>>()?,
        own: store::is_on(conn, &row.id, who.viewer())?,
        territory: territory(conn, who.viewer(), who.today())?,
    })
}

impl Looked {
    /// What was confirmed for a requirement or a line of the head, if anything was.
    pub fn confirmed(&self, code: &str) -> Option<&Figure> {
        self.figures.iter().rev().find(|figure| figure.requirement == code)
    }

    /// "MSc Clinical Perfusion Science, version 2025"
    pub fn title(&self) -> String {
        format!("{}, version {}", self.version.title, self.version.version)
    }
}
