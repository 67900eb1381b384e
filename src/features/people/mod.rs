//! Persons and where they belong: institutions, departments, sites, appointments, registrations, and
//! bringing somebody in. The pages about people are in the room `roster`, above the rooms they show.

mod arrival;
pub mod store;

pub use arrival::{Brought, Newcomer, bring, tell};
pub use store::{
    Appointed, AppointmentRow, Atlas, Department, Holder, Institution, Registered, Site, Stated, Statement,
    Supervising, Waiting, appoint, appointment, appointments_of, brought_in, capacities_over, committed_rows,
    confirm, correct, end, enrolled_at, hand_on, holder, invite_again, keeps_house, on_registers, reaches,
    registrations_of, staff, state, stated, statements_of, supervisors, take_back, take_confirmation_back,
    territory, waiting_to_join, who_may_decide,
};
