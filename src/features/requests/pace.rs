//! After how many days what happens to a request: the house's setting, in the house's book.

use crate::db::conn::Conn;
use crate::db::settings;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::waiting::Pace;

const NAME: &str = "requests.pace";

pub fn pace(conn: &mut Conn) -> Result<Pace, Fault> {
    Ok(settings::read(conn, NAME)?.map_or_else(Pace::default, |text| Pace::read(&text)))
}

/// Sets it, inside a write that has taken the house's book.
pub fn set_pace(tx: &mut Tx<'_>, grant: &Grant<KeepHouse>, pace: Pace) -> Result<(), Fault> {
    settings::put(tx, grant.by(), NAME, &pace.written())
}
