//! Incidents and redactions as rows. Both are in the book of the portfolio; neither holds a word of what was found.

mod copies;
mod goals;
mod incidents;
mod refiled;
mod struck;

pub use copies::{Beside, Copied, books_of, copies, led_among, reported_with};
pub use goals::{Goal, goals_seen};
pub use incidents::{
    MOST_OVER, Shown, about, close, committed_rows, leads_of, listed, reached, reached_in, refer, report,
    settle,
};
pub use struck::{
    New, RedactionRow, all_named, all_told, keep, not_erased, of_portfolio, out_of, shared, strike_again_case,
};
