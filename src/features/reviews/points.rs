//! The reviews that a programme asks for by itself: requirements that look for entries of the form of reviews. And
//! the form itself: the programme's own version of it or, where it has none, the newest of the house.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Role};
use crate::domain::programme::{Requirement, Version};
use crate::domain::rule::{Condition, Rule, Test};
use crate::features::programmes;

/// The only form that this room fills in.
pub use crate::domain::review::REVIEW;

/// Each such requirement, with the sort of review that it names, if it names one.
pub fn asked(version: &Version) -> impl Iterator<Item = (&Requirement, Option<String>)> {
    version.requirements.iter().filter_map(|requirement| match &requirement.rule {
        Rule::Meeting(meeting) if meeting.kind == REVIEW => {
            Some((requirement, sort_of(version, &meeting.about)))
        }
        _ => None,
    })
}

fn sort_of(version: &Version, about: &[Condition]) -> Option<String> {
    let kind = &version.kind(REVIEW)?.kind;
    let sort = kind.role(Role::Type)?;
    about.iter().find_map(|condition| match &condition.test {
        Test::Is { field, any_of } if *field == sort.code => any_of.first().cloned(),
        _ => None,
    })
}

pub fn form(conn: &mut Conn, shelf: &Shelf, version: &Version) -> Result<Arc<Kind>, Fault> {
    match version.kind(REVIEW) {
        Some(used) => Ok(Arc::new(used.kind.clone())),
        None => newest(conn, shelf),
    }
}

/// The newest of the house, for lists over several programmes.
pub fn newest(conn: &mut Conn, shelf: &Shelf) -> Result<Arc<Kind>, Fault> {
    let newest = programmes::newest_kinds(conn, shelf)?;
    newest
        .into_iter()
        .find(|kind| kind.code == REVIEW)
        .ok_or_else(|| Fault::broken("the house has no form of reviews"))
}

/// The name of a sort of review: `Midterm`.
pub fn sort_label(kind: &Kind, code: &str) -> String {
    let choices = kind.role(Role::Type).map(|field| field.choices()).unwrap_or_default();
    choices.iter().find(|one| one.code == code).map_or_else(|| code.to_owned(), |one| one.label.clone())
}
