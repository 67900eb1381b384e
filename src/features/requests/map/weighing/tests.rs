use super::*;
use crate::domain::time::DEFAULT_ZONE;

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn wait(request: &str, asked: &str, since: &str) -> Waits {
    Waits {
        enrolment: EnrolmentId::new("e1"),
        request: RequestId::new(request),
        entry: EntryId::new(format!("entry-{request}")),
        title: "Case".to_owned(),
        day: "2026-11-01".parse().unwrap(),
        asked: AccountId::new(asked),
        asked_name: asked.to_owned(),
        since: at(since),
        brought: false,
    }
}

/// Of things for which nothing else is known.
fn bare(things: &[Thing<'_>], headed: impl Fn(&Thing<'_>) -> Vec<Heading>) -> Vec<Row> {
    let known = Known {
        things,
        hung: &[],
        trainees: &HashMap::new(),
        reminded: &HashMap::new(),
        nudged: &HashMap::new(),
        now: at("2026-11-13T09:00:00Z"),
        zone: DEFAULT_ZONE,
    };
    rows(&known, headed)
}

#[test]
fn rows_tell_how_much_how_long_and_who_misses_what() {
    let waits = [
        wait("a", "Sue", "2026-11-01T09:00:00Z"),
        wait("b", "Sue", "2026-11-10T09:00:00Z"),
        wait("c", "Sue", "2026-11-11T09:00:00Z"),
        wait("d", "Tom", "2026-11-12T09:00:00Z"),
    ];
    let hang = |requirement: &str, would_meet, waiting: &[&str]| Hung {
        enrolment: EnrolmentId::new("e1"),
        requirement: requirement.to_owned(),
        title: requirement.to_owned(),
        due: None,
        behind_from: Some("2026-12-01".parse().unwrap()),
        would_meet,
        waiting: waiting.iter().map(|one| (*one).to_owned()).collect(),
    };
    let hung = [hang("cases", true, &["entry-a", "entry-d"]), hang("hours", false, &["entry-a"])];
    let things: Vec<Thing<'_>> = waits.iter().map(Thing::Asked).collect();
    let known = Known {
        things: &things,
        zone: DEFAULT_ZONE,
        hung: &hung,
        trainees: &[(EnrolmentId::new("e1"), "Ann".to_owned())].into(),
        reminded: &[(RequestId::new("a"), at("2026-11-11T09:00:00Z"))].into(),
        nudged: &HashMap::new(),
        now: at("2026-11-13T09:00:00Z"),
    };
    let found = rows(&known, |thing| vec![Heading::asked(thing)]);
    assert_eq!(found.len(), 2);
    let sue = &found[0];
    assert_eq!((sue.name.as_str(), sue.count, sue.median, sue.longest), ("Sue", 3, 3, 12));
    assert_eq!(sue.asked[0].next, None, "two of the three may be reminded of");
    let missed: Vec<(&str, &str, bool)> =
        sue.misses.iter().map(|one| (one.trainee.as_str(), one.title.as_str(), one.short)).collect();
    assert_eq!(missed, [("Ann", "cases", false), ("Ann", "hours", true)], "what is short even so too");
    let theirs: Vec<&str> = sue.asked[0].requests.iter().map(RequestId::as_str).collect();
    assert_eq!(theirs, ["a", "b", "c"]);
    let reminded = Known { reminded: &[(RequestId::new("d"), at("2026-11-11T09:00:00Z"))].into(), ..known };
    let found = rows(&reminded, |thing| vec![Heading::asked(thing)]);
    assert_eq!(found[1].asked[0].next, Some(at("2026-11-18T09:00:00Z")));
}

#[test]
fn two_people_of_one_name_are_two_rows() {
    let sue = |request: &str, account: &str, since: &str| Waits {
        asked: AccountId::new(account),
        ..wait(request, "Sue", since)
    };
    let waits = [
        sue("a", "sue-1", "2026-11-01T09:00:00Z"),
        sue("b", "sue-2", "2026-11-12T09:00:00Z"),
        sue("c", "sue-2", "2026-11-12T09:00:00Z"),
    ];
    let things: Vec<Thing<'_>> = waits.iter().map(Thing::Asked).collect();
    let found = bare(&things, |thing| vec![Heading::asked(thing)]);
    let told: Vec<(&str, usize, i64, usize)> =
        found.iter().map(|row| (row.name.as_str(), row.count, row.median, row.asked.len())).collect();
    assert_eq!(told, [("Sue", 1, 12, 1), ("Sue", 2, 1, 1)]);
    let by_site = bare(&things, |_| vec![Heading::of("Northgate")]);
    assert_eq!((by_site.len(), by_site[0].count, by_site[0].asked.len()), (1, 3, 2));
}

