//! The lead's board: who will miss what, because of whom. Filters and sorting stay in the address.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use url::form_urlencoded::Serializer;

use crate::app::App;
use crate::db::sight::SightOver;
use crate::domain::outlook::State;
use crate::domain::role::Capacity;
use crate::domain::time::Moment;
use crate::features::standing::cohort::{Bar, LAPSING_DAYS, Row, cohort};
use crate::features::standing::figures::{LATE_DAYS, Lapsing, Unconfirmed, Waits};
use crate::features::standing::shown;
use crate::features::standing::store::lapsing_supervisors;
use crate::features::standing::views::board::{Again, Board, BoardRow, Column, LapsingLine, Numbers};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::typed::{Asked, Typed};

/// So many trainees are on a page.
const PAGE: usize = 50;
/// What the board is filtered by, in the order of its form.
const FILTERS: [&str; 6] = ["q", "programme", "cohort", "department", "state", "show"];
const COLUMNS: [(&str, &str); 6] = [
    ("name", "Trainee"),
    ("programme", "Programme, cohort"),
    ("progress", "Progress"),
    ("behind", "What is behind"),
    ("waits", "Waits longest"),
    ("last", "Last entry"),
];

pub async fn board(who: Lead, app: App, asked: Asked) -> Answer {
    let sight = who.sight();
    let (rows, supervisors, now) = app
        .read(move |r| {
            let shelf = r.shelf();
            let over = SightOver::of(r.conn(), &sight, Capacity::Lead)?;
            let now = r.now();
            let rows = cohort(r.conn(), &shelf, &over, sight.today(), now)?;
            let until = sight.today().plus_days(LAPSING_DAYS);
            Ok((rows, lapsing_supervisors(r.conn(), &sight, &over, until)?, now))
        })
        .await?;
    let numbers = Numbers {
        behind: people(rows.iter().filter(|row| row.state == State::Behind)),
        waiting: late_requests(&rows, now),
        lapsing: lapsing_people(&rows, &supervisors),
    };
    let choices = choices(&rows);
    let (all, all_people) = (rows.len(), people(&rows));
    let again = Again::of(all, rows.iter().filter(|row| row.stale).count());
    let mut found: Vec<Row> = rows.into_iter().filter(|row| fits(row, &asked, now)).collect();
    sort(&mut found, asked.one("sort"), now);
    let total = found.len();
    let last_page = total.saturating_sub(1) / PAGE + 1;
    let number = asked.one("page").parse::<usize>().unwrap_or(1).clamp(1, last_page);
    let shown: Vec<BoardRow> =
        found.iter().skip((number - 1) * PAGE).take(PAGE).map(|row| board_row(row, now, who.zone)).collect();
    let turned = |to: usize| address(&asked, "page", &to.to_string());
    page(Board {
        shell: who.shell("Board", Place::Board),
        numbers,
        again,
        all: all_people,
        caption: caption((people(&found), total), (all_people, all)),
        lapsing: match asked.one("show") {
            "lapsing" => supervisors.into_iter().map(lapsing_line).collect(),
            _ => Vec::new(),
        },
        total,
        first: (number - 1) * PAGE + 1,
        filtered: FILTERS.iter().any(|name| !asked.one(name).is_empty()),
        typed: Typed::holding(FILTERS.map(|name| (name, asked.one(name)))),
        sort: asked.one("sort").to_owned(),
        nearest: address(&asked, "sort", ""),
        choices,
        columns: COLUMNS.map(|(code, title)| column(&asked, code, title)).to_vec(),
        pages: Pages {
            earlier: (number > 1).then(|| turned(number - 1)),
            later: (number < last_page).then(|| turned(number + 1)),
        },
        rows: shown,
    })
}

/// Somebody on two programmes has two rows and is one person.
fn people<'a>(rows: impl IntoIterator<Item = &'a Row>) -> usize {
    rows.into_iter().map(|row| &row.person).collect::<BTreeSet<_>>().len()
}

