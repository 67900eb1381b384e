//! Samples, what was drawn, what was judged a second time and what follows from it, as rows of the house's book.

mod frame;
mod rows;
mod strike;

pub use frame::frame;
pub use rows::{ActionRow, ItemRow, ReadingRow, SampleRow, WHAT, WHO, committed_of_house, erase_reasons};
pub use strike::{erase_actions, strike_actions, written_about};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::tx::Tx;
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::quality::{Draw, FollowUp, ReadAgain};
use crate::domain::quality::Judgement;
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};

/// A first decision as quality assurance knows it.
#[derive(Debug, Clone)]
pub struct First {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub signer: AccountId,
    pub signer_name: String,
    pub owner: AccountId,
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub judgement: Judgement,
}

/// One drawn decision with what is known of it; the decision is gone where its person was erased.
#[derive(Debug, Clone)]
pub struct Item {
    pub row: ItemRow,
    pub first: Option<First>,
    pub second: Option<ReadingRow>,
}

/// All samples, the newest first. The caller keeps those that are the asker's to see.
// open: pages compare each with the asker's territory, or keep the asker's own
pub fn all_samples(conn: &mut Conn) -> Result<Vec<(SampleRow, String)>, Fault> {
    Ok(quality_samples::table
        .inner_join(accounts::table.on(accounts::id.eq(quality_samples::reader_id)))
        .order((quality_samples::known_from.desc(), quality_samples::id))
        .select((quality_samples::all_columns, accounts::name))
        .load(conn)?)
}

// open: for rules and pages, which compare it with the asker's territory
pub fn sample(conn: &mut Conn, id: &QualitySampleId) -> Result<(SampleRow, String), Fault> {
    Ok(quality_samples::table
        .inner_join(accounts::table.on(accounts::id.eq(quality_samples::reader_id)))
        .filter(quality_samples::id.eq(id))
        .select((quality_samples::all_columns, accounts::name))
        .first(conn)?)
}

/// The samples that this reader is to read, the newest first.
pub fn to_read(conn: &mut Conn, who: &Sight) -> Result<Vec<SampleRow>, Fault> {
    Ok(quality_samples::table
        .filter(quality_samples::reader_id.eq(who.viewer()))
        .filter(quality_samples::ended_at.is_null())
        .order((quality_samples::known_from.desc(), quality_samples::id))
        .load(conn)?)
}

/// What was drawn, in the order of the draw.
// open: reached through a sample that was compared with the asker
pub fn items(conn: &mut Conn, sample: &QualitySampleId) -> Result<Vec<Item>, Fault> {
    let rows: Vec<ItemRow> = quality_items::table
        .filter(quality_items::sample_id.eq(sample))
        .order(quality_items::position)
        .load(conn)?;
    let mut all = Vec::new();
    for row in rows {
        let first = first(conn, &row.decision_id)?;
        let second = second_readings::table.find(&row.id).first(conn).optional()?;
        all.push(Item { row, first, second });
    }
    Ok(all)
}

/// One item with its sample.
// open: for the rule about reading it
pub fn item(conn: &mut Conn, id: &QualityItemId) -> Result<(Item, SampleRow), Fault> {
    let row: ItemRow = quality_items::table.find(id).first(conn)?;
    let sample: SampleRow = quality_samples::table.find(&row.sample_id).first(conn)?;
    let first = first(conn, &row.decision_id)?;
    let second = second_readings::table.find(id).first(conn).optional()?;
    Ok((Item { row, first, second }, sample))
}

fn first(conn: &mut Conn, id: &DecisionId) -> Result<Option<First>, Fault> {
    type Row = (
        (EntryId, EntryVersionId, AccountId, String, AccountId),
        (String, String, Day),
        (String, bool, String),
    );
    let row: Option<Row> = decisions::table
        .inner_join(entries::table.inner_join(portfolios::table))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(decisions::id.eq(id))
        .select((
            (entries::id, entry_versions::id, decisions::signer_id, accounts::name, portfolios::person_id),
            (entries::kind, entries::title, entry_versions::happened_on),
            (decisions::verdict, decisions::satisfactory, decisions::level),
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(whose, what, (verdict, satisfactory, level))| {
        let (entry, version, signer, signer_name, owner) = whose;
        let (kind, title, day) = what;
        First {
            entry,
            version,
            signer,
            signer_name,
            owner,
            kind,
            title,
            day,
            judgement: Judgement { verdict, satisfactory, level },
        }
    }))
}

