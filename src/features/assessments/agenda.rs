//! What a meeting opens with, so that nobody types it: what changed since the last one, the goals that are open, what
//! waits. It is shown above the form, and what is open stands in the notes already, to be changed like any words.

use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::goal::OpenGoal;
use crate::domain::names::PortfolioId;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::assessments::store::{self, Line};
use crate::features::standing::open_goals;

/// The kind of meetings, the only one that the house fills in.
pub const MEETING: &str = "meeting";
/// Longer lists are cut; the portfolio has the rest.
pub const MOST: usize = 30;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// The last meeting.
    pub since: Option<Day>,
    /// What was done or decided since, the newest first.
    pub changed: Vec<Line>,
    pub goals: Vec<OpenGoal>,
    pub waits: Vec<Line>,
    /// There was more than is listed.
    pub more: bool,
}

/// As this person sees the portfolio.
pub fn agenda(conn: &mut Conn, who: &Sight, portfolio: &PortfolioId) -> Result<Agenda, Fault> {
    let since = store::last_of(conn, who, portfolio, MEETING)?;
    let from = since.map(|day| day.ends_in(DEFAULT_ZONE));
    let mut changed = store::changed_since(conn, who, portfolio, from, MOST)?;
    let more = changed.len() > MOST;
    changed.truncate(MOST);
    changed.retain(|line| line.kind != MEETING);
    let goals = open_goals(conn, who, portfolio)?;
    let waits = store::waiting(conn, who, portfolio)?;
    Ok(Agenda { since, changed, goals, waits, more })
}

impl Agenda {
    /// The words with which the notes begin.
    pub fn words(&self) -> String {
        let mut lines = Vec::new();
        for goal in &self.goals {
            lines.push(format!("Open goal: {}{}", goal.title, goal.due()));
        }
        lines.extend(
            self.waits.iter().map(|line| format!("Waits for a signature: {}, {}", line.title, line.day)),
        );
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::EntryState;
    use crate::domain::names::EntryId;

    #[test]
    fn what_is_open_stands_in_the_notes() {
        let line = |title: &str| Line {
            entry: EntryId::new("e"),
            kind: "bypass-case".into(),
            title: title.into(),
            day: Day::of(2026, 11, 3).unwrap(),
            state: EntryState::Submitted,
        };
        let goal = |by| OpenGoal { entry: EntryId::new("g"), title: "Read it".into(), by };
        let agenda = Agenda {
            goals: vec![goal(Day::of(2026, 12, 10)), goal(None)],
            waits: vec![line("Bypass")],
            ..Agenda::default()
        };
        assert_eq!(
            agenda.words(),
            "Open goal: Read it, by 10 December 2026\nOpen goal: Read it\nWaits for a signature: Bypass, 3 November 2026"
        );
        assert_eq!(Agenda::default().words(), "");
    }
}
