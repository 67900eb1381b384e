//! Addresses of people, enrolments and programmes.

use super::fill;

// programmes
pub const VERSION: &str = "/programmes/{programme}/versions/{version}";
/// A version as a file, in one of our forms.
pub const VERSION_FILE: &str = "/programmes/{programme}/versions/{version}/files/{form}";
pub const FIGURE: &str = "/programmes/{programme}/versions/{version}/figures/{requirement}";

pub fn version(programme: &str, version: &str) -> String {
    fill(VERSION, &[programme, version])
}

pub fn version_file(programme: &str, version: &str, form: &str) -> String {
    fill(VERSION_FILE, &[programme, version, form])
}

pub fn figure(programme: &str, version: &str, requirement: &str) -> String {
    fill(FIGURE, &[programme, version, requirement])
}

// people
pub const PERSON: &str = "/people/{person}";
pub const NEW_TRAINEE: &str = "/people/trainees/new";
pub const NEW_SUPERVISOR: &str = "/people/supervisors/new";
pub const PERSON_INVITATION: &str = "/people/{person}/invitation";
pub const PERSON_LINK: &str = "/people/{person}/link";
pub const NEW_APPOINTMENT: &str = "/people/{person}/appointments/new";
pub const NEW_ENROLMENT: &str = "/people/{person}/enrolments/new";
pub const APPOINTMENT_END: &str = "/appointments/{appointment}/end";
/// People who have lost their second factor.
pub const LOST_FACTORS: &str = "/lost-second-factors";
pub const FACTOR_RESET: &str = "/lost-second-factors/{person}";
pub const FACTOR_RESET_CONFIRMATION: &str = "/lost-second-factors/{person}/confirmation";
pub const FACTOR_RESET_DECLINATION: &str = "/lost-second-factors/{person}/declination";
pub const REGISTRATIONS: &str = "/registrations";
pub const REGISTRATION: &str = "/registrations/{registration}";
pub const REGISTRATION_END: &str = "/registrations/{registration}/end";
pub const REGISTRATION_CONFIRMATION: &str = "/registrations/{registration}/confirmation";
pub const REGISTRATION_CONFIRMATION_END: &str = "/registrations/{registration}/confirmation/end";

/// The numbers by which others know a person.
pub const PERSON_NUMBERS: &str = "/people/{person}/numbers";
pub const PERSON_NUMBER_END: &str = "/people/{person}/numbers/{number}/end";

pub fn person_numbers(person: &str) -> String {
    fill(PERSON_NUMBERS, &[person])
}

pub fn person_number_end(person: &str, number: &str) -> String {
    fill(PERSON_NUMBER_END, &[person, number])
}

pub fn person(person: &str) -> String {
    fill(PERSON, &[person])
}

pub fn factor_reset(person: &str) -> String {
    fill(FACTOR_RESET, &[person])
}

pub fn factor_reset_confirmation(person: &str) -> String {
    fill(FACTOR_RESET_CONFIRMATION, &[person])
}

pub fn factor_reset_declination(person: &str) -> String {
    fill(FACTOR_RESET_DECLINATION, &[person])
}

pub fn person_invitation(person: &str) -> String {
    fill(PERSON_INVITATION, &[person])
}

pub fn person_link(person: &str) -> String {
    fill(PERSON_LINK, &[person])
}

pub fn new_appointment(person: &str) -> String {
    fill(NEW_APPOINTMENT, &[person])
}

pub fn new_enrolment(person: &str) -> String {
    fill(NEW_ENROLMENT, &[person])
}

pub fn appointment_end(appointment: &str) -> String {
    fill(APPOINTMENT_END, &[appointment])
}

pub fn registration(registration: &str) -> String {
    fill(REGISTRATION, &[registration])
}

pub fn registration_end(registration: &str) -> String {
    fill(REGISTRATION_END, &[registration])
}

pub fn registration_confirmation(registration: &str) -> String {
    fill(REGISTRATION_CONFIRMATION, &[registration])
}

pub fn registration_confirmation_end(registration: &str) -> String {
    fill(REGISTRATION_CONFIRMATION_END, &[registration])
}

// enrolments
pub const TERMS: &str = "/enrolments/{enrolment}/terms";
pub const TERM_END: &str = "/enrolments/{enrolment}/terms/{term}/end";
pub const ENROLMENT_END: &str = "/enrolments/{enrolment}/end";

pub fn terms(enrolment: &str) -> String {
    fill(TERMS, &[enrolment])
}

pub fn term_end(enrolment: &str, term: &str) -> String {
    fill(TERM_END, &[enrolment, term])
}

pub fn enrolment_end(enrolment: &str) -> String {
    fill(ENROLMENT_END, &[enrolment])
}
