//! Signing off: what waits for a supervisor, most urgent first, one entry on one screen, signed or
//! returned in seconds, undone within ten. A signature covers exactly the version that was on the
//! screen; nobody signs their own work or outside their appointment. Other rooms get the screen of one
//! entry with its two acts (sign, send back) and the write of a decision.

mod acts;
mod deciding;
mod forms;
mod in_vain;
mod pages;
mod screen;
mod store;
mod views;

pub use deciding::{Desk, Says, decide, lead_on, lower, passed_over, put_decision, put_retraction, said};
pub use forms::{OnScreen, Retraction, Return, Sign};
pub use in_vain::{Signer, sentences as in_vain};
pub use screen::{after as after_refusal, note_reading, of as screen_of};
pub use store::{
    DecisionRow, New as NewDecision, case_of, committed_rows, decide_case, keep as keep_decision, trained_on,
};
pub use views::{Deciding, samples};

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::INBOX, pages::inbox)
        .get(paths::INBOX_ITEM, pages::deciding)
        .post(paths::SIGNATURE, acts::sign)
        .post(paths::RETURN, acts::send_back)
        .post(paths::UNDOING, acts::undo)
        .get(paths::SIGNED, pages::signed)
        .get(paths::RETRACTION, pages::retraction)
        .post(paths::RETRACTION, acts::take_back);
}
