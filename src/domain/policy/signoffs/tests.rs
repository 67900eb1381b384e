use super::*;
use crate::domain::policy::samples::{code_of, somebody, to_decide};

const CONFIRMERS: &[Confirmer] = Confirmer::ALL;

/// What somebody is to the entry of Ann: their account, and the capacities they hold over it.
const ACTORS: &[(&str, &[Capacity])] = &[
    ("ann", &[]),
    ("ann", &[Capacity::Supervisor]),
    ("ann", &[Capacity::Lead]),
    ("sue", &[]),
    ("sue", &[Capacity::Supervisor]),
    ("lea", &[Capacity::Lead]),
    ("both", &[Capacity::Supervisor, Capacity::Lead]),
    ("adam", &[Capacity::Admin]),
    ("uma", &[Capacity::University]),
];

fn asked(
    actor: usize,
    state: EntryState,
    confirmed_by: Confirmer,
    current: bool,
    university: bool,
) -> Result<Capacity, &'static str> {
    let (account, capacities) = ACTORS[actor];
    let case = DecideCase { state, confirmed_by, university, current, ..to_decide(capacities) };
    may_decide(&somebody(account), &case).map(|grant| grant.act().capacity).map_err(|refusal| refusal.code)
}

#[test]
fn the_whole_table_of_states_and_people() {
    for (actor, (account, held)) in ACTORS.iter().enumerate() {
        for confirmed_by in CONFIRMERS {
            for state in EntryState::ALL {
                for (current, university) in [(true, false), (false, false), (true, true), (false, true)] {
                    let entitled = match confirmed_by {
                        Confirmer::Supervisor if held.contains(&Capacity::Supervisor) => {
                            Some(Capacity::Supervisor)
                        }
                        Confirmer::Supervisor | Confirmer::Lead if held.contains(&Capacity::Lead) => {
                            Some(Capacity::Lead)
                        }
                        Confirmer::Lead if university && held.contains(&Capacity::University) => {
                            Some(Capacity::University)
                        }
                        _ => None,
                    };
                    let expected = match (*account, confirmed_by, entitled, state, current) {
                        ("ann", ..) => Err("own-work"),
                        (_, Confirmer::Nobody, ..) => Err("needs-no-signature"),
                        (_, _, None, ..) => Err("not-entitled"),
                        (_, _, _, EntryState::Signed, _) => Err("signed-already"),
                        (_, _, _, EntryState::Returned, _) => Err("returned-already"),
                        (_, _, _, EntryState::Withdrawn, _) => Err("withdrawn"),
                        (
                            _,
                            _,
                            _,
                            EntryState::Earlier | EntryState::Accepted | EntryState::NotAccepted,
                            _,
                        ) => Err("earlier"),
                        (_, _, _, EntryState::Submitted, false) => Err(CHANGED),
                        (_, _, Some(capacity), EntryState::Submitted, true) => Ok(capacity),
                    };
                    let found = asked(actor, *state, *confirmed_by, current, university);
                    assert_eq!(
                        found, expected,
                        "{account} {held:?} {confirmed_by} {state} current: {current}"
                    );
                }
            }
        }
    }
}

/// The same, written out where it matters most, so that the table above cannot be wrong in the same way.
#[test]
fn the_lines_that_matter_most() {
    use EntryState::{Signed, Submitted};
    assert_eq!(asked(4, Submitted, Confirmer::Supervisor, true, false), Ok(Capacity::Supervisor));
    assert_eq!(asked(5, Submitted, Confirmer::Supervisor, true, false), Ok(Capacity::Lead));
    assert_eq!(asked(6, Submitted, Confirmer::Supervisor, true, false), Ok(Capacity::Supervisor));
    assert_eq!(asked(6, Submitted, Confirmer::Lead, true, false), Ok(Capacity::Lead));
    assert_eq!(asked(4, Submitted, Confirmer::Lead, true, false), Err("not-entitled"));
    assert_eq!(asked(3, Submitted, Confirmer::Supervisor, true, false), Err("not-entitled"));
    assert_eq!(asked(7, Submitted, Confirmer::Supervisor, true, false), Err("not-entitled"));
    assert_eq!(asked(2, Submitted, Confirmer::Lead, true, false), Err("own-work"));
    assert_eq!(asked(4, Signed, Confirmer::Supervisor, true, false), Err("signed-already"));
}

