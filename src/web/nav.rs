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
    Export,
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

const TRAINEE: [Place; 4] = [Place::Home, Place::Portfolio, Place::Requirements, Place::Export];
const SUPERVISOR: [Place; 3] = [Place::Inbox, Place::Trainees, Place::Signed];
const LEAD: [Place; 5] = [Place::Board, Place::Waiting, Place::Programmes, Place::People, Place::Reports];
const ADMIN: [Place; 1] = [Place::Settings];
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
    all
}

fn item(place: Place, person: &Person, here: Place) -> Option<Item> {
    let (text, path) = match place {
        Place::Home => ("Home", paths::HOME),
        Place::Portfolio => ("Portfolio", paths::PORTFOLIO),
        Place::Requirements => ("Requirements", paths::REQUIREMENTS),
        Place::Export => ("Export", paths::EXPORTS),
        Place::Inbox => ("Inbox", paths::INBOX),
        Place::Trainees => ("My trainees", paths::TRAINEES),
        Place::Signed => ("Signed", paths::SIGNED),
        Place::Board => ("Board", paths::BOARD),
        Place::Waiting => ("Waiting", paths::WAITING),
        Place::Programmes => ("Programmes", paths::PROGRAMMES),
        Place::People => ("People", paths::PEOPLE),
        Place::Reports => ("Reports", paths::REPORTS),
        Place::Settings => ("Settings", paths::SETTINGS),
        Place::Results => ("Results", paths::RESULTS),
        Place::Imports => ("Import", paths::IMPORTS),
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
        assert_eq!(texts(&samples::trainee()), ["Home", "Portfolio", "Requirements", "Export"]);
        assert_eq!(texts(&samples::supervisor()), ["Inbox", "My trainees", "Signed"]);
        assert_eq!(texts(&samples::lead()), ["Board", "Waiting", "Programmes", "People", "Reports"]);
        assert_eq!(texts(&samples::admin()), ["Settings"]);
        assert_eq!(texts(&samples::university()), ["Results", "Import"]);
    }

    #[test]
    fn somebody_who_is_several_things_sees_all_once_and_begins_with_the_first() {
        let mut both = samples::supervisor();
        both.capacities.insert(Capacity::Lead);
        assert_eq!(texts(&both).len(), 8);
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
