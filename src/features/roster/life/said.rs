//! What may happen, in the words of the forms.

use crate::domain::life::Happening;

/// The words of a link to the form, and the heading of the form itself.
pub fn title(what: Happening) -> &'static str {
    match what {
        Happening::TimeOut => "Time out",
        Happening::Return => "Return from time out",
        Happening::Working => "Part time: another working share",
        Happening::Extension => "Extend: a later last day",
        Happening::Grace => "Extend a grace",
        Happening::Deadline => "A deadline of their own",
        Happening::Withdrawal => "Withdrawal, with an exit award",
        Happening::Transfer => "Move to another programme or place",
        Happening::Completion => "Completion",
        Happening::Incomplete => "End, incomplete",
    }
}

/// What the form records, in a sentence.
pub fn meaning(what: Happening) -> &'static str {
    match what {
        Happening::TimeOut => {
            "Nothing is asked meanwhile. Days that are counted from the start move by as much."
        }
        Happening::Return => "Time out that had no last day ends with the day before.",
        Happening::Working => {
            "Days that are counted from the start move: at half of whole time a year takes two."
        }
        Happening::Extension => {
            "The last day moves; days that are counted from the start stay where they are."
        }
        Happening::Grace => "What is done after the window’s end still counts, with the programme’s label.",
        Happening::Deadline => {
            "It takes the place of the programme’s own. From then on nothing is filed or decided."
        }
        Happening::Withdrawal => "They leave before the end. Everything stays readable.",
        Happening::Transfer => {
            "They go on elsewhere. Say where in the reason; everything stays readable here."
        }
        Happening::Completion => "They have finished, as the examiners or the body decided.",
        Happening::Incomplete => "The time is over and not everything was met.",
    }
}

/// The label of the day that the form asks for.
pub fn day_label(what: Happening) -> &'static str {
    match what {
        Happening::TimeOut => "First day of time out",
        Happening::Return => "First day back",
        Happening::Working => "From which day?",
        Happening::Extension => "Day of the decision",
        Happening::Grace | Happening::Deadline => "",
        Happening::Withdrawal => "Day of leaving",
        Happening::Transfer => "Day of the move",
        Happening::Completion => "Day of completion",
        Happening::Incomplete => "Day of the end",
    }
}

/// The label of the second day, where there is one.
pub fn until_label(what: Happening) -> &'static str {
    match what {
        Happening::TimeOut => "Last day of time out, if it is known",
        Happening::Extension => "New last day",
        Happening::Grace => "Last day of the grace",
        Happening::Deadline => "Day of the deadline",
        _ => "",
    }
}
