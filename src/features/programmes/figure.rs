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
use crate::domain::programme::{Requirement, Version};
use crate::domain::role::{Person, Scope, Sight};
use crate::domain::territory::{Over, Spot};
use crate::features::people::{Atlas, territory};
use crate::features::programmes::store::{self, Figure, Owner, VersionRow};

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
    if let Some(requirement) = version.requirements.iter().find(|asked| open_figure(asked).is_some()) {
        let case = figure_case(r.conn(), &person.sight(), &row, requirement, Amount::ONE)?;
        may_confirm = may_confirm_figure(person, &case).is_ok();
    }
    let owner = store::owner(r.conn(), &row.programme)?;
    let case = author_case(r.conn(), &person.sight(), &row.programme, owner.as_ref())?;
    let may_write = may_author(person, &case).is_ok();
    Ok(Looked { version, figures, may_confirm, owner, may_write })
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

/// The figure of a requirement that a lead may confirm or replace.
pub fn open_figure(requirement: &Requirement) -> Option<Amount> {
    requirement.rule.target().filter(|_| requirement.provenance.illustrative)
}

/// What the rule needs to know about one figure.
// open: loads a case for the rule
pub fn figure_case(
    conn: &mut Conn,
    who: &Sight,
    row: &VersionRow,
    requirement: &Requirement,
    wanted: Amount,
) -> Result<FigureCase, Fault> {
    let atlas = Atlas::load(conn)?;
    let departments = store::departments_on(conn, &row.id)?;
    let departments = departments.iter().map(|id| atlas.enrolment(id, &row.programme));
    Ok(FigureCase {
        version: row.id.clone(),
        requirement: requirement.code.clone(),
        illustrative: requirement.provenance.illustrative,
        figure: requirement.rule.target(),
        wanted,
        source_given: true,
        programme: Spot::alone(Over::of(Scope::Programme, &row.programme)),
        departments: departments.collect::<Result<Vec<_>, Fault>>()?,
        own: store::is_on(conn, &row.id, who.viewer())?,
        territory: territory(conn, who.viewer(), who.today())?,
    })
}

impl Looked {
    /// The figure that was confirmed for a requirement, if any was.
    pub fn confirmed(&self, requirement: &Requirement) -> Option<&Figure> {
        self.figures.iter().rev().find(|figure| figure.requirement == requirement.code)
    }

    /// "MSc Clinical Perfusion Science, version 2025"
    pub fn title(&self) -> String {
        format!("{}, version {}", self.version.title, self.version.version)
    }
}
