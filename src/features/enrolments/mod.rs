//! A person on a version of a programme, and what holds for one person only, as rows. Enrolling itself
//! is in the room `roster`, above the standing that it makes.

pub mod store;

pub use store::{
    Closing, Enrolled, EnrolmentRow, FilingRow, LifeRow, LifeShown, Lived, NewEnrolment, PersonalTerm,
    TermRow, Whose, as_ruled, begun, closings, committed_of_house, committed_rows, drop_term, enrolled_on,
    enrolment, insert, led, led_one, life_shown, lives, of_portfolio, record_life, set_end, set_term,
    take_life_back, terms_among, terms_of, versions_led,
};
