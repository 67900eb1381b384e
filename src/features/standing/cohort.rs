//! Many trainees at once, one row each: where they stand in words, what is behind, what waits longest
//! and with whom. Made from the small columns of the stored standings, so that 200 trainees cost as
//! many statements as two.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::sight::SightOver;
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, LayerId, VersionId};
use crate::domain::outlook::{State, expected_by, in_one_word};
use crate::domain::programme::Version;
use crate::domain::time::{Day, Moment};
use crate::features::programmes;
use crate::features::standing::course::heads;
use crate::features::standing::figures::{Headed, Item, LATE_DAYS, Lapsing, Unconfirmed, Waits};
use crate::features::standing::living::said;
use crate::features::standing::shown::whole;
use crate::features::standing::store::{headed, items_of, lapsing_of, unconfirmed_of, waits_of};
use crate::web::parts::Progress;

/// Registrations that end within so many days are for the board.
pub const LAPSING_DAYS: i64 = 30;

pub struct Row {
    pub id: EnrolmentId,
    pub person: AccountId,
    pub name: String,
    pub version: Arc<Version>,
    pub department: String,
    pub department_name: String,
    pub cohort: String,
    pub bar: Option<Bar>,
    pub met: i32,
    pub total: i32,
    pub state: State,
    /// Titles of what is behind, in the order of the programme.
    pub behind: Vec<String>,
    /// The first due day of what is behind, or the first day on which something will be.
    pub trouble: Option<Day>,
    /// The oldest first.
    pub waits: Vec<Waits>,
    /// Decided by somebody without an account and not confirmed; the oldest first.
    pub unconfirmed: Vec<Unconfirmed>,
    pub lapsing: Option<Lapsing>,
    pub last_entry_on: Option<Day>,
    /// What there is to say of the enrolment's life today.
    pub life: Vec<String>,
    /// The figures may be old.
    pub stale: bool,
}

/// The requirement above all others, drawn.
pub struct Bar {
    pub title: String,
    pub progress: Progress,
}

impl Bar {
    /// `118 of 150 signed`; of one sign-off whether it is there.
    pub fn said(&self) -> String {
        let Progress { signed, target, .. } = &self.progress;
        match *target > Amount::ONE {
            true => format!("{signed} of {target} signed"),
            false if signed.is_zero() => "Not signed yet".to_owned(),
            false => "Signed".to_owned(),
        }
    }

    /// Nothing is worked off where there is only one.
    pub fn drawn(&self) -> Option<Progress> {
        Some(self.progress).filter(|progress| progress.target > Amount::ONE)
    }
}

impl Row {
    pub fn longest(&self, now: Moment) -> i64 {
        self.waits.first().map_or(-1, |waits| waits.days(now))
    }

    pub fn waits_late(&self, now: Moment) -> usize {
        self.waits.iter().filter(|waits| waits.days(now) > LATE_DAYS).count()
    }

    /// The share that is signed, in hundredths of the target.
    pub fn share(&self) -> i64 {
        match &self.bar {
            Some(bar) => bar.progress.signed.hundredths() * 10_000 / bar.progress.target.hundredths().max(1),
            None => i64::from(self.met) * 10_000 / i64::from(self.total.max(1)),
        }
    }

    /// Nearest trouble first: what is behind, by how much of it and how long it is due; then by the day on
    /// which it will be.
    pub fn nearness(&self) -> (u8, std::cmp::Reverse<usize>, bool, Option<Day>) {
        let rank = match self.state {
            State::Behind => 0,
            State::Lapsed => 1,
            State::Met => 3,
            _ => 2,
        };
        (rank, std::cmp::Reverse(self.behind.len()), self.trouble.is_none(), self.trouble)
    }
}

/// These trainees, by name, as of today.
pub fn cohort(
    conn: &mut Conn,
    shelf: &Shelf,
    over: &SightOver,
    today: Day,
    now: Moment,
) -> Result<Vec<Row>, Fault> {
    let heads = headed(conn, over)?;
    let mut items: HashMap<EnrolmentId, Vec<Item>> = HashMap::new();
    for (id, item) in items_of(conn, over)? {
        items.entry(id).or_default().push(item);
    }
    let mut waits: HashMap<EnrolmentId, Vec<Waits>> = HashMap::new();
    for one in waits_of(conn, (shelf, now), over)? {
        waits.entry(one.enrolment.clone()).or_default().push(one);
    }
    let mut unconfirmed: HashMap<EnrolmentId, Vec<Unconfirmed>> = HashMap::new();
    for one in unconfirmed_of(conn, over)? {
        unconfirmed.entry(one.enrolment.clone()).or_default().push(one);
    }
    let mut lapsing: BTreeMap<AccountId, Lapsing> = BTreeMap::new();
    for one in lapsing_of(conn, over, today, today.plus_days(LAPSING_DAYS))? {
        let earlier = lapsing.get(&one.person).is_some_and(|known| known.on <= one.on);
        if !earlier {
            lapsing.insert(one.person.clone(), one);
        }
    }
    let mut versions: HashMap<(VersionId, Option<LayerId>), Arc<Version>> = HashMap::new();
    heads
        .into_iter()
        .map(|head| {
            let named = (head.version.clone(), head.layer.clone());
            let version = match versions.get(&named) {
                Some(version) => version.clone(),
                None => {
                    let version = programmes::version_at(conn, shelf, &head.version, head.layer.as_ref())?;
                    versions.insert(named, version.clone());
                    version
                }
            };
            let items = items.remove(&head.id).unwrap_or_default();
            let mut row = row(head, version, &items, today, now);
            row.waits = waits.remove(&row.id).unwrap_or_default();
            row.unconfirmed = unconfirmed.remove(&row.id).unwrap_or_default();
            row.lapsing = lapsing.get(&row.person).cloned();
            Ok(row)
        })
        .collect()
}

