//! Who does what to a round, over every state and everybody who might come.

use super::*;
use crate::domain::policy::samples::{code_of, day, somebody};

fn case(state: State, capacities: &[Capacity]) -> RoundCase {
    RoundCase {
        round: RoundId::new("r"),
        portfolio: PortfolioId::new("p"),
        owner: AccountId::new("ann"),
        supervisor: AccountId::new("sue"),
        supervisor_holds: true,
        capacities: capacities.to_vec(),
        state,
        raters: 12,
        floor: 5,
        self_rated: true,
        close_asked: true,
        outstanding: true,
        answers: 10,
        closed_on: Some(day(10)),
        today: day(12),
    }
}

/// Each act with the states in which its actor may do it.
#[test]
fn every_act_in_every_state_by_everybody() {
    type Act = fn(&Person, &RoundCase) -> &'static str;
    let acts: [(&str, Act, &str, &[State]); 11] = [
        ("add, trainee", |p, c| code_of(may_add_raters(p, c)), "ann", &[State::Begun]),
        ("add, supervisor", |p, c| code_of(may_add_raters(p, c)), "sue", &[State::Proposed, State::Open]),
        ("strike, supervisor", |p, c| code_of(may_strike_rater(p, c)), "sue", &[State::Proposed]),
        ("rate", |p, c| code_of(may_rate_oneself(p, c)), "ann", &[State::Begun]),
        ("propose", |p, c| code_of(may_propose(p, c)), "ann", &[State::Begun]),
        ("withdraw", |p, c| code_of(may_withdraw_round(p, c)), "ann", &[State::Begun, State::Proposed]),
        ("agree", |p, c| code_of(may_agree(p, c, day(30))), "sue", &[State::Proposed]),
        ("give back", |p, c| code_of(may_give_back(p, c)), "sue", &[State::Proposed]),
        (
            "ask to close",
            |p, c| code_of(may_ask_to_close(p, &RoundCase { close_asked: false, ..c.clone() })),
            "ann",
            &[State::Open],
        ),
        ("close", |p, c| code_of(may_close(p, c)), "sue", &[State::Open]),
        ("look", |p, c| code_of(may_look(p, c)), "sue", &[State::Closed]),
    ];
    for (name, act, actor, states) in acts {
        for state in State::ALL {
            for who in ["ann", "sue", "tom", "lea", "eve"] {
                let held: &[Capacity] = match who {
                    "sue" | "tom" => &[Capacity::Supervisor],
                    "lea" => &[Capacity::Lead],
                    _ => &[],
                };
                let yes = act(&somebody(who), &case(*state, held)) == "ok";
                // Adding and striking are the trainee's and the supervisor's in turn.
                if name.starts_with("add") || name.starts_with("strike") {
                    if who == actor {
                        assert_eq!(yes, states.contains(state), "{name}: {who} in {state}");
                    } else if who != "ann" && who != "sue" {
                        assert!(!yes, "{name}: {who} in {state}");
                    }
                    continue;
                }
                assert_eq!(yes, who == actor && states.contains(state), "{name}: {who} in {state}");
            }
        }
    }
}

#[test]
fn another_supervisor_takes_over_only_from_one_who_is_gone() {
    let there = case(State::Closed, &[Capacity::Supervisor]);
    assert_eq!(code_of(may_look(&somebody("tom"), &there)), "not-their-supervisor");
    let gone = RoundCase { supervisor_holds: false, ..there };
    assert_eq!(code_of(may_look(&somebody("tom"), &gone)), "ok");
    assert_eq!(
        code_of(may_look(&somebody("sue"), &RoundCase { capacities: Vec::new(), ..gone.clone() })),
        "not-their-supervisor"
    );
    // Nobody looks after their own round, whatever they are appointed to.
    assert_eq!(code_of(may_look(&somebody("ann"), &gone)), "not-their-supervisor");
}

#[test]
fn a_round_has_enough_people_and_an_end() {
    let sue = somebody("sue");
    let proposed = case(State::Proposed, &[Capacity::Supervisor]);
    let few = RoundCase { raters: 4, ..proposed.clone() };
    assert_eq!(code_of(may_agree(&sue, &few, day(30))), "too-few-raters");
    for (closes, expected) in [
        (day(14), "closing-day"),
        (day(15), "ok"),
        (day(12).plus_days(90), "ok"),
        (day(12).plus_days(91), "closing-day"),
    ] {
        assert_eq!(code_of(may_agree(&sue, &proposed, closes)), expected, "{closes}");
    }
    let begun = case(State::Begun, &[]);
    let ann = somebody("ann");
    assert_eq!(
        code_of(may_propose(&ann, &RoundCase { self_rated: false, ..begun.clone() })),
        "no-self-rating"
    );
    assert_eq!(code_of(may_propose(&ann, &RoundCase { raters: 4, ..begun })), "too-few-raters");
}

