//! Feedback from colleagues. The trainee proposes whom to ask and rates themself, the supervisor agrees, each colleague
//! answers once by a link in a letter, and the supervisor releases what was said, put together, when both meet; from
//! then on it is an entry, signed by its release.
//!
//! Nobody is shown who said what. An answer is kept with its group and nothing else: no name, no link, no time, an id
//! of chance; words stand apart from ratings; all rows of a round are written anew with each answer; no event, reading
//! or log line is written when one comes, and pages tell only how many came. Whoever asked, trainee or supervisor, sees
//! no figure and no word before the round is closed, and closing it early is asked for by the trainee. How far this
//! goes: whoever runs the database and compares two copies of it, from before and after one answer, sees that answer
//! and whose link was used between; so does whoever reads a colleague's mail and uses the link in it. The form tells
//! colleagues so in its own words: answers are gathered, not sealed.

mod acts;
mod forms;
mod jobs;
mod made;
mod pages;
mod round;
mod store;
mod terms;
mod views;

pub use jobs::{go_round, letter};
pub use made::{Gathering, put_answers, put_open_round};
pub use round::called;
pub use store::{Letter, committed_rows, erase_rounds};
pub use terms::{set_terms, terms};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::FEEDBACK, pages::rounds::rounds)
        .post(paths::FEEDBACK, acts::proposing::begin)
        .post(paths::FEEDBACK_ASKED, acts::answering::open)
        .get(paths::ROUND, pages::round::round)
        .post(paths::ROUND_RATERS, acts::proposing::add)
        .post(paths::ROUND_RATER_END, acts::proposing::strike)
        .get(paths::ROUND_SELF, pages::oneself::form)
        .post(paths::ROUND_SELF, acts::proposing::rate_oneself)
        .post(paths::ROUND_PROPOSAL, acts::proposing::propose)
        .post(paths::ROUND_WITHDRAWAL, acts::proposing::withdraw)
        .post(paths::ROUND_AGREEMENT, acts::agreeing::agree)
        .post(paths::ROUND_RETURN, acts::agreeing::give_back)
        .post(paths::ROUND_CLOSING, acts::closing::close)
        .post(paths::ROUND_COMMENT, acts::releasing::withhold)
        .post(paths::ROUND_RELEASE, acts::releasing::release)
        .post(paths::ROUND_END, acts::releasing::end)
        .get(paths::COLLEAGUE, pages::colleague::asked)
        .post(paths::COLLEAGUE, acts::answering::answer)
        .post(paths::COLLEAGUE_REFUSAL, acts::answering::decline);
}