#[test]
fn two_sites_of_one_name_are_two_rows_that_say_where_they_are() {
    let waits = [
        wait("a", "Sue", "2026-11-01T09:00:00Z"),
        wait("b", "Sue", "2026-11-02T09:00:00Z"),
        wait("c", "Sue", "2026-11-03T09:00:00Z"),
    ];
    let things: Vec<Thing<'_>> = waits.iter().map(Thing::Asked).collect();
    let found = bare(&things, |thing| {
        vec![match thing.entry().as_str() {
            "entry-a" => Heading::at("Main site", "s1", "Northgate"),
            "entry-b" => Heading::at("Main site", "s2", "Southmead"),
            _ => Heading::at("Other site", "s3", "Northgate"),
        }]
    });
    let told: Vec<(&str, usize)> = found.iter().map(|row| (row.name.as_str(), row.count)).collect();
    assert_eq!(told, [("Main site, Northgate", 1), ("Main site, Southmead", 1), ("Other site", 1)]);
    assert_eq!(found[1].asked[0].requests, [RequestId::new("b")], "a reminder is of this row alone");
}

#[test]
fn what_nobody_is_asked_and_what_is_not_confirmed_have_rows_of_their_own_and_count() {
    let asked = wait("a", "Sue", "2026-11-01T09:00:00Z");
    let alone = Alone {
        enrolment: EnrolmentId::new("e1"),
        entry: EntryId::new("entry-b"),
        title: "Valve".to_owned(),
        day: "2026-11-02".parse().unwrap(),
        since: at("2026-11-03T09:00:00Z"),
        link: None,
        missing: String::new(),
    };
    let unconfirmed = Unconfirmed {
        enrolment: EnrolmentId::new("e1"),
        entry: EntryId::new("entry-c"),
        title: "Aorta".to_owned(),
        day: "2026-11-02".parse().unwrap(),
        by: "Dr A. Malik".to_owned(),
        signed: true,
        taken: at("2026-11-12T09:00:00Z"),
    };
    let things = [Thing::Asked(&asked), Thing::Alone(&alone), Thing::Unconfirmed(&unconfirmed)];
    let hung = [Hung {
        enrolment: EnrolmentId::new("e1"),
        requirement: "cases".to_owned(),
        title: "cases".to_owned(),
        due: None,
        behind_from: None,
        would_meet: true,
        waiting: vec!["entry-b".to_owned(), "entry-c".to_owned()],
    }];
    let known = Known {
        things: &things,
        hung: &hung,
        trainees: &[(EnrolmentId::new("e1"), "Ann".to_owned())].into(),
        reminded: &HashMap::new(),
        nudged: &HashMap::new(),
        now: at("2026-11-13T09:00:00Z"),
        zone: DEFAULT_ZONE,
    };
    let by_site = rows(&known, |_| vec![Heading::at("Main site", "s1", "Northgate")]);
    let told: Vec<(&str, For, i64, usize, usize)> = by_site
        .iter()
        .map(|row| (row.name.as_str(), row.waits_for, row.longest, row.asked.len(), row.misses.len()))
        .collect();
    assert_eq!(
        told,
        [
            ("Main site", For::Somebody, 12, 1, 0),
            ("Main site", For::Nobody, 10, 0, 1),
            ("Main site", For::Letter, 1, 0, 1)
        ]
    );
    let said: Vec<(&str, &str)> = by_site
        .iter()
        .flat_map(|row| &row.unasked)
        .map(|one| (one.title.as_str(), one.said.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("Valve, 2 November 2026", "nobody is asked"),
            (
                "Aorta, 2 November 2026",
                "Signed by Dr A. Malik, waits for confirmation until 19 November 2026"
            )
        ]
    );
    let by_person = rows(&known, |thing| vec![Heading::asked(thing)]);
    let names: Vec<&str> = by_person.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Sue", "Asked of nobody by name", For::Letter.said()]);
}
