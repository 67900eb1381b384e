//! Rooms: one folder per thing a user can name. Each knows only the rooms before it:
//! accounts < people < programmes < enrolments < standing < portfolio < entries < evidence < signoffs
//! < exports < history < admin.

pub mod enrolments;
pub mod entries;
pub mod people;
pub mod programmes;
pub mod standing;
