//! Marks, exams, what is held, and the mixture of activities.

use super::*;

fn mark(id: &str, unit: &str, on: &str, mark: &str) -> Fact {
    fact(id, "unit-result", on, &[("unit", text(unit)), ("mark", number(mark))])
}

const TWO_UNITS: &str = "marks = \"unit-result\"\ntarget = 80\n\
    units = [{ code = \"BRMSM0072\", title = \"Foundations\", credits = 20, pass = 50, resit_cap = 50 },\n\
             { code = \"SOCSM0016\", title = \"Project\", credits = 60, pass = 50 }]\n\
    bands = [{ name = \"Distinction\", from = 70 }, { name = \"Merit\", from = 60 }, { name = \"Pass\", from = 50 }]";

/// Pass 50 of 100, mean weighted by credits, Distinction 70, Merit 60:
/// https://upc.bristol.ac.uk/unit-programme-catalogue/RouteStructure.jsa?ayrCode=27%2F28&byCohort=N&programmeCode=8BRMS016T
#[test]
fn credits_come_from_passed_units_and_the_mean_is_weighted() {
    let version = one("", TWO_UNITS);
    let all = vec![
        mark("a", "BRMSM0072", "2026-02-01", "49.99"),
        mark("b", "brmsm0072 ", "2026-08-01", "66"),
        mark("c", "SOCSM0016", "2027-06-01", "72"),
        mark("d", "ELSEWHERE", "2027-06-01", "10"),
    ];
    let found = standing(&version, &facts(all.clone()), "2027-07-01");
    assert_eq!(ids(&found), ["b", "c"]);
    assert_eq!(reasons(&found), [("a", Reason::BelowPass)], "other units are nobody's business here");
    assert_eq!(
        found.result.as_deref(),
        Some("Mean 66.5: Merit"),
        "the resit is capped at 50: (20 × 50 + 60 × 72) / 80"
    );
    let part = standing(&version, &facts(all[..1].to_vec()), "2026-03-01");
    assert!(part.failing && !part.met);
    assert_eq!(figures(&part), ["20", "0", "0", "80"].map(str::to_owned));
}

#[test]
fn a_provisional_mark_waits_for_the_board() {
    let version = one("", TWO_UNITS);
    let mut early = mark("a", "SOCSM0016", "2027-06-01", "72");
    early.values.insert("provisional".to_owned(), Value::Yes(true));
    let found = standing(&version, &facts(vec![early]), "2027-07-01");
    assert_eq!(reasons(&found), [("a", Reason::Provisional)]);
    assert_eq!(found.signed, Amount::ZERO);
}

const EXAM: &str = "exam = \"exam-attempt\"\nabout = { field = \"exam\", is = \"practical-viva\" }\nattempts = 2\n\
    parts = [{ code = \"practical\", title = \"Practical\" }, { code = \"viva\", title = \"Viva\" }]";

fn sitting(id: &str, on: &str, parts: &[&str], result: &str) -> Fact {
    let parts = Value::Several(parts.iter().map(|part| (*part).to_owned()).collect());
    fact(
        id,
        "exam-attempt",
        on,
        &[("exam", text("practical-viva")), ("parts", parts), ("result", text(result))],
    )
}

/// Practical examination and viva: https://fr.scribd.com/document/371741941/Education-Rules-v2017a
#[test]
fn every_part_must_be_passed_and_absence_is_a_result() {
    let version = one("", EXAM);
    let mut all = vec![
        sitting("a", "2027-06-01", &["practical"], "passed"),
        sitting("b", "2027-06-01", &["viva"], "absent"),
        sitting("c", "2027-07-01", &["viva"], "passed"),
        fact("w", "exam-attempt", "2027-06-01", &[("exam", text("written")), ("result", text("failed"))]),
    ];
    let found = standing(&version, &facts(all.clone()), "2027-06-30");
    assert_eq!(figures(&found), ["2", "0", "1", "2"].map(str::to_owned));
    assert!(found.failing);
    let sentence = &found.not_counted.iter().find(|one| one.fact == "b").unwrap().sentence;
    assert_eq!(sentence, "result is “Did not attend”");
    assert_eq!(found.holds_until, Some(day("2027-07-01")));
    let found = standing(&version, &facts(all.clone()), "2027-07-01");
    assert!(found.met);
    assert_eq!(found.result.as_deref(), Some("Passed on 1 July 2027"));
    all.insert(2, sitting("b2", "2027-06-15", &["viva"], "failed"));
    let found = standing(&version, &facts(all), "2027-07-01");
    assert!(reasons(&found).contains(&("c", Reason::AttemptsUsed)));
    assert!(!found.met);
}

const TRAINEE: &str = "registration = \"ccps\"\nbody_name = \"the College\"\ncategory = \"trainee\"\n";

