//! Persons and where they belong: institutions, departments, sites, appointments, registrations, and
//! bringing somebody in. The pages about people are in the room `roster`, above the rooms they show.

mod arrival;
pub mod store;

pub use arrival::{Brought, Newcomer, bring, tell};
pub use store::{
    AbsenceRow, Appointed, AppointmentRow, Atlas, Away, Department, Holder, Institution, NumberRow,
    Registered, Site, Stated, Statement, Supervising, Waiting, WrittenPlace, absence, absences_of,
    add_number, appoint, appointment, appointments_of, away_on, brought_in, capacities_over, colleagues,
    come_back, committed_rows, confirm, correct, deputises, end, end_number, end_open, enrolled_at,
    enrolments_covered, enters_marks, erase_numbers, every_number, go_away, governs, hand_on, holder,
    holding, invite_again, is_staff_besides, keeps_house, last_days, marks_for_university, numbers_of,
    of_department, on_registers, possible_deputies, reached, reaches, reads_over, registrations_of, staff,
    stands_in, stands_in_for, state, stated, statements_of, supervisors, take_back, take_confirmation_back,
    tell_of_lost_deputy, territory, vouch_place, waiting_to_join, waiting_with, who_may_decide,
    without_their_deputy,
};
