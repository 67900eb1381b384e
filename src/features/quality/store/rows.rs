//! The rows of this room, each with the columns that its commitment covers.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    entries, quality_actions, quality_frames, quality_items, quality_samples, second_readings,
};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{Covers, prose_commitment};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::role::Scope;
use crate::domain::territory::Over;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = quality_samples)]
pub struct SampleRow {
    pub id: QualitySampleId,
    pub made_by: AccountId,
    pub reader_id: AccountId,
    pub scope: Scope,
    pub scope_id: String,
    pub from_day: Day,
    pub until_day: Day,
    pub seed: String,
    /// `new-assessor=3 batch-in-seconds=2`
    pub weights: String,
    pub size: i32,
    /// Decisions from which was drawn.
    pub frame: i32,
    pub frame_hash: String,
    pub known_from: Moment,
    pub ended_at: Option<Moment>,
    /// Until when it is to be read; none in rows that are older than migration 0066.
    pub read_by: Option<Day>,
}

impl SampleRow {
    pub fn over(&self) -> Over {
        Over { scope: self.scope, id: self.scope_id.clone() }
    }
}

impl Committed for SampleRow {
    fn place(&self) -> String {
        format!("quality_samples/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
            self.id.to_string(),
            self.made_by.to_string(),
            self.reader_id.to_string(),
            self.scope.to_string(),
            self.scope_id.clone(),
            self.from_day.iso(),
            self.until_day.iso(),
            self.seed.clone(),
            self.weights.clone(),
            self.size.to_string(),
            self.frame.to_string(),
            self.frame_hash.clone(),
            self.known_from.to_string(),
            self.ended_at.map(|at| at.to_string()).unwrap_or_default(),
        ];
        // A row without a day is committed to as it was written before there was one.
        fields.extend(self.read_by.map(Day::iso));
        fields
    }
}

/// What a sample was drawn from; the lines are those of `domain/quality/frame.rs`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = quality_frames)]
pub struct FrameRow {
    pub sample_id: QualitySampleId,
    pub lines: String,
}

impl Committed for FrameRow {
    fn place(&self) -> String {
        format!("quality_frames/{}", self.sample_id)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.sample_id.to_string(), self.lines.clone()]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = quality_items)]
pub struct ItemRow {
    pub id: QualityItemId,
    pub sample_id: QualitySampleId,
    pub position: i32,
    pub decision_id: DecisionId,
    pub entry_id: EntryId,
    pub weight: i32,
    /// Words of `Ground`, with spaces between.
    pub grounds: String,
}

impl Committed for ItemRow {
    fn place(&self) -> String {
        format!("quality_items/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.sample_id.to_string(),
            self.position.to_string(),
            self.decision_id.to_string(),
            self.entry_id.to_string(),
            self.weight.to_string(),
            self.grounds.clone(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = second_readings)]
pub struct ReadingRow {
    pub item_id: QualityItemId,
    pub verdict: String,
    pub satisfactory: bool,
    pub level: String,
    pub reason: String,
    /// What was on the reader's screen.
    pub root: String,
    pub known_from: Moment,
}

impl Committed for ReadingRow {
    fn place(&self) -> String {
        format!("second_readings/{}", self.item_id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.item_id.to_string(),
            self.verdict.clone(),
            self.satisfactory.to_string(),
            self.level.clone(),
            self.reason.clone(),
            self.root.clone(),
            self.known_from.to_string(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = quality_actions)]
pub struct ActionRow {
    pub id: QualityActionId,
    pub sample_id: QualitySampleId,
    pub item_id: Option<QualityItemId>,
    pub what: String,
    pub who: String,
    pub due_day: Day,
    pub made_by: AccountId,
    pub known_from: Moment,
    pub done_by: Option<AccountId>,
    pub done_at: Option<Moment>,
    /// Of what is to be done and who does it; empty in rows that are older than migration 0062.
    pub salts: String,
}

/// The prose of an action, in its salts.
pub const WHAT: &str = "what";
pub const WHO: &str = "who";

impl Committed for ActionRow {
    fn place(&self) -> String {
        format!("quality_actions/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let covers: Covers = serde_json::from_str(&self.salts).unwrap_or_default();
        // A row without salts is committed to as it was written then.
        let prose = |key: &str, text: &String| match self.salts.is_empty() {
            true => text.clone(),
            false => prose_commitment(key, text, &covers),
        };
        vec![
            self.id.to_string(),
            self.sample_id.to_string(),
            self.item_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            prose(WHAT, &self.what),
            prose(WHO, &self.who),
            self.due_day.iso(),
            self.made_by.to_string(),
            self.known_from.to_string(),
            self.done_by.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.done_at.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// All of them: they are in the house's book.
// open: verification compares hashes
pub fn committed_of_house(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    for row in quality_samples::table.order(quality_samples::id).load::<SampleRow>(conn)? {
        all.push(Box::new(row));
    }
    for row in quality_frames::table.order(quality_frames::sample_id).load::<FrameRow>(conn)? {
        all.push(Box::new(row));
    }
    for row in quality_items::table.order(quality_items::id).load::<ItemRow>(conn)? {
        all.push(Box::new(row));
    }
    for row in second_readings::table.order(second_readings::item_id).load::<ReadingRow>(conn)? {
        all.push(Box::new(row));
    }
    for row in quality_actions::table.order(quality_actions::id).load::<ActionRow>(conn)? {
        all.push(Box::new(row));
    }
    Ok(all)
}

/// What second readers wrote about entries of somebody who is erased.
pub fn erase_reasons(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let of: Vec<EntryId> = entries::table
        .filter(entries::portfolio_id.eq(&grant.act().portfolio))
        .select(entries::id)
        .load(tx.conn())?;
    let drawn: Vec<QualityItemId> = quality_items::table
        .filter(quality_items::entry_id.eq_any(&of))
        .select(quality_items::id)
        .load(tx.conn())?;
    let rows: Vec<ReadingRow> = second_readings::table
        .filter(second_readings::item_id.eq_any(&drawn))
        .filter(second_readings::reason.ne(""))
        .order(second_readings::item_id)
        .load(tx.conn())?;
    for row in rows {
        let row = ReadingRow { reason: String::new(), ..row };
        diesel::update(second_readings::table.find(&row.item_id))
            .set(second_readings::reason.eq(""))
            .execute(tx.conn())?;
        tx.vouch(BookId::house(), &row);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::cover_prose;

    fn action(salts: String) -> ActionRow {
        ActionRow {
            id: QualityActionId::new("a"),
            sample_id: QualitySampleId::new("s"),
            item_id: None,
            what: "Talk about levels".to_owned(),
            who: "Lea".to_owned(),
            due_day: Day::of(2026, 12, 1).unwrap(),
            made_by: AccountId::new("lea"),
            known_from: Moment::of_millis(1),
            done_by: None,
            done_at: None,
            salts,
        }
    }

    #[test]
    fn an_action_from_before_there_were_salts_is_committed_to_as_it_was() {
        let old = action(String::new()).fields();
        let at = Moment::of_millis(1).to_string();
        assert_eq!(old, ["a", "s", "", "Talk about levels", "Lea", "2026-12-01", "lea", &at, "", ""]);
        let mut number = 0;
        let covers = cover_prose(&[WHAT, WHO], || {
            number += 1;
            format!("salt{number}")
        });
        let new = action(serde_json::to_string(&covers).unwrap()).fields();
        assert_eq!(new.len(), old.len());
        assert!(!new.iter().any(|field| field.contains("Lea") || field.contains("levels")), "{new:?}");
    }
}
