use super::*;
use crate::domain::fact::{Fact, Facts};
use crate::domain::programme::Version;
use crate::domain::progress::assess;
use crate::domain::progress::tests::{
    case, day, end_of, fact, facts, one, requirement, text, version, waiting,
};

const HUNDRED: &str = "count = \"bypass-case\"\ntarget = 104\nunit = \"cases\"";

/// Two years, due at their end, unless told otherwise.
fn paced(carries: &str) -> Version {
    one(&format!("due = \"end\"\n{carries}"), HUNDRED)
}

fn on(version: &Version, facts: &Facts, today: &str) -> Outlook {
    let assessment = assess(version, facts, end_of(today));
    outlook(version, facts, &assessment, day(today)).remove(0)
}

/// One case a week from the start, `weeks` of them.
fn weekly(weeks: i64) -> Vec<Fact> {
    (0..weeks)
        .map(|week| case(&format!("c{week:03}"), &day("2025-09-01").plus_days(week * 7).iso()))
        .collect()
}

#[test]
fn the_words_are_those_of_the_screens() {
    let words: Vec<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
    assert_eq!(
        words.join(" · "),
        "Met · On track · Started · Behind · With others · To be entered · Not started · Locked · Lapsed · Not required"
    );
}

#[test]
fn one_a_week_is_on_track_and_half_of_it_is_behind() {
    let version = paced("");
    let good = on(&version, &facts(weekly(52)), "2026-08-30");
    assert_eq!(good.state, State::OnTrack);
    let forecast = good.forecast.unwrap();
    assert_eq!(forecast.remaining, Amount::whole(52));
    assert_eq!(forecast.now, Amount::ONE);
    assert_eq!(
        forecast.sentence,
        "To finish by 31 August 2027 you need 1 a week; you average 1; at this pace it is done on 30 August 2027."
    );
    assert_eq!(good.expected.unwrap().hundredths() / 100, 51);
    let slow: Vec<Fact> = weekly(52).into_iter().step_by(2).collect();
    let late = on(&version, &facts(slow), "2026-08-30");
    assert_eq!((late.state, late.behind_from), (State::Behind, Some(day("2026-08-30"))));
}

#[test]
fn with_no_further_act_it_is_behind_from_the_day_it_names() {
    let version = paced("");
    let with = facts(weekly(52));
    let from = on(&version, &with, "2026-08-30").behind_from.unwrap();
    assert!(from > day("2026-08-30") && from < day("2026-12-31"), "{from}");
    assert_eq!(on(&version, &with, &from.plus_days(-1).iso()).state, State::OnTrack);
    assert_eq!(on(&version, &with, &from.iso()).state, State::Behind);
}

#[test]
fn the_first_months_are_for_observing_where_the_line_says_so() {
    assert_eq!(
        on(&paced(""), &facts(vec![]), "2025-09-20").state,
        State::NotStarted,
        "nobody is late in the first weeks"
    );
    assert_eq!(on(&paced(""), &facts(vec![]), "2025-11-01").state, State::Behind);
    let version = paced("expected = [[6, 0], [12, 40]]");
    let start = on(&version, &facts(vec![]), "2026-02-01");
    assert_eq!((start.state, start.expected), (State::NotStarted, Some(Amount::ZERO)));
    assert_eq!(start.behind_from, Some(day("2026-03-06")), "one whole case short");
    let middle = on(&version, &facts(weekly(30)), "2026-09-01").expected.unwrap();
    assert_eq!(middle.to_string(), "41.6", "40 % of 104 after twelve months");
}

#[test]
fn what_waits_is_with_others_until_the_due_day_is_over() {
    let version = one("due = { months = 3 }", "count = \"bypass-case\"\ntarget = 1");
    let with = facts(vec![waiting(case("a", "2025-10-01"))]);
    assert_eq!(on(&version, &with, "2025-12-01").state, State::WithOthers);
    assert_eq!(on(&version, &with, "2025-12-02").state, State::Behind);
    let done = facts(vec![case("a", "2025-10-01")]);
    assert_eq!(on(&version, &done, "2025-12-02").state, State::Met);
}

#[test]
fn only_what_binds_is_ever_behind() {
    for carries in ["illustrative = true", "necessity = \"recommended\""] {
        let soft = on(&paced(carries), &facts(vec![case("a", "2025-10-01")]), "2027-12-01");
        assert_eq!((soft.state, soft.behind_from, soft.forecast), (State::OnTrack, None, None));
    }
}

#[test]
fn a_failed_unit_is_behind_and_carries_what_needs_it() {
    let text = requirement(
        "unit",
        "",
        "marks = \"unit-result\"\nunits = [{ code = \"U\", title = \"U\", credits = 20, pass = 50 }]",
    ) + &requirement("both", "", "all = [\"unit\", \"paper\"]")
        + &requirement("paper", "needs = \"unit\"", "held = \"certificate\"");
    let version = version(&text);
    let mark = fact(
        "m",
        "unit-result",
        "2026-01-01",
        &[("unit", super::tests::text("U")), ("mark", crate::domain::kind::Value::Number(Amount::whole(43)))],
    );
    let with = facts(vec![mark]);
    let assessment = assess(&version, &with, end_of("2026-02-01"));
    let all = outlook(&version, &with, &assessment, day("2026-02-01"));
    let states: Vec<State> = all.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Behind, State::Behind, State::Locked]);
    let overall = overall(&assessment, &all);
    assert_eq!((overall.sentence.as_str(), overall.behind), ("0 of 3 met", 2));
}
