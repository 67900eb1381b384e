//! For which sections an approval by name stands after its enrolment was moved to another version. Nothing is rewritten
//! by a move: the sections are followed through its pairs whenever they are read, so that undoing the move undoes this
//! too, and a past day keeps what held on it.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{approvals, move_pairs, moves};
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::moving::{Pairs, section_went, turned};
use crate::domain::names::*;
use crate::domain::time::Moment;
use crate::features::programmes;

/// A move of one enrolment from one version to another, or the undoing of one.
struct Turn {
    enrolment: EnrolmentId,
    from: VersionId,
    to: VersionId,
    pairs: Pairs,
    at: Moment,
    /// Of an undoing, when the move was made that it undoes; of a move, when it was undone.
    other: Option<Moment>,
    back: bool,
}

impl Turn {
    /// Whether something that was written at the instant is to be followed through this. What is older than a move that
    /// was undone is where it was.
    fn concerns(&self, made: Moment) -> bool {
        match (self.back, self.other) {
            (false, undone) => made <= self.at && undone.is_none(),
            (true, moved) => made <= self.at && moved.is_none_or(|moved| made > moved),
        }
    }
}

/// What moves there were of these enrolments up to an instant.
pub struct Turns(Vec<Turn>);

// open: for rules; pages come through an enrolment in sight
pub fn turns(conn: &mut Conn, enrolments: &[&EnrolmentId], as_of: Moment) -> Result<Turns, Fault> {
    type Row = (EnrolmentId, MoveBatchId, VersionId, VersionId, Moment, Option<Moment>);
    if enrolments.is_empty() {
        return Ok(Turns(Vec::new()));
    }
    let rows: Vec<Row> = moves::table
        .filter(moves::enrolment_id.eq_any(enrolments.iter().copied()))
        .filter(moves::known_from.le(as_of))
        .order((moves::known_from, moves::id))
        .select((
            moves::enrolment_id,
            moves::batch_id,
            moves::version_from,
            moves::version_to,
            moves::known_from,
            moves::known_until,
        ))
        .load(conn)?;
    let mut all = Vec::new();
    for (enrolment, batch, from, to, at, until) in rows {
        let pairs: Pairs = move_pairs::table
            .filter(move_pairs::batch_id.eq(&batch))
            .select((move_pairs::requirement, move_pairs::becomes))
            .load::<(String, Option<String>)>(conn)?
            .into_iter()
            .collect::<BTreeMap<_, _>>();
        let undone = until.filter(|until| *until <= as_of);
        if let Some(undone) = undone {
            all.push(Turn {
                enrolment: enrolment.clone(),
                from: to.clone(),
                to: from.clone(),
                pairs: turned(&pairs),
                at: undone,
                other: Some(at),
                back: true,
            });
        }
        all.push(Turn { enrolment, from, to, pairs, at, other: undone, back: false });
    }
    all.sort_by_key(|turn| turn.at);
    Ok(Turns(all))
}

impl Turns {
    /// The sections for which an approval stands that was written down at `made`; nothing: for all of the programme. An
    /// empty list: it stands for nothing any more.
    // open: reads versions of programmes
    pub fn sections(
        &self,
        conn: &mut Conn,
        shelf: &Shelf,
        enrolment: &EnrolmentId,
        (section, made): (&str, Moment),
    ) -> Result<Option<Vec<String>>, Fault> {
        if section.is_empty() {
            return Ok(None);
        }
        let mut now = vec![section.to_owned()];
        for turn in self.0.iter().filter(|turn| turn.enrolment == *enrolment && turn.concerns(made)) {
            let old = programmes::version(conn, shelf, &turn.from)?;
            let new = programmes::version(conn, shelf, &turn.to)?;
            let mut then: Vec<String> = Vec::new();
            for code in now {
                match old.sections.iter().any(|one| one.code == code) {
                    true => then.extend(section_went(&old, &new, &turn.pairs, &code).sections),
                    // Written down in the very moment of the move, of the version after it.
                    false => then.push(code),
                }
            }
            then.sort();
            then.dedup();
            now = then;
        }
        Ok(Some(now))
    }
}

/// An approval for sections that stood at an instant, with the name of whom it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfSections {
    pub id: ApprovalId,
    pub enrolment: EnrolmentId,
    pub person: AccountId,
    pub name: String,
    /// As it was written down, perhaps under an earlier version.
    pub written: String,
    pub sections: Vec<String>,
}

/// Approvals for sections under these enrolments, as known at `as_of` and with the moves up to `moved_by`: those whose
/// last day had not passed then.
// open: for enrolments that were found in a sight
pub fn approved_sections(
    conn: &mut Conn,
    shelf: &Shelf,
    enrolments: &[&EnrolmentId],
    (as_of, moved_by): (Moment, Moment),
) -> Result<Vec<OfSections>, Fault> {
    use crate::db::schema::accounts;
    use crate::domain::time::DEFAULT_ZONE;
    type Row = (ApprovalId, EnrolmentId, AccountId, String, String, Moment);
    let rows: Vec<Row> = approvals::table
        .inner_join(accounts::table.on(accounts::id.eq(approvals::person_id)))
        .filter(approvals::enrolment_id.eq_any(enrolments.iter().copied()))
        .filter(approvals::section.ne(""))
        .filter(approvals::until_day.ge(as_of.day_in(DEFAULT_ZONE)))
        .filter(approvals::known_from.le(as_of))
        .filter(approvals::known_until.is_null().or(approvals::known_until.gt(as_of)))
        .order((accounts::name_folded, approvals::id))
        .select((
            approvals::id,
            approvals::enrolment_id,
            approvals::person_id,
            accounts::name,
            approvals::section,
            approvals::known_from,
        ))
        .load(conn)?;
    let of: Vec<&EnrolmentId> = rows.iter().map(|(_, enrolment, ..)| enrolment).collect();
    let turns = turns(conn, &of, moved_by)?;
    let mut all = Vec::new();
    for (id, enrolment, person, name, written, made) in &rows {
        let sections = turns.sections(conn, shelf, enrolment, (written, *made))?.unwrap_or_default();
        all.push(OfSections {
            id: id.clone(),
            enrolment: enrolment.clone(),
            person: person.clone(),
            name: name.clone(),
            written: written.clone(),
            sections,
        });
    }
    Ok(all)
}
