//! The decisions from which a sample is drawn, as they were known at an instant. They are kept beside the sample; only of
//! samples that are older than migration 0066 they are asked for again, and departments and words may have changed since.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Recorder, Role, Value, Values};
use crate::domain::names::*;
use crate::domain::quality::{Batch, Decided};
use crate::domain::redaction::SENDS_BACK;
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::Over;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::programmes;

/// A statement names at most so many.
const AT_ONCE: usize = 5_000;
/// What tells items of one kind apart; all of them are choices or codes, never somebody's words.
const TELLS: [Role; 4] = [Role::Procedure, Role::Exam, Role::Unit, Role::Type];

/// What was decided between two days, both included, under enrolments of the place; not by the reader, and not about
/// them. Known at `as_of`, so what was undone before that is not there.
// open: it is drawn from, and pages show of it only its number and its hash
pub fn frame(
    conn: &mut Conn,
    shelf: &Shelf,
    over: &Over,
    (from, until): (Day, Day),
    reader: &AccountId,
    as_of: Moment,
) -> Result<Vec<Decided>, Fault> {
    let last = until.ends_in(DEFAULT_ZONE).min(as_of);
    // Beside a decision of a batch: how many entries were signed with it, and when they were chosen.
    type Together = (Option<i32>, Option<Moment>);
    type Row = (DecisionId, EntryId, AccountId, Moment, String, i32, String, Together);
    let mut rows: Vec<Row> = Vec::new();
    let enrolments = enrolments_over(conn, over)?;
    for some in enrolments.chunks(AT_ONCE) {
        let read: Vec<Row> = decisions::table
            .inner_join(entries::table.inner_join(portfolios::table))
            .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
            .inner_join(filings::table.on(filings::entry_id.eq(entries::id)))
            .left_join(batched::table.on(batched::decision_id.eq(decisions::id)))
            .left_join(batches::table.on(batches::id.nullable().eq(batched::batch_id.nullable())))
            .filter(filings::enrolment_id.eq_any(some))
            .filter(filings::known_from.lt(as_of))
            .filter(filings::known_until.is_null().or(filings::known_until.ge(as_of)))
            .filter(decisions::known_from.ge(from.starts_in(DEFAULT_ZONE)))
            .filter(decisions::known_from.lt(last))
            .filter(decisions::known_until.is_null().or(decisions::known_until.ge(as_of)))
            .filter(decisions::capacity.eq_any(capacities()))
            .filter(decisions::signer_id.ne(reader))
            .filter(portfolios::person_id.ne(reader))
            .select((
                decisions::id,
                entries::id,
                decisions::signer_id,
                decisions::known_from,
                entries::kind,
                entry_versions::kind_version,
                entry_versions::words,
                (batched::entries.nullable(), batches::begun_at.nullable()),
            ))
            .load(conn)?;
        rows.extend(read);
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows.dedup_by(|b, a| a.0 == b.0);
    let before = taken(conn, &rows.iter().map(|row| &row.2).collect(), as_of)?;
    rows.into_iter()
        .filter_map(|(id, entry, signer, at, kind, version, words, together)| {
            let read = match programmes::kind_version(conn, shelf, &kind, version) {
                Ok(read) => read,
                Err(fault) => return Some(Err(fault)),
            };
            is_judged(&read).then_some(Ok((id, entry, signer, at, kind, words, together, read)))
        })
        .collect::<Result<Vec<_>, Fault>>()?
        .into_iter()
        .map(|(id, entry, signer, at, kind, words, (entries, begun), read)| {
            let earlier = before.get(&signer).map_or(0, |all| all.partition_point(|one| *one < at));
            let values: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
            let told = TELLS.into_iter().find_map(|role| read.value(&values, role).and_then(Value::text));
            let item = format!("{kind} {}", told.unwrap_or_default());
            let took = begun.map(|begun| at.millis() - begun.millis());
            let batch = entries.map(|entries| Batch::of(took, entries));
            Ok(Decided { id, entry, signer, item, before: earlier, batch })
        })
        .collect()
}

/// A mark or a certificate that a lead enters is no judgement of somebody's work, and what a form keeps from others is
/// not for a second reader either.
fn is_judged(kind: &Kind) -> bool {
    kind.recorded_by != Recorder::Lead && !kind.university && kind.may_read.is_empty()
}

/// What is left out of a frame before it is drawn from.
#[derive(Debug, Clone, Default)]
pub struct Frameless {
    /// Entries that the reader decided on or was asked about themself: they would know the first judgement.
    entries: BTreeSet<EntryId>,
    /// Returns by the house, of entries out of which something was struck: nobody judged.
    decisions: BTreeSet<DecisionId>,
}

impl Frameless {
    pub fn holds(&self, one: &Decided) -> bool {
        self.entries.contains(&one.entry) || self.decisions.contains(&one.id)
    }
}

// open: what is left out of a draw, and shown nowhere
pub fn frameless(conn: &mut Conn, reader: &AccountId) -> Result<Frameless, Fault> {
    let decided: Vec<EntryId> = decisions::table
        .filter(decisions::signer_id.eq(reader))
        .select(decisions::entry_id)
        .distinct()
        .load(conn)?;
    let asked: Vec<EntryId> = requests::table
        .filter(requests::asked_id.eq(reader))
        .select(requests::entry_id)
        .distinct()
        .load(conn)?;
    let decisions: Vec<DecisionId> =
        decisions::table.filter(decisions::reason.eq_any(SENDS_BACK)).select(decisions::id).load(conn)?;
    Ok(Frameless {
        entries: decided.into_iter().chain(asked).collect(),
        decisions: decisions.into_iter().collect(),
    })
}

fn capacities() -> [&'static str; 3] {
    [Capacity::Supervisor.as_str(), Capacity::Lead.as_str(), Capacity::Assessor.as_str()]
}

/// When each of these people decided anything, in order.
fn taken(
    conn: &mut Conn,
    people: &BTreeSet<&AccountId>,
    as_of: Moment,
) -> Result<BTreeMap<AccountId, Vec<Moment>>, Fault> {
    let mut all: BTreeMap<AccountId, Vec<Moment>> = BTreeMap::new();
    let people: Vec<&AccountId> = people.iter().copied().collect();
    for some in people.chunks(AT_ONCE) {
        let rows: Vec<(AccountId, Moment)> = decisions::table
            .filter(decisions::signer_id.eq_any(some))
            .filter(decisions::known_from.lt(as_of))
            .order((decisions::signer_id, decisions::known_from))
            .select((decisions::signer_id, decisions::known_from))
            .load(conn)?;
        for (signer, at) in rows {
            all.entry(signer).or_default().push(at);
        }
    }
    Ok(all)
}

fn enrolments_over(conn: &mut Conn, over: &Over) -> Result<Vec<EnrolmentId>, Fault> {
    let id = over.id.as_str();
    let query = enrolments::table
        .inner_join(departments::table)
        .inner_join(programme_versions::table)
        .select(enrolments::id)
        .order(enrolments::id)
        .into_boxed();
    let query = match over.scope {
        Scope::Department => query.filter(enrolments::department_id.eq(DepartmentId::new(id))),
        Scope::Site => query.filter(departments::site_id.eq(SiteId::new(id))),
        Scope::Institution => query.filter(departments::institution_id.eq(InstitutionId::new(id))),
        Scope::Programme => query.filter(programme_versions::programme_id.eq(ProgrammeId::new(id))),
        Scope::Person | Scope::House => return Ok(Vec::new()),
    };
    Ok(query.load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::is_judged;
    use crate::domain::kind;

    fn shipped(name: &str) -> kind::Kind {
        let path = format!("{}/programmes/kinds/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        kind::read(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    #[test]
    fn only_judgements_that_others_may_read_are_drawn() {
        for name in ["bypass-case", "dops-2", "supervisor-report"] {
            assert!(is_judged(&shipped(name)), "{name}");
        }
        for name in ["unit-result", "exam-attempt-2", "certificate-2", "concern", "supervisor-evaluation"] {
            assert!(!is_judged(&shipped(name)), "{name}");
        }
    }
}
