//! The numbers by which others know a person: added and ended by a training lead of theirs or by an admin, seen
//! by the person under their registrations. A file of marks or people finds them by these.

mod acts;
mod forms;
mod pages;
mod views;

pub use acts::{keep_number, number_case};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::PERSON_NUMBERS, pages::numbers)
        .post(paths::PERSON_NUMBERS, acts::add)
        .post(paths::PERSON_NUMBER_END, acts::end);
}
