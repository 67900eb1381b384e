//! How a test's house ends: what is due runs, and then nothing may be left that a house in use would be
//! ashamed of. Asked when the house is dropped, unless the test said why not.

use diesel::prelude::*;
use perfolio::app::App;
use perfolio::cli::verify;
use perfolio::db::schema::jobs;
use perfolio::db::tx::Outcome;
use perfolio::domain::audit::Event;
use perfolio::domain::role::System;
use perfolio::features::history;
use perfolio::jobs::worker;

/// Sentences about what is not in order; none when all is.
pub async fn out_of_order(app: &App) -> Vec<String> {
    let mut found = Vec::new();
    if let Err(why) = run_all(app).await {
        found.push(format!("jobs could not be run: {why}"));
    }
    let failed = app.read(|r| {
        Ok(jobs::table
            .filter(jobs::state.eq("buried").or(jobs::fault.ne("")))
            .select((jobs::job, jobs::fault))
            .load::<(String, String)>(r.conn())?)
    });
    match failed.await {
        Ok(failed) => found.extend(failed.into_iter().map(|(job, why)| format!("job {job}: {why}"))),
        Err(why) => found.push(format!("the jobs could not be read: {why}")),
    }
    match verify(app, System::at_work()).await {
        Ok((0, _)) => {}
        Ok((_, told)) => {
            found.extend(told.lines().filter(|line| line.starts_with("WRONG")).map(str::to_owned))
        }
        Err(why) => found.push(format!("the house could not be checked: {why}")),
    }
    found
}

/// A job that is due may make another one due.
async fn run_all(app: &App) -> Result<(), perfolio::domain::fault::Fault> {
    while worker::run_due(app).await? > 0 {}
    Ok(())
}

/// The same from outside any runtime, on a thread of its own.
pub fn checked(app: App) -> Vec<String> {
    let checking = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(out_of_order(&app))
    });
    checking.join().unwrap_or_else(|_| vec!["the check itself panicked".to_owned()])
}

/// Puts rows that a test wrote without an act into their books, as they are now.
pub async fn vouch(app: &App) {
    for book in app.read(|r| history::books(r.conn(), System::at_work())).await.unwrap() {
        let vouched = app.write(book.id.clone(), move |tx| {
            for row in history::rows_of(tx.conn(), &book)? {
                tx.vouch(book.id.clone(), row.as_ref());
            }
            Ok(Outcome::of((), Event::new("system", "test/made", "test")))
        });
        vouched.await.unwrap();
    }
}