#[test]
fn nobody_closes_it_at_the_moment_that_suits_them() {
    let open = RoundCase { close_asked: false, ..case(State::Open, &[Capacity::Supervisor]) };
    assert_eq!(code_of(may_close(&somebody("sue"), &open)), "not-yet");
    assert_eq!(code_of(may_close(&somebody("sue"), &RoundCase { outstanding: false, ..open.clone() })), "ok");
    assert_eq!(code_of(may_close(&somebody("sue"), &RoundCase { close_asked: true, ..open.clone() })), "ok");
    assert_eq!(
        code_of(may_ask_to_close(&somebody("ann"), &RoundCase { close_asked: true, ..open })),
        "asked-already"
    );
}

#[test]
fn it_is_released_in_a_meeting_of_both_and_with_enough_answers() {
    let closed = case(State::Closed, &[Capacity::Supervisor]);
    let says = |who: &str, case: &RoundCase, met, both| {
        may_release(&somebody(who), case, met, both).map_or_else(|refusal| refusal.code, |_| "ok")
    };
    assert_eq!(says("sue", &closed, day(12), true), "ok");
    assert_eq!(says("sue", &closed, day(10), true), "ok");
    assert_eq!(says("sue", &closed, day(9), true), "meeting-day");
    assert_eq!(says("sue", &closed, day(13), true), "meeting-day");
    assert_eq!(says("sue", &closed, day(12), false), "no-meeting");
    assert_eq!(says("sue", &RoundCase { answers: 2, ..closed.clone() }, day(12), true), "too-few-answers");
    assert_eq!(says("sue", &RoundCase { answers: 3, ..closed.clone() }, day(12), true), "ok");
    for who in ["ann", "tom", "lea"] {
        assert_eq!(says(who, &closed, day(12), true), "not-their-supervisor", "{who}");
    }
    assert_eq!(says("sue", &RoundCase { state: State::Open, ..closed }, day(12), true), "round-gone-on");
}

#[test]
fn beginning_asks_for_a_supervisor_and_one_round_at_a_time() {
    let case = BeginCase {
        enrolment: EnrolmentId::new("e"),
        owner: AccountId::new("ann"),
        supervisor: AccountId::new("sue"),
        supervises: true,
        another: false,
        closed: None,
    };
    let begins = |who: &str, case: BeginCase| code_of(may_begin_round(&somebody(who), &case));
    assert_eq!(begins("ann", case.clone()), "ok");
    assert_eq!(begins("sue", case.clone()), "not-yours");
    assert_eq!(begins("ann", BeginCase { supervises: false, ..case.clone() }), "no-supervisor");
    assert_eq!(
        begins("ann", BeginCase { supervisor: AccountId::new("ann"), ..case.clone() }),
        "no-supervisor"
    );
    assert_eq!(begins("ann", BeginCase { another: true, ..case.clone() }), "another-round");
    assert_eq!(begins("ann", BeginCase { closed: Some("Over.".to_owned()), ..case }), "closed");
}

#[test]
fn a_link_takes_one_answer_of_one_person_while_the_round_is_open() {
    for asked in Asked::ALL {
        for state in State::ALL {
            for today in [day(10), day(11)] {
                for is_owner in [false, true] {
                    let case = AnswerCase {
                        asked: *asked,
                        state: *state,
                        closes_on: day(10),
                        today,
                        is_owner,
                        trainee: "Ann".to_owned(),
                    };
                    let expected = match (is_owner, asked) {
                        (true, _) => "own-round",
                        (_, Asked::Answered) => "link-used",
                        (_, Asked::Declined) => "link-declined",
                        (_, Asked::Struck) => "link-ended",
                        _ if *state != State::Open || today > day(10) => "round-closed",
                        _ => "ok",
                    };
                    assert_eq!(
                        answers(&case).map_or_else(|refusal| refusal.code, |()| "ok"),
                        expected,
                        "{case:?}"
                    );
                }
            }
        }
    }
}
