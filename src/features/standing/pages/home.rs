//! The trainee's home: where do I stand, what waits, what next. One card for each enrolment, the nearest
//! deadline first; what waits is one's own portfolio's and stands there once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::goal::OpenGoal;
use crate::domain::kind::{Confirmer, Kind, Recorder, Role};
use crate::domain::life::said;
use crate::domain::names::{PortfolioId, capital};
use crate::domain::outlook::State;
use crate::domain::programme::Requirement;
use crate::domain::programme::coded::in_words;
use crate::domain::progress::Step;
use crate::domain::role::Sight;
use crate::domain::rule::Rule;
use crate::domain::signoff::reason_and_words;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{LifeShown, MovedLately, lived_lately, moved_lately, of_portfolio};
use crate::features::programmes;
use crate::features::standing::course::{Course, courses};
use crate::features::standing::pages::asks::asks;
use crate::features::standing::shown::{self, Reader};
use crate::features::standing::store::{Draft, Mine, Returned, mine};
use crate::features::standing::views::home::{Card, Headline, Home, Link, NextStep, Other, WaitsForMe};
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::paths;
use crate::web::typed::Words;

/// A programme with more requirements than this shows first what moves.
const AT_ONCE: usize = 20;

/// So many next steps fit on the screen beside the rest.
const STEPS: usize = 4;
/// What was returned or begun beyond these numbers is in the portfolio's list.
const RETURNED: usize = 4;
const DRAFTS: usize = 3;
const GOALS: usize = 4;
/// For so many days the home says that somebody was moved to another version, or what was recorded of them.
const MOVED_LATELY: i64 = 30;
/// So many of what was done lately stand below the big button.
const AGAIN: usize = 3;

pub async fn home(who: Trainee, app: App) -> Answer {
    let (sight, portfolio) = (who.sight(), who.own_portfolio().clone());
    let read = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let rows = of_portfolio(r.conn(), &portfolio)?;
            let mut courses = courses(r.conn(), &shelf, rows, now)?;
            courses.sort_by_key(|course| (course.is_over(), course.deadline()));
            let kinds = programmes::newest_kinds(r.conn(), &shelf)?;
            let mut waits = waiting(r.conn(), &sight, &portfolio, (&kinds, now))?;
            for one in &mut waits.returned {
                one.title = in_words(courses.iter().map(|course| course.version.as_ref()), &one.title);
            }
            let asked = asks(r.conn(), &sight, &portfolio, (&courses, &kinds))?;
            let moved = moved_lately(r.conn(), &portfolio, now.plus_days(-MOVED_LATELY))?;
            let lived = lived_lately(r.conn(), &portfolio, now.plus_days(-MOVED_LATELY))?;
            Ok((courses, (waits, asked), kinds, (moved, lived), now))
        })
        .await?;
    let (courses, (mine, asked), kinds, lately, now) = read;
    let (for_me, more_to_see) = asked.of_mine(&kinds, now);
    let (log, again, more) = to_record(&courses, &mine);
    let several = courses.len() > 1;
    page(Home {
        shell: who.shell("Home", Place::Home),
        cards: cards(&courses, &lately, &mine),
        nothing_yet: mine.used.is_empty() && mine.drafts.is_empty(),
        returned: mine.returned.iter().take(RETURNED).map(|one| returned(one, now)).collect(),
        more_returned: mine.returned.len().saturating_sub(RETURNED),
        drafts: mine.drafts.iter().take(DRAFTS).map(|draft| drafted(draft, &kinds, &courses)).collect(),
        more_drafts: mine.drafts.len().saturating_sub(DRAFTS),
        goals: mine.goals.iter().take(GOALS).map(|one| goal(one, now.day_in(DEFAULT_ZONE))).collect(),
        more_goals: mine.goals.len().saturating_sub(GOALS),
        asks: for_me,
        more_to_see,
        others: others(&mine, now).into_iter().chain(asked.of_others()).collect(),
        next: next(&courses, &mine, several),
        log,
        again,
        more,
    })
}

fn waiting(
    conn: &mut crate::db::conn::Conn,
    sight: &Sight,
    portfolio: &PortfolioId,
    (kinds, now): (&[Arc<Kind>], Moment),
) -> Result<Mine, Fault> {
    let by_lead = |kind: &&Arc<Kind>| kind.confirmed_by == Confirmer::Lead;
    let codes: Vec<String> = kinds.iter().filter(by_lead).map(|kind| kind.code.clone()).collect();
    mine(conn, sight, portfolio, &codes, now)
}

