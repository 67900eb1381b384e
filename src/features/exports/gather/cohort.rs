//! Everybody somebody leads: a row per trainee and requirement. Assessed one enrolment after another, so
//! that only one portfolio's entries are in memory at a time.

use chrono_tz::Tz;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fact::FactState;
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::domain::outlook::{Outlook, State, in_one_word};
use crate::domain::progress::Standing;
use crate::domain::role::Sight;
use crate::domain::time::Day;
use crate::features::exports::gather::{Asked, how_to_check, printed};
use crate::features::exports::store::chosen::{Cohort, led};
use crate::features::exports::store::record;
use crate::features::standing::Assessed;
use crate::features::standing::store::assess_enrolment;
use crate::render::report::{CohortReport, StandingRow, TraineeRow, Verification};

pub fn cohort(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    cohort: &Cohort,
    asked: &Asked,
    zone: Tz,
) -> Result<CohortReport, Fault> {
    let mut trainees = Vec::new();
    let mut programmes: Vec<String> = Vec::new();
    let mut institutions: Vec<String> = Vec::new();
    for id in led(conn, who, cohort)? {
        let assessed = assess_enrolment(conn, shelf, &id, asked.as_at)?;
        if assessed.row.started_on > assessed.assessment.day {
            continue;
        }
        let programme = format!("{}, version {}", assessed.version.title, assessed.version.version);
        if !programmes.contains(&programme) {
            programmes.push(programme);
        }
        if !institutions.contains(&assessed.row.institution_name) {
            institutions.push(assessed.row.institution_name.clone());
        }
        trainees.push(trainee(&assessed));
    }
    programmes.sort();
    let head = record::head(conn, &BookId::house())?;
    Ok(CohortReport {
        about: asked.about(&institutions.join("; "), zone),
        programmes,
        trainees,
        verification: Verification {
            book: "The house".to_owned(),
            head: head.seq,
            hash: head.hash,
            how: how_to_check(),
        },
    })
}

fn trainee(assessed: &Assessed) -> TraineeRow {
    let (day, zone) = (assessed.assessment.day, assessed.facts.enrolment.zone);
    let live = assessed.facts.facts.iter().filter(|fact| fact.filed && fact.state != FactState::Withdrawn);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    TraineeRow {
        trainee: assessed.row.name.clone(),
        programme: assessed.version.title.clone(),
        version: assessed.version.version.clone(),
        cohort: assessed.row.cohort.clone(),
        state: state(assessed).to_string(),
        met: number(assessed.overall.met),
        of: number(assessed.overall.of),
        behind: number(assessed.overall.behind),
        waiting: number(live.clone().filter(|fact| fact.waits_with.is_some()).count()),
        last_entry: live.map(|fact| fact.day).max(),
        standings: assessed
            .assessment
            .requirements
            .iter()
            .map(|standing| {
                let outlook = assessed.outlooks.iter().find(|outlook| outlook.id == standing.id);
                row(standing, outlook.map_or(State::NotStarted, |outlook| outlook.state), day, zone)
            })
            .collect(),
    }
}

/// The enrolment in one word, in the words of its requirements.
fn state(assessed: &Assessed) -> State {
    let binding = || assessed.assessment.requirements.iter().filter(|standing| standing.binding);
    let told = |standing: &Standing| assessed.outlooks.iter().find(|outlook| outlook.id == standing.id);
    let outlooks: Vec<&Outlook> = binding().filter_map(told).collect();
    let states: Vec<State> = outlooks.iter().map(|outlook| outlook.state).collect();
    let has_day = binding().any(|standing| standing.due.is_some())
        || outlooks.iter().any(|outlook| outlook.behind_from.is_some());
    in_one_word(&states, has_day)
}

fn row(standing: &Standing, state: State, day: Day, zone: Tz) -> StandingRow {
    let oldest = standing.waits.iter().min_by_key(|wait| wait.since);
    StandingRow {
        code: standing.id.clone(),
        title: standing.title.clone(),
        recorded: Some(printed(standing.recorded)),
        submitted: Some(printed(standing.submitted)),
        signed: Some(printed(standing.signed)),
        target: Some(printed(standing.target)),
        unit: standing.unit.clone(),
        state: state.to_string(),
        due: standing.due,
        waits_longest_days: oldest.and_then(|wait| {
            let since = wait.since.day_in(zone);
            u32::try_from(day.days_since(since)).ok()
        }),
        waits_with: oldest.map(|wait| wait.with.clone()),
    }
}