/// Trainee registration before the exam: https://fr.scribd.com/document/371741941/Education-Rules-v2017a
#[test]
fn a_registration_is_valid_lapsed_or_unknown() {
    let version = one("", TRAINEE);
    let mut with = facts(Vec::new());
    assert!(!standing(&version, &with, "2026-01-01").lapsed, "never had one");
    with.registrations = vec![
        registered("r", "trainee", "2025-10-01", Some("2026-09-30")),
        registered("f", "full", "2025-10-01", None),
    ];
    let valid = standing(&version, &with, "2026-09-30");
    assert!(valid.met && valid.holds_until == Some(day("2026-10-01")));
    assert_eq!(reasons(&valid), [("f", Reason::OtherCategory)]);
    let lapsed = standing(&version, &with, "2026-10-01");
    assert!(lapsed.lapsed && !lapsed.met);
    assert_eq!(lapsed.next.unwrap().sentence, "Renew the registration with the College.");
    with.registrations[0].confirmed = false;
    let unknown = standing(&version, &with, "2026-01-01");
    assert!(!unknown.met && unknown.would_meet && !unknown.lapsed);
    let lenient = one("", &format!("{TRAINEE}unknown = \"counts\""));
    let counts = standing(&lenient, &with, "2026-01-01");
    assert!(counts.met && counts.warnings.len() == 1);
}

#[test]
fn a_registration_judged_on_the_day_of_the_exam_does_not_lapse_afterwards() {
    let version = one("", &format!("{TRAINEE}on = {{ fact = \"exam-attempt\" }}"));
    let mut with = facts(vec![sitting("a", "2026-06-01", &["viva"], "passed")]);
    with.registrations = vec![registered("r", "trainee", "2025-10-01", Some("2026-09-30"))];
    assert!(standing(&version, &with, "2028-01-01").met);
    with.facts[0].day = day("2026-10-02");
    assert!(!standing(&version, &with, "2028-01-01").met);
}

#[test]
fn a_certificate_may_expire() {
    let version = one("", "held = \"certificate\"\nabout = { field = \"type\", is = \"course\" }");
    let mut paper = fact("a", "certificate", "2026-01-01", &[("type", text("course"))]);
    paper.until = Some(day("2026-12-31"));
    let other = fact("b", "certificate", "2026-01-01", &[("type", text("degree"))]);
    let with = facts(vec![paper, other]);
    let valid = standing(&version, &with, "2026-12-31");
    assert!(valid.met && valid.holds_until == Some(day("2027-01-01")));
    let lapsed = standing(&version, &with, "2027-01-01");
    assert!(lapsed.lapsed && reasons(&lapsed) == [("a", Reason::Lapsed)]);
}

const MIX: &str = "mix = \"cpd-activity\"\ntypes = 2\ngap_months = 3\nexplained_by = \"gap-explanation\"";

fn activity(id: &str, on: &str, of: &str) -> Fact {
    let mut fact = fact(id, "cpd-activity", on, &[("title", text("x")), ("type", text(of))]);
    // Nobody confirms it: submitted is as good as signed.
    fact.state = FactState::Submitted;
    fact.confirmed.clear();
    fact
}

/// At least two types; a gap of three consecutive months is explained; no hours, no points:
/// http://www.hcpc-uk.org/registrants/cpd/activities/ and
/// https://prod.healthregulation.org/registrants/updates/2019/cpd-audit-dos-and-donts
#[test]
fn variety_and_continuity_rather_than_quantity() {
    let version = one("window = { last_months = 24 }", MIX);
    let all = vec![activity("a", "2025-11-01", "work-based"), activity("b", "2026-01-20", "work-based")];
    let same = standing(&version, &facts(all.clone()), "2026-02-01");
    assert_eq!(figures(&same), ["1", "0", "1", "2"].map(str::to_owned));
    assert_eq!(same.next.as_ref().unwrap().sentence, "Add an activity of 1 more type.");
    assert_eq!(same.holds_until, Some(day("2026-04-20")), "then the silence becomes a gap");
    let two = [all, vec![activity("c", "2026-02-01", "formal")]].concat();
    assert!(standing(&version, &facts(two.clone()), "2026-04-30").met);
    let silent = standing(&version, &facts(two.clone()), "2026-05-01");
    assert!(!silent.met && silent.failing);
    assert_eq!(silent.result.as_deref(), Some("Unexplained gap since 1 February 2026"));
    let mut why = fact("g", "gap-explanation", "2026-02-15", &[("why", text("parental leave"))]);
    (why.state, why.until) = (FactState::Submitted, Some(day("2026-08-31")));
    let explained = standing(&version, &facts([two, vec![why]].concat()), "2026-09-30");
    assert!(explained.met, "{explained:#?}");
    assert_eq!(explained.holds_until, Some(day("2026-11-30")));
}
