//! A round of feedback from colleagues: the trainee proposes whom to ask and rates themself, their supervisor agrees,
//! each colleague answers once through a link of their own, and what they said is put together, released by the
//! supervisor when both meet, and from then on an entry like any other. What is asked is a form of the house like
//! every kind: its rating questions have the levels of its scale, its groups are the choices of one field.
//!
//! Decided: nobody learns who said what. Fewer answers than the floor give away no words and no group; a group is told
//! apart only where it, and what is left of the whole without it, has enough answers of its own.

mod form;
mod raters;
mod summary;
mod terms;

pub use form::{Form, GROUP_OF_TRAINEES, Question};
pub use raters::{Given, Known, Line, lines, looked_over};
pub use summary::{Answer, Figures, GroupFigures, Put, Summary, put_together, shown_groups, words};
pub use terms::{FloorFrom, HIGHEST_FLOOR, LONGEST_PAUSE, MOST_REMINDERS, Terms};

use crate::domain::programme::called::Called;
use crate::text_words;

/// The form that a round asks with, unless a house publishes another version of it.
pub const FORM: &str = "colleague-feedback";
/// The kind of entry that a released round becomes.
pub const ROUND: &str = "feedback-round";
/// The kind of entry that records the meeting in which a round is released.
pub const MEETING: &str = "meeting";

/// Fewer answers are not shown at all, even as figures: each could be guessed. No setting goes below it.
pub const LEAST: usize = 3;
/// Colleagues of one round.
pub const MOST_RATERS: usize = 40;
/// Days for which a round is open: at least and at most.
pub const DAYS: (i64, i64) = (3, 90);
/// Characters of each free answer.
pub const WORDS: usize = 1_000;

text_words! {
    /// Where a round stands.
    enum State "state of a feedback round" {
        /// The trainee writes down whom to ask.
        Begun = "begun",
        /// It waits for the supervisor.
        Proposed = "proposed",
        /// Colleagues answer.
        Open = "open",
        /// Nobody answers any more; the supervisor looks at it.
        Closed = "closed",
        /// It was handed over in a meeting, and is an entry.
        Released = "released",
        /// It ended without a result.
        Ended = "ended",
        /// The trainee took it back before anybody was asked.
        Withdrawn = "withdrawn",
    }
    /// Where somebody who is asked stands. When they came to it is kept nowhere.
    enum Asked "state of somebody who is asked" {
        Proposed = "proposed",
        Struck = "struck",
        Asked = "asked",
        Answered = "answered",
        Declined = "declined",
    }
    /// Why a supervisor gives a proposal back.
    enum BackReason "reason for giving a proposal back" {
        TooFew = "too-few",
        OneSided = "one-sided",
        WrongPeople = "wrong-people",
        Later = "later",
    }
    /// Why a comment is not handed on.
    enum Withheld "reason for withholding a comment" {
        GivesAway = "gives-away",
        Patient = "patient",
        Hurtful = "hurtful",
        NotAbout = "not-about",
    }
    /// Why a round ends without a result.
    enum EndReason "reason for ending a round without a result" {
        TooFew = "too-few",
        Left = "left",
        Concern = "concern",
        Mistake = "mistake",
    }
    /// What somebody is told of a round.
    enum News "news of a feedback round" {
        Proposed = "proposed",
        SentBack = "sent-back",
        Agreed = "agreed",
        CloseAsked = "close-asked",
        Closed = "closed",
        Released = "released",
        Ended = "ended",
        /// To leads: whoever looked after a round that runs does not supervise there any more.
        Left = "left",
        /// To somebody with an account here who is asked: the twin of their letter, which alone has the link.
        Asked = "asked",
    }
}

impl State {
    /// The word of its tag.
    pub fn shown(self) -> &'static str {
        match self {
            State::Begun => "Being prepared",
            State::Proposed => "Waits for the supervisor",
            State::Open => "Open",
            State::Closed => "Closed",
            State::Released => "Released",
            State::Ended => "Ended without a result",
            State::Withdrawn => "Withdrawn",
        }
    }

    /// A second round is begun only once this one is over.
    pub fn is_over(self) -> bool {
        matches!(self, State::Released | State::Ended | State::Withdrawn)
    }
}

impl News {
    /// As the twin of the letter says it: no name, since the page has them.
    pub fn shown(self) -> &'static str {
        match self {
            News::Proposed => "A trainee proposes a round of feedback from colleagues, which waits for you.",
            News::SentBack => "Your supervisor gave your round of feedback back, with a reason.",
            News::Agreed => {
                "Your supervisor agreed to your round of feedback: your colleagues are being asked."
            }
            News::CloseAsked => "A trainee asks you to close their round of feedback.",
            News::Closed => {
                "A round of feedback is closed. It waits to be looked at and released in a meeting."
            }
            News::Released => "Your round of feedback was released. The summary is in your portfolio.",
            News::Ended => "Your round of feedback ended without a result.",
            News::Left => {
                "Whoever looks after a round of feedback does not supervise there any more. Its page says who can go on with it."
            }
            News::Asked => "A colleague asks for your feedback on working with them.",
        }
    }
}

impl News {
    /// As a letter about one enrolment says it, with the programme's own names.
    pub fn said(self, called: &Called) -> String {
        let supervisor = called.name("supervisor");
        match self {
            News::SentBack => format!("Your {supervisor} gave your round of feedback back, with a reason."),
            News::Agreed => {
                format!(
                    "Your {supervisor} agreed to your round of feedback: your colleagues are being asked."
                )
            }
            other => other.shown().to_owned(),
        }
    }
}

impl BackReason {
    pub fn shown(self) -> &'static str {
        match self {
            BackReason::TooFew => "More people are needed",
            BackReason::OneSided => "The people are too much alike: ask other groups as well",
            BackReason::WrongPeople => "Some of them have not worked with you enough",
            BackReason::Later => "It is too early: begin again later",
        }
    }
}

impl Withheld {
    pub fn shown(self) -> &'static str {
        match self {
            Withheld::GivesAway => "It gives away who wrote it",
            Withheld::Patient => "It may name a patient",
            Withheld::Hurtful => "It would hurt and help nobody",
            Withheld::NotAbout => "It is about something else",
        }
    }
}

impl EndReason {
    pub fn shown(self) -> &'static str {
        match self {
            EndReason::TooFew => "Too few colleagues answered",
            EndReason::Left => "The trainee has left or moved on",
            EndReason::Concern => "It raised a concern that is handled elsewhere",
            EndReason::Mistake => "It was opened by mistake",
        }
    }
}

#[cfg(test)]
mod tests;