fn row(head: Headed, version: Arc<Version>, items: &[Item], today: Day, now: Moment) -> Row {
    let binding: Vec<&Item> = items.iter().filter(|item| item.binding).collect();
    let behind: Vec<&Item> =
        binding.iter().copied().filter(|item| item.state(today) == State::Behind).collect();
    let trouble = if behind.is_empty() {
        binding.iter().filter_map(|item| item.behind_from).min()
    } else {
        behind.iter().filter_map(|item| item.due).min()
    };
    let title = |item: &Item| version.requirement(&item.requirement).map(|r| r.title.clone());
    let numbers = head.head.as_ref();
    let kept = numbers.map(|numbers| numbers.life.clone()).unwrap_or_default();
    let enrolment = kept.enrolment((head.started_on, head.ends_on), &head.zone, &version);
    Row {
        bar: bar(&version, (items, &binding), head.started_on, today),
        state: state(&binding, today),
        behind: behind.iter().filter_map(|item| title(item)).collect(),
        trouble,
        met: numbers.map_or(0, |numbers| numbers.met),
        total: numbers.map_or(0, |numbers| numbers.total),
        last_entry_on: numbers.and_then(|numbers| numbers.last_entry_on),
        stale: numbers.is_none_or(|numbers| numbers.is_old(today)),
        life: said(&version, &enrolment, now),
        waits: Vec::new(),
        unconfirmed: Vec::new(),
        lapsing: None,
        id: head.id,
        person: head.person,
        name: head.name,
        department: head.department.to_string(),
        department_name: head.department_name,
        cohort: head.cohort,
        version,
    }
}

/// The trainee in one word.
fn state(binding: &[&Item], today: Day) -> State {
    let states: Vec<State> = binding.iter().map(|item| item.state(today)).collect();
    in_one_word(&states, binding.iter().any(|item| item.due.is_some() || item.behind_from.is_some()))
}

fn bar(version: &Version, (items, binding): (&[Item], &[&Item]), started: Day, today: Day) -> Option<Bar> {
    // Of what nothing is begun and something else opens, nothing is told yet.
    let opens = |code: &String| {
        let open = |item: &Item| !item.met && item.calm != State::NotRequired;
        items.iter().any(|item| item.requirement == *code && open(item))
    };
    let begun = |item: &Item| item.met || !(item.signed + item.submitted).is_zero();
    let counted = binding.iter().filter_map(|item| {
        let requirement = version.requirement(&item.requirement)?;
        let may_begin = begun(item) || !requirement.needs.iter().any(opens);
        (heads(requirement, item.binding) && may_begin).then_some((requirement, item))
    });
    // The first of equals, as on the trainee's own page.
    let (requirement, item) =
        counted.reduce(|best, next| if next.1.target > best.1.target { next } else { best })?;
    let expected =
        expected_by(requirement, item.target, item.due, started, today).filter(|_| !item.met).map(whole);
    let (signed, submitted) = (item.signed, item.submitted);
    let progress = Progress { signed, submitted, target: item.target.max(Amount::ONE), expected };
    Some(Bar { title: requirement.title.clone(), progress })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_trainee_in_one_word() {
        let today = day("2026-11-21");
        let late = Item::new("a", State::OnTrack, Some(day("2026-11-21")));
        let soon = Item::new("b", State::OnTrack, Some(day("2026-11-22")));
        let met = Item::new("c", State::Met, None);
        let locked = Item::new("d", State::Locked, None);
        let lapsed = Item::new("e", State::Lapsed, None);
        let fresh = Item::new("f", State::NotStarted, None);
        assert_eq!(state(&[&met, &late, &lapsed], today), State::Behind);
        assert_eq!(state(&[&met, &soon, &lapsed], today), State::Lapsed);
        assert_eq!(state(&[&met, &soon, &locked], today), State::OnTrack);
        assert_eq!(state(&[&fresh, &locked], today), State::NotStarted);
        assert_eq!(state(&[&met, &met], today), State::Met);
        assert_eq!(state(&[], today), State::NotStarted);
    }
}
