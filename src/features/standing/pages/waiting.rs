//! Everything that waits for a signature in the lead's sight, by the person asked, the oldest first.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::App;
use crate::db::settings;
use crate::db::sight::SightOver;
use crate::domain::calibration::{SETTING, Shown};
use crate::domain::names::{AccountId, EnrolmentId};
use crate::domain::role::Capacity;
use crate::features::enrolments::name_codes;
use crate::features::standing::figures::{Alone, LATE_DAYS, RoundWaits, Waits, since_days};
use crate::features::standing::shown;
use crate::features::standing::store::{
    alone_of, gone_among, headed, rounds_of, unasked_of, unconfirmed_of, waits_of,
};
use crate::features::standing::views::board::Again;
use crate::features::standing::views::waiting::{
    Asked as AskedOf, RoundRow, Rounds, Rows, Unconfirmed, Waiting, WaitingRow,
};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::parts::Pages;
use crate::web::paths;
use crate::web::typed::Asked;

/// So many requests are on a page.
const PAGE: usize = 100;
/// So many rounds of feedback, and entries with nobody, the oldest of them.
const ROUNDS: usize = 50;

pub async fn waiting(who: Lead, app: App, asked: Asked) -> Answer {
    let sight = who.sight();
    let today = who.today();
    let (waits, gone, unasked, unconfirmed, alone, rounds, trainees, patterns, now) = app
        .read(move |r| {
            let over = SightOver::of(r.conn(), &sight, Capacity::Lead)?;
            let (shelf, now) = (r.shelf(), r.now());
            let mut waits = waits_of(r.conn(), (&shelf, now), &over)?;
            let gone = gone_among(r.conn(), &waits, today)?;
            let unasked = unasked_of(r.conn(), &over)?;
            let unconfirmed = unconfirmed_of(r.conn(), &over)?;
            let trainees = headed(r.conn(), &over)?;
            let mut alone = alone_of(r.conn(), (&shelf, now), &over, &trainees)?;
            let titles = waits.iter_mut().map(|one| (&one.entry, &mut one.title));
            let titles = titles.chain(alone.iter_mut().map(|one| (&one.entry, &mut one.title)));
            name_codes(r.conn(), &shelf, titles)?;
            let rounds = rounds_of(r.conn(), &over, today)?;
            let shown = settings::read(r.conn(), SETTING)?.map_or(Shown::Off, |text| Shown::read(&text));
            Ok((waits, gone, unasked, unconfirmed, alone, rounds, trainees, shown.is_on(today), now))
        })
        .await?;
    let old =
        trainees.iter().filter(|one| one.head.as_ref().is_none_or(|head| head.is_old(who.today()))).count();
    let again = Again::of(trainees.len(), old);
    let names: BTreeMap<EnrolmentId, String> = trainees.into_iter().map(|one| (one.id, one.name)).collect();
    let over = asked.one("over").parse::<i64>().ok();
    let mut requests = BTreeSet::new();
    let waits: Vec<&Waits> = waits
        .iter()
        .filter(|one| over.is_none_or(|days| one.days(now) > days))
        .filter(|one| requests.insert(&one.request))
        .collect();
    let total = waits.len();
    let brought: Vec<String> = by_person(waits.iter().copied().filter(|one| one.brought).collect())
        .into_iter()
        .fold(Vec::<(AccountId, String)>::new(), |mut said, (person, one)| {
            if said.last().is_none_or(|(last, _)| *last != person.id) {
                let entries = shown::count(person.count, "entry", "entries");
                let since = shown::since(person.oldest, now, who.zone);
                said.push((person.id, format!("{}: {entries}, the oldest {since}", one.asked_name)));
            }
            said
        })
        .into_iter()
        .map(|(_, said)| said)
        .collect();
    let mut no_more: BTreeMap<AccountId, usize> = BTreeMap::new();
    for one in waits.iter().filter(|one| gone.contains(&one.request)) {
        *no_more.entry(one.asked.clone()).or_default() += 1;
    }
    let flat = by_person(waits);
    let last_page = total.saturating_sub(1) / PAGE + 1;
    let number = asked.one("page").parse::<usize>().unwrap_or(1).clamp(1, last_page);
    let mut groups: Vec<AskedOf> = Vec::new();
    for (person, one) in flat.into_iter().skip((number - 1) * PAGE).take(PAGE) {
        let row = WaitingRow {
            title: format!("{}, {}", one.title, one.day),
            href: paths::entry(one.entry.as_str()),
            trainee: names.get(&one.enrolment).cloned().unwrap_or_default(),
            trainee_href: paths::trainee(one.enrolment.as_str()),
            since: shown::since(one.since, now, who.zone),
            late: one.days(now) > LATE_DAYS,
            hand_over: Some(paths::request_handover(one.request.as_str())),
        };
        match groups.last_mut().filter(|group| group.id == person.id.as_str()) {
            Some(group) => group.rows.push(row),
            None => groups.push(AskedOf {
                id: person.id.to_string(),
                name: one.asked_name.clone(),
                said: format!(
                    "{} {}, the oldest {}",
                    shown::count(person.count, "entry", "entries"),
                    if person.count == 1 { "waits" } else { "wait" },
                    shown::since(person.oldest, now, who.zone)
                ),
                gone: no_more.get(&person.id).map(|count| {
                    let what = match *count == person.count {
                        true => "this".to_owned(),
                        false => format!("{count} of these"),
                    };
                    let said = format!("{} can decide on {what} no more.", one.asked_name);
                    (said, paths::person_handover(person.id.as_str()))
                }),
                rows: vec![row],
            }),
        }
    }
    let unasked = unasked.into_iter().filter(|one| over.is_none_or(|days| since_days(one.since, now) > days));
    let unasked = unasked.map(|one| WaitingRow {
        title: format!("{}, {}", one.title, one.day),
        href: paths::earlier_record(one.entry.as_str()),
        trainee: names.get(&one.enrolment).cloned().unwrap_or_default(),
        trainee_href: paths::trainee(one.enrolment.as_str()),
        since: shown::since(one.since, now, who.zone),
        late: since_days(one.since, now) > LATE_DAYS,
        hand_over: None,
    });
    let mut told = BTreeSet::new();
    let unconfirmed = unconfirmed.iter().filter(|one| told.insert(&one.entry)).map(|one| Unconfirmed {
        title: format!("{}, {}", one.title, one.day),
        href: paths::entry(one.entry.as_str()),
        trainee: names.get(&one.enrolment).cloned().unwrap_or_default(),
        trainee_href: paths::trainee(one.enrolment.as_str()),
        said: one.said(who.zone),
    });
    let unconfirmed: Vec<Unconfirmed> = unconfirmed.collect();
    let mut told = BTreeSet::new();
    let alone: Vec<&Alone> = alone
        .iter()
        .filter(|one| over.is_none_or(|days| since_days(one.since, now) > days))
        .filter(|one| told.insert(&one.entry))
        .collect();
    let row = |one: &&Alone| Unconfirmed {
        title: format!("{}, {}", one.title, one.day),
        href: paths::entry(one.entry.as_str()),
        trainee: names.get(&one.enrolment).cloned().unwrap_or_default(),
        trainee_href: paths::trainee(one.enrolment.as_str()),
        said: format!("{}, {}{}", one.said(who.zone), one.begun(), shown::since(one.since, now, who.zone)),
    };
    let alone = Rows { rows: alone.iter().take(ROUNDS).map(row).collect(), total: alone.len() };
    let rounds: Vec<RoundWaits> =
        rounds.into_iter().filter(|one| over.is_none_or(|days| since_days(one.since, now) > days)).collect();
    let round = |one: &RoundWaits| RoundRow {
        href: paths::round(one.id.as_str()),
        trainee: names.get(&one.enrolment).cloned().unwrap_or_default(),
        said: one.said(),
        since: shown::since(one.since, now, who.zone),
        late: since_days(one.since, now) > LATE_DAYS,
        gone: one.gone(),
    };
    let rounds = Rounds { rows: rounds.iter().take(ROUNDS).map(round).collect(), total: rounds.len() };
    let turned = |to: usize| match over {
        Some(days) => format!("{}?over={days}&page={to}", paths::WAITING),
        None => format!("{}?page={to}", paths::WAITING),
    };
    page(Waiting {
        shell: who.shell("Waiting", Place::Waiting),
        again,
        total,
        brought,
        over,
        unasked: unasked.collect(),
        unconfirmed,
        alone,
        rounds,
        patterns,
        groups,
        pages: Pages {
            earlier: (number > 1).then(|| turned(number - 1)),
            later: (number < last_page).then(|| turned(number + 1)),
        },
    })
}

#[derive(Clone)]
struct PersonAsked {
    id: AccountId,
    count: usize,
    oldest: crate::domain::time::Moment,
}

/// The person whose oldest request is oldest comes first; under each the oldest first.
fn by_person(waits: Vec<&Waits>) -> Vec<(PersonAsked, &Waits)> {
    let mut people: Vec<(PersonAsked, Vec<&Waits>)> = Vec::new();
    for one in waits {
        match people.iter_mut().find(|(person, _)| person.id == one.asked) {
            Some((person, list)) => {
                person.count += 1;
                list.push(one);
            }
            None => {
                let person = PersonAsked { id: one.asked.clone(), count: 1, oldest: one.since };
                people.push((person, vec![one]));
            }
        }
    }
    people
        .into_iter()
        .flat_map(|(person, list)| list.into_iter().map(move |one| (person.clone(), one)))
        .collect()
}