/// What follows from a sample, the earliest due first.
// open: reached through a sample that was compared with the asker
pub fn actions(conn: &mut Conn, sample: &QualitySampleId) -> Result<Vec<ActionRow>, Fault> {
    Ok(quality_actions::table
        .filter(quality_actions::sample_id.eq(sample))
        .order((quality_actions::due_day, quality_actions::id))
        .load(conn)?)
}

// open: for the rule about ending it
pub fn action(conn: &mut Conn, id: &QualityActionId) -> Result<ActionRow, Fault> {
    Ok(quality_actions::table.find(id).first(conn)?)
}

pub fn keep_sample(
    tx: &mut Tx<'_>,
    _grant: &Grant<Draw>,
    row: &SampleRow,
    items: &[ItemRow],
) -> Result<(), Fault> {
    diesel::insert_into(quality_samples::table).values(row).execute(tx.conn())?;
    for item in items {
        diesel::insert_into(quality_items::table).values(item).execute(tx.conn())?;
        tx.vouch(BookId::house(), item);
    }
    tx.vouch(BookId::house(), row);
    Ok(())
}

pub fn end_sample(tx: &mut Tx<'_>, grant: &Grant<FollowUp>, now: Moment) -> Result<SampleRow, Fault> {
    let id = &grant.act().sample;
    let ended = diesel::update(quality_samples::table.find(id))
        .filter(quality_samples::ended_at.is_null())
        .set(quality_samples::ended_at.eq(now))
        .execute(tx.conn())?;
    refuse_unless(ended == 1, || Refusal::new("sample-ended", "This sample is closed already."))?;
    let row: SampleRow = quality_samples::table.find(id).first(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

pub fn keep_reading(tx: &mut Tx<'_>, _grant: &Grant<ReadAgain>, row: &ReadingRow) -> Result<(), Fault> {
    diesel::insert_into(second_readings::table).values(row).execute(tx.conn())?;
    tx.vouch(BookId::house(), row);
    Ok(())
}

/// The same words about the same thing until the same day are one action: a page that was open twice notes it once.
pub fn keep_action(tx: &mut Tx<'_>, _grant: &Grant<FollowUp>, row: &ActionRow) -> Result<(), Fault> {
    let same: Vec<ActionRow> = quality_actions::table
        .filter(quality_actions::sample_id.eq(&row.sample_id))
        .filter(quality_actions::what.eq(&row.what))
        .filter(quality_actions::who.eq(&row.who))
        .filter(quality_actions::due_day.eq(row.due_day))
        .filter(quality_actions::done_at.is_null())
        .load(tx.conn())?;
    refuse_unless(same.iter().all(|one| one.item_id != row.item_id), || {
        Refusal::new("action-known", "This action is noted already, and is not done yet.")
    })?;
    diesel::insert_into(quality_actions::table).values(row).execute(tx.conn())?;
    tx.vouch(BookId::house(), row);
    Ok(())
}

/// Done by whoever was granted it; one that is done stays as it is, and that is said.
pub fn end_action(
    tx: &mut Tx<'_>,
    grant: &Grant<FollowUp>,
    id: &QualityActionId,
    now: Moment,
) -> Result<ActionRow, Fault> {
    let ended = diesel::update(quality_actions::table.find(id))
        .filter(quality_actions::done_at.is_null())
        .set((quality_actions::done_by.eq(grant.account()), quality_actions::done_at.eq(now)))
        .execute(tx.conn())?;
    refuse_unless(ended == 1, || Refusal::new("action-done", "This action is done already."))?;
    let row: ActionRow = quality_actions::table.find(id).first(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}
