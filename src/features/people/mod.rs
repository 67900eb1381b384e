//! Persons and where they belong: institutions, departments, sites, appointments, registrations, and
//! bringing somebody in. The pages about people are in the room `roster`, above the rooms they show.

mod arrival;
pub mod store;

pub use arrival::{Brought, Newcomer, bring, tell};
pub use store::{
    Appointed, AppointmentRow, Atlas, Department, Holder, Institution, NumberRow, Registered, Site, Stated,
    Statement, Supervising, Waiting, WrittenPlace, add_number, appoint, appointment, appointments_of,
    brought_in, capacities_over, colleagues, committed_rows, confirm, correct, end, end_number, end_open,
    enrolled_at, enters_marks, every_number, hand_on, holder, invite_again, keeps_house,
    marks_for_university, numbers_of, on_registers, reached, reaches, registrations_of, staff, state, stated,
    statements_of, supervisors, take_back, take_confirmation_back, territory, vouch_place, waiting_to_join,
    who_may_decide,
};
