//! How somebody decides, shown to themselves beside their department, once the house has turned it on and staff have
//! been told two weeks before what is shown to whom. What is late or in bulk is said to its owner first; training leads
//! read that sentence about the trainees whom they lead, two weeks later if it still holds. Nothing here weighs on what
//! counts.

mod others;
pub mod pages;
mod round;
mod views;

pub use others::of_others as patterns_of_others;
pub use round::look_for_patterns;
pub use views::samples;
