//! What can be on the timeline: one act of one person at one instant. People, cases and drafts are told
//! by their places in the plan.

use crate::cli::demo::others::Act;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at: Moment,
    pub what: What,
}

/// Who has a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registrant {
    Supervisor(usize),
    /// As a trainee with the College.
    Trainee(usize),
    /// As an accredited perfusionist, after the certificate.
    Perfusionist(usize),
    /// The star, as a clinical scientist.
    Scientist,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Of the house with one person on each other programme.
    Other(Act),
    /// The first admin, the places, the training lead.
    Found,
    InviteSupervisor(usize),
    SupervisorJoins(usize),
    Enrol(usize),
    TraineeJoins(usize),
    /// The star keeps up another register as well.
    EnrolAgain,
    State(Registrant),
    Confirm(Registrant),
    Send {
        trainee: usize,
        case: usize,
    },
    SendBack {
        trainee: usize,
        case: usize,
    },
    SendAgain {
        trainee: usize,
        case: usize,
    },
    Sign {
        trainee: usize,
        case: usize,
    },
    Withdraw {
        trainee: usize,
        case: usize,
    },
    /// Takes the signature back.
    TakeBack {
        trainee: usize,
        case: usize,
    },
    /// Asks for a report: of their own portfolio, or the lead of everybody.
    Report {
        trainee: Option<usize>,
        format: &'static str,
    },
    Draft {
        trainee: usize,
        draft: usize,
    },
    Share {
        trainee: usize,
        case: usize,
    },
    Mark {
        trainee: usize,
        unit: &'static str,
        mark: i64,
        provisional: bool,
    },
    Attempt {
        trainee: usize,
        parts: &'static [&'static str],
        result: &'static str,
        day: Day,
    },
    Certificate {
        trainee: usize,
        day: Day,
    },
    MoveDue {
        trainee: usize,
        requirement: &'static str,
        to: Day,
    },
    Paper {
        trainee: usize,
        paper: usize,
    },
    ConfirmPaper {
        trainee: usize,
        paper: usize,
    },
    Activity {
        activity: usize,
        day: Day,
        profile: bool,
    },
}
