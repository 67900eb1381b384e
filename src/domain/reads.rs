//! What each capacity may read of a portfolio, in one place. Supervisors and leads read all of it but for what a form
//! keeps from them; admins nothing. The narrow capacities read standings (how many, of how many, by when) and of
//! entries only the kinds that stand here. A kind that names its readers in `may_read` is closed to all of them. The
//! views of the database are made from this list, so a page cannot show more than it says.

use crate::domain::role::Capacity;

/// What a narrow capacity reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reads {
    pub capacity: Capacity,
    /// Codes of kinds of entry; at least one.
    pub kinds: &'static [&'static str],
}

pub const READS: &[Reads] = &[
    Reads {
        capacity: Capacity::Tutor,
        kinds: &["cpd-activity", "teaching", "presentation", "safety-training"],
    },
    Reads {
        capacity: Capacity::Coordinator,
        kinds: &["placement", "employment", "module-signoff", "unit-result", "exam-attempt"],
    },
];

/// The kinds that stand in the list; none where a capacity is not narrow.
pub fn kinds_of(capacity: Capacity) -> &'static [&'static str] {
    READS.iter().find(|reads| reads.capacity == capacity).map_or(&[], |reads| reads.kinds)
}

/// What somebody in this capacity may read, in one sentence. `kinds`: the names of the kinds that stand in the list, or
/// of those that a university enters.
pub fn said(capacity: Capacity, kinds: &[String]) -> String {
    let kinds = listed(kinds);
    match capacity {
        Capacity::Supervisor => {
            "May read: all that those whom they supervise have submitted, but for what a form keeps from them; no private \
             reflection."
                .to_owned()
        }
        Capacity::Lead => {
            "May read: all that those whom they lead have submitted, but for what a form keeps from them; no private \
             reflection."
                .to_owned()
        }
        Capacity::Admin => "May read: no portfolio; accounts and settings only.".to_owned(),
        Capacity::Governance => {
            "May read: incidents, and who opened what; no content of any entry.".to_owned()
        }
        Capacity::University => format!("May read: who is enrolled, and of entries {kinds}; nothing else."),
        Capacity::Tutor => format!(
            "May read: how many cases and points registered staff have and by when they need how many, and of entries \
             {kinds}; no case."
        ),
        Capacity::Coordinator => format!(
            "May read: standings, what waits with whom and for how long, and of entries {kinds}; no case, and signs nothing."
        ),
        Capacity::QualityReader => {
            "May read: the entries of their own sample while it is open, with their evidence; not who decided, nor what, \
             nor whose they are."
                .to_owned()
        }
        Capacity::Panel => {
            "May read: the frozen pack of the review on whose panel they sit, and its outcome; nothing else of the portfolio."
                .to_owned()
        }
        Capacity::Assessor => "May read: the one entry of the link.".to_owned(),
    }
}

/// `CPD activities, teaching sessions and presentations`
fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_narrow_capacity_reads_a_case_and_each_reads_something() {
        for reads in READS {
            assert!(!reads.kinds.is_empty(), "{}", reads.capacity);
            for case in ["bypass-case", "echo-study", "cardiac-test", "reflection", "concern", "dops", "cbd"]
            {
                assert!(!reads.kinds.contains(&case), "{} reads {case}", reads.capacity);
            }
            assert!(reads.kinds.iter().all(|kind| crate::domain::kind::is_code(kind)));
        }
        assert!(kinds_of(Capacity::Lead).is_empty());
    }

    #[test]
    fn every_capacity_says_what_it_may_read() {
        let kinds = ["CPD activities".to_owned(), "teaching sessions".to_owned(), "talks".to_owned()];
        for capacity in Capacity::ALL {
            assert!(said(*capacity, &kinds).starts_with("May read: "), "{capacity}");
        }
        assert!(
            said(Capacity::Tutor, &kinds).contains("CPD activities, teaching sessions and talks; no case")
        );
        assert!(said(Capacity::Tutor, &kinds[..1]).contains("of entries CPD activities;"));
    }
}