/// `24 trainees`, `3 of 24 trainees, 4 of 25 enrolments`: people, and enrolments where that is another number.
fn caption((found, rows): (usize, usize), (all, all_rows): (usize, usize)) -> String {
    let of = |found: usize, all: String| if rows == all_rows { all } else { format!("{found} of {all}") };
    let people = of(found, shown::count(all, "trainee", "trainees"));
    match all == all_rows {
        true => people,
        false => format!("{people}, {}", of(rows, shown::count(all_rows, "enrolment", "enrolments"))),
    }
}

/// One request about an entry that is filed under two enrolments is one request.
fn late_requests(rows: &[Row], now: Moment) -> usize {
    let late = |waits: &&Waits| waits.days(now) > LATE_DAYS;
    let mut seen = BTreeSet::new();
    rows.iter().flat_map(|row| &row.waits).filter(late).filter(|waits| seen.insert(&waits.request)).count()
}

/// Trainees and those who supervise them, each counted once.
fn lapsing_people(rows: &[Row], supervisors: &[(String, Lapsing)]) -> usize {
    let trainees = rows.iter().filter_map(|row| row.lapsing.as_ref());
    let all = trainees.chain(supervisors.iter().map(|(_, one)| one)).map(|one| &one.person);
    all.collect::<std::collections::BTreeSet<_>>().len()
}

fn lapsing_line((name, one): (String, Lapsing)) -> LapsingLine {
    LapsingLine { name, href: paths::person(one.person.as_str()), on: one.on.to_string() }
}

/// What there is to choose from, in the filters' lists.
fn choices(rows: &[Row]) -> [Vec<Choice>; 4] {
    let listed = |pairs: BTreeMap<String, String>| {
        pairs.into_iter().map(|(label, value)| Choice::of(value, label)).collect::<Vec<_>>()
    };
    let programmes = rows.iter().map(|row| (row.version.title.clone(), row.version.code.clone()));
    let cohorts = rows.iter().map(|row| (row.cohort.clone(), row.cohort.clone()));
    let departments = rows.iter().map(|row| (row.department_name.clone(), row.department.clone()));
    let states =
        [State::Behind, State::Lapsed, State::OnTrack, State::Started, State::NotStarted, State::Met];
    [
        listed(programmes.collect()),
        listed(cohorts.collect()),
        listed(departments.collect()),
        states.map(|state| Choice::of(state.as_str(), state.as_str())).to_vec(),
    ]
}

fn fits(row: &Row, asked: &Asked, now: Moment) -> bool {
    let is = |name: &str, have: &str| asked.one(name).is_empty() || asked.one(name) == have;
    let named = asked.one("q").trim().to_lowercase();
    is("programme", &row.version.code)
        && is("cohort", &row.cohort)
        && is("department", &row.department)
        && is("state", row.state.as_str())
        && row.name.to_lowercase().contains(&named)
        && match asked.one("show") {
            "waiting" => row.waits_late(now) > 0,
            "lapsing" => row.lapsing.is_some(),
            _ => true,
        }
}

/// By the column in the address, a minus sign turns it round; else the nearest trouble first.
fn sort(rows: &mut [Row], by: &str, now: Moment) {
    let (column, down) = by.strip_prefix('-').map_or((by, false), |column| (column, true));
    match column {
        "name" => rows.sort_by_key(|row| row.name.to_lowercase()),
        "programme" => rows.sort_by_key(|row| (row.version.title.clone(), row.cohort.clone())),
        "progress" => rows.sort_by_key(Row::share),
        "behind" => rows.sort_by_key(Row::nearness),
        "waits" => rows.sort_by_key(|row| std::cmp::Reverse(row.longest(now))),
        "last" => rows.sort_by_key(|row| row.last_entry_on),
        _ => {
            rows.sort_by_key(|row| (row.nearness(), std::cmp::Reverse(row.longest(now))));
            return;
        }
    }
    if down {
        rows.reverse();
    }
}

