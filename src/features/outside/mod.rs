//! Somebody without an account decides on one entry. The trainee shows a code or sends a link; whoever opens it sees
//! that entry and nothing else, proves a work address whose domain a training lead has allowed, and signs or returns
//! on one screen. What they proved, how and when stands beside the signature. Without work mail at hand the decision
//! is taken now and counts for nothing until the letter to the work address is answered, within seven days. A link
//! works once, for two weeks, and for exactly the version that it was made for. Its pages need no session and no
//! script: what was typed travels with the form until the address is proved, and is kept nowhere before.

mod acts;
mod became;
mod case;
mod forms;
mod jobs;
mod pages;
mod store;
mod views;

pub use jobs::{code_letter, confirm_letter, lapse, lapse_link, sweep};
pub use store::{
    CodeLetter, ConfirmLetter, Held as HeldOfAssessor, OnlyStated, allowed_under, behind, committed_of_house,
    committed_rows, erase_addresses, erase_stated, held_of, is_assessor_only, mailboxes_of, only_stated,
    portfolios_stated_in, says_somebody, stated_by, strike_words, take_in,
};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::HAND_OVER, pages::handing::link)
        .post(paths::HAND_OVER, acts::handing::make)
        .post(paths::HAND_OVER_END, acts::handing::withdraw)
        .post(paths::STATEMENT_LETTER, acts::handing::letter)
        .get(paths::OUTSIDE, pages::holder::entry)
        .post(paths::OUTSIDE, acts::deciding::ask)
        .post(paths::OUTSIDE_DECISION, acts::deciding::decide)
        .get(paths::OUTSIDE_EVIDENCE, pages::holder::evidence)
        .get(paths::OUTSIDE_THUMB, pages::holder::thumb)
        .get(paths::OUTSIDE_CONFIRMATION, pages::confirming::asked)
        .post(paths::OUTSIDE_CONFIRMATION, acts::confirming::confirm)
        .get(paths::WORK_DOMAINS, pages::domains::domains)
        .post(paths::WORK_DOMAINS, acts::domains::allow)
        .post(paths::WORK_DOMAIN_END, acts::domains::end)
        .get(paths::ASSESSOR, pages::assessors::assessor)
        .post(paths::ASSESSOR, acts::registering::register)
        .post(paths::ASSESSOR_JOINING, acts::joining::join);
}
