//! One's own reports, the form that asks for one, and the file itself.

use actix_web::web::Path;
use tokio::task::spawn_blocking;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::app::App;
use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::names::ExportId;
use crate::domain::policy::exports::{may_export_cohort, may_export_portfolio};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::{in_its_names, store as enrolled};
use crate::features::exports::forms::{self, About};
use crate::features::exports::store::chosen::{self, Cohort};
use crate::features::exports::store::{self, ExportRow, Format, State, What};
use crate::features::exports::views;
use crate::features::programmes;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::{Answer, Oops};
use crate::web::page::{Place, Shell, page};
use crate::web::paths;
use crate::web::reply::{Shown, download as file, saying};
use crate::web::typed::{Asked, Typed};

/// What an address may say about whom.
const ABOUT: [&str; 4] = ["enrolment", "version", "cohort", "department"];

pub async fn exports(who: SignedIn, app: App) -> Answer {
    let shell = who.shell("Reports", Place::Reports);
    listed(who.person(), &app, shell).await
}

/// The same page under the address of the lead's menu.
pub async fn reports(who: Lead, app: App) -> Answer {
    let shell = who.shell("Reports", Place::Reports);
    listed(who.person(), &app, shell).await
}

async fn listed(person: &crate::domain::role::Person, app: &App, shell: Shell) -> Answer {
    let who = person.sight();
    let (rows, choices) =
        app.read(move |r| Ok((store::own(r.conn(), &who)?, chosen::in_sight(r.conn(), &who)?))).await?;
    page(views::Exports::new(shell, person, rows, choices))
}

/// Without a word in the address: who leads somebody chooses a cohort, everybody else whose portfolio; where
/// there is only one there is nothing to choose.
pub async fn new(who: SignedIn, app: App, asked: Asked) -> Answer {
    let mut asked = asked;
    if ABOUT.iter().all(|field| asked.one(field).is_empty()) {
        let person = who.person().clone();
        let found = app.read(move |r| {
            let sight = person.sight();
            let leads = person.is(Capacity::Lead)
                && chosen::cohort_case(r.conn(), &sight, &Cohort::default())?.led > 0;
            if leads { Ok(None) } else { chosen::in_sight(r.conn(), &sight).map(Some) }
        });
        match found.await? {
            None => {}
            Some(choices) => match choices.as_slice() {
                [only] => asked.0.add("enrolment", only.enrolment.as_str()),
                _ => return page(views::WhoseToExport::new(&who, choices)),
            },
        }
    }
    let mut typed = Typed::holding([("format", "pdf"), ("when", "now")]);
    for field in ABOUT {
        typed.words.add(field, asked.one(field));
    }
    new_with(&who, &app, typed).await
}

/// The form with what was typed, for one portfolio or for a cohort.
pub async fn new_with(who: &SignedIn, app: &App, typed: Typed) -> Answer {
    let person = who.person().clone();
    match forms::about(&typed.words) {
        About::Portfolio(id) => {
            let of = id.clone();
            let found = app.read(move |r| {
                let shelf = r.shelf();
                let case = chosen::portfolio_case(r.conn(), &person.sight(), &id)?;
                may_export_portfolio(&person, &case)?;
                let row = enrolled::enrolment(r.conn(), &id)?;
                let version = programmes::version_at(r.conn(), &shelf, &row.version, row.layer.as_ref())?;
                let programme = format!("{}, version {}", version.title, version.version);
                Ok((row, programme))
            });
            let (row, programme) = in_its_names(app, &of, found.await).await?;
            page(views::NewPortfolio::new(who, row, programme, typed))
        }
        About::Cohort(_) => {
            let found = app.read(move |r| {
                let case = chosen::cohort_case(r.conn(), &person.sight(), &Cohort::default())?;
                may_export_cohort(&person, &case)?;
                chosen::choices(r.conn(), &person.sight())
            });
            page(views::NewCohort::new(who, found.await?, typed))
        }
    }
}

pub async fn download(who: SignedIn, app: App, id: Path<ExportId>) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let (row, name) = app
        .read(move |r| {
            let row = store::one(r.conn(), &sight, &id)?;
            if !may_fetch(r.conn(), &sight, &row)? {
                return Ok((row, None));
            }
            let (subject, zone) = match row.what {
                What::Portfolio => {
                    let enrolment = enrolled::enrolment(r.conn(), &row.enrolment())?;
                    (enrolment.name, enrolment.zone.parse().unwrap_or(DEFAULT_ZONE))
                }
                What::Cohort => {
                    let cohort =
                        Cohort::of_query(&row.subject).cohort.unwrap_or_else(|| "trainees".to_owned());
                    (cohort, store::house_zone(r.conn())?)
                }
            };
            let name = format!("perfolio-{}-{}.{}", slug(&subject), row.as_at.day_in(zone).iso(), row.format);
            Ok((row, Some(name)))
        })
        .await?;
    let Some(name) = name else {
        return saying(
            paths::EXPORTS,
            "You no longer see all that is in this report, so it cannot be fetched.",
        );
    };
    match row.state {
        State::Ready => {}
        State::Asked => return saying(paths::EXPORTS, "This report is still being made."),
        State::Failed => return saying(paths::EXPORTS, "This report could not be made. Ask for it again."),
        State::Expired if row.fault.is_empty() => {
            return saying(paths::EXPORTS, "This report has expired. Ask for it again.");
        }
        State::Expired => return saying(paths::EXPORTS, format!("{} Ask for it again.", row.fault)),
    }
    let media_type = media_type(&row);
    let files = app.files.clone();
    let bytes = spawn_blocking(move || files.read(&row.file_hash)).await.map_err(Oops::broken)?;
    file(bytes.map_err(Fault::broken)?, &name, media_type, Shown::Attached)
}

/// Asked again when it is fetched: it was right to make it, and a week later it may not be to give it.
fn may_fetch(conn: &mut Conn, sight: &Sight, row: &ExportRow) -> Result<bool, Fault> {
    match row.what {
        What::Cohort => chosen::leads_as_then(conn, sight, row.asked_at),
        What::Portfolio => match chosen::portfolio_case(conn, sight, &row.enrolment()) {
            Ok(case) => Ok(case.owner == *sight.viewer() || !case.capacities.is_empty()),
            Err(Fault::NotFound) => Ok(false),
            Err(fault) => Err(fault),
        },
    }
}

fn media_type(row: &ExportRow) -> &'static str {
    match row.format {
        Format::Pdf => "application/pdf",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Csv => "text/csv; charset=utf-8",
    }
}

/// "Zoë Müller-Świątek" becomes "zoe-muller-swiatek": a name that every file system and mail takes.
fn slug(name: &str) -> String {
    let plain = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let joined: String = plain.map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = joined.split('-').filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(60).collect();
    if slug.is_empty() { "portfolio".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_file_name_is_plain() {
        for (name, plain) in [
            ("Ann Field", "ann-field"),
            ("Zoë Müller-Świątek", "zoe-muller-swiatek"),
            ("Lea O’Neill", "lea-o-neill"),
            ("../../etc", "etc"),
            ("李", "portfolio"),
        ] {
            assert_eq!(slug(name), plain);
        }
    }
}
