//! A person on a version of a programme, and what holds for one person only, as rows. Enrolling itself
//! is in the room `roster`, above the standing that it makes.

pub mod store;

pub use store::{
    Enrolled, EnrolmentRow, FilingRow, NewEnrolment, PersonalTerm, TermRow, committed_of_house,
    committed_rows, drop_term, enrolled_on, enrolment, insert, led, led_one, of_portfolio, set_end, set_term,
    terms_among, terms_of, versions_led,
};
