//! What must hold whatever is in the portfolio (requirements.md, "Properties worth testing").

use proptest::prelude::*;

use super::*;

/// Every rule and modifier at once, small enough that random facts reach the interesting edges.
fn everything() -> Version {
    version(
        &[
            requirement("plain", "", "count = \"bypass-case\"\ntarget = 3\nwhere = { field = \"part-played\", is = \"ran-it\" }"),
            requirement(
                "capped",
                "window = { last_months = 6 }",
                "count = \"bypass-case\"\ntarget = 4\none_per_case = true\n\
                 weight = { field = \"procedure\", credits = { standby = 0.5 } }\n\
                 minimum = { label = \"valve\", at_least = 1, where = { field = \"procedure\", is = \"valve\" } }\n\
                 cap = { label = \"assisted\", at_most = 2, where = { field = \"part-played\", is = \"assisted\" } }",
            ),
            requirement("year", "window = { year_from = \"07-01\" }", "sum = \"points\"\nof = \"points\"\ntarget = 9"),
            requirement("units", "due = { months = 12 }", "marks = \"unit-result\"\nunits = [{ code = \"A\", title = \"A\", credits = 20, pass = 50 }]"),
            requirement("exam", "needs = [\"plain\", \"member\"]", "exam = \"exam-attempt\"\nattempts = 2"),
            requirement("member", "", "registration = \"ccps\"\ncategory = \"trainee\"\non = { fact = \"exam-attempt\" }"),
            requirement("now", "", "registration = \"ccps\""),
            requirement("paper", "", "held = \"certificate\""),
            requirement("mix", "window = { last_months = 12 }", "mix = \"cpd-activity\"\ntypes = 2\ngap_months = 3\nexplained_by = \"gap-explanation\""),
            requirement("either", "", "any = [\"plain\", \"units\"]"),
            requirement("both", "", "all = [\"plain\", \"units\"]"),
            requirement("half", "", "percent = 50\nof = [\"plain\", \"units\", \"paper\"]"),
        ]
        .concat(),
    )
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let kinds = prop::sample::select(vec![
        "bypass-case",
        "points",
        "unit-result",
        "exam-attempt",
        "certificate",
        "cpd-activity",
        "gap-explanation",
    ]);
    let state = prop::sample::select(FactState::ALL.to_vec());
    let words = (0usize..4, 0usize..3, 0i64..11_000, 0u8..3);
    (kinds, state, 0i64..900, prop::option::of(0i64..400), words, 0i64..900, prop::bool::weighted(0.9))
        .prop_map(|(kind, state, on, lasts, (a, b, number, case), since, filed)| {
            let start = day("2025-07-01");
            let pick = |from: &[&str], at: usize| text(from[at % from.len()]);
            let values: Vec<(&str, Value)> = match kind {
                "bypass-case" => vec![
                    ("procedure", pick(&["cabg", "valve", "standby"], a)),
                    ("part-played", pick(&["ran-it", "assisted", "observed"], b)),
                ],
                "points" => vec![("points", Value::Number(Amount::of_hundredths(number / 20)))],
                "unit-result" => vec![
                    ("unit", pick(&["A", "B"], a)),
                    ("mark", Value::Number(Amount::of_hundredths(number))),
                ],
                "exam-attempt" => vec![("result", pick(&["passed", "failed", "absent"], b))],
                "cpd-activity" => vec![("type", pick(&["formal", "other", "work-based"], b))],
                _ => vec![],
            };
            let mut fact = fact("", kind, &start.plus_days(on).iso(), &values);
            (fact.state, fact.filed) = (state, filed);
            fact.until = lasts.map(|days| fact.day.plus_days(days));
            fact.known_from = Some(fact.day.starts_in(DEFAULT_ZONE));
            fact.state_since = Some(start.plus_days(on.max(since)).starts_in(DEFAULT_ZONE));
            fact.case = (case > 0).then(|| format!("case {case}"));
            fact
        })
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let registration = ("[a-c]", 0i64..900, 0i64..400, any::<bool>());
    (prop::collection::vec(any_fact(), 0..25), prop::collection::vec(registration, 0..3)).prop_map(
        |(mut all, rows)| {
            for (at, fact) in all.iter_mut().enumerate() {
                fact.id = format!("f{at:02}");
            }
            let mut facts = facts(all);
            for (at, (_, from, lasts, confirmed)) in rows.into_iter().enumerate() {
                let from = day("2025-07-01").plus_days(from);
                let mut row =
                    registered(&format!("r{at}"), "trainee", &from.iso(), Some(&from.plus_days(lasts).iso()));
                row.confirmed = confirmed;
                facts.registrations.push(row);
            }
            facts
        },
    )
}

