//! The page of who opened what, month by month.

use askama::Template;

use crate::domain::time::Day;
use crate::features::history::store::{Opening, PackRead, Report, Whose};
use crate::web::page::{Shell, View};
use crate::web::parts::Pages;
use crate::web::paths;
use crate::web::samples::{self, Sample};

use crate::web::page::Place;

#[derive(Template)]
#[template(path = "history/openings.html")]
pub struct Openings {
    shell: Shell,
    title: String,
    month: String,
    own: bool,
    days: Vec<Lines>,
    back: Option<String>,
    pages: Pages,
}

/// One day.
struct Lines {
    day: String,
    lines: Vec<Line>,
}

/// `Sue Carter opened` *entry 12, Aortic surgery*
struct Line {
    said: String,
    it: String,
    link: Option<String>,
}

impl View for Openings {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The first and the last day of the month in which the day lies.
pub fn month_of(day: Day) -> (Day, Day) {
    let first = day.plus_days(1 - i64::from(day.day_of_month()));
    (first, first.plus_months(1).plus_days(-1))
}

/// `2026-11`, or the month of today for what is no month, or one that is still to come.
pub fn asked_month(text: &str, today: Day) -> (Day, Day) {
    let asked = format!("{text}-01").parse::<Day>().ok().filter(|day| *day <= today && day.year() > 2000);
    month_of(asked.unwrap_or(today))
}

pub fn title(whose: &Whose) -> String {
    match whose.own {
        true => "Who opened what".to_owned(),
        false => format!("Who opened what of {}", whose.name),
    }
}

impl Openings {
    pub fn new(
        shell: Shell,
        whose: &Whose,
        (first, last): (Day, Day),
        today: Day,
        opened: Vec<Opening>,
        whole: (Vec<Report>, Vec<PackRead>),
    ) -> Openings {
        let path = paths::openings(whose.portfolio.as_str());
        let at = |day: Day| format!("{path}?month={}", day.iso().get(..7).unwrap_or_default());
        Openings {
            title: title(whose),
            month: month_name(first),
            own: whose.own,
            days: by_day(whose, opened, whole),
            back: whose.own.then(|| paths::PORTFOLIO.to_owned()),
            pages: Pages {
                earlier: Some(at(first.plus_days(-1))),
                later: (last < today).then(|| at(last.plus_days(1))),
            },
            shell,
        }
    }
}

/// `November 2026`
fn month_name(first: Day) -> String {
    let shown = first.to_string();
    shown.split_once(' ').map_or(shown.clone(), |(_, rest)| rest.to_owned())
}

fn entries(count: i64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn by_day(whose: &Whose, opened: Vec<Opening>, (reports, packs): (Vec<Report>, Vec<PackRead>)) -> Vec<Lines> {
    let mut all: Vec<(Day, Line)> = Vec::new();
    for one in reports {
        let (format, held) = (one.format.to_uppercase(), entries(one.entries));
        let said = format!("{} was given a report ({format}) with {held}", one.who);
        all.push((one.day, Line { said, it: String::new(), link: None }));
    }
    for one in packs {
        let (held_on, held) = (one.held_on, entries(i64::from(one.entries)));
        let said = format!("{} read the frozen pack of the review of {held_on}, with {held}", one.who);
        all.push((one.day, Line { said, it: String::new(), link: None }));
    }
    for one in opened {
        let it = match whose.own {
            true => format!("entry {}, {}", one.number, one.title),
            false => format!("entry {}", one.number),
        };
        let link = whose.own.then(|| paths::entry(one.entry.as_str()));
        all.push((one.day, Line { said: format!("{} {}:", one.who, one.how.shown()), it, link }));
    }
    all.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let mut days: Vec<Lines> = Vec::new();
    for (day, line) in all {
        let day = day.to_string();
        match days.last_mut().filter(|last| last.day == day) {
            Some(last) => last.lines.push(line),
            None => days.push(Lines { day, lines: vec![line] }),
        }
    }
    days
}

pub fn samples() -> Vec<Sample> {
    let day = Day::of(2026, 11, 12).unwrap_or_else(|| samples::trainee().today());
    let opening = |how| Opening {
        day,
        who: "Sue <Carter>".to_owned(),
        how,
        number: 119,
        entry: crate::domain::names::EntryId::new("e"),
        title: "Aortic <surgery>".to_owned(),
    };
    let report = Report { day, who: "Lea O’Neill".to_owned(), format: "pdf".to_owned(), entries: 118 };
    let page = |own: bool, full: bool| {
        let whose = Whose {
            portfolio: crate::domain::names::PortfolioId::new("p"),
            owner: crate::domain::names::AccountId::new("ann"),
            name: "Ann <Field>".to_owned(),
            own,
        };
        let person = if own { samples::trainee() } else { samples::governor() };
        let shell = samples::shell_for(&person, &title(&whose), Place::Portfolio);
        let pack = PackRead { day, who: "Tom <Hill>".to_owned(), held_on: day, entries: 1 };
        let (opened, reports) = match full {
            true => (
                vec![
                    opening(crate::features::entries::OpenedHow::Page),
                    opening(crate::features::entries::OpenedHow::File),
                ],
                (vec![report.clone()], vec![pack]),
            ),
            false => (Vec::new(), (Vec::new(), Vec::new())),
        };
        Openings::new(shell, &whose, month_of(day), day, opened, reports)
    };
    vec![
        Sample::of("history/openings", &page(true, true)),
        Sample::of("history/openings, none", &page(true, false)),
        Sample::of("history/openings, without content", &page(false, true)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_asked_by_its_number_and_never_one_to_come() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-11-12");
        assert_eq!(asked_month("2026-02", today), (day("2026-02-01"), day("2026-02-28")));
        let now = (day("2026-11-01"), day("2026-11-30"));
        for odd in ["", "2026-12", "2026-13", "1066-01", "x"] {
            assert_eq!(asked_month(odd, today), now, "{odd}");
        }
        assert_eq!(month_name(day("2026-02-01")), "February 2026");
    }
}
