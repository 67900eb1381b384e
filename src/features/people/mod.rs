//! Persons and where they belong: institutions, departments, sites, appointments, registrations.

pub mod store;
