use super::*;
use crate::domain::policy::samples::{code_of, somebody};
use crate::domain::time::Day;

fn link(state: EntryState, confirmed_by: Confirmer) -> LinkCase {
    LinkCase {
        entry: EntryId::new("e"),
        owner: AccountId::new("ann"),
        state,
        confirmed_by,
        closed: None,
        next: Vec::new(),
        with_writer: false,
        domains: true,
    }
}

#[test]
fn who_may_hand_what_over() {
    for who in ["ann", "sue"] {
        for state in EntryState::ALL {
            for confirmed_by in Confirmer::ALL {
                let expected = match (who, confirmed_by, state) {
                    ("sue", ..) => "not-yours",
                    (_, Confirmer::Lead, _) => "lead-confirms",
                    (_, Confirmer::Nobody, _) => "needs-no-signature",
                    (_, Confirmer::Supervisor, EntryState::Submitted) => "ok",
                    (_, Confirmer::Supervisor, _) => "not-submitted",
                };
                let found = code_of(may_hand_over(&somebody(who), &link(*state, *confirmed_by)));
                assert_eq!(found, expected, "{who} {state} {confirmed_by}");
            }
        }
    }
    let with = |change: fn(&mut LinkCase)| {
        let mut case = link(EntryState::Submitted, Confirmer::Supervisor);
        change(&mut case);
        code_of(may_hand_over(&somebody("ann"), &case))
    };
    assert_eq!(with(|case| case.closed = Some("It was frozen.".into())), "closed");
    assert_eq!(with(|case| case.domains = false), "no-domains");
    assert_eq!(with(|case| case.with_writer = true), "with-its-writer");
    assert_eq!(with(|case| case.next = vec![Capacity::Lead]), "next-is-appointed");
    assert_eq!(with(|case| case.next = vec![Capacity::Lead, Capacity::Assessor]), "ok");
    let (own, entry) = (AccountId::new("ann"), EntryId::new("e"));
    assert_eq!(code_of(may_withdraw_link(&somebody("ann"), &own, &entry)), "ok");
    assert_eq!(code_of(may_withdraw_link(&somebody("sue"), &own, &entry)), "not-yours");
}

fn case(change: impl FnOnce(&mut OutsideCase)) -> OutsideCase {
    let decide = DecideCase {
        entry: EntryId::new("e"),
        owner: AccountId::new("ann"),
        day: Day::of(2026, 11, 3).unwrap(),
        state: EntryState::Submitted,
        confirmed_by: Confirmer::Supervisor,
        university: false,
        same_person: false,
        current: true,
        capacities: vec![Capacity::Assessor],
        frozen: None,
        signed_already: false,
        next: Vec::new(),
        goes_back_to: None,
        waits_with: None,
        first: None,
    };
    let mut case = OutsideCase { decide, allowed: true, trainee: false, closed: false };
    change(&mut case);
    case
}

#[test]
fn who_may_decide_through_a_link() {
    let malik = AccountId::new("malik");
    let asked = |case: OutsideCase| {
        may_decide_outside(&malik, &case).map(|grant| grant.act().capacity).map_err(|refusal| refusal.code)
    };
    assert_eq!(asked(case(|_| ())), Ok(Capacity::Assessor));
    assert_eq!(asked(case(|case| case.allowed = false)), Err("domain-not-allowed"));
    assert_eq!(asked(case(|case| case.trainee = true)), Err("signer-is-trainee"));
    assert_eq!(asked(case(|case| case.closed = true)), Err("account-closed"));
    assert_eq!(asked(case(|case| case.decide.owner = AccountId::new("malik"))), Err("own-work"));
    assert_eq!(asked(case(|case| case.decide.state = EntryState::Signed)), Err("signed-already"));
    assert_eq!(asked(case(|case| case.decide.state = EntryState::Withdrawn)), Err("withdrawn"));
    assert_eq!(asked(case(|case| case.decide.current = false)), Err("changed-since"));
    assert_eq!(asked(case(|case| case.decide.frozen = Some("It was frozen.".into()))), Err("frozen"));
    assert_eq!(asked(case(|case| case.decide.confirmed_by = Confirmer::Lead)), Err("not-entitled"));
    assert_eq!(asked(case(|case| case.decide.capacities.clear())), Err("not-entitled"));
    assert_eq!(asked(case(|case| case.decide.signed_already = true)), Err("signed-yourself"));
    assert_eq!(asked(case(|case| case.decide.next = vec![Capacity::Lead])), Err("not-entitled"));
    let appointed = case(|case| case.decide.capacities = vec![Capacity::Assessor, Capacity::Supervisor]);
    assert_eq!(asked(appointed), Ok(Capacity::Supervisor), "somebody of the house signs as what they are");
}

