//! Assessors who are approved by name, where a programme asks for it. The trainee nominates somebody for all of an
//! enrolment or for one section of its programme, from a day until a day; a training lead approves them, with or without
//! an account to sign in with, or says why not. Everybody who sees the enrolment sees who is approved for what, and until
//! when. Whether a signature counts is not decided here: the engine asks who was approved on the day of the entry.

mod acts;
mod after;
mod forms;
mod found;
mod pages;
mod reminding;
mod store;
mod views;

pub use acts::{put_approval, put_nomination, put_refusal};
pub use forms::{Nominating, Refusing};
pub use reminding::remind;
pub use store::{Told, committed_of_house, erase_words, told_of_approval, told_of_nomination};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::ASSESSORS, pages::of_enrolment)
        .get(paths::NEW_ASSESSOR, pages::new)
        .post(paths::NEW_ASSESSOR, acts::add)
        .get(paths::NOMINATION, pages::nomination)
        .post(paths::NOMINATION, acts::approve)
        .post(paths::NOMINATION_REFUSAL, acts::refuse)
        .post(paths::NOMINATION_WITHDRAWAL, acts::withdraw)
        .get(paths::APPROVAL_END, pages::end)
        .post(paths::APPROVAL_END, acts::end)
        .get(paths::APPROVALS, pages::all);
}
