//! The write door of SQLite: one thread with one connection. Writes that wait together are committed
//! together (each in a savepoint of its own), so that an answered write survives a power cut at the
//! price of one fsync for many (28 000 a second at 8 clients where a pool of writers starved,
//! stack.md 4). An answer is sent only after COMMIT; a failed COMMIT fails every write in it; a panic
//! loses its own write and nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use diesel::Connection;
use tokio::sync::oneshot;

use crate::db::conn::{Address, Conn, NoConnection, Use};
use crate::domain::fault::Fault;

/// At most this many writes share one COMMIT.
const MOST_AT_ONCE: usize = 128;
/// Writes wait in line up to this number; after that the caller waits at the door.
const LINE: usize = 1024;
/// A write slower than this is logged as a fault of its room.
const SLOW: Duration = Duration::from_millis(50);

trait Turn: Send {
    fn run(&mut self, conn: &mut Conn);
    /// What went wrong in it, so far.
    fn fault(&self) -> Option<&Fault>;
    /// `None` when what it did is committed.
    fn answer(self: Box<Self>, failed: Option<Fault>);
}

struct Waiting<T, F> {
    work: Option<F>,
    result: Result<T, Fault>,
    answer: oneshot::Sender<Result<T, Fault>>,
}

impl<T: Send, F: FnOnce(&mut Conn) -> Result<T, Fault> + Send> Turn for Waiting<T, F> {
    fn run(&mut self, conn: &mut Conn) {
        let Some(work) = self.work.take() else { return };
        let depth = conn.depth().unwrap_or(0);
        let began = Instant::now();
        self.result = match catch_unwind(AssertUnwindSafe(|| conn.transaction(work))) {
            Ok(result) => result,
            Err(_) => {
                conn.roll_back_to(depth);
                Err(Fault::broken("a write panicked and was rolled back"))
            }
        };
        let took = began.elapsed();
        if took > SLOW {
            tracing::warn!(millis = took.as_millis(), "a write held the door for long");
        }
    }

    fn fault(&self) -> Option<&Fault> {
        self.result.as_ref().err()
    }

    fn answer(self: Box<Self>, failed: Option<Fault>) {
        // Nobody listens any more when the browser went away; what is committed stays committed.
        let _ = self.answer.send(match failed {
            Some(fault) => Err(fault),
            None => self.result,
        });
    }
}

/// Where writes line up. Dropping the last clone ends the thread after it has answered everyone.
#[derive(Clone)]
pub struct Door(SyncSender<Box<dyn Turn>>);

impl Door {
    pub fn open(address: &Address) -> Result<Door, NoConnection> {
        let conn = Conn::open(address, Use::Write)?;
        let (line, turns) = sync_channel(LINE);
        let address = address.clone();
        std::thread::Builder::new()
            .name("write-door".to_owned())
            .spawn(move || keep(&address, conn, &turns))
            .map_err(|why| NoConnection(format!("no thread for the write door: {why}")))?;
        Ok(Door(line))
    }

    /// Lines up; the receiver gets the answer after COMMIT.
    pub fn line_up<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Fault> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Fault>> {
        let (answer, heard) = oneshot::channel();
        let turn = Waiting { work: Some(work), result: Err(Fault::broken("a write never ran")), answer };
        if let Err(unsent) = self.0.send(Box::new(turn)) {
            unsent.0.answer(Some(Fault::Busy("the write door is closed".to_owned())));
        }
        heard
    }
}

/// SQLite has rolled back everything when it says so, whatever diesel counts.
fn is_full(fault: Option<&Fault>) -> bool {
    matches!(fault, Some(Fault::Busy(why)) if why.contains("disk is full"))
}

fn keep(address: &Address, mut conn: Conn, turns: &Receiver<Box<dyn Turn>>) {
    while let Ok(first) = turns.recv() {
        let (done, failed) = batch(&mut conn, first, turns);
        if failed.is_some() && conn.depth() != Some(0) {
            match Conn::open(address, Use::Write) {
                Ok(fresh) => conn = fresh,
                Err(why) => tracing::error!(%why, "the write door cannot be opened again"),
            }
        }
        for turn in done {
            turn.answer(failed.clone());
        }
    }
}

fn batch(
    conn: &mut Conn,
    first: Box<dyn Turn>,
    turns: &Receiver<Box<dyn Turn>>,
) -> (Vec<Box<dyn Turn>>, Option<Fault>) {
    if let Err(why) = conn.begin("BEGIN IMMEDIATE", "BEGIN") {
        return (vec![first], Some(Fault::Busy(why.to_string())));
    }
    let mut done: Vec<Box<dyn Turn>> = Vec::new();
    let mut next = Some(first);
    while let Some(mut turn) = next {
        turn.run(conn);
        if conn.depth() != Some(1) || is_full(turn.fault()) {
            // A full disk ends the whole transaction by itself, and all that shared it with it.
            let why = turn.fault().map_or_else(|| "a panic".to_owned(), ToString::to_string);
            done.push(turn);
            conn.roll_back_to(0);
            return (done, Some(Fault::Busy(format!("a write ended all that waited with it: {why}"))));
        }
        done.push(turn);
        next = if done.len() < MOST_AT_ONCE { turns.try_recv().ok() } else { None };
    }
    match conn.commit() {
        Ok(()) => (done, None),
        Err(why) => {
            conn.roll_back_to(0);
            (done, Some(Fault::from(why)))
        }
    }
}
