//! `perfolio demo`: a believable department to look at, made in seconds through the same acts as real
//! data, and the same each time. It listens on this machine only, sends no letters, opens a demo house
//! that is there already, and refuses to touch anybody's own.

mod alive;
mod arrivals;
mod assessors;
mod capacities;
pub mod cases;
pub mod cast;
pub mod chance;
mod earlier;
pub mod house;
mod making;
mod others;
mod plan;
pub mod proofs;
mod record;
mod reviews;
mod rounds;
mod says;
pub mod words;

use std::time::Instant;

pub use making::{PASSWORD, make};
pub use plan::{Plan, Size};

use crate::app::App;
use crate::cli::log::log_to_stderr;
use crate::cli::serve::{Done, addresses_shown, on_runtime, open_house, run, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::marks::{self, What};
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::standing;
use crate::ids::Ids;
use crate::mail::Mailer;

/// Seed of every id and salt in the house while it is made.
const SEED: u64 = 20_241_007;

pub fn demo(config: Config) -> Done {
    if !config.listen.ip().is_loopback() {
        return Err(Fault::Broken(format!(
            "the demo listens on this machine only, since everybody knows its password: set PERFOLIO_LISTEN \
             to 127.0.0.1 and a port, not {}",
            config.listen
        )));
    }
    on_runtime(async move {
        let began = Instant::now();
        let today = Clock::System.now().day_in(DEFAULT_ZONE);
        let wanted = config.demo_day.unwrap_or(today);
        let (stands, new) = match found(&config)? {
            Some(made) => (standing_day(made, wanted, config.demo_day.is_some())?, false),
            None => {
                say("Making the demo house. This takes less than a minute.");
                fresh(&config, wanted, Size::Whole).await?;
                (wanted, true)
            }
        };
        let app = opened(config, stands, today)?;
        log_to_stderr(&app.config);
        open_house(&app).await?;
        // From here on it cannot go back before this day: what happens today is dated so.
        app.write_quietly(Why::Swept, move |tx| marks::mark(tx, Some(stands))).await?;
        standing::refresh_due(&app, System::at_work()).await?;
        let seconds = began.elapsed().as_secs_f64();
        run(app, move |app, addresses| {
            let verb = if new { "Made" } else { "Opened" };
            say(&format!("{verb} in {seconds:.1} seconds. The house stands on {stands}."));
            say(&format!("Perfolio listens on {}", addresses_shown(addresses)));
            say(&format!("Open {}", app.config.link("/")));
            say("Sign in with one of these addresses:");
            for (address, what) in SIGN_INS {
                say(&format!("  {address:<26}{what}"));
            }
            say(&format!(
                "The password is {PASSWORD} for everybody. Letters are files in the folder letters."
            ));
        })
        .await
    })
}

const SIGN_INS: [(&str, &str); 6] = [
    ("trainee@demo.example", "118 of 150 cases signed, drafts, one returned, two programmes"),
    ("supervisor@demo.example", "an inbox of twelve"),
    ("lead@demo.example", "two cohorts, 24 trainees"),
    ("admin@demo.example", "the house itself"),
    ("science.lead@demo.example", "one person on each other programme; everybody has an account"),
    ("university@demo.example", "marks, and no cases; the README says who else there is to see"),
];

/// The day on which the demo house that is there stands; none where there is nothing yet, and what the
/// demo left unfinished is taken away. Anybody's own database is refused, untouched.
pub fn found(config: &Config) -> Result<Option<Day>, Fault> {
    match marks::look(&config.database)? {
        What::Demo(day) => Ok(Some(day)),
        What::Nothing => Ok(None),
        What::Unfinished => {
            marks::clear_unfinished(&config.database)?;
            Ok(None)
        }
        What::Another => Err(Fault::Broken(format!(
            "{:?} holds a house that is not the demo’s, and the demo leaves it alone: choose another folder \
             with PERFOLIO_DATA, or an empty database with PERFOLIO_DATABASE_URL",
            config.database
        ))),
    }
}

/// A house goes on from the day on which it was made; it cannot go back before it.
fn standing_day(made: Day, wanted: Day, fixed: bool) -> Result<Day, Fault> {
    match (wanted < made, fixed) {
        (false, _) => Ok(wanted),
        (true, false) => Ok(made),
        (true, true) => Err(Fault::Broken(format!(
            "this demo house stands on {made} and cannot go back to {wanted}: remove its folder, or choose \
             another with PERFOLIO_DATA"
        ))),
    }
}

/// Makes the house of a day in an empty database, and closes it again.
pub async fn fresh(config: &Config, day: Day, size: Size) -> Result<(), Fault> {
    let clock = Clock::driven(Moment::of_millis(0));
    let app = App::assemble(config.clone(), clock, Ids::seeded(SEED), letters(config)?)?;
    make(&app, Plan::of(day, size)?).await
}

/// The demo house that is there, on the day on which it stands, for a command about it; none of any other house.
pub fn opened_again(config: &Config) -> Result<Option<App>, Fault> {
    let What::Demo(made) = marks::look(&config.database)? else { return Ok(None) };
    let today = Clock::System.now().day_in(DEFAULT_ZONE);
    let stands = standing_day(made, config.demo_day.unwrap_or(today), config.demo_day.is_some())?;
    opened(config.clone(), stands, today).map(Some)
}

/// The house to be served: with the machine's clock, so many days away that today is its day, and with
/// real chance, since sessions are made from it.
fn opened(config: Config, stands: Day, today: Day) -> Result<App, Fault> {
    let clock = match stands.days_since(today) {
        0 => Clock::System,
        days => Clock::Shifted(days * 86_400_000),
    };
    let mail = letters(&config)?;
    App::assemble(config, clock, Ids::Random, mail)
}

/// Whatever the settings say, no letter of the demo leaves the machine.
fn letters(config: &Config) -> Result<Mailer, Fault> {
    Mailer::into_folder(config.letters(), config.mail_from.as_str()).map_err(Fault::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_goes_on_and_never_back() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let made = day("2026-11-21");
        assert_eq!(standing_day(made, day("2026-12-01"), false).unwrap(), day("2026-12-01"));
        assert_eq!(standing_day(made, day("2026-12-01"), true).unwrap(), day("2026-12-01"));
        assert_eq!(standing_day(made, day("2026-11-01"), false).unwrap(), made);
        let refused = standing_day(made, day("2026-11-01"), true).unwrap_err().to_string();
        assert!(refused.contains("cannot go back to 1 November 2026"), "{refused}");
    }

    #[test]
    fn the_demo_listens_on_this_machine_only() {
        let everywhere = |name: &str| (name == "PERFOLIO_LISTEN").then(|| "0.0.0.0:8080".to_owned());
        let config = Config::read(everywhere, &[], "./demo-data").unwrap();
        assert!(demo(config).unwrap_err().to_string().contains("listens on this machine only"));
    }
}
