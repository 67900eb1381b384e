//! Patient data that is found in an entry. Whoever sees the entry says where it stands, never what it says; that
//! opens an incident, of which the training leads and information governance are told. A lead strikes the place out:
//! its words, names and bytes go from every version, draft, decision, report and file that was read in, for good;
//! the trail says that, when, by whom and why. What was signed is assessed again. A list outside the database keeps
//! what went, by ids and hashes, so that a backup from before does not bring it back: whenever the house starts or
//! is restored, list and database are made to agree.

mod acts;
mod finishing;
mod forms;
mod pages;
mod places;
mod store;
mod striking;
mod views;

pub use acts::{put_report, put_strike};
pub use finishing::{CaughtUp, catch_up, finish, unlisted};
pub use forms::{Report, Strike};
pub use store::{RedactionRow, committed_rows, not_erased, of_portfolio};
pub use striking::erase_entry;
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::ENTRY_REPORT, pages::report)
        .post(paths::ENTRY_REPORT, acts::report)
        .get(paths::PACK_REPORT, acts::in_pack::report)
        .post(paths::PACK_REPORT, acts::in_pack::send)
        .get(paths::REVIEW_REPORT, acts::in_review::report)
        .post(paths::REVIEW_REPORT, acts::in_review::send)
        .get(paths::INCIDENTS, pages::incidents)
        .get(paths::INCIDENT, pages::incident)
        .post(paths::INCIDENT_REFERENCE, acts::refer)
        .post(paths::INCIDENT_END, acts::close)
        .get(paths::INCIDENT_STRIKE, pages::strike)
        .post(paths::INCIDENT_STRIKE, acts::strike);
}
