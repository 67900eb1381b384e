//! What can be looked at in this room.

pub mod colleague;
pub mod oneself;
pub mod round;
pub mod rounds;
