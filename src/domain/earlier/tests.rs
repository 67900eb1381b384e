use std::collections::BTreeMap;

use super::mapping::{Mapping, Source, suggested, words_in};
use super::private::private;
use super::reading::{counts, read};
use super::table::{COLUMNS, ROWS, Table};
use crate::domain::dates::{self, Order};
use crate::domain::kind::{Kind, Value};
use crate::domain::time::Day;

fn kind() -> Kind {
    crate::domain::kind::read(include_str!("../../../programmes/kinds/bypass-case.toml")).unwrap()
}

fn table(lines: &[&str]) -> Table {
    let cells = |line: &&str| line.split('|').map(str::to_owned).collect();
    Table::of((1..).zip(lines.iter().map(cells))).unwrap()
}

const LOG: [&str; 4] = [
    "Date|Operation|Role|Supervision|Supervisor|Hospital|Urgency|Patient group|Bypass time|Hosp No|Comments",
    "3/11/2023|CABG x3|Ran it|Beside me|Sue Carter|Northgate|Planned|Adult|1:35|RXH123456|fine",
    "14/11/2023|AVR|assisted|In theatre|Mr Reid|Elsewhere|Urgent|Adult|88 min|RXH123457|",
    "14/11/2023|AVR|assisted|In theatre|Mr Reid|Elsewhere|Urgent|Adult|88 min|RXH123458|",
];

#[test]
fn days_are_read_however_they_are_written() {
    let third = Day::of(2024, 11, 3);
    for text in [
        "3/11/2024",
        "03/11/24",
        "3.11.2024",
        "3-11-2024",
        "2024-11-03",
        "2024/11/3",
        "20241103",
        "3 Nov 2024",
        "3rd November 2024",
        "Nov 3, 2024",
        "Sunday, 3 November 2024",
        "Sun 3 Nov 24",
        "3-Nov-24",
        "45599",
        "45599.5",
        "2024-11-03 09:30",
        "2024-11-03T09:30:00",
        "3/11/2024 14:05:00",
        "3 Sept. 2024",
    ] {
        let wanted = if text.contains("Sept") { Day::of(2024, 9, 3) } else { third };
        assert_eq!(dates::day(text, Order::DayFirst), wanted, "{text}");
    }
    assert_eq!(dates::day("11/3/2024", Order::MonthFirst), third);
    for text in [
        "",
        "soon",
        "31/2/2024",
        "3/11",
        "3/11/202",
        "12345678901",
        "2024",
        "99/99/9999",
        "1.5",
        "300",
        "3/13/2024",
    ] {
        assert_eq!(dates::day(text, Order::DayFirst), None, "{text}");
    }
}

