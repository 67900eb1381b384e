//! Drawing a sample, and drawing it again from its seed.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{DecisionId, QualitySampleId};
use crate::domain::policy::quality::{DrawCase, may_draw};
use crate::domain::quality::{Ground, WEIGHTS, Weighed, drawn, frame_hash, seed, weighed};
use crate::domain::role::Person;
use crate::features::people;
use crate::features::quality::forms::Drawing;
use crate::features::quality::store::{self, ItemRow, SampleRow};
use crate::features::roster::spots;

/// Draws a sample and tells its reader, inside a write that has taken the house's book.
pub fn put_sample(
    tx: &mut Tx<'_>,
    person: &Person,
    asked: &Drawing,
) -> Result<Outcome<QualitySampleId>, Fault> {
    let (now, shelf, today) = (tx.now(), tx.shelf(), person.today());
    let spot = spots(tx.conn(), std::slice::from_ref(&asked.over))?.pop().ok_or(Fault::NotFound)?;
    let days = (asked.from, asked.until);
    let all = store::frame(tx.conn(), &shelf, &asked.over, days, &asked.reader, now)?;
    let case = DrawCase {
        spot,
        territory: people::territory(tx.conn(), &person.account, today)?,
        reads: people::reads_over(tx.conn(), &asked.reader, today)?,
        reader: asked.reader.clone(),
        from: asked.from,
        until: asked.until,
        size: asked.size,
        decisions: all.len(),
    };
    let grant = may_draw(person, &case).map_err(at_its_field)?;
    let frame = weighed(&all, &WEIGHTS);
    let seed = seed(tx.random());
    let act = grant.act();
    let row = SampleRow {
        id: tx.new_id(),
        made_by: person.account.clone(),
        reader_id: act.reader.clone(),
        scope: act.over.scope,
        scope_id: act.over.id.clone(),
        from_day: act.from,
        until_day: act.until,
        weights: written(&WEIGHTS),
        size: act.size,
        frame: i32::try_from(frame.len()).map_err(Fault::broken)?,
        frame_hash: frame_hash(&frame),
        known_from: now,
        ended_at: None,
        seed,
    };
    let mut items = Vec::new();
    for (at, one) in drawn(&row.seed, &frame, row.size).into_iter().enumerate() {
        items.push(ItemRow {
            id: tx.new_id(),
            sample_id: row.id.clone(),
            position: i32::try_from(at).map_err(Fault::broken)? + 1,
            grounds: one.grounds.iter().map(|ground| ground.as_str()).collect::<Vec<_>>().join(" "),
            decision_id: one.id,
            entry_id: one.entry,
            weight: one.weight,
        });
    }
    store::keep_sample(tx, &grant, &row, &items)?;
    let sentence = format!(
        "{} asks you to read {} decisions a second time. You find them under Second readings.",
        person.name,
        items.len()
    );
    tx.later(Job::Tell { to: row.reader_id.clone(), what: Notice::Added { sentence } })?;
    let event = grant
        .event("quality/drawn", format!("quality-sample/{}", row.id))
        .with("seed", &row.seed)
        .with("drawn", items.len())
        .with("reader", &row.reader_id);
    Ok(Outcome::of(row.id, event))
}

/// What a rule says of one field stands beside it.
fn at_its_field(refusal: crate::domain::fault::Refusal) -> Fault {
    let field = match refusal.code {
        "quality-outside" => "over",
        "reads-own-sample" | "no-reader-there" => "reader",
        "quality-ends-before" => "until",
        "quality-size" => "size",
        _ => "from",
    };
    Faults::one(field, refusal.sentence).into()
}

fn written(weights: &[(Ground, i32)]) -> String {
    weights.iter().map(|(ground, weight)| format!("{ground}={weight}")).collect::<Vec<_>>().join(" ")
}

/// The weights as they were written with a sample.
pub fn weights_of(row: &SampleRow) -> Vec<(Ground, i32)> {
    let read = |part: &str| {
        let (ground, weight) = part.split_once('=')?;
        Some((ground.parse().ok()?, weight.parse().ok()?))
    };
    row.weights.split_whitespace().filter_map(read).collect()
}

/// A sample that was drawn again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Decisions from which is drawn today, as they were known then.
    pub frame: usize,
    pub frame_hash: String,
    /// What there was to draw from is as it was.
    pub same_frame: bool,
    pub drawn: Vec<Weighed>,
    /// The list comes out the same, in the same order.
    pub same: bool,
}

/// From the seed that is stored with it, out of the decisions as they were known then.
// open: the sample was compared with the asker's territory
pub fn again(conn: &mut Conn, shelf: &Shelf, row: &SampleRow, before: &[DecisionId]) -> Result<Again, Fault> {
    let days = (row.from_day, row.until_day);
    let all = store::frame(conn, shelf, &row.over(), days, &row.reader_id, row.known_from)?;
    let frame = weighed(&all, &weights_of(row));
    let sample = drawn(&row.seed, &frame, row.size);
    let hash = frame_hash(&frame);
    Ok(Again {
        frame: frame.len(),
        same_frame: hash == row.frame_hash,
        frame_hash: hash,
        same: sample.iter().map(|one| &one.id).eq(before),
        drawn: sample,
    })
}