#[test]
fn the_second_signature_is_another_persons_in_the_capacity_that_is_next() {
    let case = |held: &[Capacity], next: &[Capacity], signed_already, frozen: bool| DecideCase {
        frozen: frozen.then(|| "Frozen.".to_owned()),
        signed_already,
        next: next.to_vec(),
        ..to_decide(held)
    };
    use Capacity::{Lead, Supervisor};
    let both = [Supervisor, Lead];
    for (held, next, signed, frozen, expected) in [
        (&both[..], &both[1..], false, false, Ok(Lead)),
        (&both[..1], &both[1..], false, false, Err("not-entitled")),
        (&both[..], &[][..], false, false, Ok(Supervisor)),
        (&both[..], &both[1..], true, false, Err("signed-yourself")),
        (&both[..], &both[1..], false, true, Err("frozen")),
        (&[][..], &both[1..], false, true, Err("frozen")),
    ] {
        let answer = may_decide(&somebody("sue"), &case(held, next, signed, frozen));
        let found = answer.map(|grant| grant.act().capacity).map_err(|refusal| refusal.code);
        assert_eq!(found, expected, "{held:?} {next:?} {signed} {frozen}");
    }
}

fn decided(signer: &str, verdict: Verdict, stands: bool, last_word: bool) -> DecidedCase {
    DecidedCase {
        decision: DecisionId::new("d"),
        signer: AccountId::new(signer),
        verdict,
        at: Moment::of_millis(1_000_000),
        stands,
        struck_out: false,
        last_word,
        begun_with: false,
        being_changed: false,
        own_record: false,
    }
}

#[test]
fn undoing_is_for_the_signer_within_ten_seconds_while_nothing_went_on() {
    for signer in ["sue", "tom"] {
        for verdict in [Verdict::Signed, Verdict::Returned] {
            for stands in [true, false] {
                for last_word in [true, false] {
                    for (after, in_time) in [(0, true), (9_999, true), (10_000, false), (86_400_000, false)] {
                        let case = decided(signer, verdict, stands, last_word);
                        let expected = match (signer, stands, in_time, last_word) {
                            ("tom", ..) => "not-your-decision",
                            (_, false, ..) => "stands-no-longer",
                            (_, _, false, _) => "too-late",
                            (_, _, _, false) => "gone-on",
                            _ => "ok",
                        };
                        let found = code_of(may_undo(&somebody("sue"), &case, case.at.plus_millis(after)));
                        assert_eq!(found, expected, "{signer} {verdict} {stands} {last_word} {after} ms");
                    }
                }
            }
        }
    }
}

#[test]
fn what_went_back_because_something_was_struck_out_is_not_undone() {
    let case = DecidedCase { struck_out: true, ..decided("sue", Verdict::Returned, true, true) };
    assert_eq!(code_of(may_undo(&somebody("sue"), &case, case.at)), "struck-out");
    assert_eq!(code_of(may_undo(&somebody("tom"), &case, case.at)), "not-your-decision");
}

#[test]
fn taking_back_is_for_the_signer_of_a_signature_that_stands() {
    for signer in ["sue", "tom"] {
        for verdict in [Verdict::Signed, Verdict::Returned] {
            for stands in [true, false] {
                for last_word in [true, false] {
                    let case = decided(signer, verdict, stands, last_word);
                    let expected = match (signer, verdict, stands) {
                        ("tom", ..) => Err("not-your-decision"),
                        (_, Verdict::Returned, _) => Err("not-a-signature"),
                        (_, _, false) => Err("stands-no-longer"),
                        _ => Ok(()),
                    };
                    let found =
                        may_take_back(&somebody("sue"), &case).map(|_| ()).map_err(|refusal| refusal.code);
                    assert_eq!(found, expected, "{signer} {verdict} {stands} {last_word}");
                }
            }
        }
    }
}

