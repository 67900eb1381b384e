//! Formal reviews of an enrolment. A training lead plans one (or the programme asks for it by a day), says who sits,
//! and its page collects what there is to look at by itself. Whoever sits on a panel sees nothing of the portfolio
//! but what is frozen for them, and that only for a time. Two leads at once cannot harm each other: each act asks the
//! phase inside the write that has taken the portfolio's book.

mod acts;
mod collecting;
mod early;
mod entering;
mod forms;
mod in_pack;
mod packing;
mod pages;
mod points;
mod reminding;
mod reporting;
mod store;
mod striking;
mod views;

pub use acts::{put_outcome, put_pack, put_plan, put_preparation};
pub use forms::{Conclusion, Plan};
pub use in_pack::{InPack, in_pack};
pub use reminding::{freeze_due, remind};
pub use reporting::{Written, sees_review, strike_review, written_in};
pub use store::{
    committed_rows, erase_reviews, first_written, has_words, leads_of, readers_of, struck_through,
    written_beside, written_for,
};
pub use striking::{strike_reviews, strike_words};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::REVIEWS, pages::list)
        .post(paths::REVIEWS, acts::plan)
        .get(paths::NEW_REVIEW, pages::new)
        .get(paths::REVIEW, pages::review)
        .get(paths::REVIEW_PLAN, pages::plan)
        .post(paths::REVIEW_PLAN, acts::change_plan)
        .post(paths::REVIEW_END, acts::call_off)
        .get(paths::REVIEW_PREPARATION, pages::preparation)
        .post(paths::REVIEW_PREPARATION, acts::prepare)
        .get(paths::REVIEW_PACK, pages::pack)
        .post(paths::REVIEW_PACK, acts::freeze)
        .get(paths::REVIEW_PACK_PDF, pages::paper)
        .get(paths::REVIEW_OUTCOME, pages::outcome)
        .post(paths::REVIEW_OUTCOME, acts::conclude)
        .post(paths::REVIEW_RECORD, acts::put_in_record)
        .post(paths::REVIEW_ACKNOWLEDGEMENT, acts::acknowledge)
        .get(paths::REVIEW_OBJECTION, pages::objection)
        .post(paths::REVIEW_OBJECTION, acts::object)
        .get(paths::REVIEW_ANSWER, pages::answer)
        .post(paths::REVIEW_ANSWER, acts::answer);
}
