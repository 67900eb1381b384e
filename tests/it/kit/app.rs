//! A whole house for one test: its own database, a clock that stands still until it is moved, seeded
//! ids, letters in memory, files in a folder that goes with it.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::test::{self, TestRequest};
use futures_util::future::LocalBoxFuture;
use perfolio::app::{App, Parts};
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::Db;
use perfolio::db::conn::{Address, Conn};
use perfolio::db::tx::{Books, Outcome};
use perfolio::domain::audit::Event;
use perfolio::domain::factor::{Demand, Demands};
use perfolio::domain::names::{AccountId, EmailAddress};
use perfolio::domain::policy::Grant;
use perfolio::domain::policy::admin::KeepHouse;
use perfolio::domain::role::System;
use perfolio::domain::time::Moment;
use perfolio::features::{self, accounts};
use perfolio::files::Files;
use perfolio::hashing::Hashing;
use perfolio::ids::Ids;
use perfolio::jobs::worker;
use perfolio::mail::{Letter, Mailer};
use perfolio::sealing::Sealing;
use perfolio::web::server;
use tempfile::TempDir;

use crate::kit::browser::Browser;
use crate::kit::{db, ending, opened};

type Served = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, Error>>>;

/// The password of everybody that `person` makes; it passes the house's own rules.
pub const PASSWORD: &str = "oxbow lantern crisp";

pub struct TestApp {
    pub app: App,
    letters: Arc<Mutex<Vec<Letter>>>,
    served: Served,
    left_alone: Cell<bool>,
    _folder: TempDir,
}

impl TestApp {
    /// One in which leads and admins, like everybody, may have a second factor and need none: most tests
    /// are about something else.
    pub async fn new() -> TestApp {
        TestApp::at("http://127.0.0.1:8080").await
    }

    /// The same, known under this address.
    pub async fn at(public_url: &str) -> TestApp {
        TestApp::with(&[("PERFOLIO_PUBLIC_URL", public_url)]).await
    }

    /// The same, with these settings.
    pub async fn with(settings: &[(&str, &str)]) -> TestApp {
        let folder = tempfile::tempdir().unwrap();
        let database = opened::copy(folder.path()).await;
        TestApp::on(database, settings, folder, Ids::seeded(8)).await
    }

    /// The same, opened by itself and not as a copy.
    pub async fn opened_anew(settings: &[(&str, &str)]) -> TestApp {
        let house = TestApp::unopened_with(settings).await;
        perfolio::cli::open_house(&house.app).await.unwrap();
        house.demands(Demand::Offered, Demand::Offered, Demand::Offered).await;
        house
    }

    /// What the house asks of supervisors, leads and admins; of universities the same as of leads.
    pub async fn demands(&self, supervisor: Demand, lead: Demand, admin: Demand) {
        let set = self.app.write(Books::house(), move |tx| {
            let grant = Grant::to_system(System::at_work(), KeepHouse);
            accounts::set_demands(tx, &grant, &Demands { supervisor, lead, admin, university: lead })?;
            Ok(Outcome::of((), Event::new("system", "setting/second-factor", "house")))
        });
        set.await.unwrap();
    }

    /// A house as it is when nobody has set anything.
    pub async fn strict(public_url: &str) -> TestApp {
        let house = TestApp::unopened_with(&[("PERFOLIO_PUBLIC_URL", public_url)]).await;
        perfolio::cli::open_house(&house.app).await.unwrap();
        house
    }

    /// A migrated database that no house has opened yet.
    pub async fn unopened() -> TestApp {
        TestApp::unopened_with(&[]).await
    }

    async fn unopened_with(settings: &[(&str, &str)]) -> TestApp {
        let folder = tempfile::tempdir().unwrap();
        let database = db::fresh(folder.path());
        TestApp::on(database, settings, folder, Ids::seeded(7)).await
    }

