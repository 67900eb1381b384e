//! What a move does to approvals by name for one section: where they stand after, and which stand for nothing, so that a
//! lead approves anew. An approval is never widened by a move; where its section holds something new, that is said.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::moving::{Pairs, section_went};
use crate::domain::names::EnrolmentId;
use crate::domain::programme::Version;
use crate::domain::time::Moment;
use crate::features::standing::approved_sections;

/// One approval that a move does not leave as it was, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goes {
    /// It stands for nothing after, or not for all that it held for.
    pub ends: bool,
    pub sentence: String,
}

/// Approvals under these enrolments as known at `as_of`, before the move that these pairs make.
// open: for enrolments that the asker leads, or the trainee's own
pub fn approvals_after(
    conn: &mut Conn,
    shelf: &Shelf,
    (old, new, pairs): (&Version, &Version, &Pairs),
    enrolments: &[&EnrolmentId],
    instants: (Moment, Moment),
) -> Result<Vec<(EnrolmentId, Goes)>, Fault> {
    let all = approved_sections(conn, shelf, enrolments, instants)?;
    let goes = |name: &str, code: &String| goes(name, code, (old, new, pairs));
    let each = all.iter().flat_map(|one| {
        one.sections.iter().filter_map(|code| Some((one.enrolment.clone(), goes(&one.name, code)?)))
    });
    Ok(each.collect())
}

/// Nothing where it stands for the same after, under the same words.
fn goes(name: &str, code: &str, (old, new, pairs): (&Version, &Version, &Pairs)) -> Option<Goes> {
    let went = section_went(old, new, pairs, code);
    let was = title(old, code);
    let becomes: Vec<&str> = went.sections.iter().map(|code| title(new, code)).collect();
    let mut said = match becomes.as_slice() {
        [] => {
            let why = match went.lost.as_slice() {
                [] => "nothing of it is asked any more",
                _ => "its requirements now stand beside others that nobody approved them for",
            };
            format!("{name}, approved for “{was}”: the approval stands for nothing after, since {why}.")
        }
        [one] if *one == was => format!("{name}, approved for “{was}”: it goes along."),
        some => format!("{name}, approved for “{was}”: it goes along, for “{}”.", some.join("” and “")),
    };
    if !becomes.is_empty() && !went.lost.is_empty() {
        said.push_str(&format!(" It does not hold any more for {}.", quoted(&went.lost)));
    }
    if !went.more.is_empty() {
        said.push_str(&format!(" It then holds for {} too, which was not asked before.", quoted(&went.more)));
    }
    let as_before = matches!(becomes.as_slice(), [one] if *one == was);
    let ends = becomes.is_empty() || !went.lost.is_empty();
    (ends || !as_before || !went.more.is_empty()).then_some(Goes { ends, sentence: said })
}

fn quoted(titles: &[String]) -> String {
    format!("“{}”", titles.join("”, “"))
}

fn title<'v>(version: &'v Version, code: &'v str) -> &'v str {
    version.sections.iter().find(|one| one.code == code).map_or(code, |one| one.title.as_str())
}
