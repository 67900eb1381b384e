//! Persons and where they belong: institutions, departments, sites, appointments, registrations. A
//! training lead's list of people, one page for each of them, and what can be done there: invite,
//! appoint, confirm. Its store knows only the rooms before; its pages use what later rooms offer, since
//! a person's page shows all that they are.

pub mod appointing;
pub mod bring;
pub mod registrations;
mod roster;
pub mod store;

use crate::web::paths;
use crate::web::routes::Routes;
use crate::web::samples::Sample;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::PEOPLE, roster::pages::people)
        .get(paths::PERSON, roster::pages::person)
        .post(paths::PERSON_INVITATION, roster::acts::invite_again)
        .post(paths::PERSON_LINK, roster::acts::make_link);
    appointing::routes(routes);
    registrations::routes(routes);
}

pub fn samples() -> Vec<Sample> {
    let mut all = roster::views::samples();
    all.extend(appointing::samples());
    all.extend(registrations::samples());
    all
}
