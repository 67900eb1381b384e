//! Nobody starts at 0 of 150: a logbook that was kept elsewhere comes in as one set, and earlier learning is
//! claimed against one requirement. Both wait for a named person to accept them, whole or in part; from then
//! on they count where the programme takes what is from before, as "accepted from an earlier record by …",
//! and never pretend to be signed here. What stands for a logbook or a claim is an entry like any other, so
//! that its files, its requests and its book are those of every entry; the tables of this room say the rest.

mod acts;
mod cases;
mod forms;
mod looking;
mod mapped;
mod pages;
pub mod store;
mod views;

pub use acts::{put_acceptance, put_claim, put_set};
pub use forms::{Accepting, Claiming, REASON, Which};
pub use looking::{Looked, looked};
pub use store::{committed_rows, said_of_before, strike_words};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::EARLIER, pages::list)
        .post(paths::EARLIER, acts::begin)
        .get(paths::EARLIER_NEW, pages::new)
        .get(paths::EARLIER_CLAIM_NEW, pages::new_claim)
        .post(paths::EARLIER_CLAIMS, acts::claim)
        .get(paths::EARLIER_DRAFT, pages::mapping)
        .post(paths::EARLIER_DRAFT, acts::map)
        .get(paths::EARLIER_LINES, pages::lines)
        .post(paths::EARLIER_LINES, acts::bring_in)
        .post(paths::EARLIER_SCANS, acts::scans)
        .post(paths::EARLIER_END, acts::put_away)
        .get(paths::EARLIER_RETRACTION, pages::retraction)
        .post(paths::EARLIER_RETRACTION, acts::take_back)
        .get(paths::EARLIER_RECORD, pages::record)
        .post(paths::EARLIER_REQUEST, acts::ask)
        .post(paths::EARLIER_UNDOING, acts::undo)
        .post(paths::EARLIER_ACCEPTANCE, acts::accept)
        .post(paths::EARLIER_RETURN, acts::send_back);
}
