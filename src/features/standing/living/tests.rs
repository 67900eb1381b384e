use super::*;
use crate::domain::life::{Happened, Happening};

fn version() -> Version {
    let kind = std::fs::read_to_string("programmes/kinds/bypass-case.toml").unwrap();
    let kinds = [crate::domain::kind::read(&kind).unwrap()];
    let text = "programme = \"p\"\nversion = \"1\"\ntitle = \"P\"\nbody = \"B\"\nmonths = 24\n\
        freeze = { day = 2027-09-15, time = \"17:00\", zone = \"Europe/London\" }\n\
        [[kinds]]\nkind = \"bypass-case\"\nversion = 1\n\
        [[requirements]]\ncode = \"cases\"\ntitle = \"Cases\"\nsource = \"here\"\n\
        [requirements.rule]\ncount = \"bypass-case\"\ntarget = 1\nunit = \"cases\"\n";
    crate::domain::programme::read(text, &kinds).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn on(what: Happening, from: &str, until: Option<&str>) -> Happened {
    Happened { until: until.map(day), ..Happened::on(what, day(from)) }
}

/// What is said on a day, through what is kept.
fn told(all: &[Happened], at: &str) -> Vec<String> {
    let version = version();
    let mut enrolment = begun(day("2025-09-01"), day("2027-08-31"), "Europe/London", &version);
    all.iter().for_each(|one| one.put(&mut enrolment, "Lea", "why", None));
    let kept = KeptLife::read(&KeptLife::of(&enrolment).written());
    let span = (day("2025-09-01"), day("2027-08-31"));
    let again = kept.enrolment(span, "Europe/London", &version);
    said(&version, &again, at.parse().unwrap())
}

const FREEZES: &str = "Freezes on 15 September 2027, 17:00: nothing is filed or decided after that";

#[test]
fn an_enrolment_to_which_nothing_happened_keeps_nothing() {
    let enrolment = begun(day("2025-09-01"), day("2027-08-31"), "Europe/London", &version());
    assert_eq!(enrolment.ends, None, "the programme's own last day was set by nobody");
    assert_eq!(KeptLife::of(&enrolment).written(), "");
    assert_eq!(KeptLife::read("nonsense"), KeptLife::default());
    assert_eq!(told(&[], "2026-11-12T09:00:00Z"), [FREEZES]);
}

#[test]
fn each_state_has_its_sentence() {
    use Happening::*;
    let away = on(TimeOut, "2026-10-01", Some("2027-03-03"));
    let part = Happened { percent: Some(60), ..on(Working, "2026-09-01", None) };
    assert_eq!(
        told(&[away.clone(), part.clone()], "2026-11-12T09:00:00Z"),
        ["On time out until 3 March 2027", "60 % of whole time since 1 September 2026", FREEZES]
    );
    assert_eq!(told(&[away], "2026-09-12T09:00:00Z")[0], "Time out from 1 October 2026 until 3 March 2027");
    let open = on(TimeOut, "2026-10-01", None);
    assert_eq!(
        told(std::slice::from_ref(&open), "2026-11-12T09:00:00Z")[0],
        "On time out since 1 October 2026"
    );
    let back = on(Return, "2026-12-01", None);
    assert_eq!(told(&[open, back], "2026-11-12T09:00:00Z")[1], "Returns on 1 December 2026");
    let left = Happened { award: "PGCert".to_owned(), ..on(Withdrawal, "2026-11-01", None) };
    assert_eq!(told(&[left], "2026-11-12T09:00:00Z"), ["Withdrawn on 1 November 2026, exit award PGCert"]);
    let longer = on(Extension, "2026-11-01", Some("2028-06-30"));
    assert_eq!(told(std::slice::from_ref(&longer), "2026-11-12T09:00:00Z")[0], "Extended to 30 June 2028");
    let again = on(TimeOut, "2026-11-05", Some("2026-12-01"));
    let both = told(&[longer, again], "2026-11-12T09:00:00Z");
    assert_eq!(both[..2], ["On time out until 1 December 2026", "Extended to 30 June 2028"]);
    for (what, sentence) in [
        (Transfer, "Moved elsewhere on 1 November 2026"),
        (Completion, "Completed on 1 November 2026"),
        (Incomplete, "Ended incomplete on 1 November 2026"),
        (Withdrawal, "Withdrawn on 1 November 2026, without an award"),
    ] {
        assert_eq!(told(&[on(what, "2026-11-01", None)], "2026-11-12T09:00:00Z"), [sentence]);
    }
}

#[test]
fn a_deadline_is_told_before_and_after_it() {
    assert_eq!(told(&[], "2027-09-15T15:59:00Z"), [FREEZES]);
    let frozen = "Frozen on 15 September 2027, 17:00: reading and downloading go on";
    assert_eq!(told(&[], "2027-09-15T16:01:00Z"), [frozen]);
    let own = Happened {
        at: Some("2027-10-01T11:00:00Z".parse().unwrap()),
        ..on(Happening::Deadline, "2027-09-01", None)
    };
    let told = told(&[own], "2027-09-20T09:00:00Z");
    assert_eq!(told, ["Freezes on 1 October 2027, 12:00: nothing is filed or decided after that"]);
}
