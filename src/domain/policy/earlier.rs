//! What came from before: bringing a logbook in or claiming earlier learning is its owner's, accepting it is
//! for somebody who holds a capacity over the enrolment *today*, since it is older than anybody's post, and
//! never for oneself. What was accepted stays until it is taken back, by whoever accepted it or by a
//! training lead who stands where they stood.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AcceptanceId, AccountId, EntryId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::{Ask, Record};
use crate::domain::role::{Capacity, Person};

/// Bringing a logbook in, or claiming earlier learning.
#[derive(Debug, Clone)]
pub struct BringIn {
    pub portfolio: PortfolioId,
}

/// Undoing what was brought in, whole.
#[derive(Debug, Clone)]
pub struct Undo {
    pub entry: EntryId,
}

/// Saying yes or no, in one capacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    pub entry: EntryId,
    pub capacity: Capacity,
}

/// Taking a yes back.
#[derive(Debug, Clone)]
pub struct TakeBack {
    pub acceptance: AcceptanceId,
}

/// A logbook, or a claim, as these rules see it.
#[derive(Debug, Clone)]
pub struct Case {
    pub entry: EntryId,
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub undone: bool,
    /// All of it, or part of it.
    pub accepted: Accepted,
    /// Those of whom one is needed.
    pub wanted: Vec<Capacity>,
    /// Those that the person holds today over an enrolment that it is filed under.
    pub capacities: Vec<Capacity>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    Nothing,
    Part,
    Whole,
}

/// Both grants: the act itself, and the writing of entries that it means.
pub fn may_bring_in(
    person: &Person,
    portfolio: &PortfolioId,
) -> Result<(Grant<BringIn>, Grant<Record>), Refusal> {
    own_portfolio(person, portfolio)?;
    let act = BringIn { portfolio: portfolio.clone() };
    Ok((Grant::to(person, act), Grant::to(person, Record { portfolio: portfolio.clone() })))
}

pub fn may_undo(person: &Person, case: &Case) -> Result<Grant<Undo>, Refusal> {
    own(person, case)?;
    not_undone(case)?;
    refuse_unless(case.accepted == Accepted::Nothing, || {
        Refusal::new(
            "accepted",
            "Somebody has accepted it, so it stays on the record. Whoever accepted it can take that back.",
        )
    })?;
    Ok(Grant::to(person, Undo { entry: case.entry.clone() }))
}

/// `entitled`: the person asked may accept it.
pub fn may_ask_to_accept(
    person: &Person,
    case: &Case,
    asked: &AccountId,
    entitled: bool,
) -> Result<Grant<Ask>, Refusal> {
    own(person, case)?;
    not_undone(case)?;
    refuse_unless(case.accepted != Accepted::Whole, all_accepted)?;
    refuse_unless(*asked != person.account && entitled, || {
        Refusal::new("not-entitled", "This person cannot accept it. Choose somebody from the list.")
    })?;
    Ok(Grant::to(person, Ask { asked: asked.clone() }))
}

/// Accepting, whole or in part, and sending back.
pub fn may_judge(person: &Person, case: &Case) -> Result<Grant<Judge>, Refusal> {
    refuse_unless(person.account != case.owner, || {
        Refusal::new(
            "own-work",
            "Nobody accepts their own earlier record. Ask a supervisor or your training lead.",
        )
    })?;
    let held = case.wanted.iter().find(|wanted| case.capacities.contains(wanted));
    let capacity = *held.ok_or_else(|| {
        let wanted: Vec<&str> = case.wanted.iter().map(|one| one.shown()).collect();
        Refusal::new(
            "not-entitled",
            format!("Only a {} of this trainee can accept it.", wanted.join(" or a ")),
        )
    })?;
    not_undone(case)?;
    refuse_unless(case.accepted != Accepted::Whole, all_accepted)?;
    Ok(Grant::to(person, Judge { entry: case.entry.clone(), capacity }))
}

pub fn may_take_back(
    person: &Person,
    case: &Case,
    acceptance: &AcceptanceId,
    by: &AccountId,
    stands: bool,
) -> Result<Grant<TakeBack>, Refusal> {
    let leads = case.capacities.contains(&Capacity::Lead) && person.account != case.owner;
    refuse_unless(person.account == *by || leads, || {
        Refusal::new("not-yours", "Only whoever accepted it, or a training lead, can take this back.")
    })?;
    refuse_unless(stands, || {
        Refusal::new("stands-no-longer", "This was taken back already. Nothing was changed.")
    })?;
    Ok(Grant::to(person, TakeBack { acceptance: acceptance.clone() }))
}

