//! The forecast of each rule in its own unit, and why there is none where there is none. Every rule of the
//! format is asked; the figures are those of the programmes named in `tests/worked`.

use super::*;
use crate::domain::fact::{Fact, Facts, LifeEvent, LifeState};
use crate::domain::kind::Value;
use crate::domain::programme::Version;
use crate::domain::progress::tests::{
    day, end_of, fact, facts, requirement, shelf, signature, text, waiting,
};
use crate::domain::progress::{Assessment, assess};

fn one(carries: &str, rule: &str) -> Version {
    shelf::read_with(36, &requirement("x", carries, rule))
}

fn on(version: &Version, facts: &Facts, today: &str) -> Outlook {
    let assessment: Assessment = assess(version, facts, end_of(today));
    outlook(version, facts, &assessment, day(today)).remove(0)
}

fn number(hundreds: i64) -> Value {
    Value::Number(Amount::whole(hundreds))
}

/// Signed by whoever the kind names.
fn rightly(mut fact: Fact) -> Fact {
    let kind = shelf::kinds().iter().find(|kind| kind.code == fact.kind).unwrap();
    fact.confirmed = vec![signature(kind.confirmed_by.as_str(), end_of(&fact.day.iso()))];
    fact
}

fn placement(id: &str, from: &str, until: Option<&str>) -> Fact {
    Fact { until: until.map(day), ..rightly(fact(id, "placement", from, &[])) }
}

const FIFTY: &str = "length = \"placement\"\ntarget = 50\nunit = \"weeks\"\nabsence = \"absence\"\nwhole_time = \"whole-time\"";

#[test]
fn weeks_are_done_on_the_day_on_which_what_runs_and_is_planned_completes_them() {
    let version = one("due = \"end\"", FIFTY);
    let runs = facts(vec![placement("a", "2025-09-01", None)]);
    let one = on(&version, &runs, "2025-12-07");
    let forecast = one.forecast.unwrap();
    assert_eq!((one.state, forecast.unit.as_str()), (State::OnTrack, "weeks"));
    // 14 weeks are over on 7 December; 36 more end on 16 August.
    assert_eq!((forecast.remaining, forecast.now), (Amount::whole(36), Amount::ONE));
    assert_eq!(forecast.likely, Some(day("2026-08-16")));
    assert_eq!(
        forecast.sentence,
        "To finish by 31 August 2028 it takes 36 more weeks, and 142 weeks are left; what is running and planned reaches 50 on 16 August 2026."
    );
    // Half time takes twice as long.
    let mut half = runs.clone();
    half.facts[0].values.insert("whole-time".to_owned(), number(50));
    let forecast = on(&version, &half, "2025-12-07").forecast.unwrap();
    assert_eq!((forecast.now, forecast.likely), (Amount::of_hundredths(50), Some(day("2027-08-01"))));
}

#[test]
fn a_plan_that_is_too_short_says_so_and_is_behind_once_the_rest_no_longer_fits() {
    let version = one("due = 2026-08-30", FIFTY);
    let planned = facts(vec![
        placement("a", "2025-09-01", Some("2025-11-30")),
        placement("b", "2026-01-05", Some("2026-03-01")),
    ]);
    let one = on(&version, &planned, "2025-12-14");
    assert!(
        one.forecast.as_ref().unwrap().sentence.contains("what is planned gives 8 of these weeks"),
        "{one:?}"
    );
    // 37 weeks are missing, 8 come, and 29 more begin on 9 February at the latest.
    assert_eq!((one.state, one.behind_from), (State::OnTrack, Some(day("2026-02-09"))));
    assert_eq!(on(&version, &planned, "2026-02-09").state, State::Behind);
    let none = on(&version, &facts(vec![]), "2025-09-10").forecast.unwrap();
    assert!(none.sentence.contains("nothing is running or planned"), "{}", none.sentence);
    // A plan that ends after the due day is late at once.
    let late = facts(vec![placement("a", "2026-01-05", None)]);
    assert_eq!(on(&version, &late, "2025-12-14").state, State::Behind);
}

#[test]
fn time_on_the_programme_goes_by_itself_and_stands_still_during_time_out() {
    let version = one("due = \"end\"", "length = \"enrolment\"\ntarget = 24\nunit = \"months\"");
    let mut with = facts(vec![]);
    let forecast = on(&version, &with, "2026-03-01").forecast.unwrap();
    assert_eq!(forecast.likely, Some(day("2027-08-31")));
    assert!(forecast.sentence.contains("time on the programme reaches 24"), "{}", forecast.sentence);
    with.enrolment.life.push(LifeEvent {
        state: LifeState::TimeOut,
        day: day("2026-02-01"),
        until: None,
        reason: String::new(),
        by: "Lee Moor".to_owned(),
        award: String::new(),
        known_from: None,
    });
    let away = on(&version, &with, "2026-03-01");
    assert_eq!((away.state, away.forecast.as_ref().unwrap().likely), (State::OnTrack, None));
    assert!(away.forecast.unwrap().sentence.contains("time out has no last day yet"));
}

