//! Enrolling: inviting a trainee, and putting somebody who is here already on a programme. Entries that
//! a person has already are filed under a new enrolment where they fit, so one case counts wherever it
//! may. `enrol` is what it means inside a write; the demo uses it too.

mod acts;
mod enrol;
mod forms;
mod pages;
mod views;

pub use acts::bring_in;
pub use enrol::{EnrolmentMade, ToEnrol, case, enrol, spot};
pub use forms::{Enrolling, Trainee};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::NEW_TRAINEE, pages::new_trainee)
        .post(paths::NEW_TRAINEE, acts::invite_trainee)
        .get(paths::NEW_ENROLMENT, pages::new_enrolment)
        .post(paths::NEW_ENROLMENT, acts::enrol_person);
}
