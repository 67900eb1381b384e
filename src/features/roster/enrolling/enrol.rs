//! What enrolling somebody means, inside a write: the rule is asked, the rows are written, the standing
//! is made fresh. Used by every form that enrols, and by the demo.

use crate::db::conn::Conn;
use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, DepartmentId, EnrolmentId, PortfolioId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::enrolments::{Enrol, EnrolCase};
use crate::domain::role::Sight;
use crate::domain::territory::Spot;
use crate::domain::time::Day;
use crate::features::enrolments::{self, Enrolled};
use crate::features::people::{Atlas, territory};
use crate::features::{programmes, standing};

/// What is wanted: a person on a version, in a department, from and until.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToEnrol {
    pub trainee: AccountId,
    pub version: VersionId,
    pub department: DepartmentId,
    pub from: Day,
    pub until: Day,
}

/// What the rule needs to know, asked for `who`.
// open: loads a case for `may_enrol`
pub fn case(conn: &mut Conn, who: &Sight, wanted: &ToEnrol) -> Result<EnrolCase, Fault> {
    let version = programmes::version_row(conn, &wanted.version)?;
    Ok(EnrolCase {
        trainee: wanted.trainee.clone(),
        version: wanted.version.clone(),
        department: wanted.department.clone(),
        from: wanted.from,
        until: wanted.until,
        spot: Atlas::load(conn)?.enrolment(&wanted.department, &version.programme)?,
        territory: territory(conn, who.viewer(), who.today())?,
        published: version.state == "published",
        already: enrolments::enrolled_on(conn, &wanted.trainee, &wanted.version)?,
    })
}

/// Where an enrolment lies, for the rules about changing it.
// open: loads a case for the rules
pub fn spot(conn: &mut Conn, enrolled: &Enrolled) -> Result<Spot, Fault> {
    let version = programmes::version_row(conn, &enrolled.version)?;
    Atlas::load(conn)?.enrolment(&enrolled.department, &version.programme)
}

/// An enrolment, its portfolio, and what happened (in the portfolio's book).
#[derive(Debug)]
pub struct EnrolmentMade {
    pub enrolment: EnrolmentId,
    pub portfolio: PortfolioId,
    pub event: Event,
}

/// Enrols as granted. The write must have taken the book of the person's portfolio if there is one, and
/// any book (the house's) if there is none yet: then the portfolio and its book are opened here.
pub fn enrol(tx: &mut Tx<'_>, grant: &Grant<Enrol>) -> Result<EnrolmentMade, Fault> {
    let shelf = tx.shelf();
    let version = programmes::version(tx.conn(), &shelf, &grant.act().version)?;
    let kinds: Vec<String> = version.kinds.iter().map(|used| used.kind.code.clone()).collect();
    let new = enrolments::insert(tx, grant, &kinds)?;
    standing::refresh_all(tx, &new.row.portfolio)?;
    standing::raise_trained(tx, &grant.act().trainee)?;
    let mut event = grant
        .event("enrolment/made", format!("enrolment/{}", new.row.id))
        .with("filed", new.filed.len())
        .row(&new.row)
        .in_book(BookId::from(new.row.portfolio.clone()));
    for filing in &new.filed {
        event = event.row(filing);
    }
    Ok(EnrolmentMade { enrolment: new.row.id, portfolio: new.row.portfolio, event })
}