fn study(weeks: i64, hours: i64) -> Facts {
    let one = |week: i64| {
        let on = day("2025-09-01").plus_days(week * 7).iso();
        fact(&format!("s{week:02}"), "study", &on, &[("hours", number(hours))])
    };
    facts((0..weeks).map(one).collect())
}

#[test]
fn a_share_says_how_many_hours_a_week_it_takes() {
    // A fifth of 37.5 hours is 7.5 hours a week; after ten weeks of 5 there are 25 missing.
    let version =
        one("due = 2026-08-31", "share = \"study\"\nof = \"hours\"\ncontracted = 37.5\ntarget = 20");
    let slow = on(&version, &study(10, 5), "2025-11-09");
    let forecast = slow.forecast.unwrap();
    assert_eq!((slow.state, forecast.unit.as_str()), (State::Behind, "hours"));
    assert_eq!(forecast.needed.unwrap().to_string(), "8.09");
    assert_eq!(
        forecast.sentence,
        "To stand at 20 % on 31 August 2026 takes 8.1 hours a week from now on; the average is 5.1; at this pace it is not reached."
    );
    // More than half as many again, from a late start, catches up.
    let mut late = study(30, 14);
    late.facts.retain(|fact| fact.day > day("2025-12-01"));
    let one = on(&version, &late, "2026-03-29");
    assert_eq!(one.state, State::OnTrack, "{one:?}");
    assert!(one.forecast.unwrap().likely.is_some());
    let nothing = on(&version, &facts(vec![]), "2025-09-10");
    assert_eq!(nothing.state, State::NotStarted, "nobody is late in the first weeks");
    assert!(nothing.behind_from.unwrap() <= day("2025-09-30"));
}

const MSC: &str = "marks = \"unit\"\nunits = [{ code = \"PROJECT\", title = \"Project\", credits = 60, pass = 50 }, { code = \"TAUGHT\", title = \"Taught units\", credits = 110, pass = 50 }, { code = \"SKILLS\", title = \"Skills\", credits = 10, pass = 50 }]";

fn result(id: &str, unit: &str, on: &str, mark: i64) -> Fact {
    rightly(fact(id, "unit", on, &[("unit", text(unit)), ("mark", number(mark))]))
}

#[test]
fn credits_go_by_the_results_so_far_and_name_what_is_still_due() {
    let version = one("due = \"end\"", MSC);
    let none = on(&version, &facts(vec![]), "2026-03-01");
    assert_eq!((none.state, none.behind_from), (State::NotStarted, Some(day("2028-09-01"))));
    assert!(none.forecast.unwrap().sentence.contains("there is no result yet to take a pace from"));
    let some = facts(vec![result("a", "TAUGHT", "2026-09-01", 61)]);
    let one = on(&version, &some, "2027-01-01");
    let forecast = one.forecast.unwrap();
    assert_eq!(
        (one.state, forecast.per, forecast.remaining),
        (State::OnTrack, Per::Month, Amount::whole(70))
    );
    assert_eq!(forecast.now.to_string(), "9.17", "110 credits in twelve months");
    assert_eq!(forecast.likely, Some(day("2027-04-21")));
    assert!(forecast.sentence.contains("still due: Project, Skills"), "{}", forecast.sentence);
    // Where the programme draws a line, who is below it is behind.
    let lined = self::one("due = \"end\"\nexpected = [[12, 0], [18, 60]]", MSC);
    assert_eq!(on(&lined, &facts(vec![]), "2027-03-10").state, State::Behind);
    assert_eq!(on(&lined, &facts(vec![]), "2026-08-01").state, State::NotStarted);
    assert_eq!(on(&lined, &some, "2027-03-10").state, State::OnTrack);
}

fn met(id: &str, on: &str) -> Fact {
    rightly(fact(id, "meeting", on, &[("sort", text("monthly"))]))
}

#[test]
fn meetings_name_the_next_that_is_due_and_whether_the_rhythm_holds() {
    let version = one("window = \"enrolment\"", "meeting = \"meeting\"\nevery_months = 1\nmay_miss = 1");
    let held = facts(vec![met("a", "2025-09-10"), met("b", "2025-11-10")]);
    let one = on(&version, &held, "2025-12-05");
    let forecast = one.forecast.unwrap();
    assert_eq!(
        forecast.sentence,
        "The next is due by 31 December 2025; one is asked every month; 2 of the 3 so far took place and 1 may be missed, so the rhythm holds."
    );
    assert_eq!((one.state, one.behind_from), (State::OnTrack, Some(day("2026-01-01"))));
    assert_eq!(forecast.likely, Some(day("2028-08-31")));
    let lost = on(&version, &held, "2026-01-01");
    assert_eq!(lost.state, State::Behind);
    let forecast = lost.forecast.unwrap();
    assert!(forecast.sentence.contains("so the rhythm is lost") && forecast.likely.is_none());
}

