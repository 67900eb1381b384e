//! Counting what is recorded already under another of one's programmes too. To be enrolled by a lead opens
//! nothing of what somebody did elsewhere; to show it there is their own to decide, entry by entry in each
//! entry's form, or all at once here: the page says before what will be filed, and what not and why.

mod acts;
mod pages;
mod store;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::ENROLMENT_FILING, pages::preview).post(paths::ENROLMENT_FILING, acts::file);
}
