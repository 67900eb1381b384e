//! Reports that leave the house: a portfolio as one enrolment reads it, or a cohort, as PDF, Excel or
//! CSV. Asking writes a row and a job in one transaction; the job gathers what the asker may see, as it
//! was known at the instant asked for, and all three formats print the same report. A report is fetched
//! only by who asked for it and goes after a week. That it was asked for and made, with the hash of the
//! file, is in the book of the portfolio (of a cohort: of the house).

mod acts;
mod build;
mod forms;
mod gather;
mod pages;
mod store;
mod views;

pub use acts::{put_cohort, put_portfolio};
pub use build::{build, expire};
pub use gather::{Asked, open_portfolio};
pub use store::carried::{Carrying, carrying, end_reports, erase_reports, made_since};
pub use store::chosen::Cohort;
pub use store::is_named;
pub use store::{Format, committed_of, committed_of_house};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::EXPORTS, pages::exports)
        .get(paths::REPORTS, pages::reports)
        .get(paths::EXPORT_NEW, pages::new)
        .post(paths::EXPORTS, acts::ask)
        .get(paths::EXPORT, pages::download);
}
