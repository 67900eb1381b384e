//! What the house has set for its rounds, in the house's book.

use crate::db::conn::Conn;
use crate::db::settings;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::feedback::Terms;
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;

const NAME: &str = "feedback.rounds";

/// With whether the house has set anything at all.
pub fn terms(conn: &mut Conn) -> Result<(Terms, bool), Fault> {
    Ok(settings::read(conn, NAME)?.map_or((Terms::default(), false), |text| (Terms::read(&text), true)))
}

/// Sets it, inside a write that has taken the house's book. Rounds that are begun keep the floor that they began with.
pub fn set_terms(tx: &mut Tx<'_>, grant: &Grant<KeepHouse>, terms: Terms) -> Result<(), Fault> {
    settings::put(tx, grant.by(), NAME, &terms.written())
}
