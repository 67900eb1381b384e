//! What comes first of a whole: an entry that asks for a module or a programme as a whole is signed once the requirements
//! below it are met. It is part of the case that every signature asks, inside its write.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::Confirmer;
use crate::domain::names::EnrolmentId;
use crate::domain::time::Moment;
use crate::features::entries::Seen;
use crate::features::standing::{assess_enrolment, told_figures};
use crate::features::{enrolments, programmes};

/// `“Case mix” comes first (2 of 3 cases signed), and 1 more`, as a sentence. `more`: how many besides.
pub fn not_yet(title: &str, figures: &str, more: usize) -> String {
    let rest = if more == 0 { String::new() } else { format!(", and {more} more") };
    format!("This cannot be signed off yet: “{title}” comes first ({figures}){rest}.")
}

/// Why the entry is not signed yet under any of these enrolments; nothing of one that asks for no whole.
pub(super) fn comes_first(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    seen: &Seen,
    under: &[EnrolmentId],
) -> Result<Option<String>, Fault> {
    if seen.kind.confirmed_by != Confirmer::Lead {
        return Ok(None);
    }
    for id in under {
        let row = enrolments::enrolment(conn, id)?;
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        let wholes: Vec<&str> = version
            .requirements
            .iter()
            .filter(|asked| version.whole(asked).is_some_and(|(kind, _)| kind.code == seen.kind.code))
            .map(|asked| asked.code.as_str())
            .collect();
        if wholes.is_empty() {
            continue;
        }
        let assessed = assess_enrolment(conn, shelf, id, now)?;
        let all = &assessed.assessment.requirements;
        let asked = all.iter().filter(|standing| wholes.contains(&standing.id.as_str()));
        for whole in asked.filter(|one| one.pending.iter().any(|fact| fact.fact == seen.id.as_str())) {
            let Some(lock) = whole.locked_by.first() else { continue };
            let known = all.iter().find(|standing| standing.id == lock.code);
            let Some((first, known)) = assessed.version.requirement(&lock.code).zip(known) else { continue };
            let more = whole.locked_by.len().saturating_sub(1);
            return Ok(Some(not_yet(&first.title, &told_figures(first, known), more)));
        }
    }
    Ok(None)
}
