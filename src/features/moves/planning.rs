//! What a lead chooses from: the versions of a programme, the people whom they lead on the old one, and the
//! pairs as they are suggested or were corrected.

use std::sync::Arc;

use super::beside::{Beside, would};
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::moving::{Pairs, suggested};
use crate::domain::names::{EnrolmentId, ProgrammeId, VersionId};
use crate::domain::programme::Version;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::enrolments::{Enrolled, led};
use crate::features::programmes::{self, VersionRow};

/// Of so many people the page says what would change; of more on the next look.
pub const LOOKED_AT: usize = 50;

pub struct Plan {
    pub programme: ProgrammeId,
    pub code: String,
    pub title: String,
    /// The newest first.
    pub versions: Vec<VersionRow>,
    /// Everybody on the programme whom the asker leads.
    pub people: Vec<Enrolled>,
    pub chosen: Option<Chosen>,
}

/// Two versions, and everybody on the old one.
pub struct Chosen {
    pub from: VersionId,
    pub to: VersionId,
    pub old: Arc<Version>,
    pub new: Arc<Version>,
    pub pairs: Pairs,
    pub people: Vec<Enrolled>,
}

pub fn plan(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    code: &str,
    versions: Option<(&str, &str)>,
) -> Result<Plan, Fault> {
    let known: Vec<VersionRow> =
        programmes::published(conn)?.into_iter().filter(|row| row.code == code).collect();
    let first = known.first().ok_or(Fault::NotFound)?;
    let (programme, title) = (first.programme.clone(), first.title.clone());
    let ids: Vec<&VersionId> = known.iter().map(|row| &row.id).collect();
    let people: Vec<Enrolled> =
        led(conn, who)?.into_iter().filter(|row| ids.contains(&&row.version)).collect();
    let chosen = match versions {
        Some((from, to)) if from != to => {
            let known = |id: &str| known.iter().find(|row| row.id.as_str() == id).map(|row| row.id.clone());
            match (known(from), known(to)) {
                (Some(from), Some(to)) => Some(choose(conn, shelf, from, to, &people)?),
                _ => None,
            }
        }
        _ => None,
    };
    Ok(Plan { programme, code: code.to_owned(), title, versions: known, people, chosen })
}

fn choose(
    conn: &mut Conn,
    shelf: &Shelf,
    from: VersionId,
    to: VersionId,
    people: &[Enrolled],
) -> Result<Chosen, Fault> {
    let old = programmes::version(conn, shelf, &from)?;
    let new = programmes::version(conn, shelf, &to)?;
    let pairs = suggested(&old, &new);
    let people = people.iter().filter(|row| row.version == from).cloned().collect();
    Ok(Chosen { from, to, old, new, pairs, people })
}

/// What would change for each of these people, by name.
pub struct Looked {
    pub people: Vec<(Enrolled, Beside)>,
    /// How many more there are than were looked at.
    pub more: usize,
    pub new: Arc<Version>,
}

// open: the people were read through sight
pub fn look(
    conn: &mut Conn,
    shelf: &Shelf,
    chosen: &Chosen,
    who: &[EnrolmentId],
    skip: usize,
    now: Moment,
) -> Result<Looked, Fault> {
    let all: Vec<&Enrolled> = chosen.people.iter().filter(|row| who.contains(&row.id)).collect();
    let mut people = Vec::new();
    for row in all.iter().skip(skip).take(LOOKED_AT) {
        people.push(((*row).clone(), would(conn, shelf, row, &chosen.to, &chosen.pairs, now)?));
    }
    Ok(Looked { more: all.len().saturating_sub(skip + people.len()), new: chosen.new.clone(), people })
}
