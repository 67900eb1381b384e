//! A department appoints all its registered people at once: whoever is on the chosen register today, confirmed, becomes
//! a supervisor of the department in one act. The list says of everybody else why not; ending an appointment later is
//! the same page as for every other.

mod acts;
mod forms;
mod listing;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::REGISTERED, pages::registered).post(paths::REGISTERED, acts::appoint_all);
}
