//! `perfolio verify`: everything that can be checked without another copy. Each book in a snapshot of
//! its own: its chain, the rows that it commits to, the roots that signatures cover, the stored
//! standings; then every file, read again. Names each thing that does not fit, and says what it did not
//! look at. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::domain::audit::hex;
use crate::domain::fault::Fault;
use crate::domain::role::System;
use crate::features::history::{self, Book, Named, Wrong};
use crate::features::{erasures, identifiers, redactions, standing};
use crate::files::Files;

/// What was found whole, and what was not.
#[derive(Debug, Default)]
struct Found {
    books: usize,
    events: i64,
    rows: usize,
    versions: usize,
    decisions: usize,
    struck: usize,
    redactions: Vec<String>,
    /// People.
    erased: usize,
    standings: usize,
    files: usize,
    wrong: Vec<String>,
    stray: Vec<String>,
    without_event: BTreeMap<String, usize>,
    unread: BTreeMap<String, usize>,
}

/// Exit code (0 when nothing is wrong) and what to print.
pub async fn verify(app: &App, system: System) -> Result<(i32, String), Fault> {
    let mut found = Found::default();
    for book in app.read(move |r| history::books(r.conn(), system)).await? {
        one_book(app, book, &mut found, system).await?;
    }
    files(app, &mut found, system).await?;
    found.wrong.extend(redactions::unlisted(app, system).await?);
    let (erased, wrong) = erasures::verify(app, system).await?;
    found.erased = erased;
    found.wrong.extend(wrong);
    Ok((i32::from(!found.wrong.is_empty()), told(&found)))
}

async fn one_book(app: &App, book: Book, found: &mut Found, system: System) -> Result<(), Fault> {
    let looked_at = book.clone();
    let (report, content, struck, standings) = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let report = history::verify_book(r.conn(), &looked_at.id)?;
            let Some(portfolio) = looked_at.portfolio() else {
                return Ok((report, None, None, Ok((0, Vec::new()))));
            };
            let content = readable(history::verify_content(r.conn(), &shelf, &portfolio))?;
            let struck = readable(history::verify_struck(r.conn(), &portfolio))?;
            let standings = readable(standing::differences(r.conn(), &shelf, &portfolio, now, system))?;
            Ok((report, Some(content), Some(struck), standings))
        })
        .await?;
    let name = match book.kind.as_str() {
        "house" => "the house’s book".to_owned(),
        kind => format!("{kind} {}", book.id),
    };
    let mut tell = |wrong: Wrong| found.wrong.push(format!("{name}: {} {}", wrong.place, wrong.what));
    report.wrong.into_iter().for_each(&mut tell);
    let content = content.transpose().unwrap_or_else(|why| {
        tell(Wrong::at("what was written", format!("cannot be read: {why}")));
        None
    });
    if let Some(content) = content {
        content.wrong.into_iter().for_each(&mut tell);
        found.versions += content.versions;
        found.decisions += content.decisions;
        found.struck += content.struck;
    }
    let struck = struck.transpose().unwrap_or_else(|why| {
        tell(Wrong::at("what was struck out", format!("cannot be read: {why}")));
        None
    });
    if let Some(struck) = struck {
        struck.wrong.into_iter().for_each(&mut tell);
        found.redactions.extend(struck.told);
    }
    let (checked, differences) = standings.unwrap_or_else(|why| {
        tell(Wrong::at("its standings", format!("cannot be worked out: {why}")));
        (0, Vec::new())
    });
    for difference in &differences {
        let what = match &difference.requirement {
            Some(requirement) => format!(
                "the stored answer for {requirement} is not what its facts give, and is not marked as old"
            ),
            None => "is not what its facts give, or is not there, and is not marked as old".to_owned(),
        };
        tell(Wrong::at(format!("standings/{}", difference.enrolment), what));
    }
    let mut differing: Vec<_> = differences.iter().map(|difference| &difference.enrolment).collect();
    differing.dedup();
    found.standings += checked.saturating_sub(differing.len());
    found.books += 1;
    found.events += report.events;
    found.rows += report.rows;
    for (table, number) in report.without_event {
        *found.without_event.entry(table).or_default() += number;
    }
    for (table, number) in report.unread {
        *found.unread.entry(table).or_default() += number;
    }
    Ok(())
}

