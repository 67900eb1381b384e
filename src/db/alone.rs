//! Who stores standings stands beside the others who do; who marks the standings that say a thing of the house stands
//! alone. A name, a registration or a figure is in another book than the standings that were made of it. On PostgreSQL
//! whoever changes it does not see a standing that somebody made of it as it was and has not committed yet, and could
//! not mark that as old. So it waits until all who are storing one have committed, and who comes after it waits until
//! it has, and reads what it wrote. On SQLite one writes at a time.

use diesel::connection::SimpleConnection;

use crate::db::conn::Conn;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;

/// Beside the schema, as several houses may share a database.
const BESIDE: &str = "SELECT pg_advisory_xact_lock_shared(1885696614, hashtext(current_schema()::text))";
/// All who come meanwhile wait behind it, so it gives up where a long write, such as an import, is under way.
const ALONE: &str = "SET LOCAL lock_timeout = '2s'; \
    SELECT pg_advisory_xact_lock(1885696614, hashtext(current_schema()::text)); \
    SET LOCAL lock_timeout TO DEFAULT";

impl Tx<'_> {
    /// Before anything is read of which a standing is made, and before one is marked.
    pub fn beside_standings(&mut self) -> Result<(), Fault> {
        held(self.conn(), BESIDE)
    }

    /// After a thing of the house is changed, and before it is asked which standings say it. Of two who have stored
    /// standings themselves before they ask for it one is told that the house is busy.
    pub fn alone_with_standings(&mut self) -> Result<(), Fault> {
        held(self.conn(), ALONE)
    }
}

/// Until the end of the write.
fn held(conn: &mut Conn, lock: &str) -> Result<(), Fault> {
    match conn {
        Conn::Postgres(c) => Ok(c.batch_execute(lock)?),
        Conn::Sqlite(_) => Ok(()),
    }
}