#[test]
fn a_column_tells_which_of_day_and_month_is_first() {
    let of = |cells: &[&'static str]| dates::order_of(cells.iter().copied());
    assert_eq!(of(&["1/2/2024", "13/2/2024"]), (Order::DayFirst, true));
    assert_eq!(of(&["1/2/2024", "2/13/2024"]), (Order::MonthFirst, true));
    assert_eq!(of(&["1/2/2024"]), (Order::DayFirst, false));
    assert_eq!(of(&["13/2/2024", "2/13/2024"]), (Order::DayFirst, false));
    assert_eq!(of(&["2024-01-31"]), (Order::DayFirst, false));
}

#[test]
fn a_table_has_its_limits_and_each_its_sentence() {
    let of = |lines: Vec<Vec<&str>>| {
        Table::of((1..).zip(lines.into_iter().map(|line| line.into_iter().map(str::to_owned).collect())))
    };
    let said = |lines: Vec<Vec<&str>>| of(lines).unwrap_err();
    assert!(said(vec![]).starts_with("There is nothing in this file"));
    assert!(said(vec![vec!["", " \u{a0}"]]).starts_with("There is nothing in this file"));
    assert!(said(vec![vec!["a;b"]]).starts_with("Only one column"));
    assert!(said(vec![vec!["a", "b"]]).starts_with("There is only a line with names"));
    assert!(said(vec![vec!["3/11/2024", "CABG"]]).starts_with("Line 1 looks like a case"));
    assert!(said(vec![vec!["a", "b"], vec!["1", "2", "3"]]).starts_with("Line 2 has 3 cells"));
    assert!(said(vec![vec!["a"; COLUMNS + 1]]).contains("at most 60"));
    let long = "x".repeat(5_000);
    assert!(said(vec![vec!["a", "b"], vec!["1", &long]]).contains("under “b” has more than"));
    let many: Vec<Vec<&str>> = std::iter::repeat_n(vec!["a", "b"], ROWS + 2).collect();
    assert!(said(many).contains("more than 2000 lines"));
    let fine =
        of(vec![vec![], vec!["Notes", "Notes", "", "d", ""], vec!["1", "", "", "", "", ""], vec!["2"]])
            .unwrap();
    assert_eq!(fine.columns, ["Notes", "Notes (2)", "Column 3", "d"]);
    assert_eq!(fine.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn columns_about_patients_are_known_by_name_or_by_what_is_in_them() {
    let odd = table(&[
        "Date|Code|Supervisor name|Patient|Remarks|D.O.B.",
        "3/11/2023|943 476 5919|Mr Reid|x|Mrs Jones was calm|x",
    ]);
    assert_eq!(private(&odd), [false, true, false, false, true, true]);
    assert_eq!(private(&table(&LOG)).iter().position(|one| *one), Some(9));
}

#[test]
fn a_mapping_is_suggested_and_never_takes_a_private_column() {
    let (log, kind) = (table(&LOG), kind());
    let mapping = suggested(&log, &kind);
    assert_eq!(mapping.day, "Date");
    let from = |code: &str| match &mapping.fields[code] {
        Source::Column(name) => name.as_str(),
        Source::Same(_) => "",
    };
    assert_eq!(
        [
            "procedure",
            "part-played",
            "supervision",
            "supervisor",
            "site",
            "urgency",
            "bypass-minutes",
            "incidents"
        ]
        .map(from),
        ["Operation", "Role", "Supervision", "Supervisor", "Hospital", "Urgency", "Bypass time", "Comments"]
    );
    assert_eq!(mapping.dropped(&log), ["Hosp No"]);
    assert_eq!(mapping.words["part-played"]["ran it"], "ran-it");
    assert!(!mapping.words["procedure"].contains_key("avr"));
    let words = words_in(&log, 1, kind.field("procedure").unwrap());
    assert_eq!(words, [("AVR".to_owned(), 2), ("CABG x3".to_owned(), 1)]);
}

#[test]
fn lines_become_entries_or_say_why_not() {
    let (log, kind) = (table(&LOG), kind());
    let mut mapping = suggested(&log, &kind);
    let places = [("site-1".to_owned(), "Northgate".to_owned())];
    let today = Day::of(2026, 11, 12).unwrap();
    let first = read(&log, &mapping, &kind, &places, today);
    assert!(first[1].faults.iter().any(|fault| fault.contains("“AVR” means")), "{:?}", first[1]);
    let words = mapping.words.get_mut("procedure").unwrap();
    words.insert("cabg x3".into(), "cabg".into());
    words.insert("avr".into(), "valve".into());
    let all = read(&log, &mapping, &kind, &places, today);
    assert!(all.iter().all(|one| one.faults.is_empty()), "{all:?}");
    assert_eq!(all[0].values["site"], Value::Text("site-1".into()));
    assert_eq!(all[1].values["site"], Value::Text("Elsewhere".into()));
    assert_eq!(all[0].values["bypass-minutes"].number().unwrap().to_string(), "95");
    assert_eq!((all[1].like, all[2].like), (None, Some(3)));
    let counted = counts(&kind, all.iter().map(|one| &one.values));
    assert_eq!(
        counted[0],
        (
            "Procedure".to_owned(),
            vec![
                ("Coronary artery bypass grafting".to_owned(), 1),
                ("Valve repair or replacement".to_owned(), 2),
            ]
        )
    );
}

#[test]
fn each_faulty_cell_has_its_sentence() {
    let kind = kind();
    let names = "Date|procedure|part-played|supervision|site|urgency|patient-group|bypass-minutes|redo|lowest-temperature";
    let good = ["3/11/2023", "cabg", "ran-it", "none", "X", "elective", "adult", "90", "no", "34,5 °C"];
    let faulty = |at: usize, cell: &'static str| {
        let mut cells = good;
        cells[at] = cell;
        let table = table(&[names, &cells.join("|")]);
        let mapping = suggested(&table, &kind);
        let mapping = Mapping { day: "Date".into(), ..mapping };
        read(&table, &mapping, &kind, &[], Day::of(2026, 11, 12).unwrap()).remove(0).faults
    };
    assert_eq!(faulty(0, "3/11/2023"), Vec::<String>::new());
    let table: BTreeMap<(usize, &'static str), &str> = [
        ((0, ""), "Date of the case: there is none."),
        ((0, "yesterday"), "“yesterday” cannot be read as a date"),
        ((0, "13/11/2026"), "is still to come"),
        ((1, ""), "Procedure: Choose an answer"),
        ((1, "something"), "nobody has said yet what “something” means"),
        ((1, "#REF!"), "the spreadsheet has an error here"),
        ((4, ""), "Hospital: Enter the hospital"),
        ((7, "soon"), "Enter a number"),
        ((7, "90.5"), "Enter a whole number"),
        ((7, "2000"), "from 0 to 1440"),
        ((8, "perhaps"), "is neither yes nor no"),
        ((9, "3"), "from 10 to 40"),
    ]
    .into();
    for ((at, cell), said) in table {
        let faults = faulty(at, cell);
        assert!(faults.iter().any(|fault| fault.contains(said)), "{cell}: {faults:?}");
    }
}
