//! Windows, personal targets, due days, and the live preview.

use super::*;
use crate::domain::fact::PersonalTarget;
use crate::domain::progress::{summary, would_count};

fn windowed(window: &str) -> Version {
    one(&format!("window = {window}"), "count = \"bypass-case\"\ntarget = 9")
}

#[test]
fn a_window_ends_where_it_says() {
    let on = |days: &[&str]| facts(days.iter().map(|day| case(day, day)).collect());
    let all = on(&["2025-08-31", "2025-09-01", "2026-06-30", "2026-07-01", "2027-08-31"]);
    let found = |window: &str| {
        let standing = standing(&windowed(window), &all, "2027-12-31");
        ids(&standing).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found("\"always\"").len(), 5);
    assert_eq!(found("\"enrolment\""), ["2025-09-01", "2026-06-30", "2026-07-01", "2027-08-31"]);
    assert_eq!(found("{ until = { months = 10, days = -1 } }"), ["2025-08-31", "2025-09-01", "2026-06-30"]);
    assert_eq!(found("{ from = { nth = 1, on = \"07-01\" } }"), ["2026-07-01", "2027-08-31"]);
    assert_eq!(found("{ from = 2026-01-01, until = \"end\" }"), ["2026-06-30", "2026-07-01", "2027-08-31"]);
    assert_eq!(found("{ last_months = 18 }"), ["2026-07-01", "2027-08-31"]);
}

#[test]
fn a_window_may_end_when_something_else_happens() {
    let until = windowed("{ until = { fact = \"exam-attempt\" } }");
    let exam = fact("e", "exam-attempt", "2026-06-01", &[("result", text("passed"))]);
    let all = vec![case("before", "2026-06-01"), case("after", "2026-06-02"), exam];
    assert_eq!(ids(&standing(&until, &facts(all.clone()), "2026-12-01")), ["before"]);
    let mut failed = all;
    failed[2].values.insert("result".to_owned(), text("failed"));
    assert_eq!(ids(&standing(&until, &facts(failed), "2026-12-01")), ["before", "after"]);
    let after_met = requirement("paper", "", "held = \"certificate\"")
        + &requirement(
            "x",
            "window = { from = { met = \"paper\", days = 1 } }",
            "count = \"bypass-case\"\ntarget = 9",
        );
    let paper = fact("p", "certificate", "2026-06-01", &[]);
    let with = facts(vec![paper, case("before", "2026-06-01"), case("after", "2026-06-02")]);
    assert_eq!(ids(&standing(&version(&after_met), &with, "2026-12-01")), ["after"]);
}

/// 75 to 150 cases for a returner, set by a person: https://www.bris.ac.uk/unit-programme-catalogue/UnitDetails.jsa?ayrCode=23%2F24&unitCode=BRMSM0071
#[test]
fn a_personal_target_holds_inside_its_range() {
    let version = one("personal = { least = 75, most = 150 }", "count = \"bypass-case\"\ntarget = 150");
    let with = |target: i64, from: Option<Moment>| {
        let mut with = facts(Vec::new());
        with.enrolment.targets.push(PersonalTarget {
            requirement: "x".to_owned(),
            target: Amount::whole(target),
            by: "Lee Moor".to_owned(),
            reason: "Two years away".to_owned(),
            known_from: from,
        });
        with
    };
    assert_eq!(standing(&version, &with(90, None), "2026-01-01").target, Amount::whole(90));
    assert_eq!(
        standing(&version, &with(90, Some(end_of("2026-01-02"))), "2026-01-01").target,
        Amount::whole(150)
    );
    let outside = standing(&version, &with(74, None), "2026-01-01");
    assert_eq!(outside.target, Amount::whole(150));
    assert!(outside.warnings[0].sentence.contains("outside 75 to 150"));
}

#[test]
fn a_personal_due_day_overrides_any() {
    let due = |carries: &str, personal: Option<&str>| {
        let mut with = facts(Vec::new());
        if let Some(personal) = personal {
            with.enrolment.due_days.insert("x".to_owned(), day(personal));
        }
        standing(&one(carries, "count = \"bypass-case\"\ntarget = 1"), &with, "2026-01-01").due.map(Day::iso)
    };
    assert_eq!(due("", None), None);
    assert_eq!(due("due = { months = 22 }", None).as_deref(), Some("2027-07-01"));
    assert_eq!(due("due = { nth = 2, on = \"06-30\" }", None).as_deref(), Some("2027-06-30"));
    assert_eq!(due("due = \"end\"", None).as_deref(), Some("2027-08-31"));
    // The completion deadline of the 2025 cohort: https://nshcs.hee.nhs.uk/programmes/stp/trainees/guidance-for-trainees-and-training-departments-on-stp-2025-completion/what-are-you-expected-to-complete
    let absolute = "due = { day = 2025-09-15, time = \"17:00\", zone = \"Europe/London\" }";
    assert_eq!(due(absolute, None).as_deref(), Some("2025-09-15"));
    assert_eq!(due(absolute, Some("2026-03-01")).as_deref(), Some("2026-03-01"));
}

#[test]
fn before_submitting_it_is_said_what_will_count_and_why_not() {
    let text = requirement(
        "ran",
        "",
        "count = \"bypass-case\"\ntarget = 9\nwhere = { field = \"part-played\", is = \"ran-it\", because = \"you assisted\" }",
    ) + &requirement(
        "log",
        "",
        "count = \"bypass-case\"\ntarget = 100\nwhere = { level = \"at-hand\" }",
    ) + &requirement("paper", "", "held = \"certificate\"");
    let version = version(&text);
    let mut draft = waiting(part("new", "2026-01-05", "assisted"));
    let lines = would_count(&version, &facts(vec![case("a", "2025-10-01")]), &draft, end_of("2026-01-05"));
    assert_eq!(lines.len(), 2, "the certificate is another matter");
    assert_eq!(summary(&lines), "Counts for: The log. Not for: The ran, because you assisted.");
    draft.day = day("2026-01-06");
    let lines = would_count(&version, &facts(Vec::new()), &draft, end_of("2026-01-05"));
    assert_eq!(lines[1].answer.as_ref().unwrap_err().reason, Reason::InFuture);
}
