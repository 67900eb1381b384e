//! A goal: what a trainee wants to reach, often agreed with an assessor. It is an entry of a kind of the house, and
//! the only one whose fields the house fills in itself; what it knows of that form is written here.

use crate::domain::kind::{Value, Values};
use crate::domain::names::EntryId;
use crate::domain::time::Day;

/// The kind of goals.
pub const GOAL: &str = "goal";
/// The field that says what became of it, and two of its choices.
pub const PROGRESS: &str = "progress";
pub const OPEN: &str = "open";
/// Changed or given up.
pub const CHANGED: &str = "changed";
/// Sorts of meeting that are a session of many, where nothing is agreed with anybody.
pub const OF_MANY: &[&str] = &["audit", "scientific"];
/// How the lines begin with which the notes of a meeting open; nobody has agreed on them yet.
pub const OPEN_GOAL: &str = "Open goal: ";
pub const WAITS: &str = "Waits for a signature: ";
/// Days until a goal is due, unless its owner says otherwise.
pub const GOAL_DAYS: i64 = 28;

/// A goal whose newest version says that it is still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenGoal {
    pub entry: EntryId,
    pub title: String,
    /// None where its owner named no day.
    pub by: Option<Day>,
}

impl OpenGoal {
    /// None where what was written says that it was reached, changed or given up.
    pub fn of(entry: EntryId, title: String, written: &Values) -> Option<OpenGoal> {
        written.get(PROGRESS).filter(|said| said.names(OPEN))?;
        let by = written.get("by").and_then(Value::text).and_then(|day| day.parse().ok());
        Some(OpenGoal { entry, title, by })
    }

    /// `, by 10 December 2026`; nothing where there is no day.
    pub fn due(&self) -> String {
        self.by.map(|day| format!(", by {day}")).unwrap_or_default()
    }

    pub fn is_late(&self, today: Day) -> bool {
        self.by.is_some_and(|by| by < today)
    }
}

/// Those that are due first at the top, those without a day last.
pub fn in_order(mut goals: Vec<OpenGoal>) -> Vec<OpenGoal> {
    goals.sort_by(|a, b| (a.by.is_none(), a.by, &a.title).cmp(&(b.by.is_none(), b.by, &b.title)));
    goals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(progress: &str, by: &str) -> Option<OpenGoal> {
        let words = format!(r#"{{"title":"Read it","progress":"{progress}","by":"{by}"}}"#);
        OpenGoal::of(EntryId::new("e"), "Read it".to_owned(), &serde_json::from_str(&words).unwrap())
    }

    #[test]
    fn only_what_is_open_is_a_goal_and_the_next_day_comes_first() {
        assert_eq!(goal("reached", "2026-12-10"), None);
        let (dated, later) = (goal("open", "2026-12-10").unwrap(), goal("open", "2026-12-11").unwrap());
        let free = goal("open", "").unwrap();
        assert_eq!(dated.due(), ", by 10 December 2026");
        assert_eq!(free.due(), "");
        let day = |day| Day::of(2026, 12, day).unwrap();
        assert!(dated.is_late(day(11)) && !dated.is_late(day(10)) && !free.is_late(day(31)));
        let sorted = in_order(vec![free.clone(), later.clone(), dated.clone()]);
        assert_eq!(sorted, [dated, later, free]);
    }
}