/// What waited at a deadline stays so; where nothing else is open, all that waits did.
fn cards(courses: &[Course], lately: &(Vec<MovedLately>, Vec<LifeShown>), mine: &Mine) -> Vec<Card> {
    let mut cards: Vec<Card> = courses.iter().map(|course| card(course, &lately.0, &lately.1)).collect();
    let asked: usize = mine.given.iter().map(|it| it.count).sum();
    let count = asked + mine.with_lead.as_ref().map_or(0, |it| it.count);
    if let [card] = cards.as_mut_slice()
        && courses.iter().all(|course| course.assessment.life.is_frozen)
    {
        card.life.extend(shown::left_at_deadline(count));
    }
    cards
}

fn card(course: &Course, moved: &[MovedLately], lived: &[LifeShown]) -> Card {
    let headline = course.headline().map(|told| {
        let (requirement, standing, outlook) = told;
        let mut said: Vec<String> = Vec::new();
        if !standing.submitted.is_zero() {
            said.push(format!("{} {}", standing.submitted, shown::submitted_how(requirement, standing)));
        }
        if standing.met {
            said.extend(standing.met_on.map(|day| format!("complete since {day}")));
        } else if let Some(forecast) = &outlook.forecast {
            said.extend(forecast.likely.map(|day| format!("at your pace: {day}")));
            said.extend(forecast.due.map(|day| format!("due {day}")));
        }
        Headline {
            title: requirement.title.clone(),
            href: paths::requirement(course.row.id.as_str(), &standing.id),
            figures: shown::counted(requirement, standing),
            bar: shown::bar(course, told),
            said: capital(&said.join(" · ")),
            state: outlook.state.as_str(),
            pace: outlook.forecast.as_ref().map(|f| shown::pace(f, Reader::Trainee)).unwrap_or_default(),
            why: shown::why(course, told),
        }
    });
    let on_home =
        |told: &shown::Told<'_>| told.0.part_of.is_none() || told.2.state == State::Behind || told.1.binding;
    let (first, rest) = moving_first(course.lines().filter(on_home).collect());
    Card {
        id: course.row.id.to_string(),
        programme: course.version.title.clone(),
        cohort: course.row.cohort.clone(),
        period: shown::period(course.row.started_on, course.row.ends_on, course.today),
        life: course.life.clone(),
        lived: paths::life(course.row.id.as_str()),
        stale: course.stale.clone(),
        to_enter: course
            .version
            .official_record
            .as_ref()
            .map(|system| Link::to(format!("To enter in {system}"), paths::to_enter(course.row.id.as_str()))),
        recorded: lived
            .iter()
            .filter(|one| one.row.enrolment == course.row.id)
            .filter_map(|one| recorded(course, one))
            .collect(),
        moved: moved.iter().find(|one| one.enrolment == course.row.id).map(|one| {
            let day = one.at.day_in(DEFAULT_ZONE);
            let sentence = format!(
                "You were moved from version {} to version {} on {day}, by {}",
                one.from, one.to, one.by
            );
            Link::to(sentence, paths::moved(one.enrolment.as_str(), one.id.as_str()))
        }),
        headline,
        overall: course.overall.sentence.clone(),
        uncounted: course.has_uncounted(),
        lines: first.into_iter().map(|told| shown::line(course, told)).collect(),
        rest_said: rest_said(&rest),
        rest: rest.into_iter().map(|told| shown::line(course, told)).collect(),
    }
}

/// `Lea Brook recorded on 12 November 2026: Time out from 1 December 2026`.
fn recorded(course: &Course, one: &LifeShown) -> Option<String> {
    let sentence = said(&course.version, &one.row.happened().ok()?, DEFAULT_ZONE);
    match one.row.known_until {
        Some(at) => {
            let day = at.day_in(DEFAULT_ZONE);
            Some(format!("{} took back on {day}: {sentence}. It holds no longer", one.undone_by))
        }
        None => {
            Some(format!("{} recorded on {}: {sentence}", one.by, one.row.known_from.day_in(DEFAULT_ZONE)))
        }
    }
}

/// The list as it is where it is short; of a long one first what moves, the others behind one line.
fn moving_first<'c>(told: Vec<shown::Told<'c>>) -> (Vec<shown::Told<'c>>, Vec<shown::Told<'c>>) {
    if told.len() <= AT_ONCE {
        return (told, Vec::new());
    }
    let moves = |state: State| {
        use State::{Behind, Lapsed, OnTrack, Started, ToEnter, WithOthers};
        matches!(state, Behind | Lapsed | WithOthers | ToEnter | OnTrack | Started)
    };
    let (mut first, mut rest): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|(_, _, outlook)| moves(outlook.state));
    if first.is_empty() {
        let later = rest.split_off(AT_ONCE.min(rest.len()));
        first = std::mem::replace(&mut rest, later);
    }
    (first, rest)
}

