//! Count and sum.

use super::*;

const RAN: &str =
    "count = \"bypass-case\"\nunit = \"cases\"\nwhere = { field = \"part-played\", is = \"ran-it\" }\n";

/// At least 150 supervised cases: https://www.bris.ac.uk/unit-programme-catalogue/UnitDetails.jsa?ayrCode=23%2F24&unitCode=BRMSM0071
#[test]
fn the_hundred_and_fiftieth_signed_case_meets_it() {
    let version = one("", &format!("{RAN}target = 150"));
    let day_of = |n: usize| day("2025-10-01").plus_days(i64::try_from(n).unwrap() * 3).iso();
    let mut all: Vec<Fact> = (0..149).map(|n| case(&format!("c{n:03}"), &day_of(n))).collect();
    all.push(part("seen", "2026-01-05", "observed"));
    all.push(waiting(case("late", "2027-06-01")));
    let before = standing(&version, &facts(all.clone()), "2027-06-30");
    assert_eq!(figures(&before), ["150", "1", "149", "150"].map(str::to_owned));
    assert!(!before.met && before.would_meet);
    assert_eq!(before.next.unwrap().sentence, "1 waits for a signature, and that will be enough.");
    assert_eq!(
        before.not_counted.iter().find(|one| one.fact == "seen").unwrap().sentence,
        "the part I played is “Observed”"
    );
    all.last_mut().unwrap().state = FactState::Signed;
    all.last_mut().unwrap().confirmed = vec![signature("supervisor", end_of("2027-06-02"))];
    let after = standing(&version, &facts(all), "2027-06-30");
    assert!(after.met);
    assert_eq!(after.met_on, Some(day("2027-06-01")));
}

/// 40 activities from 1 July to 30 June, at least 25 primary, at most 15 secondary, one credit per case:
/// https://www.abcp.org/for-ccps/recertification/clinical-activity
#[test]
fn forty_a_year_with_at_least_25_primary_and_at_most_15_secondary() {
    let version = one(
        "window = { year_from = \"07-01\" }",
        "count = \"bypass-case\"\ntarget = 40\none_per_case = true\n\
         minimum = { label = \"primary\", at_least = 25, where = { field = \"part-played\", is = \"ran-it\" } }\n\
         cap = { label = \"secondary\", at_most = 15, where = { field = \"part-played\", is = \"assisted\" } }",
    );
    let mut all: Vec<Fact> = (0..24).map(|n| case(&format!("p{n:02}"), "2026-02-01")).collect();
    all.extend((0..17).map(|n| part(&format!("s{n:02}"), "2026-01-01", "assisted")));
    all.push(case("old", "2025-06-30"));
    let mut twice = case("twice", "2026-03-01");
    (twice.case, all[0].case) = (Some("7".to_owned()), Some("7".to_owned()));
    all.push(twice);
    let short = standing(&version, &facts(all.clone()), "2026-06-30");
    assert_eq!(short.signed, Amount::whole(39));
    assert_eq!(
        reasons(&short),
        [
            ("old", Reason::OutsideWindow),
            ("s15", Reason::OverCap),
            ("s16", Reason::OverCap),
            ("twice", Reason::SameCase)
        ]
    );
    assert_eq!(short.holds_until, Some(day("2026-07-01")));
    all.push(case("p24", "2026-06-30"));
    let met = standing(&version, &facts(all.clone()), "2026-06-30");
    assert!(met.met, "24 + 1 primary and 15 secondary");
    let next_year = standing(&version, &facts(all), "2026-07-01");
    assert_eq!(next_year.signed, Amount::ZERO, "a new year begins on 1 July");
}

/// A standby gives half a credit (domain.md 8.1, row 1).
#[test]
fn half_a_credit_for_a_standby_is_exact() {
    let version = one(
        "",
        "count = \"bypass-case\"\ntarget = 2\nweight = { field = \"procedure\", credits = { standby = 0.5, ecmo = 0 } }",
    );
    let kind = |id, on, procedure| fact(id, "bypass-case", on, &[("procedure", text(procedure))]);
    let all = vec![
        kind("a", "2025-10-01", "standby"),
        kind("b", "2025-10-02", "standby"),
        kind("c", "2025-10-03", "ecmo"),
        kind("d", "2025-10-04", "cabg"),
    ];
    let found = standing(&version, &facts(all), "2025-12-01");
    assert_eq!(figures(&found), ["2", "0", "2", "2"].map(str::to_owned));
    assert_eq!(reasons(&found), [("c", Reason::NoWeight)]);
}

