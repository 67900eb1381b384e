//! Just enough of a house to take a form, and the visit with which the form comes.

use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::app::{App, Parts, THIS_PROGRAM};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::domain::time::Moment;
use crate::files::Files;
use crate::hashing::Hashing;
use crate::ids::Ids;
use crate::mail::Mailer;
use crate::sealing::Sealing;
use crate::web::limit::Limits;
use crate::web::visit::Visit;

/// A house that only takes forms: nothing of it asks the database.
pub(super) fn at_work() -> Option<(Runtime, App)> {
    let data = std::env::temp_dir().join(format!("perfolio-forms-{}", std::process::id()));
    let config = Config::read(|_| None, &[], &data.to_string_lossy()).ok()?;
    std::fs::create_dir_all(&data).ok()?;
    let (clock, ids) = (Clock::driven(Moment::of_millis(1_790_000_000_000)), Ids::seeded(7));
    let db = Db::open(&config.database, clock.clone(), ids.clone()).ok()?;
    let files = Files::at(data.join("files")).ok()?;
    let (bell, program) = (tokio::sync::Notify::new(), THIS_PROGRAM.into());
    let (mail, hashing, sealing) = (Mailer::in_memory().0, Hashing::cheap().ok()?, Sealing::with(&[7; 32]));
    let app = App::of(Parts { config, db, files, clock, ids, mail, hashing, sealing, bell, program });
    Some((tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?, app))
}

pub(super) fn visit() -> Visit {
    Visit {
        person: None,
        owes_factor: false,
        half: None,
        expired: false,
        csrf: "c".to_owned(),
        key: "k".to_owned(),
        flash: None,
        address: [10, 0, 0, 1].into(),
        agent: String::new(),
        limits: Arc::new(Limits::default()),
    }
}