fn all_accepted() -> Refusal {
    Refusal::new("accepted", "All of it is accepted already. Nothing was changed.")
}

fn not_undone(case: &Case) -> Result<(), Refusal> {
    refuse_unless(!case.undone, || Refusal::new("undone", "This was undone. There is nothing to accept."))
}

fn own_portfolio(person: &Person, portfolio: &PortfolioId) -> Result<(), Refusal> {
    refuse_unless(person.portfolio.as_ref() == Some(portfolio), || {
        Refusal::new("not-yours", "Only its owner can do this.")
    })
}

fn own(person: &Person, case: &Case) -> Result<(), Refusal> {
    refuse_unless(person.account == case.owner, || Refusal::new("not-yours", "Only its owner can do this."))?;
    own_portfolio(person, &case.portfolio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    fn case(accepted: Accepted, undone: bool, capacities: &[Capacity]) -> Case {
        Case {
            entry: EntryId::new("e"),
            portfolio: PortfolioId::new("p"),
            owner: AccountId::new("ann"),
            undone,
            accepted,
            wanted: vec![Capacity::Supervisor, Capacity::Lead],
            capacities: capacities.to_vec(),
        }
    }

    fn ann() -> Person {
        Person { portfolio: Some(PortfolioId::new("p")), ..somebody("ann") }
    }

    /// (accepted, undone): undo, ask, judge as a supervisor.
    #[test]
    fn the_whole_table() {
        let (ann, sue) = (ann(), somebody("sue"));
        for (accepted, undone, expected) in [
            (Accepted::Nothing, false, ["ok", "ok", "ok"]),
            (Accepted::Part, false, ["accepted", "ok", "ok"]),
            (Accepted::Whole, false, ["accepted", "accepted", "accepted"]),
            (Accepted::Nothing, true, ["undone", "undone", "undone"]),
        ] {
            let own = case(accepted, undone, &[]);
            let theirs = case(accepted, undone, &[Capacity::Supervisor]);
            let found = [
                code_of(may_undo(&ann, &own)),
                code_of(may_ask_to_accept(&ann, &own, &sue.account, true)),
                code_of(may_judge(&sue, &theirs)),
            ];
            assert_eq!(found, expected, "{accepted:?} {undone}");
        }
    }

    #[test]
    fn who_may() {
        let (ann, sue, own) = (ann(), somebody("sue"), case(Accepted::Nothing, false, &[]));
        let portfolio = PortfolioId::new("p");
        assert!(may_bring_in(&ann, &portfolio).is_ok());
        assert!(may_bring_in(&sue, &portfolio).is_err());
        assert_eq!(code_of(may_undo(&sue, &own)), "not-yours");
        assert_eq!(code_of(may_ask_to_accept(&ann, &own, &ann.account, true)), "not-entitled");
        assert_eq!(code_of(may_ask_to_accept(&ann, &own, &sue.account, false)), "not-entitled");
        assert_eq!(code_of(may_ask_to_accept(&sue, &own, &sue.account, true)), "not-yours");
        assert_eq!(code_of(may_judge(&sue, &own)), "not-entitled");
        let both = case(Accepted::Nothing, false, &[Capacity::Lead, Capacity::Supervisor]);
        assert_eq!(code_of(may_judge(&ann, &both)), "own-work");
        assert_eq!(may_judge(&sue, &both).unwrap().act().capacity, Capacity::Supervisor);
        let only_lead =
            Case { wanted: vec![Capacity::Lead], ..case(Accepted::Nothing, false, &[Capacity::Supervisor]) };
        assert_eq!(code_of(may_judge(&sue, &only_lead)), "not-entitled");
    }

    #[test]
    fn who_takes_back() {
        let (sue, lea, id) = (somebody("sue"), somebody("lea"), AcceptanceId::new("a"));
        let led = case(Accepted::Part, false, &[Capacity::Lead]);
        let not = case(Accepted::Part, false, &[Capacity::Supervisor]);
        assert_eq!(code_of(may_take_back(&sue, &not, &id, &sue.account, true)), "ok");
        assert_eq!(code_of(may_take_back(&lea, &led, &id, &sue.account, true)), "ok");
        assert_eq!(code_of(may_take_back(&lea, &not, &id, &sue.account, true)), "not-yours");
        assert_eq!(code_of(may_take_back(&ann(), &led, &id, &sue.account, true)), "not-yours");
        assert_eq!(code_of(may_take_back(&sue, &not, &id, &sue.account, false)), "stands-no-longer");
    }
}
