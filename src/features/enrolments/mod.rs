//! A person on a version of a programme: inviting a trainee, enrolling somebody who is here already,
//! and what holds for one person only (the last day, a personal target, a due day, a waiver). Entries
//! that a person has already are filed under a new enrolment where they fit, so one case counts wherever
//! it may.

mod acts;
pub mod enrol;
mod forms;
mod pages;
pub mod store;
mod terms;
mod views;

use crate::web::paths;
use crate::web::routes::Routes;
use crate::web::samples::Sample;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::NEW_TRAINEE, pages::new_trainee)
        .post(paths::NEW_TRAINEE, acts::invite_trainee)
        .get(paths::NEW_ENROLMENT, pages::new_enrolment)
        .post(paths::NEW_ENROLMENT, acts::enrol_person)
        .get(paths::TERMS, terms::pages::terms)
        .post(paths::TERMS, terms::acts::set_term)
        .post(paths::TERM_END, terms::acts::drop_term)
        .post(paths::ENROLMENT_END, terms::acts::set_end);
}

pub fn samples() -> Vec<Sample> {
    let mut all = views::samples();
    all.extend(terms::views::samples());
    all
}
