//! Every case of a review: who, in which part, in which phase.

use super::*;
use crate::domain::policy::samples::{code_of, day, somebody};

/// Who asks: their parts, as (own, leads, supervises, seat).
const PARTS: [(&str, bool, bool, Option<bool>); 7] = [
    ("ann", false, false, None),
    ("lea", true, false, None),
    ("sue", false, true, None),
    ("pam", false, false, Some(false)),
    ("cora", false, false, Some(true)),
    ("both", true, true, Some(true)),
    ("stan", false, false, None),
];

fn case(part: (&str, bool, bool, Option<bool>), phase: Phase) -> ReviewCase {
    let (_, leads, supervises, seat) = part;
    ReviewCase {
        review: ReviewId::new("r"),
        owner: AccountId::new("ann"),
        leads,
        supervises,
        seat: seat.map(|chair| Seated { chair }),
        phase,
        prepare_by: day(20),
        readable_until: phase.has_outcome().then(|| day(20)),
        latest: phase.has_outcome().then(|| Latest {
            outcome: OutcomeId::new("o"),
            recorded_by: AccountId::new("rex"),
            objection_until: day(26),
            acknowledged: false,
            objected: phase == Phase::Objected || phase == Phase::Over,
        }),
    }
}

fn table(
    expected: impl Fn(&str, Phase) -> &'static str,
    asked: impl Fn(&Person, &ReviewCase) -> &'static str,
) {
    for part in PARTS {
        for phase in Phase::ALL {
            let found = asked(&somebody(part.0), &case(part, *phase));
            assert_eq!(found, expected(part.0, *phase), "{} while {phase}", part.0);
        }
    }
}

#[test]
fn a_panel_sees_the_pack_from_its_day_until_its_end_and_others_by_their_sight() {
    for part in PARTS {
        for phase in Phase::ALL {
            let expected = match (part.0, phase) {
                ("ann" | "lea" | "sue" | "both", _) => Sees::Whole,
                ("stan", _) | (_, Phase::CalledOff) => Sees::Nothing,
                (_, Phase::Planned) => Sees::Announced,
                _ => Sees::Pack,
            };
            assert_eq!(sees(&somebody(part.0), &case(part, *phase)), expected, "{} {phase}", part.0);
        }
    }
    let late = ReviewCase { readable_until: Some(day(11)), ..case(PARTS[3], Phase::Over) };
    assert_eq!(sees(&somebody("pam"), &late), Sees::Nothing);
    assert_eq!(sees(&somebody("pam"), &ReviewCase { readable_until: Some(day(12)), ..late }), Sees::Pack);
}

#[test]
fn a_lead_plans_calls_off_and_freezes() {
    let (enrolment, ann) = (EnrolmentId::new("e"), AccountId::new("ann"));
    for (who, led, expected) in
        [("lea", true, "ok"), ("lea", false, "review-not-lead"), ("ann", true, "own-review")]
    {
        assert_eq!(code_of(may_plan_review(&somebody(who), &ann, &enrolment, led)), expected, "{who} {led}");
    }
    let lead = |who: &str, ok: bool, refused: &'static str| match who {
        "ann" => "own-review",
        "lea" | "both" => {
            if ok {
                "ok"
            } else {
                refused
            }
        }
        _ => "review-not-lead",
    };
    table(
        |who, phase| lead(who, phase == Phase::Planned, "pack-frozen"),
        |person, case| code_of(may_change_plan(person, case, &EnrolmentId::new("e"))),
    );
    table(
        |who, phase| lead(who, matches!(phase, Phase::Planned | Phase::Frozen), "review-over"),
        |person, case| code_of(may_call_off(person, case)),
    );
    table(
        |who, phase| lead(who, phase == Phase::Planned, "frozen-already"),
        |person, case| code_of(may_freeze(person, case)),
    );
}

#[test]
fn nobody_in_training_sits_and_nobody_on_their_own() {
    let lea = somebody("lea");
    let ann = AccountId::new("ann");
    let plan = may_plan_review(&lea, &ann, &EnrolmentId::new("e"), true).unwrap();
    let seat = |who: &str, in_training| {
        code_of(may_seat(&plan, &lea, &ann, (&AccountId::new(who), "Somebody", in_training)))
    };
    assert_eq!(seat("pam", false), "ok");
    assert_eq!(seat("pam", true), "trainee-cannot-sit");
    assert_eq!(seat("ann", false), "own-review");
    assert_eq!(seat("lea", false), "ok");
}

