//! Drawing a sample, and drawing it again from its seed.

use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{DecisionId, QualitySampleId};
use crate::domain::policy::quality::{DrawCase, may_draw};
use crate::domain::quality::frame::{self, Redrawn};
use crate::domain::quality::{Ground, Since, WEIGHTS, drawn, frame_hash, seed, weighed};
use crate::domain::role::Person;
use crate::features::people;
use crate::features::quality::forms::Drawing;
use crate::features::quality::store::{self, FrameRow, ItemRow, SampleRow};
use crate::features::roster::spots;
use crate::features::standing::is_trainee;

/// Draws a sample and tells its reader, inside a write that has taken the house's book.
pub fn put_sample(
    tx: &mut Tx<'_>,
    person: &Person,
    asked: &Drawing,
) -> Result<Outcome<QualitySampleId>, Fault> {
    let (now, shelf, today) = (tx.now(), tx.shelf(), person.today());
    let spot = spots(tx.conn(), std::slice::from_ref(&asked.over))?.pop().ok_or(Fault::NotFound)?;
    let days = (asked.from, asked.until);
    let mut all = store::frame(tx.conn(), &shelf, &asked.over, days, &asked.reader, now)?;
    let without = store::frameless(tx.conn(), &asked.reader)?;
    all.retain(|one| !without.holds(one));
    let case = DrawCase {
        spot,
        territory: people::territory(tx.conn(), &person.account, today)?,
        reads: people::reads_over(tx.conn(), &asked.reader, today)?,
        in_training: is_trainee(tx.conn(), &shelf, &asked.reader, (now, today))?,
        reader: asked.reader.clone(),
        from: asked.from,
        until: asked.until,
        read_by: asked.read_by,
        today,
        size: asked.size,
        decisions: all.len(),
        drawn_already: store::drawn_alike(tx.conn(), asked)?,
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
        frame_hash: frame_hash(frame.iter().map(|one| (&one.id, one.weight))),
        known_from: now,
        ended_at: None,
        read_by: Some(act.read_by),
        seed,
    };
    let kept = FrameRow { sample_id: row.id.clone(), lines: frame::written(&frame) };
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
    store::keep_sample(tx, &grant, &row, &kept, &items)?;
    let what = Notice::SecondReadings { sample: row.id.clone(), until: act.read_by, again: false };
    tx.later(Job::Tell { to: row.reader_id.clone(), what })?;
    let event = grant
        .event("quality/drawn", format!("quality-sample/{}", row.id))
        .with("seed", &row.seed)
        .with("drawn", items.len())
        .with("reader", &row.reader_id)
        .with("read-by", act.read_by.iso());
    Ok(Outcome::of(row.id, event))
}

/// What a rule says of one field stands beside it.
fn at_its_field(refusal: crate::domain::fault::Refusal) -> Fault {
    let field = match refusal.code {
        "quality-outside" => "over",
        "reads-own-sample" | "no-reader-there" | "reader-in-training" => "reader",
        "quality-ends-before" => "until",
        "quality-size" => "size",
        "quality-read-by" => "read-by",
        // About all of them: above the form.
        "quality-drawn-already" => "",
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

/// Whether how fast a batch was signed made a difference to its weights.
pub fn looked_at_time(row: &SampleRow) -> bool {
    weights_of(row).iter().any(|(ground, _)| *ground == Ground::FastBatch)
}

/// A sample that was drawn again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    pub redrawn: Redrawn,
    /// The frame was kept with the sample. Otherwise it was asked of today's records as they were known then.
    pub kept: bool,
    /// What there was to draw from is as it was.
    pub same_frame: bool,
    pub drawn: Vec<DecisionId>,
    /// The list comes out the same, in the same order.
    pub same: bool,
    /// What became of the decisions of the frame, those that stand left out: how many of each.
    pub since: BTreeMap<Since, usize>,
}

/// From the seed and the frame that are stored with it.
// open: the sample was compared with the asker's territory
pub fn again(conn: &mut Conn, shelf: &Shelf, row: &SampleRow) -> Result<Again, Fault> {
    let before: Vec<DecisionId> =
        store::items(conn, &row.id)?.into_iter().map(|item| item.row.decision_id).collect();
    let (redrawn, kept) = match redrawn(conn, row)? {
        Some(redrawn) => (redrawn, true),
        None => {
            let days = (row.from_day, row.until_day);
            let all = store::frame(conn, shelf, &row.over(), days, &row.reader_id, row.known_from)?;
            let all = weighed(&all, &weights_of(row));
            (Redrawn::of(&row.seed, all.iter().map(Into::into).collect()), false)
        }
    };
    let ids: Vec<&DecisionId> = redrawn.all.iter().map(|one| &one.id).collect();
    let mut since: BTreeMap<Since, usize> = BTreeMap::new();
    for one in store::since(conn, &ids)?.into_values().filter(|one| *one != Since::Stands) {
        *since.entry(one).or_default() += 1;
    }
    let drawn = redrawn.sample(row.size);
    Ok(Again {
        same_frame: redrawn.hash == row.frame_hash,
        same: drawn == before,
        redrawn,
        kept,
        drawn,
        since,
    })
}

/// Out of the frame that was kept with the sample; none where it is older.
// open: the sample was compared with the asker's territory
pub fn redrawn(conn: &mut Conn, row: &SampleRow) -> Result<Option<Redrawn>, Fault> {
    let Some(kept) = store::kept_frame(conn, &row.id)? else { return Ok(None) };
    // Lines that nobody can read are told as a frame that is not as it was.
    Ok(Some(Redrawn::of(&row.seed, frame::read(&kept.lines).unwrap_or_default())))
}
