//! What a requirement's page says of a round of feedback that is gathered here: before it is released it does not count,
//! and the page says what it waits for.

use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::feedback::{ROUND, State};
use crate::domain::rule::Rule;
use crate::features::standing::course::Course;
use crate::features::standing::shown::Reader;
use crate::features::standing::store::{OpenRound, open_round};
use crate::features::standing::views::home::Link;
use crate::web::paths;

/// Nothing for a rule that asks for no round.
pub fn round(conn: &mut Conn, course: &Course, code: &str, reader: Reader) -> Result<Option<Link>, Fault> {
    let rule = course.version.requirement(code).map(|requirement| &requirement.rule);
    if !matches!(rule, Some(Rule::Feedback(rule)) if rule.kind == ROUND) || course.is_closed() {
        return Ok(None);
    }
    Ok(match (open_round(conn, &course.row.id)?, reader) {
        // What a trainee still prepares is theirs alone.
        (Some(round), Reader::Staff) if round.state == State::Begun => None,
        (Some(round), _) => Some(Link::to(said(&round), paths::round(round.id.as_str()))),
        (None, Reader::Trainee) => Some(Link::to("Gather feedback from colleagues here", paths::FEEDBACK)),
        (None, Reader::Staff) => None,
    })
}

fn said(round: &OpenRound) -> String {
    let with = &round.supervisor;
    match round.state {
        State::Begun => "You are preparing a round of feedback".to_owned(),
        State::Proposed => format!("A round of feedback waits for {with} to agree"),
        State::Open => {
            let until = round.closes_on.map(|day| format!(" until {day}")).unwrap_or_default();
            format!("A round of feedback is open{until}; it counts once it is released")
        }
        _ => format!("A round of feedback is closed; it counts once {with} releases it in a meeting"),
    }
}
