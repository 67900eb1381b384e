//! What the engine knows of its tables when it plans a statement. SQLite knows nothing until it is told to
//! look: at 2 000 trainees it began each question about sight with all appointments of a sort and not with
//! those of the one who asks (three times as long; ten at the inbox). A look at a thousand rows of each
//! index takes 55 ms of 400 000 entries. PostgreSQL looks by itself.

use diesel::connection::SimpleConnection;

use crate::db::conn::Conn;
use crate::domain::fault::Fault;

/// Looks anew: at each start, before other connections are opened, and each night. They see it when they
/// are opened.
pub fn look(conn: &mut Conn) -> Result<(), Fault> {
    if let Conn::Sqlite(c) = conn {
        c.batch_execute("PRAGMA analysis_limit = 1000; ANALYZE;")?;
    }
    Ok(())
}
