//! Signing off: what waits for a supervisor, most urgent first, one entry on one screen, signed or
//! returned in seconds, undone within ten. A signature covers exactly the version that was on the
//! screen; nobody signs their own work or outside their appointment. What is alike is signed together after a
//! look at one that chance chose, and says so. How somebody decides is shown to themselves, if the house wants
//! it. Other rooms get the screen of one
//! entry with its two acts (sign, send back) and the write of a decision.

mod acts;
mod again;
mod asking_on;
mod calibration;
mod deciding;
mod forms;
mod in_vain;
mod pages;
mod screen;
mod store;
mod together;
mod views;

pub use again::whole_words;
pub use asking_on::ask_missing;
pub use calibration::{look_for_patterns, patterns_of_others};
pub use deciding::{
    Desk, Says, both, decide, lead_on, lower, passed_over, put_decision, put_retraction, said, signature,
};
pub use forms::{AGAIN, OnScreen, Retraction, Return, Sign};
pub use in_vain::{Signer, sentences as in_vain};
pub use screen::{after as after_refusal, note_reading, of as screen_of};
pub use store::frozen as frozen_entries;
pub use store::{
    Beside, DecisionRow, New as NewDecision, UNDONE, bind_assessed, case_of, committed_of_house,
    committed_rows, decide_case, in_training, keep as keep_decision, keep_assessed, keep_late, not_yet,
    reopen, set_shown, shown, signed_by, stands, strike_assessed, strike_words, tell_staff, trained_on,
};
pub use views::{Deciding, outcomes, samples};

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
        .post(paths::RETRACTION, acts::take_back)
        .get(paths::TOGETHER, together::pages::alike)
        .post(paths::TOGETHER, together::acts::begin)
        .get(paths::FIGURES, calibration::pages::own)
        .get(paths::PATTERNS_OF_OTHERS, calibration::pages::of_others)
        .get(paths::BATCH, together::pages::batch)
        .post(paths::BATCH_SIGNATURE, together::acts::sign)
        .post(paths::BATCH_END, together::acts::leave)
        .post(paths::BATCH_UNDOING, together::acts::undo);
}
