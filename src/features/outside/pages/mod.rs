//! What can be looked at in this room.

pub mod assessors;
pub mod confirming;
pub mod domains;
pub mod handing;
pub mod holder;
