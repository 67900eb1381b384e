//! What nobody may be able to tell from a round, and how whom to ask is typed.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::domain::assessor::Mailbox;
use crate::domain::kind::{Kind, Value, Values, read};
use crate::domain::names::AccountId;

const SHIPPED: &str = include_str!("../../../programmes/kinds/colleague-feedback.toml");
const ROUNDS: &str = include_str!("../../../programmes/kinds/feedback-round.toml");

fn kind() -> Kind {
    read(SHIPPED).unwrap()
}

fn answer(group: &str, levels: &[(&str, &str)]) -> Answer {
    let said = |(code, level): &(&str, &str)| ((*code).to_owned(), Value::Text((*level).to_owned()));
    Answer { group: group.to_owned(), ratings: levels.iter().map(said).collect() }
}

fn team(group: &str, level: &str) -> Answer {
    answer(group, &[("team", level)])
}

#[test]
fn the_shipped_form_can_be_asked_with() {
    let kind = kind();
    let form = Form(&kind);
    assert!(form.is_whole());
    assert_eq!((form.questions().count(), form.free().count(), form.groups().len()), (6, 2, 4));
    for question in form.questions() {
        let levels = question.levels.iter().map(|level| question.figure(&level.code));
        assert_eq!(levels.collect::<Vec<_>>(), [Some(1), Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(question.figure("cannot-say"), None);
        for level in form.levels() {
            assert!(question.field.choices().iter().any(|choice| choice.code == level.code));
        }
    }
    let rounds = read(ROUNDS).unwrap();
    let counts = |group: &str| form.counts_as(group, &rounds).map(|field| field.code.clone());
    for group in form.groups() {
        assert!(counts(&group.code).is_some(), "{} counts as nothing", group.code);
    }
    assert_eq!(counts("clinical-trainees").as_deref(), Some("clinical"));
    assert_eq!(counts("others-staff").as_deref(), Some("others"));
    assert_eq!(counts("nobody-known"), None);
    assert!(form.asked().field("group").is_none() && form.asked().field("well").is_some());
    assert!(form.of_oneself().field("well").is_none() && form.of_oneself().field("team").is_some());
}

#[test]
fn words_are_taken_apart_from_what_is_rated() {
    let kind = kind();
    let mut values = Values::new();
    values.insert("team".to_owned(), Value::Text("better".to_owned()));
    values.insert("well".to_owned(), Value::Text("Calm.".to_owned()));
    let (ratings, words) = Form(&kind).apart(values);
    assert_eq!(ratings.keys().collect::<Vec<_>>(), ["team"]);
    assert_eq!(words, [("well".to_owned(), "Calm.".to_owned())]);
}

#[test]
fn one_colleague_a_line_with_the_address_last() {
    let found = lines(
        "Priya Nair p.nair@northgate.nhs.uk\n\n Dr O’Neill <t.oneill@northgate.nhs.uk>\r\nA, B, a.b@x.org",
    )
    .unwrap();
    let told: Vec<_> = found.iter().map(|line| (line.name.as_str(), line.address.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Priya Nair", "p.nair@northgate.nhs.uk"),
            ("Dr O’Neill", "t.oneill@northgate.nhs.uk"),
            ("A B", "a.b@x.org")
        ]
    );
    for (wrong, said) in [
        ("", "at least one"),
        ("Priya Nair", "Line 1"),
        ("A a@x.org\n\nb@x.org", "Line 3"),
        ("A a@x.org\nB b@x", "Line 2"),
    ] {
        let why = lines(wrong).unwrap_err();
        assert!(why.contains(said), "{wrong:?}: {why}");
    }
}

fn given() -> Given {
    let known = |person: &str, trainee| Known { person: AccountId::new(person), trainee };
    Given {
        owner: Some(AccountId::new("ann")),
        own_mailboxes: vec![Mailbox::folded("ann@x.org")],
        supervisor: Some(AccountId::new("sue")),
        there: vec!["there@x.org".to_owned()],
        known: HashMap::from([
            ("second@x.org".to_owned(), known("ann", true)),
            ("sue@x.org".to_owned(), known("sue", false)),
            ("ben@x.org".to_owned(), known("ben", true)),
            ("tom@x.org".to_owned(), known("tom", false)),
        ]),
        group: ("clinical-colleagues".to_owned(), "Clinical colleagues".to_owned()),
    }
}

#[test]
fn nobody_is_asked_who_must_not_answer() {
    let says = |typed: &str, given: &Given| looked_over(&lines(typed).unwrap(), given);
    let refused = |typed: &str, part: &str| {
        let why = says(typed, &given()).unwrap_err();
        assert!(why.contains(part), "{typed}: {why}");
    };
    refused("Me ann@x.org", "own address");
    refused("Me Ann+tag@X.org", "own address");
    refused("Me second@x.org", "own address");
    refused("Sue sue@x.org", "gathers the answers");
    refused("There there@x.org", "nobody is asked twice");
    refused("Tom tom@x.org\nTom Tom+2@x.org", "nobody is asked twice");
    refused("Ben ben@x.org", "is a trainee at present");
    assert_eq!(says("Tom tom@x.org\nNew new@x.org", &given()), Ok(()));
    let among_trainees =
        Given { group: ("clinical-trainees".to_owned(), "Fellow trainees".to_owned()), ..given() };
    assert_eq!(says("Ben ben@x.org", &among_trainees), Ok(()));
    let many: String = (0..MOST_RATERS).map(|n| format!("N n{n}@x.org\n")).collect();
    assert!(says(&many, &given()).unwrap_err().contains("At most"));
}

#[test]
fn below_the_floor_no_words_and_no_groups() {
    let kind = kind();
    let form = Form(&kind);
    let of = |count: usize| {
        let all: Vec<Answer> = (0..count).map(|_| team("clinical-senior", "better")).collect();
        put_together(form, &all, &Values::new(), (5, 3))
    };
    let team_of =
        |summary: &Summary| summary.questions.iter().find(|put| put.code == "team").cloned().unwrap();
    assert!(!of(2).can_be_shown() && team_of(&of(2)).whole.is_none());
    assert!(of(3).can_be_shown() && !of(3).words && team_of(&of(3)).groups.is_empty());
    assert!(team_of(&of(4)).whole.is_some() && !of(4).words);
    assert!(of(5).words && team_of(&of(5)).groups.len() == 1);
    // What too few could say of is not shown, however many answered.
    assert!(of(5).questions.iter().any(|put| put.code == "patients" && put.whole.is_none()));
}

#[test]
fn means_and_spread_are_of_levels_only() {
    let kind = kind();
    let mut all = vec![team("clinical-senior", "outstanding"), team("others-staff", "some-work")];
    all.extend([team("others-staff", "expected"), team("others-staff", "cannot-say")]);
    let own = Values::from([("team".to_owned(), Value::Text("better".to_owned()))]);
    let summary = put_together(Form(&kind), &all, &own, (5, 3));
    let put = summary.questions.iter().find(|put| put.code == "team").unwrap();
    let figures = put.whole.as_ref().unwrap();
    assert_eq!(
        (figures.count(), figures.mean().as_str(), figures.spread(), figures.spread_shown().as_str()),
        (3, "3.3", Some((2, 5)), "2 to 5")
    );
    assert_eq!(put.own, Some((4, "Better than expected".to_owned())));
    let told = words(&summary, &[], 0);
    assert!(told.contains("Part of the team: 3.3 on average, 2 to 5 (3 answers); self-rating 4."), "{told}");
    assert!(told.contains("Too few answered for comments"), "{told}");
}

#[test]
fn comments_stand_under_their_questions_and_those_withheld_are_counted() {
    let kind = kind();
    let all: Vec<Answer> = (0..5).map(|_| team("clinical-senior", "better")).collect();
    let summary = put_together(Form(&kind), &all, &Values::new(), (5, 3));
    let comments = [("Well?", "Calm."), ("Well?", "Kind."), ("Change?", "Speak up.")]
        .map(|(q, w)| (q.to_owned(), w.to_owned()));
    let told = words(&summary, &comments, 2);
    assert!(told.contains("\nWell?\n• Calm.\n• Kind.\n\nChange?\n• Speak up.\n"), "{told}");
    assert!(told.ends_with("2 comments were withheld by the supervisor."), "{told}");
    assert!(words(&summary, &comments, 1).ends_with("1 comment was withheld by the supervisor."));
}

proptest! {
    /// Whatever answered: a group that is told apart has the floor, and so has what is left without those groups.
    #[test]
    fn nothing_below_the_floor_can_be_worked_out(
        counts in prop::collection::vec(0_usize..9, 0..7),
        floor in 1_usize..6,
    ) {
        let named: Vec<(String, usize)> =
            counts.iter().enumerate().map(|(at, count)| (format!("g{at}"), *count)).collect();
        let shown = shown_groups(&named, floor);
        let whole: usize = counts.iter().sum();
        let of = |code: &String| named.iter().find(|(known, _)| known == code).unwrap().1;
        let told: usize = shown.iter().map(of).sum();
        for code in &shown {
            prop_assert!(of(code) >= floor);
        }
        prop_assert!(shown.is_empty() || told == whole || whole - told >= floor);
        // Nothing is folded without need.
        if counts.iter().all(|count| *count == 0 || *count >= floor) {
            prop_assert_eq!(told, whole);
        }
    }
}
