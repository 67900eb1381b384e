//! Several alike entries signed with one comment. Whoever signs chooses them from a group (one kind, and one trainee or
//! one procedure); chance chooses one, which is shown whole, and only beneath it stands the button that signs them all.
//! All of them are signed at one level, or none: what was changed or decided meanwhile stops the whole batch. The record
//! of each says "signed in a batch of n, one viewed", and the seconds of Undo hold for all of them at once.

pub mod acts;
mod forms;
mod grouping;
pub mod pages;
mod views;

pub use grouping::groups;
pub use views::samples;
