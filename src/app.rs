//! The house's parts, built once and handed down: no statics, so tests build as many as they like.

use std::fs::DirBuilder;
use std::ops::Deref;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::tx::{Books, Once, Outcome, Tx, Why};
use crate::db::{Db, Reading};
use crate::domain::fault::Fault;
use crate::files::Files;
use crate::hashing::Hashing;
use crate::ids::Ids;
use crate::mail::Mailer;
use crate::sealing::Sealing;

pub struct Parts {
    pub config: Config,
    pub db: Db,
    pub files: Files,
    pub clock: Clock,
    pub ids: Ids,
    pub mail: Mailer,
    pub hashing: Hashing,
    pub sealing: Sealing,
    /// Rung when a job may have become due, so that mail does not wait for the worker's next look.
    pub bell: tokio::sync::Notify,
    /// This very program, run again as a child to draw a PDF. Tests are another program and name it.
    pub program: PathBuf,
}

/// Also when the file has been replaced by a newer release meanwhile.
pub const THIS_PROGRAM: &str = "/proc/self/exe";

#[derive(Clone)]
pub struct App(Arc<Parts>);

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    pub fn of(parts: Parts) -> App {
        App(Arc::new(parts))
    }

    /// The house as the settings say, with the machine's clock and real chance.
    pub fn build(config: Config) -> Result<App, Fault> {
        let broken = |what: &str, why: &dyn std::fmt::Display| Fault::Broken(format!("{what}: {why}"));
        own_folder(&config.data).map_err(|why| broken("PERFOLIO_DATA", &why))?;
        let from = config.mail_from.as_str();
        let mail = match &config.smtp {
            Some(smtp) => Mailer::by_smtp(smtp, from).map_err(Fault::Broken)?,
            None => {
                Mailer::into_folder(config.letters(), from).map_err(|why| broken("PERFOLIO_DATA", &why))?
            }
        };
        App::assemble(config, Clock::System, Ids::Random, mail)
    }

    /// The same with a clock, a source of ids and a carrier of letters of its own: for the demo.
    pub fn assemble(config: Config, clock: Clock, ids: Ids, mail: Mailer) -> Result<App, Fault> {
        let broken = |what: &str, why: &dyn std::fmt::Display| Fault::Broken(format!("{what}: {why}"));
        own_folder(&config.data).map_err(|why| broken("PERFOLIO_DATA", &why))?;
        let db = Db::open(&config.database, clock.clone(), ids.clone())?;
        let files = Files::at(config.data.join("files")).map_err(|why| broken("PERFOLIO_DATA", &why))?;
        let hashing = Hashing::owasp()?;
        let sealing = Sealing::of(&config)?;
        let (bell, program) = (tokio::sync::Notify::new(), PathBuf::from(THIS_PROGRAM));
        Ok(App::of(Parts { config, db, files, clock, ids, mail, hashing, sealing, bell, program }))
    }

    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Reading<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.db.read(f).await
    }

    pub async fn write<T: Send + 'static>(
        &self,
        books: impl Into<Books>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<Outcome<T>, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let done = self.db.write(books, f).await;
        self.bell.notify_one();
        done
    }

    pub async fn write_once(
        &self,
        once: Once,
        books: impl Into<Books>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<Outcome<String>, Fault> + Send + 'static,
    ) -> Result<String, Fault> {
        let done = self.db.write_once(once, books, f).await;
        self.bell.notify_one();
        done
    }

    pub async fn write_quietly<T: Send + 'static>(
        &self,
        why: Why,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.db.write_quietly(why, f).await
    }
}

/// Made so that nobody else on the machine reads it: it has the database, evidence, and letters with
/// links in them. A folder that is there already stays as its owner made it.
fn own_folder(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn the_folder_of_a_house_is_its_own() {
        let around = tempfile::tempdir().unwrap();
        let data = around.path().join("srv").join("data");
        super::own_folder(&data).unwrap();
        assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
        super::own_folder(&data).unwrap();
    }
}
