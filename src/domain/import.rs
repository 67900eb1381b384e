//! Files that are read in: the six sorts, and who may bring one. A file gives nobody anything that its reader
//! could not give by hand: each row asks the same rules as a form does.

use crate::text_words;

text_words! {
    /// What each row of a file is.
    enum Sort "sort of file" {
        People = "people",
        Enrolments = "enrolments",
        Appointments = "appointments",
        Marks = "marks",
        Registrations = "registrations",
        Progress = "progress",
    }
    /// What would become of a row, or became of it.
    enum RowOutcome "outcome" {
        New = "new",
        Changed = "changed",
        Same = "same",
        Fault = "fault",
    }
}

/// What somebody holds today, as far as files ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    pub leads: bool,
    pub keeps_house: bool,
    /// Enters marks for a university.
    pub marks: bool,
}

impl Sort {
    /// As a heading.
    pub fn shown(self) -> &'static str {
        match self {
            Sort::People => "People",
            Sort::Enrolments => "Enrolments",
            Sort::Appointments => "Appointments",
            Sort::Marks => "Unit marks",
            Sort::Registrations => "Registrations",
            Sort::Progress => "Progress elsewhere",
        }
    }

    /// What a row of it does.
    pub fn does(self) -> &'static str {
        match self {
            Sort::People => "Invites people and keeps their outside numbers",
            Sort::Enrolments => "Puts people on programmes; somebody new is invited",
            Sort::Appointments => "Appoints people; somebody new is invited",
            Sort::Marks => "Enters results of university units",
            Sort::Registrations => "Writes down what a register lists, to be confirmed by hand",
            Sort::Progress => {
                "Marks items of a cohort as entered in the system that holds their official record"
            }
        }
    }

    pub fn is_open_to(self, holds: Holds) -> bool {
        match self {
            Sort::People | Sort::Appointments => holds.leads || holds.keeps_house,
            Sort::Enrolments | Sort::Registrations | Sort::Progress => holds.leads,
            Sort::Marks => holds.leads || holds.marks,
        }
    }
}

impl RowOutcome {
    pub fn shown(self) -> &'static str {
        match self {
            RowOutcome::New => "New",
            RowOutcome::Changed => "Changed",
            RowOutcome::Same => "Same",
            RowOutcome::Fault => "Fault",
        }
    }
}
