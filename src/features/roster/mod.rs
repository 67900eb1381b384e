//! A training lead's people: the list, one page for each, and all that is done there. Inviting,
//! enrolling, appointing, confirming registrations, setting what holds for one person. It stands above
//! the rooms whose rows it writes, because a person's page shows all that they are, and because
//! enrolling makes a standing.

mod appointing;
mod enrolling;
mod figures;
mod life;
mod numbers;
mod people;
mod registered;
mod registrations;
mod resets;
mod terms;

pub use appointing::{
    Given, NAME, Supervisor, ToAppoint, appoint, bring_in_supervisor, day, end_case, newcomer, offers,
    put_last_day, spots,
};
pub use enrolling::{Enrolling, EnrolmentMade, ToEnrol, Trainee, bring_in, case, enrol, spot};
pub use life::{WantedLife, put_life};
pub use numbers::{keep_number, number_case};
pub use registrations::{confirm_registration, register_choices, state_registration};
pub use terms::{WantedTerm, put_end, put_term};

use crate::web::paths;
use crate::web::routes::Routes;
use crate::web::samples::Sample;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::PEOPLE, people::pages::people)
        .get(paths::PERSON, people::pages::person)
        .post(paths::PERSON_INVITATION, people::acts::invite_again)
        .post(paths::PERSON_LINK, people::acts::make_link);
    appointing::routes(routes);
    enrolling::routes(routes);
    figures::routes(routes);
    life::routes(routes);
    numbers::routes(routes);
    registered::routes(routes);
    registrations::routes(routes);
    resets::routes(routes);
    terms::routes(routes);
}

pub fn samples() -> Vec<Sample> {
    let mut all = people::views::samples();
    all.extend(appointing::samples());
    all.extend(enrolling::samples());
    all.extend(figures::samples());
    all.extend(life::samples());
    all.extend(numbers::samples());
    all.extend(registered::samples());
    all.extend(registrations::samples());
    all.extend(resets::samples());
    all.extend(terms::samples());
    all
}
