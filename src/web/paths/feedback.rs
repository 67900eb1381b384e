//! Addresses of rounds of feedback from colleagues.

use super::fill;

/// One's own rounds, and those that wait for one.
pub const FEEDBACK: &str = "/feedback";
/// What the house sets for all of them.
pub const FEEDBACK_RULES: &str = "/settings/feedback";
pub const ROUND: &str = "/feedback/{round}";
pub const ROUND_RATERS: &str = "/feedback/{round}/colleagues";
pub const ROUND_RATER_END: &str = "/feedback/{round}/colleagues/{rater}/end";
pub const ROUND_SELF: &str = "/feedback/{round}/self-rating";
pub const ROUND_PROPOSAL: &str = "/feedback/{round}/proposal";
pub const ROUND_WITHDRAWAL: &str = "/feedback/{round}/withdrawal";
pub const ROUND_AGREEMENT: &str = "/feedback/{round}/agreement";
pub const ROUND_RETURN: &str = "/feedback/{round}/return";
/// Asked for by the trainee, done by the supervisor.
pub const ROUND_CLOSING: &str = "/feedback/{round}/closing";
pub const ROUND_COMMENT: &str = "/feedback/{round}/comments/{comment}";
pub const ROUND_RELEASE: &str = "/feedback/{round}/release";
pub const ROUND_END: &str = "/feedback/{round}/end";
/// Somebody with an account is asked: the button leads to where their link leads.
pub const FEEDBACK_ASKED: &str = "/feedback/asked/{rater}";
/// What the link in a colleague's letter opens.
pub const COLLEAGUE: &str = "/colleague/{token}";
pub const COLLEAGUE_REFUSAL: &str = "/colleague/{token}/refusal";

pub fn round(id: &str) -> String {
    fill(ROUND, &[id])
}

pub fn round_raters(id: &str) -> String {
    fill(ROUND_RATERS, &[id])
}

pub fn round_rater_end(id: &str, rater: &str) -> String {
    fill(ROUND_RATER_END, &[id, rater])
}

pub fn round_self(id: &str) -> String {
    fill(ROUND_SELF, &[id])
}

pub fn round_proposal(id: &str) -> String {
    fill(ROUND_PROPOSAL, &[id])
}

pub fn round_withdrawal(id: &str) -> String {
    fill(ROUND_WITHDRAWAL, &[id])
}

pub fn round_agreement(id: &str) -> String {
    fill(ROUND_AGREEMENT, &[id])
}

pub fn round_return(id: &str) -> String {
    fill(ROUND_RETURN, &[id])
}

pub fn round_closing(id: &str) -> String {
    fill(ROUND_CLOSING, &[id])
}

pub fn round_comment(id: &str, comment: &str) -> String {
    fill(ROUND_COMMENT, &[id, comment])
}

pub fn round_release(id: &str) -> String {
    fill(ROUND_RELEASE, &[id])
}

pub fn round_end(id: &str) -> String {
    fill(ROUND_END, &[id])
}

pub fn feedback_asked(rater: &str) -> String {
    fill(FEEDBACK_ASKED, &[rater])
}

pub fn colleague(token: &str) -> String {
    fill(COLLEAGUE, &[token])
}

pub fn colleague_refusal(token: &str) -> String {
    fill(COLLEAGUE_REFUSAL, &[token])
}
