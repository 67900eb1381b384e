//! What comes after the transaction in which something was struck out, and after a restore: bytes off the disk, the
//! list outside the database, and the two made to agree. Run at every start too, and twice without harm: a power
//! cut between the two is mended by the next start, and so is a database file that was put back by hand.

use tokio::task::spawn_blocking;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::{Strike, StrikeReview};
use crate::domain::redaction::{self, Told};
use crate::domain::role::{Capacity, System};
use crate::features::entries::seen_to_strike;
use crate::features::redactions::store;
use crate::features::redactions::striking::{First, Struck, Wanted, strike, strike_written};
use crate::features::{exports, identifiers};
use crate::struck::{Listed, StruckList};

/// What making them agree took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// Redactions that this database had not heard of.
    pub again: usize,
    /// Of entries that are not in it, so that there is nothing to strike out.
    pub elsewhere: usize,
    /// Redactions that the list had not heard of.
    pub added: usize,
    pub list_is_there: bool,
    /// Lines that are torn or changed, by their numbers.
    pub unread: Vec<usize>,
}

/// By the job: the files that nothing names any more, then everything else, then what the engine keeps of rows as
/// they were.
pub async fn finish(app: &App, gone: &[String], system: System) -> Result<(), Fault> {
    let_go(app, gone).await?;
    catch_up(app, system).await?;
    app.db.scrub().await
}

async fn let_go(app: &App, gone: &[String]) -> Result<(), Fault> {
    for hash in gone {
        let wanted = hash.clone();
        if !app.read(move |r| exports::is_named(r.conn(), &wanted)).await? {
            remove(app, hash.clone()).await?;
        }
    }
    Ok(())
}

/// Strikes out again what only the list knows, lists what only the database knows, and takes the bytes of every
/// struck file off the disk.
pub async fn catch_up(app: &App, system: System) -> Result<CaughtUp, Fault> {
    let list = StruckList::at(&app.config.struck_out);
    let (listed, ours) = both(app, &list, system).await?;
    let mut done =
        CaughtUp { list_is_there: listed.is_there, unread: listed.unread.clone(), ..CaughtUp::default() };
    for told in &listed.told {
        if ours.iter().all(|known| known.redaction != told.redaction) {
            match again(app, told.clone(), system).await? {
                true => done.again += 1,
                false => done.elsewhere += 1,
            }
        }
    }
    done.added = spawn_blocking(move || list.add(&ours))
        .await
        .map_err(Fault::broken)?
        .map_err(|why| unlistable(app, &why))?;
    for hash in app.read(|r| identifiers::struck_hashes(r.conn())).await? {
        remove(app, hash).await?;
    }
    Ok(done)
}

/// Redactions of this database that the list does not tell of: what `verify` says of them.
pub async fn unlisted(app: &App, system: System) -> Result<Vec<String>, Fault> {
    let list = StruckList::at(&app.config.struck_out);
    // A row that was tampered with is named where rows are checked: here its name is enough.
    let ours = app.read(move |r| store::all_named(r.conn(), system)).await?;
    let listed = listed(app, &list).await?;
    let at = list.path().display().to_string();
    let not_there = ours.iter().filter(|id| !listed.names(id));
    Ok(not_there
        .map(|id| format!("redactions/{id} is not in {at}: a restored backup would bring the words back"))
        .collect())
}

async fn listed(app: &App, list: &StruckList) -> Result<Listed, Fault> {
    let reading = list.clone();
    spawn_blocking(move || reading.read()).await.map_err(Fault::broken)?.map_err(|why| unlistable(app, &why))
}

async fn both(app: &App, list: &StruckList, system: System) -> Result<(Listed, Vec<Told>), Fault> {
    let listed = listed(app, list).await?;
    let ours = app.read(move |r| store::all_told(r.conn(), system)).await?;
    Ok((listed, ours))
}

/// The same places of the same entry or review, by the house itself. False where it is not in this house.
async fn again(app: &App, told: Told, system: System) -> Result<bool, Fault> {
    let asked = told.clone();
    let whose = app.read(move |r| store::strike_again_case(r.conn(), &asked, system)).await?;
    let Some(first_by) = whose else { return Ok(false) };
    let book = BookId::from(told.portfolio.clone());
    let gone = app.write(Books::from(book), move |tx| {
        let (struck, event) = match told.review() {
            None => entry_again(tx, &told, first_by, system)?,
            Some(review) => review_again(tx, &told, (review, first_by), system)?,
        };
        let event = event.with("redaction", &struck.row.id).with("sort", told.sort);
        Ok(Outcome::of(struck.gone, event))
    });
    match gone.await {
        Ok(gone) => let_go(app, &gone).await.map(|()| true),
        // The entry is of before those words came into it.
        Err(Fault::Refused(refusal)) if refusal.code == "nothing-there" => Ok(false),
        Err(other) => Err(other),
    }
}

fn wanted_again(told: &Told) -> Wanted {
    Wanted {
        places: redaction::read(&told.places),
        sort: told.sort,
        incident: None,
        first: Some(First {
            redaction: told.redaction.clone(),
            by: told.struck_by.clone(),
            capacity: told.capacity.clone(),
            at: told.struck_at,
        }),
    }
}

/// As which the entry goes back to its owner once more; lines from before it was told do not say.
fn capacity_of(told: &Told) -> Capacity {
    told.capacity.parse().unwrap_or(Capacity::Governance)
}

fn entry_again(
    tx: &mut Tx<'_>,
    told: &Told,
    first_by: Option<AccountId>,
    system: System,
) -> Result<(Struck, Event), Fault> {
    let shelf = tx.shelf();
    let act = Strike { entry: told.entry.clone(), capacity: capacity_of(told), first_by };
    let grant = Grant::to_system(system, act);
    let seen = seen_to_strike(tx.conn(), &shelf, &grant)?;
    let struck = strike(tx, &grant, &seen, wanted_again(told))?;
    Ok((struck, grant.event("entry/struck-out-again", format!("entry/{}", told.entry))))
}

fn review_again(
    tx: &mut Tx<'_>,
    told: &Told,
    (review, first_by): (ReviewId, Option<AccountId>),
    system: System,
) -> Result<(Struck, Event), Fault> {
    let subject = format!("review/{review}");
    let act = StrikeReview { review, capacity: capacity_of(told), first_by };
    let grant = Grant::to_system(system, act);
    let struck = strike_written(tx, &grant, &told.portfolio, wanted_again(told))?;
    Ok((struck, grant.event("review/struck-out-again", subject)))
}

async fn remove(app: &App, hash: String) -> Result<(), Fault> {
    let files = app.files.clone();
    spawn_blocking(move || files.remove(&hash)).await.map_err(Fault::broken)?.map_err(Fault::broken)
}

fn unlistable(app: &App, why: &std::io::Error) -> Fault {
    Fault::Broken(format!("PERFOLIO_STRUCK_OUT: {}: {why}", app.config.struck_out.display()))
}
