use super::*;
use crate::domain::policy::samples::{code_of, day, somebody};
use crate::domain::time::DEFAULT_ZONE;

fn away(from: u32, until: u32) -> AwayCase {
    AwayCase {
        person: AccountId::new("sue"),
        name: "Sue Carter".to_owned(),
        led: false,
        from: day(from),
        until: day(until),
        today: day(12),
        other: None,
        stands_in: Vec::new(),
        deputy: Some(DeputyCase {
            deputy: AccountId::new("tom"),
            name: "Tom Hill".to_owned(),
            staff: true,
            away: None,
            unfit: Vec::new(),
            leave: false,
        }),
    }
}

fn with(change: impl FnOnce(&mut DeputyCase)) -> AwayCase {
    let mut case = away(13, 24);
    if let Some(deputy) = case.deputy.as_mut() {
        change(deputy);
    }
    case
}

#[test]
fn one_is_away_oneself_or_by_ones_lead_and_a_deputy_must_fit() {
    let unfit = |why| move |one: &mut DeputyCase| one.unfit = vec![("Ann Field".to_owned(), why)];
    let rows = [
        ("sue", away(13, 24), "ok"),
        ("sue", away(1, 12), "ok"),
        ("lea", AwayCase { led: true, ..away(13, 24) }, "ok"),
        ("eve", away(13, 24), "away-not-yours"),
        ("sue", away(24, 13), "away-turned"),
        ("sue", away(1, 11), "away-past"),
        ("sue", AwayCase { until: day(12).plus_months(12), ..away(13, 24) }, "ok"),
        ("sue", AwayCase { until: day(13).plus_months(12), ..away(13, 24) }, "away-long"),
        ("sue", AwayCase { other: Some((day(20), day(21))), ..away(13, 24) }, "away-twice"),
        ("sue", AwayCase { stands_in: vec!["Una".to_owned()], ..away(13, 24) }, "away-deputy"),
        ("sue", AwayCase { deputy: None, ..away(13, 24) }, "ok"),
        ("sue", with(|one| one.deputy = AccountId::new("sue")), "deputy-oneself"),
        ("sue", with(|one| one.staff = false), "deputy-no-staff"),
        ("sue", with(|one| one.away = Some((day(20), Some("Sue Carter".to_owned())))), "deputy-away"),
        ("sue", with(unfit(Unfit::Themself)), "deputy-unfit"),
        ("sue", with(unfit(Unfit::SameProgramme)), "deputy-unfit"),
        ("sue", with(unfit(Unfit::NotAppointed)), "deputy-unfit"),
    ];
    for (asker, case, expected) in rows {
        assert_eq!(code_of(may_be_away(&somebody(asker), &case)), expected, "{asker} {case:?}");
    }
    let left = with(|one| {
        one.unfit = vec![("Ann Field".to_owned(), Unfit::NotAppointed)];
        one.leave = true;
    });
    assert_eq!(code_of(may_be_away(&somebody("sue"), &left)), "ok", "whoever names them knows");
}

#[test]
fn the_fault_names_each_trainee_once() {
    let case = with(|one| {
        one.unfit = [("Cy", Unfit::NotAppointed), ("Ann", Unfit::NotAppointed), ("Ann", Unfit::NotAppointed)]
            .map(|(name, why)| (name.to_owned(), why))
            .to_vec();
        one.unfit.push(("Ben".to_owned(), Unfit::SameProgramme));
    });
    let sentence = may_be_away(&somebody("sue"), &case).unwrap_err().sentence;
    assert!(
        sentence.starts_with(
            "Tom Hill is a trainee on the same programme as Ben, and is not appointed for Ann and Cy."
        ),
        "{sentence}"
    );
    let chain = with(|one| one.away = Some((day(20), Some("Sue Carter".to_owned()))));
    let sentence = may_be_away(&somebody("sue"), &chain).unwrap_err().sentence;
    assert_eq!(
        sentence,
        "Tom Hill is away too until 20 November 2026, with Sue Carter as deputy. Name somebody who is there."
    );
}

#[test]
fn an_absence_ends_by_its_person_or_their_lead() {
    let case =
        |led, stands| BackCase { absence: AbsenceId::new("a"), person: AccountId::new("sue"), led, stands };
    for (asker, led, stands, expected) in [
        ("sue", false, true, "ok"),
        ("lea", true, true, "ok"),
        ("tom", false, true, "away-not-yours"),
        ("sue", false, false, "back-already"),
    ] {
        assert_eq!(code_of(may_come_back(&somebody(asker), &case(led, stands))), expected, "{asker}");
    }
}

#[test]
fn a_request_is_handed_over_by_those_whose_it_is_to_somebody_entitled() {
    let case = HandCase {
        request: RequestId::new("r"),
        owner: AccountId::new("ann"),
        asked: AccountId::new("sue"),
        open: true,
        leads: false,
        to: AccountId::new("tom"),
        entitled: true,
        with_writer: false,
    };
    let rows = [
        ("ann", case.clone(), "ok"),
        ("sue", case.clone(), "ok"),
        ("lea", HandCase { leads: true, ..case.clone() }, "ok"),
        ("tom", case.clone(), "hand-not-yours"),
        ("ann", HandCase { open: false, ..case.clone() }, "hand-closed"),
        ("ann", HandCase { to: AccountId::new("sue"), ..case.clone() }, "hand-same"),
        ("sue", HandCase { to: AccountId::new("ann"), ..case.clone() }, "own-work"),
        ("ann", HandCase { entitled: false, ..case.clone() }, "not-entitled"),
        ("ann", HandCase { with_writer: true, ..case.clone() }, "with-its-writer"),
        ("sue", HandCase { with_writer: true, ..case.clone() }, "ok"),
        ("lea", HandCase { with_writer: true, leads: true, ..case.clone() }, "ok"),
    ];
    for (asker, case, expected) in rows {
        assert_eq!(code_of(may_hand_over(&somebody(asker), &case)), expected, "{asker} {case:?}");
    }
}

#[test]
fn a_request_is_reminded_of_once_a_week() {
    let at = |text: &str| text.parse::<Moment>().unwrap();
    let case = |waiting: Vec<(&str, Option<&str>)>| RemindCase {
        waiting: waiting.into_iter().map(|(id, last)| (RequestId::new(id), last.map(at))).collect(),
        name: "Sue Carter".to_owned(),
        now: at("2026-11-12T09:00:00Z"),
        zone: DEFAULT_ZONE,
    };
    let ann = somebody("ann");
    assert_eq!(code_of(may_remind(&ann, &case(vec![]))), "nothing-waits");
    let (old, new) = (Some("2026-11-05T09:00:00Z"), Some("2026-11-06T09:00:00Z"));
    let granted = may_remind(&ann, &case(vec![("a", None), ("b", old), ("c", new)])).unwrap();
    assert_eq!(granted.act().requests, ["a", "b"].map(RequestId::new));
    let refused = may_remind(&ann, &case(vec![("c", new)])).unwrap_err();
    assert_eq!(
        refused.sentence,
        "Sue Carter was reminded on 6 November 2026. The next reminder is possible from 13 November 2026."
    );
}
