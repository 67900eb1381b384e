//! Lost second factors: who waits, and the two acts that take one away. For training leads and admins
//! alike, so it has pages of its own; whom one may help is asked anew in each write.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::LOST_FACTORS, pages::lost)
        .get(paths::FACTOR_RESET, pages::reset)
        .post(paths::FACTOR_RESET, acts::propose)
        .post(paths::FACTOR_RESET_CONFIRMATION, acts::confirm)
        .post(paths::FACTOR_RESET_DECLINATION, acts::decline);
}
