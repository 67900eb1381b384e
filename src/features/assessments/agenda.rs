//! What a meeting opens with, so that nobody types it: what changed since the last one, the goals that are open, what
//! waits. It is shown above the form, and what is open stands in the notes already, to be changed like any words.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::feedback::MEETING;
use crate::domain::goal::{OPEN_GOAL, OpenGoal, WAITS};
use crate::domain::kind::{Confirmer, Kind, Role, Values};
use crate::domain::names::PortfolioId;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::assessments::store::{self, Line};
use crate::features::standing::open_goals;
use crate::features::{enrolments, programmes};

/// The sort of meeting that a trainee and whoever looks after them have again and again.
pub const REGULAR: &str = "monthly";
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

/// As this person sees the portfolio. An audit or another session that many were at is no meeting about this trainee;
/// and what happened after a meeting was written down, on the same day too, was not on its table.
pub fn agenda(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    (portfolio, form): (&PortfolioId, &Kind),
) -> Result<Agenda, Fault> {
    let met = store::meetings(conn, who, portfolio, MEETING)?;
    let last = met.into_iter().find(|met| is_regular(form, &met.values));
    let (since, from) = match last {
        Some(met) => {
            let written = store::first_written(conn, &met.entry)?;
            (Some(met.day), Some(written.min(met.day.ends_in(DEFAULT_ZONE))))
        }
        None => (None, None),
    };
    let mut changed = store::changed_since(conn, who, portfolio, from, MOST)?;
    let more = changed.len() > MOST;
    changed.truncate(MOST);
    changed.retain(|line| line.kind != MEETING);
    let goals = open_goals(conn, who, portfolio)?;
    // What a lead confirms waits with nobody by name.
    let kinds = programmes::newest_kinds(conn, shelf)?;
    let by_lead = kinds.iter().filter(|kind| kind.confirmed_by == Confirmer::Lead);
    let by_lead: Vec<&str> = by_lead.map(|kind| kind.code.as_str()).collect();
    let mut waits = store::waiting(conn, who, portfolio, &by_lead)?;
    let titles = changed.iter_mut().chain(&mut waits).map(|line| (&line.entry, &mut line.title));
    enrolments::name_codes(conn, shelf, titles)?;
    Ok(Agenda { since, changed, goals, waits, more })
}

/// Of a form that knows no regular meetings, any.
fn is_regular(form: &Kind, values: &Values) -> bool {
    let sorts = form.role(Role::Type).filter(|sort| sort.choices().iter().any(|one| one.code == REGULAR));
    sorts.is_none_or(|sort| values.get(&sort.code).is_some_and(|said| said.names(REGULAR)))
}

impl Agenda {
    /// The words with which the notes begin.
    pub fn words(&self) -> String {
        let mut lines = Vec::new();
        for goal in &self.goals {
            lines.push(format!("{OPEN_GOAL}{}{}", goal.title, goal.due()));
        }
        lines.extend(self.waits.iter().map(|line| format!("{WAITS}{}, {}", line.title, line.day)));
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