#[test]
fn a_lead_joins_two_assessors_who_state_the_same_and_never_themselves() {
    let (lea, later, earlier) = (somebody("lea"), AccountId::new("b"), AccountId::new("a"));
    let grant = may_join(&lea, &later, Some(&earlier), true).unwrap();
    assert_eq!((&grant.act().later, &grant.act().earlier), (&later, &earlier));
    assert_eq!(code_of(may_join(&lea, &later, Some(&earlier), false)), "join-not-yours");
    assert_eq!(code_of(may_join(&lea, &later, None, true)), "joined-already");
    assert_eq!(code_of(may_join(&somebody("a"), &later, Some(&earlier), true)), "own-join");
    assert_eq!(code_of(may_join(&somebody("b"), &later, Some(&earlier), true)), "own-join");
}

#[test]
fn before_the_address_is_proved_nothing_is_told_of_whoever_has_it() {
    let ann = AccountId::new("ann");
    let hidden: [fn(&mut OutsideCase); 5] = [
        |case| case.closed = true,
        |case| case.trainee = true,
        |case| case.decide.same_person = true,
        |case| case.decide.signed_already = true,
        |case| case.decide.capacities.clear(),
    ];
    for change in hidden {
        assert_eq!(may_prove(&case(change)), Ok(()));
        assert!(may_decide_outside(&AccountId::new("malik"), &case(change)).is_err());
    }
    assert!(may_decide_outside(&ann, &case(|_| ())).is_err());
    let code = |change: fn(&mut OutsideCase)| may_prove(&case(change)).map_err(|refusal| refusal.code);
    assert_eq!(code(|case| case.allowed = false), Err("domain-not-allowed"));
    assert_eq!(code(|case| case.decide.current = false), Err("changed-since"));
    assert_eq!(code(|case| case.decide.state = EntryState::Signed), Err("signed-already"));
    assert_eq!(code(|case| case.decide.frozen = Some("It was frozen.".into())), Err("frozen"));
    // A domain that is not allowed is all that is said, whoever has the address.
    let both = case(|case| (case.allowed, case.closed) = (false, true));
    let refused = may_decide_outside(&ann, &both).map(|_| ()).map_err(|refusal| refusal.code);
    assert_eq!(refused, Err("domain-not-allowed"));
}

#[test]
fn a_lead_allows_domains_inside_their_territory_only() {
    let department = Over::of(Scope::Department, "d");
    let institution = Over::of(Scope::Institution, "i");
    let spot = Spot::within(department.clone(), [institution.clone()]);
    for (led, over, code) in [
        (vec![department.clone()], spot.clone(), "ok"),
        (vec![institution.clone()], spot.clone(), "ok"),
        (vec![department.clone()], Spot::alone(institution.clone()), "domain-outside"),
        (vec![], spot.clone(), "domain-outside"),
        (
            vec![Over::of(Scope::House, "house")],
            Spot::alone(Over::of(Scope::House, "house")),
            "domain-outside",
        ),
        (vec![Over::of(Scope::Person, "ann")], Spot::alone(Over::of(Scope::Person, "ann")), "domain-outside"),
        (vec![Over::of(Scope::Programme, "p")], Spot::alone(Over::of(Scope::Programme, "p")), "ok"),
    ] {
        let found = code_of(may_allow_domain(&somebody("lea"), &over, &Territory::of(led)));
        assert_eq!(found, code, "{over:?}");
    }
}
