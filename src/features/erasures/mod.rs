//! A whole person erased. Information governance proposes it, an admin who is somebody else agrees within 14 days:
//! from then on nobody signs in to the account, and a job takes everything away, an entry at a time. What was recorded
//! loses words and files and keeps its commitments; what nothing commits to is removed; the account becomes nobody's.
//! The books still verify. The list outside the database has a line for each person, so that a backup from before ends
//! with the person erased again. Decided: nobody sees a word of the record on the way, not even to check it.

mod acts;
mod erasing;
mod forms;
mod pages;
mod store;
mod views;

pub use erasing::{CaughtUp, catch_up, erase, verify};
pub use store::{ErasureRow, committed_rows};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::ERASURES, pages::erasures)
        .get(paths::ERASURE_NEW, pages::people)
        .post(paths::ERASURE_STATED, acts::take_in)
        .get(paths::ERASURE_OF, pages::person)
        .post(paths::ERASURE_OF, acts::propose)
        .get(paths::ERASURE, pages::erasure)
        .post(paths::ERASURE_AGREEMENT, acts::agree)
        .post(paths::ERASURE_REFUSAL, acts::decline);
}
