//! Whether this house shows people how they decide: off until an admin turns it on, from a day at least two weeks ahead,
//! and everybody about whom something will be shown is told at once.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::CALIBRATION_RULE, pages::rule).post(paths::CALIBRATION_RULE, acts::set_rule);
}
