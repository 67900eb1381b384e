//! What this room shows: a gate, one read, a view.

mod alone;
mod asks;
mod board;
mod days;
mod gathered;
mod home;
mod requirement;
mod trainee;
mod trainees;
mod waiting;

pub use board::board;
pub use home::home;
pub use requirement::{requirement, requirements};
pub use trainee::trainee;
pub use trainees::trainees;
pub use waiting::waiting;
