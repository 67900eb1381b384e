//! Asking for a report: the row, the event and the job, or none of them.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::Job;
use crate::domain::names::{EnrolmentId, ExportId};
use crate::domain::policy::exports::{may_export_cohort, may_export_portfolio};
use crate::domain::role::Person;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{in_its_names, store as enrolled};
use crate::features::exports::build::{self, about};
use crate::features::exports::forms::{About, Ask};
use crate::features::exports::pages;
use crate::features::exports::store::chosen::{self, Cohort};
use crate::features::exports::store::{self, Format, New, What};
use crate::features::programmes;
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};

/// A portfolio with at most so many entries is written as CSV while one waits. Measured on the demo house:
/// 2.5 ms an entry unoptimised, so a second there, and far less in a release. Larger ones, and every PDF
/// and Excel file, are made by a job.
const AT_ONCE: i64 = 400;
/// When the job looks whether the report that was to be made at once is there.
const IF_NOT_MADE_SECONDS: i64 = 60;

pub async fn ask(who: SignedIn, app: App, mut form: Form<Ask>) -> Answer {
    match asked(&who, &app, &mut form).await {
        Ok(location) if location != paths::EXPORTS => at_once(&app, location).await,
        Ok(location) => {
            saying(location, "Your report is being made. It will be on this page, and a letter tells you.")
        }
        Err(fault) => pages::new_with(&who, &app, form.again(fault)?).await,
    }
}

/// A small report is made while its asker waits, and the answer is the file. The job stays queued behind
/// it: whatever goes wrong here, it makes the report as for everybody else.
async fn at_once(app: &App, location: String) -> Answer {
    let id = ExportId::new(location.rsplit('/').next().unwrap_or_default());
    match build::build_at_once(app, &id).await {
        Ok(()) => see_other(location),
        Err(fault) => {
            tracing::warn!(export = %id, %fault, "a report was not made at once");
            saying(
                paths::EXPORTS,
                "Your report is being made. It will be on this page, and a letter tells you.",
            )
        }
    }
}

async fn asked(who: &SignedIn, app: &App, form: &mut Form<Ask>) -> Result<String, Fault> {
    let given = form.given()?;
    let mut once = form.once(&who.account);
    // A download leaves its asker on the form: the same form with other words is another report.
    once.key = format!("{}.{}", once.key, once.body_hash);
    let person = who.person().clone();
    match given.about {
        About::Portfolio(id) => {
            let (books, of) = (Books::of_enrolment(&id), id.clone());
            let done = app
                .write_once(once, books, move |tx| put_portfolio(tx, &person, &id, given.format, given.day))
                .await;
            in_its_names(app, &of, done).await
        }
        About::Cohort(cohort) => {
            app.write_once(once, Books::house(), move |tx| {
                put_cohort(tx, &person, &cohort, given.format, given.day)
            })
            .await
        }
    }
}

/// Asks for a report of one enrolment, inside a write that has taken its book.
pub fn put_portfolio(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    format: Format,
    day: Option<Day>,
) -> Result<Outcome<String>, Fault> {
    let case = chosen::portfolio_case(tx.conn(), &person.sight(), id)?;
    let grant = may_export_portfolio(person, &case)?;
    let shelf = tx.shelf();
    let row = enrolled::enrolment(tx.conn(), id)?;
    let version = programmes::version_at(tx.conn(), &shelf, &row.version, row.layer.as_ref())?;
    let zone = row.zone.parse().unwrap_or(DEFAULT_ZONE);
    let as_at = as_at(day, tx.now(), zone, Some(row.started_on))?;
    let title = format!("Training portfolio of {}: {}", row.name, version.title);
    let at_once = format == Format::Csv && chosen::filed(tx.conn(), id)? <= AT_ONCE;
    let new = New { what: What::Portfolio, subject: id.to_string(), title, format, as_at };
    finish(tx, &grant, new, at_once)
}

/// Asks for a report of a cohort, inside a write that has taken the house's book.
pub fn put_cohort(
    tx: &mut Tx<'_>,
    person: &Person,
    cohort: &Cohort,
    format: Format,
    day: Option<Day>,
) -> Result<Outcome<String>, Fault> {
    let case = chosen::cohort_case(tx.conn(), &person.sight(), cohort)?;
    let grant = may_export_cohort(person, &case)?;
    let as_at = as_at(day, tx.now(), person.zone, None)?;
    let title = chosen::choices(tx.conn(), &person.sight())?.title(cohort);
    finish(tx, &grant, New { what: What::Cohort, subject: cohort.query(), title, format, as_at }, false)
}

fn finish(
    tx: &mut Tx<'_>,
    grant: &crate::domain::policy::Grant<crate::domain::policy::exports::Export>,
    new: New,
    at_once: bool,
) -> Result<Outcome<String>, Fault> {
    let row = store::ask(tx, grant, new)?;
    let job = Job::BuildExport { export: row.id.clone() };
    let location = match at_once {
        true => {
            tx.later_at(job, tx.now().plus_seconds(IF_NOT_MADE_SECONDS))?;
            paths::export(row.id.as_str())
        }
        false => {
            tx.later(job)?;
            paths::EXPORTS.to_owned()
        }
    };
    let event = grant.event("export/asked", format!("export/{}", row.id));
    let event = about(event.with("format", row.format).with("as-at", row.as_at), &row);
    Ok(Outcome::of(location, event.row(&row)))
}

/// Now, or the last instant of a day that has begun.
fn as_at(
    day: Option<Day>,
    now: Moment,
    zone: chrono_tz::Tz,
    earliest: Option<Day>,
) -> Result<Moment, Faults> {
    let Some(day) = day else { return Ok(now) };
    if day > now.day_in(zone) {
        return Err(Faults::one("day", "This day is still to come. Enter today or an earlier day."));
    }
    if let Some(first) = earliest.filter(|first| day < *first) {
        return Err(Faults::one(
            "day",
            format!("The enrolment began on {first}. Enter that day or a later one."),
        ));
    }
    Ok(day.ends_in(zone).min(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_means_its_last_instant_and_never_the_future() {
        let now: Moment = "2026-07-02T09:00:00Z".parse().unwrap();
        let day = |text: &str| Some(text.parse::<Day>().unwrap());
        let at = |d, first| as_at(d, now, DEFAULT_ZONE, first).map(|at| at.to_string());
        assert_eq!(at(None, None).unwrap(), "2026-07-02T09:00:00.000Z");
        assert_eq!(at(day("2026-07-01"), None).unwrap(), "2026-07-01T22:59:59.999Z");
        assert_eq!(at(day("2026-07-02"), None).unwrap(), "2026-07-02T09:00:00.000Z");
        assert!(at(day("2026-07-03"), None).is_err());
        assert!(at(day("2025-09-30"), day("2025-10-01")).is_err());
    }
}