fn at(days: i64) -> Moment {
    day("2025-07-01").plus_days(days).ends_in(DEFAULT_ZONE)
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_order_of_facts_does_not_matter(facts in any_facts(), on in 0i64..1000, turn in 0usize..25) {
        let version = everything();
        let mut turned = facts.clone();
        let middle = turn % turned.facts.len().max(1);
        turned.facts.rotate_left(middle);
        turned.registrations.reverse();
        prop_assert_eq!(assess(&version, &facts, at(on)), assess(&version, &turned, at(on)));
    }

    #[test]
    fn one_more_signed_fact_never_lowers_what_is_monotone(facts in any_facts(), more in any_fact(), on in 0i64..1000) {
        let version = everything();
        let mut with = facts.clone();
        let mut more = more;
        (more.id, more.state) = ("new".to_owned(), FactState::Signed);
        with.facts.push(more);
        let (before, after) = (assess(&version, &facts, at(on)), assess(&version, &with, at(on)));
        for id in ["plain", "year", "units"] {
            prop_assert!(of(&after, id).signed >= of(&before, id).signed);
        }
        for id in ["either", "both", "half"] {
            prop_assert!(of(&after, id).met || !of(&before, id).met, "{} became unmet", id);
        }
    }

    #[test]
    fn signed_and_submitted_are_recorded(facts in any_facts(), on in 0i64..1000) {
        for standing in assess(&everything(), &facts, at(on)).requirements {
            prop_assert!(standing.signed + standing.submitted <= standing.recorded, "{:?}", standing);
            prop_assert!(!standing.met || standing.would_meet);
        }
    }

    #[test]
    fn a_withdrawn_fact_changes_nothing(facts in any_facts(), on in 0i64..1000) {
        let version = everything();
        let mut without = facts.clone();
        without.facts.retain(|fact| fact.state_at(at(on)) != Some(FactState::Withdrawn));
        prop_assert_eq!(assess(&version, &facts, at(on)), assess(&version, &without, at(on)));
    }

    #[test]
    fn as_of_a_day_is_what_was_known_by_then(facts in any_facts(), on in 0i64..1000) {
        let version = everything();
        let mut known = facts.clone();
        known.facts.retain(|fact| fact.known_from.is_none_or(|from| from <= at(on)));
        for fact in &mut known.facts {
            if let Some(state) = fact.state_at(at(on)) {
                (fact.state, fact.state_since) = (state, None);
            }
        }
        prop_assert_eq!(assess(&version, &facts, at(on)), assess(&version, &known, at(on)));
    }

    #[test]
    fn every_fact_that_a_rule_touches_counts_or_has_one_reason(facts in any_facts(), on in 0i64..1000) {
        let assessment = assess(&everything(), &facts, at(on));
        for (id, kind) in [("plain", "bypass-case"), ("capped", "bypass-case"), ("year", "points"), ("exam", "exam-attempt"), ("paper", "certificate"), ("mix", "cpd-activity")] {
            let standing = of(&assessment, id);
            for fact in facts.facts.iter().filter(|fact| fact.kind == kind) {
                let known = !matches!(fact.state_at(at(on)), None | Some(FactState::Withdrawn));
                let counted = standing.counted.iter().filter(|one| one.fact == fact.id).count();
                let refused = standing.not_counted.iter().filter(|one| one.fact == fact.id).count();
                prop_assert_eq!(counted + refused, usize::from(known), "{} in {}", fact.id, id);
            }
        }
    }

    /// Days pass without any act: facts known and states as at the first day, only the clock moves.
    #[test]
    fn the_answer_holds_until_the_day_it_names(facts in any_facts(), on in 0i64..700) {
        let version = everything();
        let mut still = facts.clone();
        still.facts.retain(|fact| fact.state_at(at(on)).is_some());
        for fact in &mut still.facts {
            fact.state = fact.state_at(at(on)).unwrap();
            fact.state_since = None;
            for signature in &mut fact.confirmed {
                signature.at = at(0);
            }
        }
        let first = assess(&version, &still, at(on));
        let last = first.holds_until.map_or(on + 400, |until| until.days_since(day("2025-07-01")) - 1);
        for later in [on + 1, on + 7, (on + last) / 2, last].into_iter().filter(|later| *later > on && *later <= last) {
            let then = assess(&version, &still, at(later));
            for (now, then) in first.requirements.iter().zip(&then.requirements) {
                prop_assert_eq!(now, then, "{} days later", later - on);
            }
        }
    }

    #[test]
    fn what_blocks_nobody_changes_nobody(facts in any_facts(), on in 0i64..1000) {
        let mut version = everything();
        let before = assess(&version, &facts, at(on));
        let mut soft = version.requirement("capped").unwrap().clone();
        soft.code = "soft".to_owned();
        soft.provenance.illustrative = true;
        version.requirements.push(soft);
        for requirement in &mut version.requirements {
            if requirement.code == "exam" {
                requirement.needs.push("soft".to_owned());
            }
        }
        let after = assess(&version, &facts, at(on));
        for standing in before.requirements.iter().filter(|standing| standing.id != "exam") {
            prop_assert_eq!(standing, &of(&after, &standing.id));
        }
        prop_assert_eq!(of(&before, "exam").locked, of(&after, "exam").locked);
        prop_assert_eq!(of(&before, "exam").met, of(&after, "exam").met);
    }

    #[test]
    fn facts_survive_json(facts in any_facts()) {
        let text = serde_json::to_string(&facts).unwrap();
        prop_assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
    }

    #[test]
    fn assessments_survive_json(facts in any_facts(), on in 0i64..1000) {
        let assessment = assess(&everything(), &facts, at(on));
        let text = serde_json::to_string(&assessment).unwrap();
        prop_assert_eq!(serde_json::from_str::<Assessment>(&text).unwrap(), assessment);
    }
}