/// `35 more: 30 not started, 3 met, 2 locked`.
fn rest_said(rest: &[shown::Told<'_>]) -> String {
    let mut states: Vec<(State, usize)> = Vec::new();
    for (_, _, outlook) in rest {
        match states.iter_mut().find(|(state, _)| *state == outlook.state) {
            Some((_, number)) => *number += 1,
            None => states.push((outlook.state, 1)),
        }
    }
    states.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let said: Vec<String> =
        states.iter().map(|(state, number)| format!("{number} {}", state.as_str().to_lowercase())).collect();
    format!("{} more: {}", rest.len(), said.join(", "))
}

fn returned(entry: &Returned, now: Moment) -> WaitsForMe {
    WaitsForMe {
        title: format!("{}, {}", entry.title, entry.day),
        href: paths::entry(entry.entry.as_str()),
        said: shown::first_words(&reason_and_words(&entry.reason, &entry.comment), 90),
        when: format!("by {}, {}", entry.by, shown::ago(entry.at, now, DEFAULT_ZONE)),
    }
}

fn drafted(draft: &Draft, kinds: &[Arc<Kind>], courses: &[Course]) -> WaitsForMe {
    let kind = kinds.iter().find(|kind| kind.code == draft.kind);
    let name = kind.map_or("Entry", |kind| &kind.name);
    let words: Vec<(String, String)> = serde_json::from_str(&draft.words).unwrap_or_default();
    let about = kind.and_then(|kind| shown::called(kind, &words));
    let about = about.map(|title| in_words(courses.iter().map(|course| course.version.as_ref()), &title));
    let day = words.into_iter().collect::<Words>().day("on").ok().flatten();
    // Before it says what was done, it is the one of that day.
    let title = match (about, day) {
        (Some(about), Some(day)) => format!("{about}, {day}"),
        (Some(about), None) => about,
        (None, Some(day)) => format!("{name} of {day}"),
        (None, None) => format!("{name}, just begun"),
    };
    let what = if draft.entry.is_some() { ", new version" } else { "" };
    WaitsForMe {
        title: format!("{title}{what}"),
        href: paths::draft(draft.id.as_str()),
        said: String::new(),
        when: format!("last saved {}", draft.saved_at.shown_in(DEFAULT_ZONE)),
    }
}

fn goal(one: &OpenGoal, today: Day) -> WaitsForMe {
    let late = if one.is_late(today) { ": the day has passed" } else { "" };
    WaitsForMe {
        title: one.title.clone(),
        href: paths::entry(one.entry.as_str()),
        said: String::new(),
        when: one.by.map(|by| format!("by {by}{late}")).unwrap_or_default(),
    }
}

fn others(mine: &Mine, now: Moment) -> Vec<Other> {
    let since = |at: Moment| shown::since(at, now, DEFAULT_ZONE);
    let with_lead = mine.with_lead.as_ref();
    let lead = with_lead
        .map(|it| Other::unnamed(format!("{} with the training lead {}", it.count, since(it.since))));
    let asked = mine.given.iter().map(|it| Other {
        said: format!("{} with {} {}", it.count, it.name, since(it.since)),
        remind: (it.next.is_none() && !it.is_gone()).then(|| it.person.to_string()),
        name: it.name.clone(),
        away: match it.away.as_str() {
            "" => String::new(),
            away => format!("{} is {away}", it.name),
        },
        next: it
            .next
            .map(|at| format!("Reminded; again possible from {}", at.day_in(DEFAULT_ZONE)))
            .unwrap_or_default(),
        gone: it.gone.as_ref().map(|(lost, entry)| {
            let on = if it.is_gone() { String::new() } else { format!(" on {lost} of these") };
            (format!("Can decide{on} no more"), paths::entry(entry.as_str()))
        }),
    });
    asked.chain(lead).collect()
}

/// The cheapest first: what was returned, what waits, what is still to be recorded.
fn next(courses: &[Course], mine: &Mine, several: bool) -> Vec<NextStep> {
    let mut steps: Vec<((usize, Option<Day>), NextStep)> = Vec::new();
    if !mine.drafts.is_empty() {
        let drafts = shown::count(mine.drafts.len(), "draft", "drafts");
        let href = match mine.drafts.as_slice() {
            [only] => paths::draft(only.id.as_str()),
            _ => format!("{}#drafts", paths::HOME),
        };
        let step = NextStep { href, title: format!("Submit {drafts}"), sentence: String::new() };
        steps.push(((1, None), step));
    }
    for course in courses.iter().filter(|course| course.is_going_on()) {
        for (requirement, standing, _) in course.lines().filter(|told| told.1.binding && !told.1.locked) {
            let begins = standing.next.as_ref().is_some_and(|next| next.step == Step::Record);
            let (mut requirement, mut standing) = (requirement, standing);
            for _ in course.version.requirements.iter().filter(|_| begins) {
                let Some((first, its, _)) = course.opens(requirement, standing) else { break };
                (requirement, standing) = (first, its);
            }
            let Some(next) = &standing.next else { continue };
            if !own_to_do(course, requirement, next.step) {
                continue;
            }
            let place = match next.step {
                Step::AnswerReturned => 0,
                Step::Enter | Step::EnterAll => 1,
                Step::Renew | Step::Explain => 2,
                Step::Wait => 3,
                Step::Record | Step::Vary | Step::Resit => 4,
                Step::Unlock => continue,
            };
            let of = if several { format!(" ({})", course.version.title) } else { String::new() };
            let step = NextStep {
                href: paths::requirement(course.row.id.as_str(), &standing.id),
                title: format!("{}{of}", requirement.title),
                sentence: next.sentence.clone(),
            };
            steps.push(((place, standing.due), step));
        }
    }
    // Without a due day comes last among its like.
    steps.sort_by_key(|((place, due), _)| (*place, due.is_none(), *due));
    // What opens several is to be done once.
    let mut known = BTreeSet::new();
    steps.retain(|(_, step)| known.insert(step.href.clone()));
    steps.into_iter().map(|(_, step)| step).take(STEPS).collect()
}

/// Whether the trainee can take the step: marks and results that a lead enters are nobody's homework, and
/// what combines others is done by doing those.
fn own_to_do(course: &Course, requirement: &Requirement, step: Step) -> bool {
    let kind = match &requirement.rule {
        Rule::Marks(rule) => &rule.kind,
        Rule::Exam(rule) => &rule.kind,
        Rule::Meeting(rule) => &rule.kind,
        Rule::Signoff(rule) => &rule.kind,
        Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => return false,
        _ => return true,
    };
    let by_lead = course.version.kind(kind).is_some_and(|used| used.kind.recorded_by == Recorder::Lead);
    matches!(step, Step::Resit | Step::Enter | Step::EnterAll) || !by_lead
}

/// The kind that is used most behind the big button, the others below it.
fn to_record(courses: &[Course], mine: &Mine) -> (Option<Link>, Vec<Link>, Vec<Link>) {
    let mut kinds: BTreeMap<&str, (usize, &Kind)> = BTreeMap::new();
    let running = courses.iter().filter(|course| !course.is_over());
    for used in running.flat_map(|course| &course.version.kinds) {
        let place = kinds.len();
        if used.kind.recorded_by == Recorder::Trainee {
            kinds.entry(&used.kind.code).or_insert((place, &used.kind));
        }
    }
    let mut kinds: Vec<(usize, &Kind)> = kinds.into_values().collect();
    let times = |kind: &Kind| mine.used.get(&kind.code).copied().unwrap_or_default();
    kinds.sort_by_key(|(place, kind)| (-times(kind), *place));
    let mut links = kinds.into_iter().map(|(_, kind)| kind);
    let first = links.next();
    let again = first.map(|kind| again(kind, mine)).unwrap_or_default();
    let first = first.map(|kind| Link { text: log_words(kind), href: paths::new_entry(&kind.code) });
    let more =
        links.map(|kind| Link { text: kind.name.clone(), href: paths::new_entry(&kind.code) }).collect();
    (first, again, more)
}

/// What was done lately, each once: one press begins the form with it.
fn again(kind: &Kind, mine: &Mine) -> Vec<Link> {
    let Some(field) = kind.role(Role::Procedure) else { return Vec::new() };
    let mut links: Vec<Link> = Vec::new();
    for (_, title) in mine.lately.iter().filter(|(of, _)| *of == kind.code) {
        let Some(choice) = field.choices().iter().find(|choice| choice.label == *title) else { continue };
        if links.len() < AGAIN && !links.iter().any(|link| link.text == *title) {
            links.push(Link { text: title.clone(), href: paths::new_entry_of(&kind.code, &choice.code) });
        }
    }
    links
}

/// A kind that asks for the part one played is a case.
fn log_words(kind: &Kind) -> String {
    if kind.role(Role::PartPlayed).is_some() {
        return "Log a case".to_owned();
    }
    format!("Log {}", kind.one())
}