#[test]
fn both_sides_prepare_until_the_pack_is_frozen() {
    table(
        |who, phase| match (who, phase) {
            ("ann" | "sue" | "both", Phase::Planned) => "ok",
            ("ann" | "sue" | "both", _) => "pack-frozen",
            _ => "not-a-side",
        },
        |person, case| code_of(may_prepare(person, case)),
    );
    let until = |last| ReviewCase { prepare_by: day(last), ..case(PARTS[0], Phase::Planned) };
    assert_eq!(code_of(may_prepare(&somebody("ann"), &until(12))), "ok", "the day itself is one of them");
    assert_eq!(code_of(may_prepare(&somebody("ann"), &until(11))), "prepared-until");
    let side = |part| may_prepare(&somebody("x"), &case(part, Phase::Planned)).unwrap().act().side;
    assert_eq!(side(PARTS[2]), Side::Supervisor);
    assert_eq!(
        may_prepare(&somebody("ann"), &case(PARTS[0], Phase::Planned)).unwrap().act().side,
        Side::Trainee
    );
}

#[test]
fn the_chair_or_a_lead_concludes_once() {
    table(
        |who, phase| match (who, phase) {
            ("ann", _) => "own-review",
            ("sue" | "pam" | "stan", _) => "not-the-chair",
            (_, Phase::Frozen) => "ok",
            (_, Phase::Planned | Phase::CalledOff) => "no-pack",
            _ => "concluded-already",
        },
        |person, case| code_of(may_conclude(person, case)),
    );
    let capacity = |part: (&str, bool, bool, Option<bool>)| {
        may_conclude(&somebody(part.0), &case(part, Phase::Frozen)).unwrap().act().capacity
    };
    assert_eq!(capacity(PARTS[4]), Capacity::Panel);
    assert_eq!(capacity(PARTS[5]), Capacity::Lead);
    table(
        |who, _| match who {
            "ann" => "own-review",
            "lea" | "both" => "ok",
            _ => "review-not-lead",
        },
        |person, case| code_of(may_enter_outcome(person, case, &PortfolioId::new("p"))),
    );
}

#[test]
fn the_trainee_objects_once_in_time_and_another_lead_answers() {
    table(
        |who, phase| match (who, phase) {
            ("ann", Phase::Decided) => "ok",
            ("ann", Phase::Objected | Phase::Over) => "objected-already",
            ("ann", _) => "no-outcome",
            _ => "not-yours",
        },
        |person, case| code_of(may_object(person, case)),
    );
    table(
        |who, phase| match (who, phase) {
            ("ann", Phase::Decided | Phase::Over) => "ok",
            ("ann", Phase::Objected) => "said-already",
            ("ann", _) => "no-outcome",
            _ => "not-yours",
        },
        |person, case| code_of(may_acknowledge_outcome(person, case)),
    );
    table(
        |who, phase| match (who, phase) {
            ("ann", _) => "own-review",
            ("lea", Phase::Objected) => "ok",
            ("both", Phase::Objected) => "own-outcome",
            ("lea" | "both", _) => "no-objection",
            _ => "review-not-lead",
        },
        |person, case| {
            let answered = code_of(may_answer_objection(person, case));
            assert_eq!(code_of(may_change_outcome(person, case)), answered);
            answered
        },
    );
    let decided = case(PARTS[0], Phase::Decided);
    let latest = decided.latest.clone().unwrap();
    let late = Latest { objection_until: day(11), ..latest.clone() };
    let ann = somebody("ann");
    assert_eq!(code_of(may_object(&ann, &ReviewCase { latest: Some(late), ..decided.clone() })), "too-late");
    let read = Latest { acknowledged: true, ..latest };
    let read = ReviewCase { latest: Some(read), ..decided };
    assert_eq!(code_of(may_acknowledge_outcome(&ann, &read)), "said-already");
    assert_eq!(code_of(may_object(&ann, &read)), "ok", "who has read it may still object");
    let mut recorder = case(PARTS[1], Phase::Objected);
    recorder.latest.as_mut().unwrap().recorded_by = AccountId::new("lea");
    assert_eq!(code_of(may_answer_objection(&somebody("lea"), &recorder)), "own-outcome");
}

#[test]
fn the_house_freezes_what_is_planned_once_its_day_is_over() {
    for phase in Phase::ALL {
        for is_over in [false, true] {
            let asked = may_freeze_by_itself(System::at_work(), &case(PARTS[6], *phase), is_over);
            let expected = if *phase == Phase::Planned && is_over { "ok" } else { "not-to-freeze" };
            assert_eq!(code_of(asked), expected, "{phase}");
        }
    }
}
