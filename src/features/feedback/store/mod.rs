//! Rounds, who is asked in them, and, with nothing that leads from one to the other, what was said.

mod answers;
mod committed;
mod erasing;
mod left;
mod letters;
mod meetings;
mod raters;
mod rounds;

pub use answers::{Comment, answers, comments, forget_comments, give, withhold};
pub use committed::committed_rows;
pub use erasing::erase_rounds;
pub use left::{left_alone, looking_after, supervising, tell_leads};
pub use letters::{AskedOf, Letter, asked_of, fresh, fresh_for, mark_reminded, unanswered};
pub use meetings::{Meeting, meetings};
pub use raters::{
    Held, Rater, add, answered_with, ask_all, by_token, decline, known, note_form, raters, strike, there,
};
pub use rounds::{
    Begun, MOST_OVER, agree, ask_to_close, beginnable, close, end, give_back, insert, named, of_person, over,
    over_another, past_their_day, propose, rate_oneself, release, round, waiting_for, withdraw,
};
