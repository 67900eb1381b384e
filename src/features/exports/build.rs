//! Making a report: gather under the asker's sight, write the file, say where it is. Run by a job, at
//! least once, so whatever has ended stays ended. A fault that another try cannot mend becomes a
//! sentence on the asker's page; a busy database is left to the next try.

use std::time::Duration;

use tokio::task::spawn_blocking;

use crate::app::App;
use crate::db::Reading;
use crate::db::tx::{Outcome, Why};
use crate::domain::fault::{Fault, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{BookId, EntryVersionId, ExportId};
use crate::domain::policy::Grant;
use crate::domain::policy::exports::Export;
use crate::domain::role::{Sight, System};
use crate::features::exports::gather::{self, Asked};
use crate::features::exports::store::chosen::Cohort;
use crate::features::exports::store::{self, ExportRow, Format, State, What};
use crate::render::{RenderFault, csv, pdf, xlsx};

/// A PDF that takes longer is stopped. An unoptimised build is several times slower.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 60 });

/// Everything that the file needs, and the book that hears of it.
struct Gathered {
    row: ExportRow,
    book: BookId,
    report: pdf::Envelope,
    /// The entries that are in it.
    versions: Vec<EntryVersionId>,
}

/// By the job: its asker has gone on, so a letter tells them.
pub async fn build(app: &App, id: &ExportId, system: System) -> Result<(), Fault> {
    make(app, id, system, true).await
}

/// While its asker waits for the answer. The same rows and events; no letter.
pub async fn build_at_once(app: &App, id: &ExportId) -> Result<(), Fault> {
    make(app, id, System::at_work(), false).await
}

async fn make(app: &App, id: &ExportId, system: System, tell: bool) -> Result<(), Fault> {
    let wanted = id.clone();
    let gathered = app.read(move |r| gather(r, &wanted, system)).await;
    let gathered = match gathered {
        Ok(Some(gathered)) => gathered,
        Ok(None) => return Ok(()),
        Err(busy @ Fault::Busy(_)) => return Err(busy),
        Err(Fault::NotFound) => {
            return give_up(app, id, system, "It is no longer yours to see. Ask the training lead.").await;
        }
        Err(other) => {
            tracing::error!(export = %id, why = %other, "a report could not be gathered");
            return give_up(app, id, system, "Something went wrong on our side. Ask for it again.").await;
        }
    };
    let Gathered { row, book, report, versions } = gathered;
    let format = row.format;
    let (program, files) = (app.program.clone(), app.files.clone());
    let stored = spawn_blocking(move || {
        let bytes = match (format, &report) {
            (Format::Pdf, report) => pdf::in_child(&program, report, PATIENCE),
            (Format::Xlsx, pdf::Envelope::Portfolio(report)) => xlsx::portfolio(report),
            (Format::Xlsx, pdf::Envelope::Cohort(report)) => xlsx::cohort(report),
            (Format::Csv, pdf::Envelope::Portfolio(report)) => csv::portfolio(report),
            (Format::Csv, pdf::Envelope::Cohort(report)) => csv::cohort(report),
            (Format::Xlsx | Format::Csv, pdf::Envelope::Certificate(_)) => {
                Err(RenderFault::Input("a certificate is no report".to_owned()))
            }
        };
        let bytes = bytes?;
        let hash = files
            .put(&bytes)
            .map_err(|why| Stopped::Later(format!("a report could not be stored: {why}")))?;
        Ok((hash, i64::try_from(bytes.len()).unwrap_or(i64::MAX)))
    });
    match stored.await.map_err(Fault::broken)? {
        Ok((hash, size)) => made(app, row, book, (hash, size), versions, system, tell).await,
        Err(Stopped::ForGood(why)) => {
            tracing::error!(export = %id, %why, "a report could not be written");
            give_up(app, id, system, &why.to_string()).await
        }
        Err(Stopped::Later(why)) => Err(Fault::Busy(why)),
    }
}

enum Stopped {
    /// Another try would end alike: its asker reads why.
    ForGood(RenderFault),
    /// The queue tries again, and nobody is told.
    Later(String),
}

impl From<RenderFault> for Stopped {
    fn from(why: RenderFault) -> Stopped {
        match why {
            RenderFault::Waits => Stopped::Later(why.to_string()),
            why => Stopped::ForGood(why),
        }
    }
}

/// Nothing when the report has ended already.
fn gather(r: &mut Reading<'_>, id: &ExportId, system: System) -> Result<Option<Gathered>, Fault> {
    let (now, shelf) = (r.now(), r.shelf());
    let conn = r.conn();
    let row = store::asked(conn, id, system)?;
    if row.state != State::Asked {
        return Ok(None);
    }
    let zone = store::house_zone(conn)?;
    let who = Sight::on_behalf_of(row.asked_by.clone(), now.day_in(zone));
    let by = store::name_of(conn, &row.asked_by, system)?;
    let asked = Asked { title: row.title.clone(), by, as_at: row.as_at, now };
    let mut versions = Vec::new();
    let report = match row.what {
        What::Portfolio => {
            let (report, held) = gather::portfolio(conn, &shelf, &who, &row.enrolment(), &asked)?;
            versions = held;
            pdf::Envelope::Portfolio(Box::new(report))
        }
        What::Cohort => {
            let cohort = Cohort::of_query(&row.subject);
            pdf::Envelope::Cohort(Box::new(gather::cohort(conn, &shelf, &who, &cohort, &asked, zone)?))
        }
    };
    let book = store::book_of(conn, &row)?;
    Ok(Some(Gathered { row, book, report, versions }))
}

async fn made(
    app: &App,
    row: ExportRow,
    book: BookId,
    (hash, size): (String, i64),
    versions: Vec<EntryVersionId>,
    system: System,
    tell: bool,
) -> Result<(), Fault> {
    let file = hash.clone();
    let written = app.write(book, move |tx| {
        let grant = Grant::to_system(system, Export);
        let made = store::made(tx, &grant, &row, &hash, size)?;
        let made = made.ok_or_else(|| Refusal::new("export-ended", "This report has ended already."))?;
        store::carried::keep_carried(tx, &grant, &made.id, &versions)?;
        let (to, export) = (made.asked_by.clone(), made.id.clone());
        if tell {
            tx.later(Job::Tell { to, what: Notice::ExportReady { export } })?;
        }
        let event = grant.event("export/made", format!("export/{}", made.id));
        let event = event.with("file", &made.file_hash).with("size", made.size).with("format", made.format);
        Ok(Outcome::of((), about(event, &made).row(&made)))
    });
    match written.await {
        // Another worker was faster and its file is the same, or the report was ended while it was made: then what
        // it holds may have been struck out.
        Err(Fault::Refused(refusal)) if refusal.code == "export-ended" => forget(app, file).await,
        other => other,
    }
}

/// Takes a file away that no row names.
async fn forget(app: &App, hash: String) -> Result<(), Fault> {
    let wanted = hash.clone();
    let named = app.read(move |r| store::is_named(r.conn(), &wanted)).await?;
    if named {
        return Ok(());
    }
    let files = app.files.clone();
    spawn_blocking(move || files.remove(&hash)).await.map_err(Fault::broken)?.map_err(Fault::broken)
}

/// Says in the event whose report it is, so that a portfolio's trail can be read by who may see it.
pub fn about(event: crate::domain::audit::Event, row: &ExportRow) -> crate::domain::audit::Event {
    match row.what {
        What::Portfolio => event.with("what", row.what).with("enrolment", &row.subject),
        What::Cohort => event.with("what", row.what),
    }
}

async fn give_up(app: &App, id: &ExportId, system: System, why: &str) -> Result<(), Fault> {
    let (id, why) = (id.clone(), why.to_owned());
    app.write_quietly(Why::ExportBuilt, move |tx| {
        if store::failed(tx, system, &id, &why)? {
            let row = store::asked(tx.conn(), &id, system)?;
            tx.later(Job::Tell { to: row.asked_by, what: Notice::ExportReady { export: id } })?;
        }
        Ok(())
    })
    .await
}

/// Takes away what is older than a week: row first, then the file, so that no row names a missing file
/// for longer than a moment.
pub async fn expire(app: &App, system: System) -> Result<(), Fault> {
    let gone = app.write_quietly(Why::Swept, move |tx| store::expire(tx, system)).await?;
    let files = app.files.clone();
    let removed = spawn_blocking(move || {
        for hash in gone {
            if let Err(why) = files.remove(&hash) {
                tracing::warn!(%hash, %why, "an expired report could not be removed");
            }
        }
    });
    removed.await.map_err(Fault::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_begun_is_tried_again_and_what_was_stopped_is_told() {
        assert!(matches!(Stopped::from(RenderFault::Waits), Stopped::Later(_)));
        for why in [RenderFault::TooSlow(60), RenderFault::Stopped("out of paper".to_owned())] {
            assert!(matches!(Stopped::from(why), Stopped::ForGood(_)));
        }
    }
}
