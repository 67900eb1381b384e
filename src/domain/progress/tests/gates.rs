//! What locks what; all, any, at least and per cent; who may sign; who is counted.

use super::*;
use crate::domain::fact::{OnRegister, Supervision};

/// 150 cases before the practical exam: https://www.bris.ac.uk/unit-programme-catalogue/UnitDetails.jsa?ayrCode=23%2F24&unitCode=BRMSM0071
#[test]
fn what_is_needed_first_locks_with_its_reason() {
    let text = requirement("cases", "", "count = \"bypass-case\"\ntarget = 2\nunit = \"cases\"")
        + &requirement("x", "needs = \"cases\"", "held = \"certificate\"");
    let version = version(&text);
    let paper = fact("p", "certificate", "2026-01-01", &[("type", super::text("course"))]);
    let locked = standing(&version, &facts(vec![paper.clone(), case("a", "2025-10-01")]), "2026-02-01");
    assert!(locked.locked && !locked.met);
    assert_eq!(locked.locked_by[0].sentence, "needs 2 cases (1 signed)");
    assert_eq!(ids(&locked), ["p"], "the facts keep counting");
    let open = standing(
        &version,
        &facts(vec![paper, case("a", "2025-10-01"), case("b", "2026-02-01")]),
        "2026-02-01",
    );
    assert!(!open.locked && open.met);
}

#[test]
fn illustrative_and_recommended_block_nobody_until_confirmed() {
    let soft = |carries: &str| {
        format!(
            "[[requirements]]\ncode = \"cases\"\ntitle = \"Cases\"\n{carries}\nrule = {{ count = \"bypass-case\", target = 2 }}\n"
        ) + &requirement("x", "needs = \"cases\"", "held = \"certificate\"")
    };
    let paper = || facts(vec![fact("p", "certificate", "2026-01-01", &[])]);
    let illustrative = version(&soft("illustrative = true"));
    assert!(standing(&illustrative, &paper(), "2026-02-01").met);
    let recommended = version(&soft("source = \"s\"\nnecessity = \"recommended\""));
    assert!(standing(&recommended, &paper(), "2026-02-01").met);
    let mut confirmed = paper();
    confirmed.enrolment.confirmed.push(crate::domain::fact::ConfirmedFigure {
        requirement: "cases".to_owned(),
        target: Some(Amount::whole(5)),
        by: "Lee Moor".to_owned(),
        source: String::new(),
        known_from: Some(end_of("2026-02-01")),
    });
    assert!(standing(&illustrative, &confirmed, "2026-01-31").met, "not confirmed yet");
    let now = assess(&illustrative, &confirmed, end_of("2026-02-01"));
    assert!(of(&now, "x").locked);
    assert_eq!(of(&now, "cases").target, Amount::whole(5));
}

/// End of year 2: S-C1 at 50 %, and the review, and (phase 2 at 100 %, or overall 60 % with S-C2 at 100 %):
/// https://nshcs.hee.nhs.uk/programmes/stp/trainees/guidance-for-trainees-and-training-officers-on-stp-review-of-progression/the-progression-requirements/
#[test]
fn a_gate_of_gates() {
    let item = |code: &str, of: &str| {
        requirement(code, "", &format!("held = \"document\"\nabout = {{ field = \"title\", is = \"{of}\" }}"))
    };
    let mut text: String =
        ["a1", "a2", "b1", "b2", "c1", "review"].iter().map(|code| item(code, code)).collect();
    for (code, rule) in [
        ("s-c1", "percent = 50\nof = [\"a1\", \"a2\"]"),
        ("phase-2", "all = [\"b1\", \"b2\"]"),
        ("overall", "percent = 60\nof = [\"a1\", \"a2\", \"b1\", \"b2\", \"c1\"]"),
        ("s-c2", "all = \"c1\""),
        ("other-way", "all = [\"overall\", \"s-c2\"]"),
        ("either", "any = [\"phase-2\", \"other-way\"]"),
        ("x", "all = [\"s-c1\", \"review\", \"either\"]"),
    ] {
        text += &requirement(code, "", rule);
    }
    let version = version(&text);
    let have = |names: &[&str]| {
        let all =
            names.iter().map(|name| fact(name, "document", "2026-01-01", &[("title", super::text(name))]));
        assess(&version, &facts(all.collect()), end_of("2026-02-01"))
    };
    assert!(of(&have(&["a1", "review", "b1", "b2"]), "x").met, "by phase 2");
    assert!(of(&have(&["a1", "review", "c1", "b1"]), "x").met, "by 3 of 5 and S-C2");
    assert!(!of(&have(&["a1", "review", "b1", "a2"]), "x").met, "3 of 5, but not S-C2");
    assert!(!of(&have(&["a1", "b1", "b2"]), "x").met, "no review");
    let overall = of(&have(&["a1", "b1"]), "overall");
    assert_eq!(overall.result.as_deref(), Some("2 of 5 met; 60 % of 5 is 3"));
}

#[test]
fn at_least_n_counts_what_binds() {
    let text = requirement("a", "", "held = \"document\"")
        + &requirement("b", "", "held = \"certificate\"")
        + &requirement("c", "necessity = \"optional\"", "held = \"document\"")
        + &requirement("x", "", "at_least = 2\nof = [\"a\", \"b\", \"c\"]");
    let found =
        standing(&version(&text), &facts(vec![fact("d", "document", "2026-01-01", &[])]), "2026-02-01");
    assert_eq!(figures(&found), ["1", "0", "1", "2"].map(str::to_owned), "the optional one does not help");
}