fn column(asked: &Asked, code: &str, title: &str) -> Column {
    let now = asked.one("sort");
    let up = now == code;
    let down = now.strip_prefix('-') == Some(code);
    let next = if up { format!("-{code}") } else { code.to_owned() };
    Column {
        title: title.to_owned(),
        href: address(asked, "sort", &next),
        sorted: if up {
            "ascending"
        } else if down {
            "descending"
        } else {
            ""
        },
    }
}

/// The same board with one thing changed; a change of the order begins at the first page again.
fn address(asked: &Asked, name: &str, value: &str) -> String {
    let mut query = Serializer::new(String::new());
    for kept in FILTERS.iter().chain(&["sort"]).filter(|kept| **kept != name) {
        if !asked.one(kept).is_empty() {
            query.append_pair(kept, asked.one(kept));
        }
    }
    if !value.is_empty() {
        query.append_pair(name, value);
    }
    match query.finish() {
        all if all.is_empty() => paths::BOARD.to_owned(),
        some => format!("{}?{some}", paths::BOARD),
    }
}

fn board_row(row: &Row, now: Moment, zone: Tz) -> BoardRow {
    let waits = row.waits.first().map(|first| {
        let others = match row.waits.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        format!("{} with {}{others}", days(first.days(now)), first.asked_name)
    });
    BoardRow {
        name: row.name.clone(),
        href: paths::trainee(row.id.as_str()),
        export: paths::export_of(row.id.as_str()),
        programme: row.version.title.clone(),
        cohort: row.cohort.clone(),
        figures: match &row.bar {
            Some(bar) => bar.said(),
            None if row.total == 0 => String::new(),
            None => format!("{} of {} met", row.met, row.total),
        },
        what: row.bar.as_ref().map(|bar| bar.title.clone()).unwrap_or_default(),
        bar: row.bar.as_ref().and_then(Bar::drawn),
        state: row.state.as_str(),
        behind: named(&row.behind),
        trouble: row
            .trouble
            .filter(|_| row.behind.is_empty())
            .map(|day| format!("Behind from {day} if nothing more is done"))
            .unwrap_or_default(),
        waits: waits.unwrap_or_default(),
        lapsing: row.lapsing.as_ref().map(|one| format!("Registration ends {}", one.on)).unwrap_or_default(),
        unconfirmed: unconfirmed(&row.unconfirmed, zone),
        last: row.last_entry_on.map(|day| day.to_string()).unwrap_or_default(),
        life: row.life.join(". "),
        stale: row.stale,
    }
}

/// The oldest in words, and how many more there are.
fn unconfirmed(all: &[Unconfirmed], zone: Tz) -> String {
    let Some(first) = all.first() else { return String::new() };
    match all.len() - 1 {
        0 => first.said(zone),
        more => format!("{}, and {more} more", first.said(zone)),
    }
}

/// The first three by name.
fn named(titles: &[String]) -> String {
    let first = titles.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
    match titles.len() {
        0..=3 => first,
        all => format!("{first}; and {} more", all - 3),
    }
}

fn days(days: i64) -> String {
    if days <= 0 {
        return "Less than a day".to_owned();
    }
    shown::count(usize::try_from(days).unwrap_or_default(), "day", "days")
}

#[cfg(test)]
mod tests {
    use super::caption;

    #[test]
    fn people_are_counted_and_enrolments_where_that_is_another_number() {
        assert_eq!(caption((1, 1), (1, 1)), "1 trainee");
        assert_eq!(caption((24, 24), (24, 24)), "24 trainees");
        assert_eq!(caption((3, 3), (24, 24)), "3 of 24 trainees");
        assert_eq!(caption((24, 25), (24, 25)), "24 trainees, 25 enrolments");
        assert_eq!(caption((3, 4), (24, 25)), "3 of 24 trainees, 4 of 25 enrolments");
        assert_eq!(caption((24, 24), (24, 25)), "24 of 24 trainees, 24 of 25 enrolments");
    }
}
