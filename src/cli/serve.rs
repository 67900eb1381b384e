//! Starting the house: open or make it, load what the binary brings, say where it is, serve until
//! asked to stop. The first admin comes in by a one-time link that is printed here and nowhere kept.

use std::net::SocketAddr;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app::App;
use crate::cli::log::log_to_stderr;
use crate::config::Config;
use crate::db::tx::{Books, Outcome, Why};
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::domain::role::System;
use crate::features::{accounts, erasures, history, programmes, redactions};
use crate::jobs::{self, worker};
use crate::web::server;

pub type Done = Result<(i32, String), Fault>;

pub fn serve(config: Config) -> Done {
    log_to_stderr(&config);
    on_runtime(async move {
        // Inside: the line to the SMTP server ends with a task.
        let app = App::build(config)?;
        open_house(&app).await?;
        let link = app.write_quietly(Why::LinkMade, accounts::first_admin_link).await?;
        run(app, |app, addresses| {
            say(&format!("Perfolio listens on {}", addresses_shown(addresses)));
            say(&format!("Open {}", app.config.link("/")));
            if let Some(token) = link {
                say(&format!(
                    "This house has no admin yet. Set it up with this link, which works once:\n  {}",
                    app.config.link(&format!("/set-up/{token}"))
                ));
            }
            if !app.mail.leaves() {
                say("No SMTP is set: letters are written as files into the folder letters of PERFOLIO_DATA.");
            }
        })
        .await
    })
}

pub fn work(config: Config) -> Done {
    log_to_stderr(&config);
    on_runtime(async move {
        // Inside: the line to the SMTP server ends with a task.
        let app = App::build(config)?;
        open_house(&app).await?;
        let (stop, stopped) = watch::channel(false);
        let working = tokio::spawn(worker::work(app, stopped));
        asked_to_stop().await;
        let _ = stop.send(true);
        working.await.map_err(Fault::broken)?;
        Ok((0, String::new()))
    })
}

/// Makes the house's own book if this is its first start, loads the built-in programmes, and writes
/// down that the house was started, by which release.
pub async fn open_house(app: &App) -> Result<(), Fault> {
    let open = app.write_quietly(Why::Swept, |tx| {
        if tx.knows_book(&BookId::house())? {
            return Ok(false);
        }
        tx.open_book(BookId::house(), "house")?;
        Ok(true)
    });
    let new = match open.await {
        // Two nodes open an empty database at once: the other was first.
        Err(Fault::Taken(_)) => false,
        other => other?,
    };
    let load = app.write(Books::house(), move |tx| {
        let published = programmes::load_builtin(tx, System::at_work())?;
        let word = if new { "house/opened" } else { "house/started" };
        let event = Event::new("system", word, "house").with("release", env!("CARGO_PKG_VERSION"));
        Ok(Outcome::of((), event).and_all(published))
    });
    load.await?;
    history::adopt(app, System::at_work()).await?;
    redactions::catch_up(app, System::at_work()).await?;
    erasures::catch_up(app, System::at_work()).await.map(drop)
}

/// Serves pages and runs jobs until asked to stop; `ready` is told the addresses.
pub async fn run(app: App, ready: impl FnOnce(&App, &[SocketAddr])) -> Done {
    jobs::plan_tidying(&app).await?;
    jobs::plan_refresh(&app, System::at_work()).await?;
    jobs::plan_round(&app).await?;
    let site = crate::features::site();
    let (server, addresses) = server::serve(&app, site).map_err(|why| {
        Fault::Broken(format!("cannot listen on {} (PERFOLIO_LISTEN): {why}", app.config.listen))
    })?;
    let (stop, stopped) = watch::channel(false);
    let working = tokio::spawn(worker::work(app.clone(), stopped));
    ready(&app, &addresses);
    server.await.map_err(Fault::broken)?;
    let _ = stop.send(true);
    working.await.map_err(Fault::broken)?;
    Ok((0, String::new()))
}

/// actix's own runtime, since its server spawns tasks that stay on their thread.
pub fn on_runtime(work: impl Future<Output = Done>) -> Done {
    actix_web::rt::System::new().block_on(work)
}

/// Ctrl-C at the terminal, SIGTERM from whoever looks after services.
async fn asked_to_stop() {
    match signal(SignalKind::terminate()) {
        Ok(mut term) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

pub fn say(line: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

pub fn addresses_shown(addresses: &[SocketAddr]) -> String {
    addresses.iter().map(|a| format!("http://{a}")).collect::<Vec<_>>().join(", ")
}
