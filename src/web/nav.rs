//! The menu: which places a person has, by what they are. Somebody who is several things sees all of
//! them in one row, each once; there is no switching of hats.

use crate::domain::role::{Capacity, Person};
use crate::web::paths;

/// A place of the menu; a page says at which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Home,
    Portfolio,
    Requirements,
    /// Formal reviews: one's own, those one sits on, those of one's trainees.
    Reviews,
    Inbox,
    Trainees,
    Signed,
    Board,
    Waiting,
    Programmes,
    People,
    Reports,
    Settings,
    /// Where a university administrator enters marks; a lead finds it under what waits.
    Results,
    Imports,
    /// Patient data that was found; a lead finds it from the entry and from notices.
    Incidents,
    /// Registered staff of a tutor's department, and what they fall short of.
    Shortfalls,
    /// What registered staff attended.
    Attendance,
    /// A co-ordinator's trainees across employers.
    Consortium,
    /// What a quality reader is to read.
    SecondReadings,
    /// A page outside the menu, for instance one's own account.
    Nowhere,
}

/// One entry of the menu, as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub text: &'static str,
    pub path: &'static str,
    /// What waits there, if that is counted.
    pub count: Option<i64>,
    pub current: bool,
}

const TRAINEE: [Place; 5] =
    [Place::Home, Place::Portfolio, Place::Requirements, Place::Reviews, Place::Reports];
const SUPERVISOR: [Place; 4] = [Place::Inbox, Place::Trainees, Place::Signed, Place::Reviews];
const LEAD: [Place; 6] =
    [Place::Board, Place::Waiting, Place::Reviews, Place::Programmes, Place::People, Place::Reports];
const ADMIN: [Place; 1] = [Place::Settings];
const TUTOR: [Place; 2] = [Place::Shortfalls, Place::Attendance];
const UNIVERSITY: [Place; 2] = [Place::Results, Place::Imports];

pub fn menu(person: &Person, here: Place) -> Vec<Item> {
    places(person).into_iter().filter_map(|place| item(place, person, here)).collect()
}

/// Where somebody who just signed in, or asked for `/`, is led.
pub fn first_place(person: &Person) -> &'static str {
    let first = places(person).into_iter().next();
    first.and_then(|place| item(place, person, Place::Nowhere)).map_or(paths::ACCOUNT, |item| item.path)
}

fn places(person: &Person) -> Vec<Place> {
    let mut all = Vec::new();
    if person.portfolio.is_some() {
        all.extend(TRAINEE);
    }
    if person.is(Capacity::Supervisor) {
        all.extend(SUPERVISOR);
    }
    if person.is(Capacity::Lead) {
        if !person.is(Capacity::Supervisor) && person.inbox > 0 {
            all.push(Place::Inbox);
        }
        all.extend(LEAD);
    }
    if person.is(Capacity::Admin) {
        all.extend(ADMIN);
    }
    if person.is(Capacity::University) {
        all.extend(UNIVERSITY);
    }
    if person.is(Capacity::Governance) {
        all.push(Place::Incidents);
    }
    if person.is(Capacity::Panel) {
        all.push(Place::Reviews);
    }
    if person.is(Capacity::Tutor) {
        all.extend(TUTOR);
    }
    if person.is(Capacity::Coordinator) {
        all.push(Place::Consortium);
    }
    if person.is(Capacity::QualityReader) {
        all.push(Place::SecondReadings);
    }
    once(all)
}

/// Each place where it comes first.
fn once(all: Vec<Place>) -> Vec<Place> {
    let mut known: Vec<Place> = Vec::new();
    for place in all {
        if !known.contains(&place) {
            known.push(place);
        }
    }
    known
}

fn item(place: Place, person: &Person, here: Place) -> Option<Item> {
    let (text, path) = match place {
        Place::Home => ("Home", paths::HOME),
        Place::Portfolio => ("Portfolio", paths::PORTFOLIO),
        Place::Requirements => ("Requirements", paths::REQUIREMENTS),
        Place::Reviews => ("Reviews", paths::REVIEWS),
        Place::Inbox => ("Inbox", paths::INBOX),
        Place::Trainees => ("My trainees", paths::TRAINEES),
        Place::Signed => ("Decided", paths::SIGNED),
        Place::Board => ("Board", paths::BOARD),
        Place::Waiting => ("Waiting", paths::WAITING),
        Place::Programmes => ("Programmes", paths::PROGRAMMES),
        Place::People => ("People", paths::PEOPLE),
        // The page is one: a lead who has a portfolio finds it where they always did.
        Place::Reports if person.portfolio.is_some() => ("Reports", paths::EXPORTS),
        Place::Reports => ("Reports", paths::REPORTS),
        Place::Settings => ("Settings", paths::SETTINGS),
        Place::Results => ("Results", paths::RESULTS),
        Place::Imports => ("Import", paths::IMPORTS),
        Place::Incidents => ("Incidents", paths::INCIDENTS),
        Place::Shortfalls => ("Registered staff", paths::SHORTFALLS),
        Place::Attendance => ("Attendance", paths::ATTENDANCE),
        Place::Consortium => ("Consortium", paths::CONSORTIUM),
        Place::SecondReadings => ("Second readings", paths::SECOND_READINGS),
        Place::Nowhere => return None,
    };
    let count = (place == Place::Inbox).then_some(person.inbox);
    Some(Item { text, path, count, current: place == here })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::samples;

    fn texts(person: &Person) -> Vec<&'static str> {
        menu(person, Place::Nowhere).into_iter().map(|item| item.text).collect()
    }

    #[test]
    fn everybody_sees_the_places_of_what_they_are() {
        assert_eq!(texts(&samples::trainee()), ["Home", "Portfolio", "Requirements", "Reviews", "Reports"]);
        assert_eq!(texts(&samples::supervisor()), ["Inbox", "My trainees", "Decided", "Reviews"]);
        let lead = ["Board", "Waiting", "Reviews", "Programmes", "People", "Reports"];
        assert_eq!(texts(&samples::lead()), lead);
        assert_eq!(texts(&samples::admin()), ["Settings"]);
        assert_eq!(texts(&samples::university()), ["Results", "Import"]);
        assert_eq!(texts(&samples::governor()), ["Incidents"]);
        assert_eq!(texts(&samples::panel()), ["Reviews"]);
        assert_eq!(texts(&samples::tutor()), ["Registered staff", "Attendance"]);
        assert_eq!(texts(&samples::coordinator()), ["Consortium"]);
        assert_eq!(texts(&samples::quality_reader()), ["Second readings"]);
    }

    #[test]
    fn somebody_who_is_several_things_sees_all_once_and_begins_with_the_first() {
        let mut both = samples::supervisor();
        both.capacities.insert(Capacity::Lead);
        assert_eq!(texts(&both).len(), 9);
        assert_eq!(first_place(&both), paths::INBOX);
        assert_eq!(first_place(&samples::trainee()), paths::HOME);
        both.capacities.clear();
        assert_eq!(first_place(&both), paths::ACCOUNT);
    }

    #[test]
    fn a_lead_who_stands_in_for_somebody_finds_what_waits() {
        let mut lead = samples::lead();
        lead.inbox = 2;
        assert_eq!(texts(&lead)[..2], ["Inbox", "Board"]);
    }

    #[test]
    fn the_inbox_is_counted_and_the_current_place_marked() {
        let items = menu(&samples::supervisor(), Place::Inbox);
        let marked: Vec<_> =
            items.iter().filter(|item| item.current).map(|item| (item.text, item.count)).collect();
        assert_eq!(marked, [("Inbox", Some(12))]);
    }
}