#[test]
fn some_meetings_have_a_pace_by_the_month_and_one_has_none() {
    let three = one("due = 2026-08-31", "meeting = \"meeting\"\ntarget = 3");
    let forecast = on(&three, &facts(vec![met("a", "2025-10-10")]), "2026-02-01").forecast.unwrap();
    assert_eq!((forecast.per, forecast.unit.as_str()), (Per::Month, "meetings"));
    assert!(
        forecast.sentence.starts_with("To finish by 31 August 2026 you need 0.3 a month"),
        "{}",
        forecast.sentence
    );
    let single = on(&one("due = 2026-08-31", "meeting = \"meeting\""), &facts(vec![]), "2026-02-01");
    assert_eq!(single.no_forecast, "one meeting: no pace; it is due on 31 August 2026");
}

#[test]
fn feedback_names_how_many_are_still_to_answer() {
    let rule = "feedback = \"feedback-round\"\nraters = { field = \"raters\", at_least = 10 }\ngroups = [{ label = \"clinical colleagues\", field = \"clinical\", at_least = 5 }]";
    let version = one("due = 2026-08-31", rule);
    let none = on(&version, &facts(vec![]), "2026-02-01");
    assert!(none.no_forecast.starts_with("no round has been submitted yet"), "{}", none.no_forecast);
    let round = fact("r", "feedback-round", "2026-01-04", &[("raters", number(4)), ("clinical", number(2))]);
    let one = on(&version, &facts(vec![waiting(round)]), "2026-02-01");
    let forecast = one.forecast.unwrap();
    assert_eq!((one.state, one.no_forecast.as_str()), (State::WithOthers, ""));
    assert_eq!((forecast.unit.as_str(), forecast.remaining), ("answers", Amount::whole(6)));
    assert_eq!(forecast.likely, Some(day("2026-03-16")));
    assert_eq!(
        forecast.sentence,
        "4 of the 10 people needed have answered since 4 January 2026; of these only 2 of 5 clinical colleagues; 6 more by 31 August 2026 are 0.2 a week; so far 1 a week came in; at this pace all have answered on 16 March 2026."
    );
}

#[test]
fn what_is_there_or_not_says_why_it_has_no_pace() {
    let due = "due = 2026-08-31";
    for (rule, why) in [
        (
            "exam = \"exam\"\nabout = { field = \"exam\", is = \"written\" }\npass = 50",
            "one sitting: no pace",
        ),
        (
            "exam = \"exam\"\nparts = [{ code = \"practical\", title = \"P\" }, { code = \"viva\", title = \"V\" }]",
            "it is sat in parts: no pace",
        ),
        ("held = \"certificate\"", "it is held or it is not: no pace"),
        ("registration = \"ccps\"", "it is held or it is not: no pace"),
        ("mix = \"cpd\"\ntypes = 2", "no amount is asked: no pace"),
        ("signoff = \"duty\"\nabout = { field = \"duty\", is = \"ecg\" }", "one decision: no pace"),
        ("count = \"case\"\ntarget = 1", "one is asked: no pace"),
        (
            "marks = \"unit\"\nunits = [{ code = \"A\", title = \"A\", credits = 20, pass = 50 }]",
            "one result: no pace",
        ),
    ] {
        let one = on(&one(due, rule), &facts(vec![]), "2026-02-01");
        assert_eq!(one.forecast, None);
        assert_eq!(one.no_forecast, format!("{why}; it is due on 31 August 2026"), "{rule}");
    }
    let soft =
        on(&one("necessity = \"recommended\"", "count = \"case\"\ntarget = 9"), &facts(vec![]), "2026-02-01");
    assert_eq!(soft.no_forecast, "it is recommended, so there is no pace to keep");
}

#[test]
fn what_combines_others_names_the_last_of_them() {
    let text = requirement("both", "", "all = [\"cases\", \"more\"]")
        + &requirement("cases", "due = \"end\"", "count = \"case\"\ntarget = 100")
        + &requirement("more", "due = \"end\"", "count = \"case\"\ntarget = 60")
        + &requirement("either", "", "any = [\"cases\", \"more\"]");
    let version = shelf::read_with(36, &text);
    let weekly = (0..26).map(|week| {
        let on = day("2025-09-01").plus_days(week * 7).iso();
        rightly(fact(&format!("c{week:02}"), "case", &on, &[]))
    });
    let with = facts(weekly.collect());
    let assessment = assess(&version, &with, end_of("2026-03-01"));
    let all = outlook(&version, &with, &assessment, day("2026-03-01"));
    let last = all[1].forecast.as_ref().unwrap().likely.unwrap();
    assert_eq!(
        all[0].no_forecast,
        format!("it has no pace of its own: of what it combines, “The cases” is likely on {last}")
    );
    assert!(all[3].no_forecast.starts_with("it has no pace of its own"));
}