/// What cannot be read is something wrong, not the end of the check; a busy database ends it.
fn readable<T>(found: Result<T, Fault>) -> Result<Result<T, String>, Fault> {
    match found {
        Err(why @ Fault::Busy(_)) => Err(why),
        Err(why) => Ok(Err(why.to_string())),
        Ok(found) => Ok(Ok(found)),
    }
}

/// Reads every file that a row names, and looks for files that none does.
async fn files(app: &App, found: &mut Found, system: System) -> Result<(), Fault> {
    let files = app.files.clone();
    // Before the rows are read: what arrives in between is not a stray.
    let there = spawn_blocking(move || files.all()).await.map_err(Fault::broken)?.map_err(Fault::broken)?;
    let named = app.read(move |r| history::named_files(r.conn(), system)).await?;
    let known: BTreeSet<String> = named.iter().map(|one| one.hash.clone()).collect();
    let gone = app.read(|r| identifiers::struck_hashes(r.conn())).await?;
    let back = |name: &&String| gone.contains(name);
    found.wrong.extend(
        there
            .iter()
            .filter(back)
            .map(|name| format!("file {name} was struck out, and its bytes are there again")),
    );
    found.stray = there.into_iter().filter(|name| !known.contains(name) && !gone.contains(name)).collect();
    found.stray.sort();
    let files = app.files.clone();
    let checked = spawn_blocking(move || {
        named.into_iter().map(|named| one_file(&files, &named)).collect::<Vec<Result<(), String>>>()
    });
    for one in checked.await.map_err(Fault::broken)? {
        match one {
            Ok(()) => found.files += 1,
            Err(sentence) => found.wrong.push(sentence),
        }
    }
    Ok(())
}

fn one_file(files: &Files, Named { hash, by, size, is_stored }: &Named) -> Result<(), String> {
    let bytes = files.read(hash).map_err(|why| format!("file {hash}, of {by}, cannot be read: {why}"))?;
    let length = i64::try_from(bytes.len()).ok();
    match () {
        () if hex(&Sha256::digest(&bytes)) != *hash => {
            Err(format!("file {hash}, of {by}, has other bytes than its name says"))
        }
        () if !is_stored => Err(format!("file {hash}, of {by}, has no row of its own: files/{hash} is gone")),
        () if size.is_some() && *size != length => {
            Err(format!("files/{hash}, of {by}, says another length than the file has"))
        }
        () => Ok(()),
    }
}

fn told(found: &Found) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut say = |line: String| {
        let _ = writeln!(text, "{line}");
    };
    for wrong in &found.wrong {
        say(format!("WRONG  {wrong}"));
    }
    for struck in &found.redactions {
        say(format!("STRUCK OUT  {struck}."));
    }
    for stray in &found.stray {
        say(format!("STRAY  file {stray}: no row names it. An upload that broke off leaves one."));
    }
    say(format!(
        "Checked: {} books with {} events, {} rows as the books say, {} entry versions, {} decisions, {} standings, {} files.",
        found.books, found.events, found.rows, found.versions, found.decisions, found.standings, found.files
    ));
    match found.erased {
        0 => {}
        1 => say("1 person was erased; what is left of their record fits, and names nobody.".to_owned()),
        many => {
            say(format!("{many} people were erased; what is left of their records fits, and names nobody."))
        }
    }
    if found.struck > 0 {
        say(format!("{} fields were struck out; what is left of them fits.", found.struck));
    }
    say(match found.wrong.len() {
        0 => "Nothing is wrong.".to_owned(),
        1 => "1 thing is wrong.".to_owned(),
        many => format!("{many} things are wrong."),
    });
    say("What was checked: each event holds the hash of the one before it, and each book says how many it has; the \
         rows are as the last event about them left them, and none is there that no event tells of; words, files \
         and salts give the hash that signatures cover; lists and standings say what these rows give; every file \
         is what its name says."
        .to_owned());
    for (table, number) in &found.without_event {
        say(format!(
            "Not covered: {number} rows of {table}, written before 0.2.0, when no event told of them."
        ));
    }
    for (table, number) in &found.unread {
        say(format!(
            "Not covered: {number} rows of {table}, which the books name and this release cannot compare."
        ));
    }
    for what in history::not_covered() {
        say(format!("Not covered: {what}."));
    }
    say("Not covered: somebody who cut off the end of a book, or rewrote it, together with its head, every row and \
         every report that holds an earlier head. A copy of the database that is kept elsewhere tells."
        .to_owned());
    text
}
