//! What closes an enrolment, when it ends, what recording something would change, and with what somebody is
//! entrusted: all without a database.

use super::{day, fact, facts, one, requirement, text, version};
use crate::domain::fact::{Enrolment, FactState, LifeState};
use crate::domain::kind::Outcome;
use crate::domain::life::{Happened, Happening, changes};
use crate::domain::progress::{Closed, Entrusted, closed, entrusted, frozen, last_day};
use crate::domain::time::Moment;

const COUNT: &str = "count = \"bypass-case\"\ntarget = 3\nunit = \"cases\"";

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn on(what: Happening, from: &str, until: Option<&str>) -> Happened {
    Happened { until: until.map(day), ..Happened::on(what, day(from)) }
}

fn lived(all: &[Happened]) -> Enrolment {
    let mut enrolment = Enrolment::begun(day("2025-09-01"));
    all.iter().for_each(|one| one.put(&mut enrolment, "Lea", "why", None));
    enrolment
}

#[test]
fn a_deadline_closes_after_its_instant_and_an_end_from_its_day_on() {
    let plain = one("", COUNT);
    let instant = at("2026-11-12T10:00:00Z");
    let deadline = Happened { at: Some(instant), ..on(Happening::Deadline, "2026-11-01", None) };
    let own = lived(std::slice::from_ref(&deadline));
    assert_eq!(closed(&plain, &own, instant), None, "what comes at the instant is in time");
    let after = instant.plus_millis(1);
    assert_eq!(closed(&plain, &own, after), Some(Closed::Frozen(instant)));
    assert_eq!(frozen(&plain, &own, after), Some(instant));
    let left = on(Happening::Withdrawal, "2026-11-12", None);
    let gone = lived(std::slice::from_ref(&left));
    assert_eq!(closed(&plain, &gone, at("2026-11-11T23:59:00Z")), None);
    let over = Closed::Over(LifeState::Withdrawn, day("2026-11-12"));
    assert_eq!(closed(&plain, &gone, at("2026-11-12T00:00:00Z")), Some(over));
    assert!(!over.is_frozen());
    assert!(closed(&plain, &lived(&[deadline, left]), after).unwrap().is_frozen());
    let sentence = Closed::Frozen(instant).sentence("The MSc", chrono_tz::Europe::London);
    assert!(
        sentence.starts_with("The MSc was frozen on 12 November 2026, 10:00: nothing more"),
        "{sentence}"
    );
}

#[test]
fn the_programmes_own_last_day_moves_and_one_that_was_set_does_not() {
    let plain = one("", COUNT);
    let now = at("2026-11-12T09:00:00Z");
    let away = on(Happening::TimeOut, "2026-10-01", Some("2026-10-30"));
    assert_eq!(last_day(&plain, &lived(&[]), now), Some(day("2027-08-31")));
    assert_eq!(last_day(&plain, &lived(std::slice::from_ref(&away)), now), Some(day("2027-09-30")));
    let set = Enrolment { ends: Some(day("2027-06-30")), ..lived(std::slice::from_ref(&away)) };
    assert_eq!(last_day(&plain, &set, now), Some(day("2027-06-30")));
    let longer = on(Happening::Extension, "2026-11-12", Some("2028-01-31"));
    assert_eq!(last_day(&plain, &lived(&[away, longer]), now), Some(day("2028-01-31")));
}

#[test]
fn what_would_change_is_said_for_each_requirement() {
    let due = one("due = { months = 12 }", COUNT);
    let now = at("2025-11-12T09:00:00Z");
    let before = facts(Vec::new());
    let away = on(Happening::TimeOut, "2025-10-01", Some("2025-10-30"));
    assert_eq!(
        changes(&due, &before, &away, now),
        [
            "The last day moves from 31 August 2027 to 30 September 2027.",
            "The x: due 1 October 2026 instead of 1 September 2026."
        ]
    );
    let back = on(Happening::Completion, "2025-11-12", None);
    let said = changes(&due, &before, &back, now);
    assert_eq!(said[0], "The last day stays 31 August 2027.");
    assert!(said[1].starts_with("From 12 November 2025 on nothing more is asked"));
}

#[test]
fn entrusted_is_what_was_signed_off_by_another_at_the_level_and_has_not_run_out() {
    let list = "signoff = \"bypass-case\"\nitem = \"procedure\"\nexpires_months = 6\n\
        items = [{ code = \"aortic\", title = \"Aortic\" }, { code = \"cabg\", title = \"Grafts\" }]";
    let version = version(&requirement("list", "", list));
    let good = fact("a", "bypass-case", "2026-02-01", &[("procedure", text("aortic"))]);
    let mut all = vec![good.clone()];
    let mut but = |change: fn(&mut crate::domain::fact::Fact)| {
        let mut other = good.clone();
        change(&mut other);
        all.push(other);
    };
    but(|one| one.state = FactState::Submitted);
    but(|one| one.outcome = Some(Outcome::Unsatisfactory));
    but(|one| one.confirmed.iter_mut().for_each(|signature| signature.own = true));
    but(|one| one.filed = false);
    but(|one| drop(one.values.insert("procedure".to_owned(), text("valve"))));
    let (from, until) = (day("2026-02-01"), Some(day("2026-07-31")));
    let found = entrusted(&version, &all);
    assert_eq!(found, [Entrusted { code: "aortic".to_owned(), from, until }]);
    let holds = |on: &str| found[0].holds_on(day(on));
    assert_eq!(
        (holds("2026-01-31"), holds("2026-02-01"), holds("2026-07-31"), holds("2026-08-01")),
        (false, true, true, false)
    );
}
