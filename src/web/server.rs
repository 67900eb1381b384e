//! The server: what lies around the pages, in order, and how it starts and stops. From the outside in:
//! a line in the log with a request's number; security headers; compression; then the stylesheet and
//! the health check, which know nobody; then the session middleware and the rooms' pages; and last
//! whatever address nobody has. Tests build the same thing through `configure`.

use std::future::{Ready, ready};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Payload, Server};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::from_fn;
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpServer, guard, web};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::Serialize;
use tracing_actix_web::TracingLogger;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::web::limit::Limits;
use crate::web::log::Line;
use crate::web::oops::{Answer, Oops};
use crate::web::routes::{Routes, to};
use crate::web::session::{Desk, Doorkeeper, attend};
use crate::web::squeeze::squeeze;
use crate::web::{asset, headers, paths};

/// A phone with one bar has so long to send its request's head.
const HEAD_PATIENCE: Duration = Duration::from_secs(15);
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Seconds for answers under way when the house is asked to stop.
const LAST_ANSWERS: u64 = 20;
/// More than the 10 000 idle ones that `tests/it/siege.rs` opens: whoever holds connections open without
/// a word keeps nobody else out (each costs some kilobytes and ends after `HEAD_PATIENCE`).
const CONNECTIONS_PER_WORKER: usize = 25_000;
/// Open files that a house may ever need, where the machine sets no limit.
const FILES: u64 = 100_000;

/// Everything that the rooms give to the server.
pub struct Site {
    routes: Routes,
    desk: Desk,
}

impl Site {
    pub fn new(routes: Routes, doorkeeper: Doorkeeper) -> Site {
        Site { routes, desk: Desk { doorkeeper, limits: Arc::new(Limits::default()) } }
    }
}

/// All services of one worker, or of a test.
pub fn configure(config: &mut web::ServiceConfig, app: &App, site: &Site) {
    let pages = web::scope("")
        .wrap(from_fn(attend))
        .configure(|inner| site.routes.configure(inner))
        .default_service(to(web::route(), nothing_here));
    let around = web::scope("")
        .app_data(app.clone())
        .app_data(site.desk.clone())
        .wrap(from_fn(squeeze))
        .wrap(headers::headers(app.config.secure()))
        .route(paths::STATIC, to(looked_at(), asset::serve))
        .route(paths::HEALTH, to(looked_at(), health))
        .service(pages);
    config.service(around);
}

/// Starts; the addresses are those really listened on (port 0 takes a free one). Await the server.
pub fn serve(app: &App, site: Site) -> io::Result<(Server, Vec<SocketAddr>)> {
    let (app, site) = (app.clone(), Arc::new(site));
    let listen = app.config.listen;
    allow_open_files();
    let server = HttpServer::new(move || {
        let (app, site) = (app.clone(), site.clone());
        actix_web::App::new()
            .wrap(TracingLogger::<Line>::new())
            .configure(move |config| configure(config, &app, &site))
    })
    // A compressed page goes out in pieces: with Nagle's rule the last one waits 40 ms for the browser's word.
    .tcp_nodelay(true)
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(HEAD_PATIENCE)
    .max_connections(CONNECTIONS_PER_WORKER)
    .shutdown_timeout(LAST_ANSWERS)
    .bind(listen)?;
    let addresses = server.addrs();
    Ok((server.run(), addresses))
}

/// Each connection is an open file, and the usual soft limit of 1 024 is a busy morning's: takes what
/// the machine allows.
fn allow_open_files() {
    let allowed = getrlimit(Resource::Nofile).maximum;
    let wanted = Rlimit { current: Some(allowed.unwrap_or(FILES)), maximum: allowed };
    if let Err(why) = setrlimit(Resource::Nofile, wanted) {
        tracing::warn!("the limit of open files stays as it is: {why}");
    }
}

fn looked_at() -> actix_web::Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

async fn nothing_here() -> Answer {
    Err(Oops::Fault(Fault::NotFound))
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    database: &'static str,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

async fn health(app: App) -> Answer {
    let found = app.db.ping().await;
    let (code, status) = match found {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
    };
    let reason = found.err().map(|why| {
        // The engine's own words name hosts and users: they are for the log.
        tracing::error!(%why, "the database does not answer");
        "the database does not answer"
    });
    let said = Health { status, database: app.db.engine(), version: env!("CARGO_PKG_VERSION"), reason };
    let body = serde_json::to_string(&said).map_err(Oops::broken)?;
    let mut answer = HttpResponse::build(code);
    answer.insert_header((header::CONTENT_TYPE, "application/json"));
    Ok(answer.body(body))
}

/// Handlers ask for the app by naming it: `app: App`.
impl FromRequest for App {
    type Error = Oops;
    type Future = Ready<Result<App, Oops>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.app_data::<App>().cloned().ok_or_else(|| Oops::broken("the server has no app")))
    }
}
