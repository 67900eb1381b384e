//! What can be done in this room: by the trainee, by whoever holds a link, by whoever got a letter, by a lead.

pub mod confirming;
pub mod deciding;
pub mod domains;
pub mod handing;
pub mod joining;
pub mod registering;
pub mod repeated;