#[test]
fn nobody_returns_what_waits_with_whoever_wrote_it() {
    let sue = AccountId::new("sue");
    for writer in [None, Some("sue"), Some("tom")] {
        for waits in [None, Some("sue"), Some("tom")] {
            let case = DecideCase {
                goes_back_to: writer.map(AccountId::new),
                waits_with: waits.map(AccountId::new),
                ..to_decide(&[Capacity::Supervisor])
            };
            let expected = match (writer, waits) {
                (None, _) => "ok",
                (Some("sue"), _) | (Some("tom"), Some("tom")) => "with-its-writer",
                _ => "ok",
            };
            let me = somebody(sue.as_str());
            assert_eq!(code_of(may_return(&me, &case)), expected, "{writer:?} {waits:?}");
            assert_eq!(code_of(may_decide(&me, &case)), "ok");
        }
    }
}

#[test]
fn only_what_was_begun_with_a_decision_goes_with_it() {
    let entry = EntryId::new("e");
    for (signer, begun_with, being_changed, after, expected) in [
        ("sue", true, false, 0, "ok"),
        ("sue", false, false, 0, "there-before"),
        ("sue", true, true, 0, "being-changed"),
        ("sue", true, false, 10_000, "too-late"),
        ("tom", true, false, 0, "not-your-decision"),
    ] {
        let case = DecidedCase { begun_with, being_changed, ..decided(signer, Verdict::Signed, true, true) };
        let found = code_of(may_undo_begun(&somebody("sue"), &entry, &case, case.at.plus_millis(after)));
        assert_eq!(found, expected, "{signer} {begun_with} {being_changed} {after}");
    }
}

#[test]
fn only_its_own_writer_takes_a_record_out_of_anothers_portfolio_and_only_as_they_left_it() {
    let entry = EntryId::new("e");
    for (signer, verdict, own_record, last_word, being_changed, expected) in [
        ("sue", Verdict::Signed, true, true, false, "ok"),
        ("tom", Verdict::Signed, true, true, false, "not-your-decision"),
        ("sue", Verdict::Returned, true, true, false, "not-a-signature"),
        ("sue", Verdict::Signed, false, true, false, "not-your-record"),
        ("sue", Verdict::Signed, true, false, false, "not-your-record"),
        ("sue", Verdict::Signed, true, true, true, "being-changed"),
    ] {
        let case = DecidedCase { own_record, being_changed, ..decided(signer, verdict, true, last_word) };
        let found = code_of(may_take_out(&somebody("sue"), &entry, &case));
        assert_eq!(found, expected, "{signer} {verdict:?} {own_record} {last_word} {being_changed}");
    }
}

#[test]
fn a_whole_is_not_signed_before_what_comes_first_and_can_be_returned() {
    let case = |first: Option<&str>| DecideCase {
        entry: EntryId::new("e"),
        owner: AccountId::new("ann"),
        day: Day::of(2026, 11, 3).unwrap(),
        state: EntryState::Submitted,
        confirmed_by: Confirmer::Lead,
        university: false,
        same_person: false,
        current: true,
        capacities: vec![Capacity::Lead],
        frozen: None,
        signed_already: false,
        next: Vec::new(),
        goes_back_to: None,
        waits_with: None,
        first: first.map(str::to_owned),
    };
    let lea = somebody("lea");
    assert_eq!(code_of(may_decide(&lea, &case(None))), "ok");
    let early = may_decide(&lea, &case(Some("Cases come first."))).unwrap_err();
    assert_eq!((early.code, early.sentence.as_str()), (COMES_FIRST, "Cases come first."));
    assert_eq!(code_of(may_return(&lea, &case(Some("Cases come first.")))), "ok");
}
