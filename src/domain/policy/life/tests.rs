//! The whole table: who, what, and on which day.

use super::*;
use crate::domain::policy::samples::{code_of, day, somebody};
use crate::domain::role::Scope;
use crate::domain::territory::Over;

fn spot() -> Spot {
    Spot::within(Over::of(Scope::Department, "d"), [Over::of(Scope::Institution, "inst")])
}

fn case(wanted: Happened, before: &[Happened]) -> LifeCase {
    let mut enrolment = Enrolment::begun(day(2));
    before.iter().for_each(|one| one.put(&mut enrolment, "Lea", "before", None));
    LifeCase {
        trainee: AccountId::new("ann"),
        spot: spot(),
        territory: Territory::of([Over::of(Scope::Department, "d")]),
        wanted,
        enrolment,
        today: day(12),
        now: somebody("lea").now,
        last_day: day(25),
        exits: vec!["PGCert".to_owned()],
        grace_most: Some(day(28)),
        reason_given: true,
    }
}

fn on(what: Happening, number: u32) -> Happened {
    Happened::on(what, day(number))
}

fn until(what: Happening, from: u32, last: u32) -> Happened {
    Happened { until: Some(day(last)), ..on(what, from) }
}

#[test]
fn what_happens_fits_what_happened() {
    use Happening::*;
    let away = [on(TimeOut, 5)];
    let back = [until(TimeOut, 5, 8)];
    let left = [on(Withdrawal, 10)];
    let leaves = [on(Withdrawal, 20)];
    let now = somebody("lea").now;
    let at = |seconds| Happened { at: Some(now.plus_seconds(seconds)), ..on(Deadline, 12) };
    let share = |percent| Happened { percent, ..on(Working, 12) };
    let award = |award: &str| Happened { award: award.to_owned(), ..on(Withdrawal, 12) };
    let table: Vec<(&str, Happened, &[Happened], &str)> = vec![
        ("time out", on(TimeOut, 12), &[], "ok"),
        ("of one day", until(TimeOut, 12, 12), &[], "ok"),
        ("backwards", until(TimeOut, 12, 11), &[], "life-until-before"),
        ("before the start", on(TimeOut, 1), &[], "life-before-start"),
        ("away twice", on(TimeOut, 7), &away, "life-out-already"),
        ("away again", on(TimeOut, 9), &back, "ok"),
        ("back", on(Return, 9), &away, "ok"),
        ("back on the first day", on(Return, 5), &away, "life-not-out"),
        ("back from nowhere", on(Return, 9), &[], "life-not-out"),
        ("back twice", on(Return, 9), &back, "life-not-out"),
        ("most of the time", share(Some(60)), &[], "ok"),
        ("never", share(Some(0)), &[], "life-percent"),
        ("too much", share(Some(101)), &[], "life-percent"),
        ("nothing said", share(None), &[], "life-percent"),
        ("longer", until(Extension, 12, 26), &[], "ok"),
        ("no longer", until(Extension, 12, 25), &[], "life-extension-earlier"),
        ("while away", until(Extension, 6, 26), &away, "life-extension-out"),
        ("grace", until(Grace, 12, 28), &[], "ok"),
        ("too much grace", until(Grace, 12, 29), &[], "life-grace-most"),
        ("deadline", at(1), &[], "ok"),
        ("deadline gone", at(0), &[], "life-deadline-past"),
        ("with an award", award("PGCert"), &[], "ok"),
        ("with nothing", award(""), &[], "ok"),
        ("with another's award", award("PhD"), &[], "life-award"),
        ("moved", on(Transfer, 12), &[], "ok"),
        ("done", on(Completion, 12), &[], "ok"),
        ("not done", on(Incomplete, 12), &[], "ok"),
        ("after the end", on(TimeOut, 12), &left, "life-over"),
        ("twice the end", on(Completion, 12), &left, "life-over"),
        ("before a coming end", on(TimeOut, 12), &leaves, "ok"),
        ("after a coming end", on(TimeOut, 21), &leaves, "life-over"),
    ];
    for (what, wanted, before, code) in table {
        assert_eq!(code_of(may_record_life(&somebody("lea"), &case(wanted, before))), code, "{what}");
    }
    let mut none = case(until(Grace, 12, 28), &[]);
    none.grace_most = None;
    assert_eq!(code_of(may_record_life(&somebody("lea"), &none)), "life-grace-none");
}

#[test]
fn it_is_the_leads_to_say_and_to_take_back_with_a_reason() {
    for (asker, led, reason, code) in [
        ("lea", "d", true, "ok"),
        ("lea", "d", false, "life-reason"),
        ("lea", "e", true, "enrolment-outside"),
        ("ann", "d", true, "own-enrolment"),
    ] {
        let mut one = case(on(Happening::Transfer, 12), &[]);
        one.territory = Territory::of([Over::of(Scope::Department, led)]);
        one.reason_given = reason;
        let asker = somebody(asker);
        assert_eq!(code_of(may_record_life(&asker, &one)), code);
        let back = may_take_life_back(&asker, &one.trainee, (&one.spot, &one.territory), reason);
        assert_eq!(code_of(back), code);
    }
}