/// Minima overlap: 250 studies, valve 50, of them replaced 10: http://www.bsecho.org/accreditation/faqs/
#[test]
fn one_case_serves_several_minimums() {
    let version = one(
        "",
        "count = \"bypass-case\"\ntarget = 3\nminimum = [\n\
         { label = \"valve\", at_least = 2, where = { field = \"procedure\", is = [\"valve\", \"cabg-valve\"] } },\n\
         { label = \"grafting\", at_least = 2, where = { field = \"procedure\", is = [\"cabg\", \"cabg-valve\"] } } ]",
    );
    let kind = |id, procedure| fact(id, "bypass-case", "2025-10-01", &[("procedure", text(procedure))]);
    let all = vec![kind("a", "cabg-valve"), kind("b", "valve"), kind("c", "valve")];
    let short = standing(&version, &facts(all.clone()), "2025-12-01");
    assert!(!short.met);
    assert_eq!(short.next.as_ref().unwrap().sentence, "1 more needed: grafting.");
    let met = standing(&version, &facts([all, vec![kind("d", "cabg")]].concat()), "2025-12-01");
    assert!(met.met && met.minimums.iter().all(|least| least.met));
}

/// 45 units in three years, at least 15 of category I, at most 10 self-directed:
/// http://abcp.org/recert_prof.htm and https://perfweb.us/abcp-ceu-requirements/
#[test]
fn points_add_up_to_the_cap() {
    let version = one(
        "window = { last_months = 36 }",
        "sum = \"points\"\nof = \"points\"\ntarget = 45\nunit = \"CEU\"\n\
         minimum = { label = \"category I\", at_least = 15, where = { field = \"category\", is = \"one\" } }\n\
         cap = { label = \"self-directed\", at_most = 10, where = { field = \"category\", is = \"self\" } }",
    );
    let event = |id, on, points, category| {
        fact(id, "points", on, &[("points", number(points)), ("category", text(category))])
    };
    let all = vec![
        event("a", "2026-01-10", "14.5", "one"),
        event("b", "2026-01-11", "22", "two"),
        event("c", "2026-01-12", "7.5", "self"),
        event("d", "2026-01-13", "7.5", "self"),
    ];
    let found = standing(&version, &facts(all.clone()), "2026-02-01");
    assert_eq!(found.signed.to_string(), "46.5", "2.5 of the fourth still fit under the cap");
    assert!(!found.met, "half a unit of category I is missing");
    assert_eq!(found.holds_until, Some(day("2029-01-10")), "the first leaves the rolling window");
    let met = standing(
        &version,
        &facts([all, vec![event("e", "2026-01-14", "0.5", "one")]].concat()),
        "2026-02-01",
    );
    assert!(met.met);
}

#[test]
fn what_waits_never_displaces_what_is_signed() {
    let version = one(
        "",
        "count = \"bypass-case\"\ntarget = 9\ncap = { label = \"assisted\", at_most = 1, where = { field = \"part-played\", is = \"assisted\" } }",
    );
    let early = waiting(part("early", "2025-10-01", "assisted"));
    let found = standing(&version, &facts(vec![early, part("late", "2025-11-01", "assisted")]), "2026-01-01");
    assert_eq!(ids(&found), ["late"]);
    assert_eq!(reasons(&found), [("early", Reason::OverCap)]);
    assert_eq!(figures(&found), ["2", "0", "1", "9"].map(str::to_owned));
}

/// Numbers, levels and outcomes as conditions.
#[test]
fn conditions_look_at_numbers_and_levels() {
    let version = one(
        "",
        "count = \"bypass-case\"\ntarget = 1\nwhere = [{ field = \"share\", at_least = 60 }, { level = \"at-hand\" }]",
    );
    let with = |id, share, level: Option<&str>| {
        let mut fact = fact(id, "bypass-case", "2025-10-01", &[("share", number(share))]);
        fact.level = level.map(str::to_owned);
        fact
    };
    let all = vec![
        with("a", "59", Some("later")),
        with("b", "60", Some("hands-on")),
        with("c", "60", None),
        with("d", "60", Some("later")),
    ];
    let found = standing(&version, &facts(all), "2026-01-01");
    assert_eq!(ids(&found), ["d"]);
    let why: Vec<&str> = found.not_counted.iter().map(|one| one.sentence.as_str()).collect();
    assert_eq!(
        why,
        [
            "my share of the case is “59 %”, and at least 60 is needed",
            "it was signed at “With me at the pump”, and “With me in reach” is needed",
            "it was signed without a level, and “With me in reach” is needed",
        ]
    );
}

/// What was struck out is not there any more: nobody says of it that it was the other thing.
#[test]
fn what_was_struck_out_is_no_reason() {
    let version = one(
        "",
        "count = \"bypass-case\"\ntarget = 9\nwhere = { field = \"part-played\", is = \"ran-it\", because = \"you assisted\" }",
    );
    let mut struck = fact("struck", "bypass-case", "2025-11-01", &[]);
    struck.state = FactState::Returned;
    let assisted = part("assisted", "2025-10-01", "assisted");
    let found = standing(&version, &facts(vec![struck, assisted]), "2026-01-01");
    let mut said: Vec<(&str, bool)> =
        found.not_counted.iter().map(|one| (one.fact.as_str(), one.sentence == "you assisted")).collect();
    said.sort_unstable();
    assert_eq!(said, [("assisted", true), ("struck", false)]);
}
