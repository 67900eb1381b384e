//! Many acts under one COMMIT. Answering each of five thousand acts with an fsync of its own takes
//! minutes; here they are one long write, and each act is still whole: its own instant, id, events.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{self, Books, Dues, Means, Outcome, Tx, Why};
use crate::domain::fault::Fault;
use crate::domain::time::Moment;

/// Many acts in one transaction, one after another, each with its own instant, id and events. What an
/// act writes is what it would write alone; only the COMMIT is shared.
pub struct Run<'a> {
    conn: &'a mut Conn,
    means: Means,
}

impl Run<'_> {
    pub fn of(conn: &mut Conn, means: Means) -> Run<'_> {
        Run { conn, means }
    }

    pub fn shelf(&self) -> Shelf {
        self.means.shelf.clone()
    }

    /// From here on acts pay so.
    pub fn dues(&mut self, dues: Dues) {
        self.means.dues = dues;
    }

    /// Moves a driven clock to the next act's instant.
    pub fn at(&mut self, instant: Moment) {
        self.means.clock.set(instant);
    }

    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    pub fn act<T>(
        &mut self,
        books: impl Into<Books>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<Outcome<T>, Fault>,
    ) -> Result<T, Fault> {
        tx::act(self.conn, &self.means, books.into(), f)
    }

    pub fn quietly<T>(
        &mut self,
        _why: Why,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        tx::quietly(self.conn, &self.means, f)
    }
}
