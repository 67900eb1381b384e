//! The log: what a person did, in versions. An entry is recorded in the person's portfolio, filed under
//! any number of their enrolments, and, where its kind asks for it, waits with one person for a
//! decision. What is not submitted yet is a draft, a row of its own that nobody else ever sees. Other
//! rooms get `seen` (an entry as one person may see it), the writes that change its state, and
//! `panel` (the entry whole, for a page of theirs).

mod asked;
mod entered;
mod fields;
mod forms;
mod log;
mod panel;
pub mod store;
mod title;

pub use asked::{AskedKind, union};
pub use panel::{Change, FileLine, Panel, Row, Signed, Step, changes, panel};
pub use title::title;
