//! What the programme of one enrolment calls those who look after its people: for pages and letters that are about that
//! enrolment alone.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::EnrolmentId;
use crate::domain::programme::called::Called;
use crate::features::enrolments::store;
use crate::features::programmes;

/// Whoever asks has found the enrolment already: the names of a programme are on its public page.
pub fn called(conn: &mut Conn, shelf: &Shelf, id: &EnrolmentId) -> Result<Called, Fault> {
    let row = store::enrolment(conn, id)?;
    let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
    Ok(Called::of(&version))
}