    async fn on(database: Address, settings: &[(&str, &str)], folder: TempDir, ids: Ids) -> TestApp {
        let data = folder.path().to_str().unwrap().to_owned();
        let get = |name: &str| {
            settings.iter().find(|(known, _)| *known == name).map(|(_, said)| (*said).to_owned())
        };
        let mut config = Config::read(get, &[], &data).unwrap();
        let clock = Clock::driven("2026-11-12T09:00:00Z".parse::<Moment>().unwrap());
        config.database.clone_from(&database);
        let db = Db::open_migrated(&database, clock.clone(), ids.clone()).unwrap();
        let files = Files::at(folder.path().join("files")).unwrap();
        let (mail, letters) = Mailer::in_memory();
        let hashing = Hashing::cheap().unwrap();
        let sealing = Sealing::with(&[7; 32]);
        let bell = tokio::sync::Notify::new();
        let program = env!("CARGO_BIN_EXE_perfolio").into();
        let app = App::of(Parts { config, db, files, clock, ids, mail, hashing, sealing, bell, program });
        TestApp::around(app, letters, folder).await
    }

    /// A house that was put together elsewhere.
    pub async fn of(app: App, letters: Arc<Mutex<Vec<Letter>>>, folder: TempDir) -> TestApp {
        perfolio::cli::open_house(&app).await.unwrap();
        TestApp::around(app, letters, folder).await
    }

    async fn around(app: App, letters: Arc<Mutex<Vec<Letter>>>, folder: TempDir) -> TestApp {
        let served = serve(&app).await;
        TestApp { app, letters, served, left_alone: Cell::new(false), _folder: folder }
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser::of(self)
    }

    pub async fn send(&self, request: TestRequest) -> ServiceResponse<BoxBody> {
        (self.served)(request).await.expect("a fault of a request is an answer")
    }

    /// Somebody with an account and `PASSWORD`.
    pub async fn person(&self, name: &str, email: &str) -> AccountId {
        let hash = self.app.hashing.hash(PASSWORD.to_owned()).await.unwrap();
        let (name, email) = (name.to_owned(), EmailAddress::parse(email).unwrap());
        let opened = self.app.write(Books::house(), move |tx| {
            let account = accounts::open_account(tx, &email, &name, &hash)?;
            let event =
                Event::new("system", "account/opened", format!("account/{}", account.id)).row(&account);
            Ok(Outcome::of(account.id, event))
        });
        opened.await.unwrap()
    }

    /// A browser in which this person has signed in.
    pub async fn signed_in(&self, email: &str) -> Browser<'_> {
        let browser = self.browser();
        browser.signs_in(email, PASSWORD).await.leads_to("/");
        browser
    }

    pub fn later(&self, seconds: i64) {
        self.app.clock.set(self.app.clock.now().plus_seconds(seconds));
    }

    /// Waits for what is written after an answer; fails where it never is.
    pub async fn notes(&self, what: &str, there: impl Fn(&mut Conn) -> bool + Clone + Send + 'static) {
        for _ in 0..1_000 {
            let there = there.clone();
            if self.app.read(move |r| Ok(there(r.conn()))).await.unwrap() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{what} was never noted");
    }

    /// The rows that a test wrote without an act are in their books as they are now.
    pub async fn vouches(&self) {
        ending::vouch(&self.app).await;
    }

    /// The house ends as it is: this test leaves it out of order on purpose, for this reason.
    pub fn ends_out_of_order(&self, because: &str) {
        assert!(!because.is_empty());
        self.left_alone.set(true);
    }

    /// Runs what waits, and gives the letters that were sent since the last time.
    pub async fn letters(&self) -> Vec<Letter> {
        while worker::run_due(&self.app).await.unwrap() > 0 {}
        std::mem::take(&mut *self.letters.lock().unwrap())
    }
}

/// Nothing that was due failed, every book and file is whole, every standing is the fresh one or marked.
impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() || self.left_alone.get() {
            return;
        }
        let found = ending::checked(self.app.clone());
        assert!(found.is_empty(), "the house is out of order:\n{}", found.join("\n"));
    }
}

async fn serve(app: &App) -> Served {
    let site = features::site();
    let service =
        test::init_service(actix_web::App::new().configure(|config| server::configure(config, app, &site)))
            .await;
    let service = Rc::new(service);
    Box::new(move |request| {
        let service = service.clone();
        Box::pin(async move { service.call(request.to_request()).await })
    })
}
