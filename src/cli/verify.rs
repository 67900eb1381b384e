//! `perfolio verify`: everything that can be checked without another copy. Each book in a snapshot of
//! its own: its chain, the rows that it commits to, the roots that signatures cover, the stored
//! standings; then every file, read again. Names each thing that does not fit, and says what it did not
//! look at. Changes nothing.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::domain::audit::hex;
use crate::domain::fault::Fault;
use crate::domain::role::System;
use crate::features::history::{self, Book, Wrong};
use crate::features::standing;

/// What was found whole, and what was not.
#[derive(Debug, Default)]
struct Found {
    books: usize,
    events: i64,
    rows: usize,
    versions: usize,
    decisions: usize,
    struck: usize,
    standings: usize,
    files: usize,
    wrong: Vec<String>,
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
    Ok((i32::from(!found.wrong.is_empty()), told(&found)))
}

async fn one_book(app: &App, book: Book, found: &mut Found, system: System) -> Result<(), Fault> {
    let looked_at = book.clone();
    let (report, content, differences) = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let report = history::verify_book(r.conn(), &looked_at.id)?;
            let Some(portfolio) = looked_at.portfolio() else { return Ok((report, None, (0, Vec::new()))) };
            let content = history::verify_content(r.conn(), &portfolio)?;
            let differences = standing::differences(r.conn(), &shelf, &portfolio, now, system)?;
            Ok((report, Some(content), differences))
        })
        .await?;
    let name = match book.kind.as_str() {
        "house" => "the house’s book".to_owned(),
        kind => format!("{kind} {}", book.id),
    };
    let mut tell = |wrong: Wrong| found.wrong.push(format!("{name}: {} {}", wrong.place, wrong.what));
    report.wrong.into_iter().for_each(&mut tell);
    if let Some(content) = content {
        content.wrong.into_iter().for_each(&mut tell);
        found.versions += content.versions;
        found.decisions += content.decisions;
        found.struck += content.struck;
    }
    let (checked, differences) = differences;
    for difference in &differences {
        let what = match &difference.requirement {
            Some(requirement) => format!(
                "the stored answer for {requirement} is not what its facts give, and is not marked as old"
            ),
            None => "has no stored answer".to_owned(),
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

async fn files(app: &App, found: &mut Found, system: System) -> Result<(), Fault> {
    let named = app.read(move |r| history::stored_files(r.conn(), system)).await?;
    let files = app.files.clone();
    let checked = spawn_blocking(move || {
        let check = |(hash, says): (String, String)| match files.read(&hash) {
            Ok(bytes) if hex(&Sha256::digest(&bytes)) == hash => Ok(()),
            Ok(_) => Err(format!("file {hash}, of {says}, has other bytes than its name says")),
            Err(why) => Err(format!("file {hash}, of {says}, cannot be read: {why}")),
        };
        named.into_iter().map(check).collect::<Vec<Result<(), String>>>()
    });
    for one in checked.await.map_err(Fault::broken)? {
        match one {
            Ok(()) => found.files += 1,
            Err(sentence) => found.wrong.push(sentence),
        }
    }
    Ok(())
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
    say(format!(
        "Checked: {} books with {} events, {} rows as the books say, {} entry versions, {} decisions, {} standings, {} files.",
        found.books, found.events, found.rows, found.versions, found.decisions, found.standings, found.files
    ));
    if found.struck > 0 {
        say(format!("{} fields were struck out; what is left of them fits.", found.struck));
    }
    say(match found.wrong.len() {
        0 => "Nothing is wrong.".to_owned(),
        1 => "1 thing is wrong.".to_owned(),
        many => format!("{many} things are wrong."),
    });
    say("Not covered: drafts and their files, private reflections, readings, sessions, settings, jobs; and somebody \
         who rewrote every hash of a book and every copy of it."
        .to_owned());
    for (table, number) in &found.without_event {
        say(format!("Not covered: {number} rows of {table}, which no event commits to."));
    }
    for (table, number) in &found.unread {
        say(format!(
            "Not covered: {number} rows of {table}, which the books name and this release cannot compare."
        ));
    }
    text
}
