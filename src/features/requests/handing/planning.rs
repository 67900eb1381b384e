//! Who could take what from one person: by trainee, with a proposal, and what nobody can take.

use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, RequestId};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::time::{Day, Moment};
use crate::features::entries::{Seen, next_people, still_open};
use crate::features::people;
use crate::features::requests::store::{self, Held, Taker};

/// What one trainee has waiting, and who could take it.
#[derive(Debug, Clone)]
pub struct OfTrainee {
    pub owner: AccountId,
    pub name: String,
    pub oldest: Moment,
    /// What somebody on the list can take, each with those who can.
    pub movable: Vec<(RequestId, Vec<AccountId>)>,
    /// Titles and days of what cannot be moved here, and why.
    pub stuck: Vec<(RequestId, String, &'static str)>,
    /// Those who can take any of it, with how much; whoever can take most comes first.
    pub takers: Vec<(AccountId, String, usize)>,
}

pub struct Plan {
    pub trainees: Vec<OfTrainee>,
    /// Requests of trainees whom the asker does not lead.
    pub others: usize,
}

pub fn plan(conn: &mut Conn, who: &Sight, person: &AccountId) -> Result<Plan, Fault> {
    let (held, others) = store::held(conn, who, person)?;
    let takers = store::takers(conn, person, &held)?;
    let away = people::away_on(conn, None, who.today())?;
    let there: Vec<Taker> = takers.into_iter().filter(|one| !away.contains_key(&one.person)).collect();
    let deputy = people::stands_in_for(conn, person, who.today())?;
    Ok(Plan { trainees: by_trainee(held, &there, deputy.as_ref(), who.today()), others })
}

fn by_trainee(held: Vec<Held>, takers: &[Taker], deputy: Option<&AccountId>, today: Day) -> Vec<OfTrainee> {
    let mut all: BTreeMap<(String, AccountId), OfTrainee> = BTreeMap::new();
    for one in held {
        let able: Vec<&Taker> = takers.iter().filter(|taker| taker.may_take(&one, today)).collect();
        let of = all.entry((one.trainee.clone(), one.owner.clone())).or_insert_with(|| OfTrainee {
            owner: one.owner.clone(),
            name: one.trainee.clone(),
            oldest: one.since,
            movable: Vec::new(),
            stuck: Vec::new(),
            takers: Vec::new(),
        });
        if able.is_empty() {
            let why = match one.second {
                true => "it waits for a second signature; hand it over on its own page",
                false => "nobody else is appointed for it who is there",
            };
            of.stuck.push((one.request, format!("{}, {}", one.title, one.day), why));
            continue;
        }
        for taker in &able {
            match of.takers.iter_mut().find(|(id, ..)| *id == taker.person) {
                Some((.., count)) => *count += 1,
                None => of.takers.push((taker.person.clone(), taker.name.clone(), 1)),
            }
        }
        of.movable.push((one.request, able.iter().map(|taker| taker.person.clone()).collect()));
    }
    let mut all: Vec<OfTrainee> = all.into_values().collect();
    for of in &mut all {
        of.takers.sort_by(|a, b| {
            let rank = |one: &(AccountId, String, usize)| (deputy != Some(&one.0), usize::MAX - one.2);
            (rank(a), &a.1, &a.0).cmp(&(rank(b), &b.1, &b.0))
        });
    }
    all
}

/// Who may decide on one entry instead, by name, and whether each is away: as the rules of asking say.
pub fn entitled(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    entry: &Seen,
    now: Moment,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let open = still_open(conn, shelf, entry, now)?;
    let mut all = match open.next.filter(|_| entry.signed().next().is_some()) {
        Some(next) => next_people(conn, &person.sight(), entry, &next)?,
        None => {
            let mut found = Vec::new();
            for capacity in [Capacity::Supervisor, Capacity::Lead] {
                found.extend(people::who_may_decide(
                    conn,
                    &open.enrolments,
                    capacity,
                    entry.day,
                    person.today(),
                )?);
            }
            found
        }
    };
    let asked = entry.request.as_ref().map(|open| open.asked.clone());
    all.retain(|(id, _)| *id != entry.owner && Some(id) != asked.as_ref());
    all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    all.dedup();
    Ok(all)
}
