//! What the forms of this room take.

use super::*;

fn read(more: &[(&'static str, &'static str)]) -> (Option<Plan>, Vec<String>) {
    let days = [("held-day", "3"), ("held-month", "12"), ("held-year", "2026")];
    let by = [("prepare-day", "26"), ("prepare-month", "11"), ("prepare-year", "2026"), ("sort", "midterm")];
    let words: Words = days.iter().chain(&by).chain(more).copied().collect();
    let mut faults = Faults::none();
    let plan = Plan::read(&words, &mut faults);
    (plan, faults.iter().map(|(field, _)| field.to_owned()).collect())
}

#[test]
fn a_chair_is_one_of_the_panel() {
    assert!(read(&[]).1.is_empty());
    assert!(read(&[("panel", "p"), ("panel", "q"), ("chair", "q")]).1.is_empty());
    assert_eq!(read(&[("panel", "p"), ("chair", "q")]).1, ["chair"]);
    assert_eq!(read(&[("chair", "guest")]).1, ["chair"]);
    assert!(read(&[("guest", "pam@uni.example"), ("chair", "guest")]).1.is_empty());
    assert_eq!(read(&[("guest", "pam")]).1, ["guest"]);
}

#[test]
fn a_review_comes_after_it_was_prepared() {
    let words: Words = [
        ("sort", "midterm"),
        ("held-day", "1"),
        ("held-month", "12"),
        ("held-year", "2026"),
        ("prepare-day", "2"),
        ("prepare-month", "12"),
        ("prepare-year", "2026"),
    ]
    .into_iter()
    .collect();
    let mut faults = Faults::none();
    let _ = Plan::read(&words, &mut faults);
    assert!(faults.about("held").is_some());
    let mut faults = Faults::none();
    assert!(Plan::read(&Words::default(), &mut faults).is_none());
    let named: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
    assert_eq!(named, ["sort", "prepare", "held"]);
}

#[test]
fn a_condition_has_words_and_a_day_or_neither() {
    let read = |more: &[(&'static str, &'static str)]| {
        let base = [("outcome", "on-course"), ("reasons", "Good.")];
        let words: Words = base.iter().chain(more).copied().collect();
        let mut faults = Faults::none();
        let read = Conclusion::read(&words, &mut faults);
        (read, faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>())
    };
    let day = [("due-1-day", "1"), ("due-1-month", "3"), ("due-1-year", "2027")];
    let whole = [&day[..], &[("condition-1", "Log five more")]].concat();
    let (given, faults) = read(&whole);
    assert!(faults.is_empty());
    assert_eq!(given.unwrap().conditions, [("Log five more".to_owned(), Day::of(2027, 3, 1).unwrap())]);
    assert_eq!(read(&day).1, ["condition-1"]);
    assert_eq!(read(&[("condition-1", "Log five more")]).1, ["due-1"]);
    assert!(read(&[]).1.is_empty());
    assert_eq!(read(&[("next-day", "40"), ("next-month", "1"), ("next-year", "2027")]).1, ["next"]);
}

#[test]
fn an_answer_that_changes_nothing_needs_only_reasons() {
    let read = |pairs: &[(&'static str, &'static str)]| {
        let words: Words = pairs.iter().copied().collect();
        let mut faults = Faults::none();
        let read = Answered::read(&words, &mut faults);
        (read.map(|one| one.changes), faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(read(&[("verdict", "upheld"), ("reasons", "As before.")]), (Some(false), vec![]));
    assert_eq!(
        read(&[("verdict", "changed"), ("reasons", "Now.")]),
        (Some(true), vec!["outcome".to_owned()])
    );
    assert_eq!(read(&[("verdict", "upheld")]).1, ["reasons"]);
    let stays = [("verdict", "upheld"), ("reasons", "As before.")];
    for another in [("outcome", "on-course"), ("condition-1", "Log five"), ("next-year", "2027")] {
        let both: Vec<(&str, &str)> = stays.into_iter().chain([another]).collect();
        assert_eq!(read(&both).1, ["verdict"], "{another:?}");
    }
    assert!(read(&[stays[0], stays[1], ("outcome", ""), ("due-1-day", " ")]).1.is_empty());
    assert_eq!(read(&[]).1, ["verdict", "reasons"]);
}
