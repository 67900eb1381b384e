//! One trainee as staff see them: the same standing, and nothing that is private.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId};
use crate::domain::outlook::State;
use crate::domain::programme::coded::in_words;
use crate::domain::role::{Capacity, Person};
use crate::domain::time::Moment;
use crate::features::enrolments::{led_one, trains};
use crate::features::standing::course::{Course, courses};
use crate::features::standing::shown::{self, Reader};
use crate::features::standing::store::{asked_under, recent, seen_enrolment};
use crate::features::standing::views::home::{Headline, Link};
use crate::features::standing::views::trainees::{EntryRow, Trainee};
use crate::web::gate::Staff;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::paths;

/// So many of the newest entries are shown.
const NEWEST: i64 = 20;

pub async fn trainee(who: Staff, app: App, path: Path<EnrolmentId>) -> Answer {
    let id = path.into_inner();
    let sight = who.sight();
    let (course, entries, asked, (led, trains)) = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let row = seen_enrolment(r.conn(), &sight, &id)?;
            let mut entries = recent(r.conn(), &sight, &id, NEWEST)?;
            let asked = asked_under(r.conn(), &sight, &id)?;
            let mut all = courses(r.conn(), &shelf, vec![row], now)?;
            let led = led_one(r.conn(), &sight, &id).is_ok();
            if let Some(course) = all.first() {
                for entry in &mut entries {
                    entry.title = in_words([course.version.as_ref()], &entry.title);
                }
            }
            let trains = led || trains(r.conn(), &sight, &id)?;
            Ok((all.pop().ok_or(Fault::NotFound)?, entries, asked, (led, trains)))
        })
        .await?;
    let row = &course.row;
    let leads = !who.is(Capacity::Supervisor);
    page(Trainee {
        shell: who.shell(row.name.clone(), if leads { Place::Board } else { Place::Trainees }),
        programme: course.version.title.clone(),
        cohort: row.cohort.clone(),
        place: format!("{}, {}", row.department_name, row.institution_name),
        period: shown::period(row.started_on, row.ends_on, course.today),
        life: match course.assessment.life.is_frozen {
            true => course.life.iter().cloned().chain(shown::left_at_deadline(asked.len())).collect(),
            false => course.life.clone(),
        },
        stale: course.stale.clone(),
        headline: headline(&course),
        overall: course.overall.sentence.clone(),
        uncounted: course.has_uncounted(),
        behind: course.behind().map(|requirement| requirement.title.clone()).collect::<Vec<_>>().join("; "),
        lines: course.lines().map(|told| shown::line(&course, told)).collect(),
        waits: waits(&asked, who.person()),
        entries: entries
            .into_iter()
            .map(|entry| EntryRow {
                title: format!("{} (number {})", entry.title, entry.number),
                href: paths::entry(entry.id.as_str()),
                day: entry.day.to_string(),
                state: entry.state.shown(),
            })
            .collect(),
        last: course.last_entry_on.map(|day| day.to_string()).unwrap_or_default(),
        export: paths::export_of(row.id.as_str()),
        history: paths::history(row.portfolio.as_str()),
        lead: if led { lead_links(&course) } else { Vec::new() },
        assess: trains.then(|| paths::assessments_of(row.id.as_str())),
        list: if leads { Link::to("Board", paths::BOARD) } else { Link::to("My trainees", paths::TRAINEES) },
    })
}

/// What only whoever leads the enrolment can do.
fn lead_links(course: &Course) -> Vec<Link> {
    let row = &course.row;
    let system = course.version.official_record.as_ref();
    let to_enter =
        system.map(|system| Link::to(format!("To enter in {system}"), paths::to_enter(row.id.as_str())));
    let mut links = vec![
        Link::to("Plan a review", paths::new_review(row.id.as_str(), "")),
        Link::to("Results: marks, exams, certificates", paths::results_of(row.id.as_str())),
        Link::to(
            "Life of this enrolment: time out, part time, extensions, the end",
            paths::life(row.id.as_str()),
        ),
        Link::to("Targets, due days and the end", paths::terms(row.id.as_str())),
        Link::to("Person: appointments and registrations", paths::person(row.person.as_str())),
        Link::to("Move to another version", paths::new_move(&course.version.code)),
    ];
    let wholes = || Link::to("Modules and the whole programme", paths::wholes(row.id.as_str()));
    links.extend(course.version.has_wholes().then(wholes));
    links.extend(to_enter);
    links
}

/// Told about the trainee, not to them.
fn headline(course: &Course) -> Option<Headline> {
    let told = course.headline()?;
    let (requirement, standing, outlook) = told;
    let forecast = outlook.forecast.as_ref().map(|forecast| shown::pace(forecast, Reader::Staff));
    Some(Headline {
        title: requirement.title.clone(),
        href: paths::requirement(course.row.id.as_str(), &standing.id),
        figures: shown::counted(requirement, standing),
        bar: shown::bar(course, told),
        said: forecast.unwrap_or_default(),
        state: if standing.waived.is_some() { State::NotRequired.as_str() } else { outlook.state.as_str() },
        pace: String::new(),
        why: shown::why(course, told),
    })
}

/// Grouped by who was asked, the longest waiting first.
fn waits(asked: &[(AccountId, String, Moment)], person: &Person) -> Vec<String> {
    let mut groups: Vec<(&AccountId, &str, usize, Moment)> = Vec::new();
    for (id, name, since) in asked {
        match groups.iter_mut().find(|(known, ..)| *known == id) {
            Some((_, _, count, _)) => *count += 1,
            None => groups.push((id, name, 1, *since)),
        }
    }
    let said = |(id, name, count, since): (&AccountId, &str, usize, Moment)| {
        let name = if *id == person.account { "you" } else { name };
        format!("{count} with {name} {}", shown::since(since, person.now, person.zone))
    };
    groups.into_iter().map(said).collect()
}
