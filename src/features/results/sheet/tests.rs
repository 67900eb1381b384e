use super::*;
use crate::domain::{kind, programme};

fn version() -> Version {
    let file = |path: &str| std::fs::read_to_string(format!("programmes/{path}")).unwrap();
    let kinds: Vec<Kind> = std::fs::read_dir("programmes/kinds")
        .unwrap()
        .map(|entry| kind::read(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap())
        .collect();
    programme::read(&file("perfusion-msc-2025.toml"), &kinds).unwrap()
}

fn place(id: &str, provisional: Option<(&str, Day, Values)>) -> Place {
    Place {
        enrolment: EnrolmentId::new(id),
        name: format!("Name of {id}"),
        provisional: provisional.map(|(entry, day, values)| (EntryId::new(entry), day, values)),
    }
}

fn words(pairs: &[(&str, &str)]) -> Words {
    pairs.iter().copied().collect()
}

fn today() -> Day {
    Day::of(2026, 11, 12).unwrap()
}

const ON: [(&str, &str); 4] =
    [("unit", "BRMSM0072"), ("on-day", "12"), ("on-month", "6"), ("on-year", "2026")];

fn sheet(kind: &str) -> Sheet {
    Sheet::of(&version(), kind).unwrap()
}

#[test]
fn the_roles_say_what_is_asked_once_and_what_beside_each_name() {
    let codes = |fields: &[Field]| fields.iter().map(|f| f.code.clone()).collect::<Vec<_>>().join(" ");
    let of = |kind: &str| {
        let sheet = sheet(kind);
        (codes(&sheet.shared), codes(&sheet.own), sheet.ticked)
    };
    assert_eq!(of("unit-result"), ("unit".into(), "mark provisional".into(), false));
    assert_eq!(of("exam-attempt"), ("exam parts".into(), "result mark".into(), false));
    let (shared, _, ticked) = of("certificate");
    assert_eq!((shared.as_str(), ticked), ("type", true));
    assert!(Sheet::of(&version(), "cpd-activity").is_none());
    let units = sheet("unit-result").units;
    assert_eq!(units.iter().filter(|(code, _)| code == "BRMSM0072").count(), 1);
    assert_eq!(units.len(), 7);
}

#[test]
fn only_filled_rows_are_entered_and_each_fault_names_its_person() {
    let sheet = sheet("unit-result");
    let places = [place("a", None), place("b", None), place("c", None)];
    let read = |more: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = ON.iter().chain(more).copied().collect();
        sheet.read(&words(&all), &places, today())
    };
    let entered =
        read(&[("mark-a", "64"), ("mark-b", " "), ("mark-c", "71.5"), ("provisional-c", "yes")]).unwrap();
    assert_eq!(entered.iter().map(|one| one.enrolment.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(entered[1].values["provisional"], Value::Yes(true));
    assert_eq!(entered[0].values["unit"], Value::Text("BRMSM0072".into()));
    let faults = read(&[("mark-a", "640"), ("provisional-b", "yes")]).unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["mark-a", "mark-b"]);
    assert!(faults.about("mark-a").unwrap().starts_with("Name of a: "));
    assert!(read(&[]).unwrap_err().about("").unwrap().starts_with("Nothing was entered"));
}

#[test]
fn a_day_is_needed_and_not_one_to_come() {
    let sheet = sheet("unit-result");
    let places = [place("a", None)];
    let without = sheet.read(&words(&[("unit", "X"), ("mark-a", "64")]), &places, today()).unwrap_err();
    assert!(without.about("on").unwrap().starts_with("Enter the date"));
    let later = [("unit", "X"), ("mark-a", "64"), ("on-day", "1"), ("on-month", "1"), ("on-year", "2027")];
    assert!(sheet.read(&words(&later), &places, today()).unwrap_err().about("on").is_some());
}

#[test]
fn a_provisional_mark_is_corrected_and_an_unchanged_one_left_alone() {
    let sheet = sheet("unit-result");
    let day = Day::of(2026, 6, 12).unwrap();
    let mark = sheet.read(
        &words(&[&ON[..], &[("mark-a", "64"), ("provisional-a", "yes")]].concat()),
        &[place("a", None)],
        today(),
    );
    let values = mark.unwrap()[0].values.clone();
    let places = [place("a", Some(("e", day, values.clone()))), place("b", Some(("f", day, values)))];
    let as_it_was = [("unit", "BRMSM0072"), ("mark-b", "64"), ("provisional-b", "yes")];
    let confirmed = [&as_it_was[..], &[("mark-a", "66")]].concat();
    let entered = sheet.read(&words(&confirmed), &places, today()).unwrap();
    assert_eq!(entered.len(), 1);
    assert_eq!((entered[0].corrects.as_ref().unwrap().as_str(), entered[0].day), ("e", day));
    assert!(!entered[0].values.contains_key("provisional"));
}

#[test]
fn a_certificate_goes_to_those_who_are_ticked_or_whose_row_is_filled() {
    let sheet = sheet("certificate");
    let places = [place("a", None), place("b", None), place("c", None)];
    let typed = [
        ("type", "perfusion-accreditation"),
        ("on-day", "1"),
        ("on-month", "9"),
        ("on-year", "2026"),
        ("take-b", "yes"),
        ("reference-c", "typed, and not ticked"),
    ];
    let entered = sheet.read(&words(&typed), &places, today()).unwrap();
    assert_eq!(entered.iter().map(|one| one.enrolment.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    let nobody = sheet.read(&words(&typed[..4]), &places, today()).unwrap_err();
    assert!(nobody.about("").unwrap().contains("Tick “Enter” or fill in the row"));
}

/// On the form whose marks may be left out, a mark says for whom it is; what stands in a row already is not taken for one.
#[test]
fn a_mark_is_entered_without_a_tick_and_a_row_as_it_was_is_left_alone() {
    let mut used = version();
    let file = std::fs::read_to_string("programmes/kinds/unit-result-2.toml").unwrap();
    let kind = kind::read(&file).unwrap();
    let of_kind = used.kinds.iter_mut().find(|used| used.kind.code == kind.code).unwrap();
    of_kind.kind = kind;
    let sheet = Sheet::of(&used, "unit-result").unwrap().for_the_board();
    assert!(sheet.ticked);
    let (day, later) = (Day::of(2026, 6, 5).unwrap(), today());
    let first = [&ON[..], &[("mark-a", "61")]].concat();
    let entered = sheet.read(&words(&first), &[place("a", None)], later).unwrap();
    assert_eq!(entered.len(), 1);
    let places = [place("a", Some(("e", day, entered[0].values.clone()))), place("b", None)];
    // The day is of b alone: the row of a shows what was entered for the fifth.
    let second = [&ON[..], &[("mark-a", "61"), ("mark-b", "55")]].concat();
    let entered = sheet.read(&words(&second), &places, later).unwrap();
    assert_eq!(entered.iter().map(|one| one.enrolment.as_str()).collect::<Vec<_>>(), ["b"]);
    let ticked = [&second[..], &[("take-a", "yes")]].concat();
    assert_eq!(sheet.read(&words(&ticked), &places, later).unwrap().len(), 2);
    let corrected = [&ON[..], &[("mark-a", "62")]].concat();
    let entered = sheet.read(&words(&corrected), &places, later).unwrap();
    assert_eq!(entered[0].corrects.as_ref().unwrap().as_str(), "e");
}

#[test]
fn a_result_is_told_in_a_few_words() {
    let kind = sheet("unit-result").kind;
    let typed: BTreeMap<String, Vec<String>> = [("unit", "U"), ("mark", "64"), ("provisional", "yes")]
        .map(|(k, v)| (k.to_owned(), vec![v.to_owned()]))
        .into();
    let values = kind.check(&typed).unwrap();
    assert_eq!(told(&kind, &values), "64 of 100, not yet confirmed by the examination board");
}
