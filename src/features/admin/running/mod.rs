//! How the house runs: jobs that were given up, and its health in numbers.

mod acts;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::JOBS, pages::jobs)
        .post(paths::JOB_AGAIN, acts::again)
        .get(paths::HOUSE_HEALTH, pages::health);
}
