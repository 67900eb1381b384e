//! Persons and where they belong: institutions, departments, sites, appointments, registrations, and
//! bringing somebody in. The pages about people are in the room `roster`, above the rooms they show.

pub mod bring;
pub mod store;
