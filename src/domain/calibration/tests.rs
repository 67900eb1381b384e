use super::*;

fn at(hours: i64) -> Moment {
    Moment::of_millis(hours * 3_600_000)
}

fn act(signer: &str, took: i64, returned: bool, level: &str) -> Act {
    Act {
        signer: AccountId::new(signer),
        kind: "case".to_owned(),
        asked: Some(at(1_000)),
        at: at(1_000 + took),
        returned,
        level: level.to_owned(),
        batched: false,
    }
}

fn all(acts: &[Act]) -> Vec<&Act> {
    acts.iter().collect()
}

#[test]
fn own_figures_are_a_median_and_a_share() {
    let acts = [act("sue", 1, false, "a"), act("sue", 5, true, ""), act("sue", 90, false, "b")];
    let own = figures(&all(&acts)).unwrap();
    assert_eq!(own, Figures { decided: 3, median_hours: Some(5), returned: 33 });
    assert_eq!(figures(&[]), None);
    let unasked = Act { asked: None, ..act("sue", 1, false, "") };
    assert_eq!(figures(&[&unasked]).unwrap().median_hours, None);
    assert_eq!(figures(&all(&acts[..2])).unwrap().median_hours, Some(1), "the lower of two");
}

#[test]
fn a_department_is_five_people_besides_the_reader_and_one_who_decides_a_lot_is_one_of_them() {
    let mut acts: Vec<Act> = ["a", "b", "c", "d"].iter().map(|who| act(who, 10, false, "x")).collect();
    let sue = AccountId::new("sue");
    acts.push(act("sue", 1, true, ""));
    assert_eq!(beside(&acts, &sue), None, "four others are too few");
    assert_eq!(spreads(&acts, &[], &sue, "case").1, None);
    acts.extend((0..100).map(|_| act("e", 500, true, "")));
    let (people, figures) = beside(&acts, &sue).unwrap();
    assert_eq!((people, figures.median_hours, figures.returned), (5, Some(10), 0));
    assert_eq!(beside(&acts, &AccountId::new("a")).unwrap().0, 5, "each reads the others");
    acts.retain(|act| act.signer.as_str() != "sue");
    assert_eq!(beside(&acts, &AccountId::new("a")), None);
}

#[test]
fn a_departments_time_is_of_five_who_were_asked() {
    let sue = AccountId::new("sue");
    let unasked = |who: &str| Act { asked: None, ..act(who, 1, true, "") };
    let mut acts: Vec<Act> = ["a", "b", "c", "d"].iter().map(|who| unasked(who)).collect();
    acts.push(act("e", 77, false, "x"));
    let (people, figures) = beside(&acts, &sue).unwrap();
    assert_eq!((people, figures.returned), (5, 100), "all five decided");
    assert_eq!(figures.median_hours, None, "one of them was asked: that would be the time of that one");
    acts.extend(["a", "b", "c"].iter().map(|who| act(who, 10, false, "x")));
    assert_eq!(beside(&acts, &sue).unwrap().1.median_hours, None, "four were asked");
    acts.push(act("d", 10, false, "x"));
    assert_eq!(beside(&acts, &sue).unwrap().1.median_hours, Some(10));
}

#[test]
fn a_spread_is_of_a_hundred_signatures_of_one_kind() {
    let own = [act("sue", 1, false, "low"), act("sue", 1, false, "low"), act("sue", 1, false, "high")];
    let returned = act("sue", 1, true, "low");
    let other = Act { kind: "dops".to_owned(), ..act("sue", 1, false, "low") };
    let mine: Vec<&Act> = own.iter().chain([&returned, &other]).collect();
    let mut acts: Vec<Act> = ["a", "b", "c", "d"].iter().map(|who| act(who, 1, false, "low")).collect();
    acts.push(act("e", 1, false, "high"));
    let (own, theirs) = spreads(&acts, &mine, &AccountId::new("sue"), "case");
    assert_eq!(own.unwrap(), [("high".to_owned(), 33), ("low".to_owned(), 67)].into());
    assert_eq!(theirs.unwrap(), [("high".to_owned(), 20), ("low".to_owned(), 80)].into());
    acts.pop();
    assert_eq!(spreads(&acts, &mine, &AccountId::new("sue"), "case").1, None);
    assert_eq!(spreads(&acts, &mine, &AccountId::new("sue"), "cpd").0, None);
}

#[test]
fn most_of_at_least_ten_is_a_pattern() {
    let late = |count: usize, of: usize| -> Vec<Act> {
        (0..of).map(|n| act("sue", if n < count { LATE_DAYS * 24 + 1 } else { 3 }, false, "")).collect()
    };
    let codes = |acts: &[Act]| patterns(&all(acts)).into_iter().map(|(one, ..)| one).collect::<Vec<_>>();
    assert_eq!(codes(&late(6, 10)), [Pattern::Late]);
    assert_eq!(codes(&late(5, 10)), [], "half is not most");
    assert_eq!(codes(&late(9, 9)), [], "nine are too few");
    let bulk: Vec<Act> =
        late(0, 10).into_iter().enumerate().map(|(n, act)| Act { batched: n < 6, ..act }).collect();
    assert_eq!(codes(&bulk), [Pattern::Bulk]);
    let (pattern, part, of) = patterns(&all(&late(6, 10)))[0];
    assert_eq!(
        said(pattern, part, of, "your"),
        "6 of your 10 decisions of the last 90 days came more than 14 days after the request."
    );
    assert_eq!(
        said(Pattern::Bulk, 6, 10, "Sue Carter’s"),
        "6 of Sue Carter’s 10 signatures of the last 90 days were given in batches, after a look at one."
    );
}

#[test]
fn it_is_off_until_a_day_and_that_day_is_two_weeks_ahead() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert_eq!(Shown::read("off"), Shown::Off);
    assert_eq!(Shown::read("rubbish"), Shown::Off);
    let from = Shown::From(day("2026-11-26"));
    assert_eq!(Shown::read(&from.written()), from);
    assert!(!from.is_on(day("2026-11-25")) && from.is_on(day("2026-11-26")));
    assert!(!Shown::Off.is_on(day("2026-11-26")));
    assert_eq!(earliest(day("2026-11-12")), day("2026-11-26"));
    assert_eq!(seen_by_leads_from(at(0)), at(OWN_DAYS * 24));
}
