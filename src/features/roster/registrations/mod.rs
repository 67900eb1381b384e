//! Registrations with a body: stated by the person themselves, confirmed by a training lead, read by
//! the rules on the day of each case. A correction waits for confirmation again. Whatever changes what
//! rules read marks the standings that read it, in the same write.

mod acts;
mod forms;
mod pages;
mod views;

pub use acts::{confirm_registration, state_registration};
pub(in crate::features::roster) use views::sample_card;
pub use views::{Card, card, choices as register_choices, samples};

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::REGISTRATIONS, pages::registrations)
        .post(paths::REGISTRATIONS, acts::state)
        .get(paths::REGISTRATION, pages::registration)
        .post(paths::REGISTRATION, acts::correct)
        .post(paths::REGISTRATION_END, acts::take_back)
        .post(paths::REGISTRATION_CONFIRMATION, acts::confirm)
        .post(paths::REGISTRATION_CONFIRMATION_END, acts::take_confirmation_back);
}