#[test]
fn a_waiver_takes_a_requirement_out_of_every_sum() {
    let text = requirement("a", "", "held = \"document\"") + &requirement("x", "", "all = \"a\"");
    let mut with = facts(Vec::new());
    with.enrolment.waivers.push(crate::domain::fact::Waiver {
        requirement: "a".to_owned(),
        by: "Lee Moor".to_owned(),
        reason: "Held before".to_owned(),
        known_from: None,
    });
    let found = assess(&version(&text), &with, end_of("2026-02-01"));
    assert!(!of(&found, "a").binding && of(&found, "x").met);
}

/// All perfusion is carried out or supervised by a fully registered perfusionist:
/// http://www.scps.org.uk/index.php?option=com_content&task=view&id=34&Itemid=40
#[test]
fn the_supervisor_must_be_registered_on_the_day() {
    let carries = "supervised_by = { body = \"ccps\", body_name = \"the College\", category = \"full\", unknown = \"refuses\" }";
    let version = one(carries, "count = \"bypass-case\"\ntarget = 9");
    let under = |id: &str, registrations: Option<Vec<(&str, &str)>>| {
        let mut fact = case(id, "2025-10-01");
        let on = |(body, category): (&str, &str)| OnRegister {
            body: body.to_owned(),
            category: category.to_owned(),
        };
        let registrations = registrations.map(|all| all.into_iter().map(on).collect());
        fact.supervised_by = Some(Supervision { person: None, name: "Tom Hill".to_owned(), registrations });
        fact
    };
    let all = vec![
        under("full", Some(vec![("ccps", "full")])),
        under("lapsed", Some(vec![])),
        under("student", Some(vec![("ccps", "trainee")])),
        under("unknown", None),
        case("unnamed", "2025-10-01"),
    ];
    let found = standing(&version, &facts(all), "2026-01-01");
    assert_eq!(ids(&found), ["full"]);
    assert_eq!(
        reasons(&found),
        [
            ("lapsed", Reason::SupervisorNotRegistered),
            ("student", Reason::SupervisorNotRegistered),
            ("unknown", Reason::SupervisorUnknown),
            ("unnamed", Reason::NoSupervisor),
        ]
    );
}

#[test]
fn who_is_approved_on_other_days_lacks_the_day_and_no_capacity() {
    let carries = "signers = { capacities = [\"supervisor\", \"lead\"], approved = true }";
    let version = one(carries, "count = \"bypass-case\"\ntarget = 9");
    let by = |id: &str, approved: Option<bool>, approved_other_days: bool| {
        let mut fact = case(id, "2025-10-01");
        let signed = signature("assessor", end_of("2025-10-02"));
        fact.confirmed = vec![Confirmation { approved, approved_other_days, ..signed }];
        fact
    };
    let all = vec![
        by("before-any", None, true),
        by("beside-others", Some(false), true),
        by("never", Some(false), false),
        by("unknown", None, false),
    ];
    let found = standing(&version, &facts(all), "2026-01-01");
    let said = found.not_counted.iter().map(|one| (one.fact.as_str(), one.sentence.as_str()));
    let that_day = "Sue Carter, who signed it, was not approved for this trainee on 1 October 2025";
    let mut said: Vec<(&str, &str)> = said.collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            ("before-any", that_day),
            ("beside-others", that_day),
            ("never", "Sue Carter, who signed it, was not approved for this trainee"),
            ("unknown", "Sue Carter did not sign it as a supervisor or a training lead"),
        ]
    );
}

#[test]
fn a_signature_counts_only_from_somebody_entitled() {
    let carries = "signers = { capacities = [\"supervisor\", \"lead\"], number = 2 }";
    let version = one(carries, "count = \"bypass-case\"\ntarget = 9");
    let by = |id: &str, signatures: Vec<Confirmation>| {
        let mut fact = case(id, "2025-10-01");
        fact.confirmed = signatures;
        fact
    };
    let sue = || signature("supervisor", end_of("2025-10-02"));
    let lee = || Confirmation { person: "lee".to_owned(), ..signature("lead", end_of("2025-10-03")) };
    let all = vec![
        by("both", vec![sue(), lee()]),
        by("one", vec![sue()]),
        by("same-twice", vec![sue(), sue()]),
        by("own", vec![sue(), Confirmation { own: true, ..lee() }]),
        by("peer", vec![Confirmation { current_trainee: true, ..lee() }, sue()]),
        by("admin", vec![sue(), Confirmation { capacity: "admin".to_owned(), ..lee() }]),
        by("later", vec![sue(), Confirmation { at: end_of("2026-01-02"), ..lee() }]),
    ];
    let found = standing(&version, &facts(all), "2026-01-01");
    assert_eq!(ids(&found), ["both"]);
    assert_eq!(
        reasons(&found),
        [
            ("admin", Reason::SignerCapacity),
            ("later", Reason::TooFewSigners),
            ("one", Reason::TooFewSigners),
            ("own", Reason::OwnSignature),
            ("peer", Reason::SignerIsTrainee),
            ("same-twice", Reason::TooFewSigners),
        ]
    );
}
