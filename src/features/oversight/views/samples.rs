//! Every page of the room with something to show.

use super::{
    Attendance, Consortium, EmployerRow, EntryLine, Figure, Overseen, Recording, ShortLine, ShortRow,
    Shortfalls, TraineeRow, days, months_offered,
};
use crate::domain::fault::Faults;
use crate::features::entries::{FieldView, Fields};
use crate::web::page::Place;
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

pub fn samples() -> Vec<Sample> {
    let tutor = |title: &str, place| samples::shell_for(&samples::tutor(), title, place);
    let coordinator = |title: &str| samples::shell_for(&samples::coordinator(), title, Place::Consortium);
    let reads = || "You may read: how many, and of entries CPD activities; no case.".to_owned();
    let entry = || EntryLine {
        person: "Ann <Field>".to_owned(),
        kind: "CPD activity".to_owned(),
        title: "Morbidity meeting".to_owned(),
        href: "/entries/1".to_owned(),
        day: "3 November 2026".to_owned(),
        state: "Submitted",
    };
    let short = ShortRow {
        name: "Ann <Field>".to_owned(),
        href: "/overseen/e".to_owned(),
        programme: "College register, Perfusion".to_owned(),
        title: "Cases in a year".to_owned(),
        figures: "12 of 40 cases signed".to_owned(),
        due: "31 December 2026".to_owned(),
        state: "Behind",
        illustrative: true,
        why: "Needs 4 a week; averages 1 a week.".to_owned(),
        stale: true,
    };
    let shortfalls = |rows, enough, people| Shortfalls {
        shell: tutor("Registered staff", Place::Shortfalls),
        reads: reads(),
        people,
        falling: (1, 6),
        part: if people > 6 { "page 1 of 2".to_owned() } else { String::new() },
        rows,
        more: match people > 6 {
            true => vec![("Ann <Field>".to_owned(), "/overseen/e".to_owned(), 2)],
            false => Vec::new(),
        },
        enough,
        pages: Pages { earlier: None, later: (people > 6).then(|| "/registered-staff?page=2".to_owned()) },
    };
    let attendance = |rows: Vec<EntryLine>| Attendance {
        shell: tutor("Attendance", Place::Attendance),
        typed: Typed::holding([("months", "12")]),
        from: "12 November 2025".to_owned(),
        months: months_offered(),
        counts: rows.iter().map(|row| (row.person.clone(), 1)).collect(),
        rows,
    };
    let recording = |people: Vec<Choice>, typed: Typed| Recording {
        shell: tutor("Record for several", Place::Attendance),
        typed,
        thing: "CPD activity".to_owned(),
        day_label: "Date".to_owned(),
        fields: Fields {
            first: vec![FieldView {
                name: "f-title".to_owned(),
                label: "What you <did>".to_owned(),
                control: "text",
                ..FieldView::default()
            }],
            ..Fields::default()
        },
        people,
    };
    let mut faults = Faults::one("who", "Choose who was there.");
    for field in ["on", "f-title"] {
        faults.add(field, format!("Something is wrong with {field}."));
    }
    let consortium = |full: bool| Consortium {
        shell: coordinator("Consortium"),
        typed: Typed::holding([("employer", "i")]),
        reads: reads(),
        employers: match full {
            true => vec![EmployerRow {
                name: "Northgate".to_owned(),
                href: "/consortium?employer=i".to_owned(),
                people: 4,
                behind: 1,
                waits: "3, the oldest for 17 days".to_owned(),
            }],
            false => Vec::new(),
        },
        choices: vec![Choice::of("i", "Northgate")],
        bottlenecks: match full {
            true => vec![("Sue Carter".to_owned(), "Northgate".to_owned(), "3".to_owned(), days(1))],
            false => Vec::new(),
        },
        rows: match full {
            true => vec![TraineeRow {
                name: "Ann <Field>".to_owned(),
                href: "/overseen/e".to_owned(),
                employer: "Northgate".to_owned(),
                programme: "MSc, cohort 2025".to_owned(),
                figures: "118 of 150 signed, Supervised bypass cases".to_owned(),
                state: "Behind",
                behind: "Supervised bypass cases".to_owned(),
                waits: "17 days with Sue Carter".to_owned(),
                life: "On time out until 3 March 2027".to_owned(),
            }],
            false => Vec::new(),
        },
    };
    let overseen = |full: bool| Overseen {
        shell: coordinator("Ann Field"),
        programme: "MSc".to_owned(),
        place: "Perfusion, Northgate".to_owned(),
        reads: reads(),
        stale: full,
        life: Vec::new(),
        overall: "5 of 12 met".to_owned(),
        short: match full {
            true => vec![ShortLine {
                title: "Cases".to_owned(),
                figures: "12 of 40 cases signed".to_owned(),
                due: "by 31 December 2026".to_owned(),
                why: "Needs 4 a week.".to_owned(),
            }],
            false => Vec::new(),
        },
        lines: vec![Figure {
            title: "Cases".to_owned(),
            figures: "12 of 40 cases signed".to_owned(),
            state: "Behind",
            illustrative: true,
        }],
        rows: if full { vec![entry()] } else { Vec::new() },
        back: ("Consortium", paths::CONSORTIUM),
    };
    vec![
        Sample::of(
            "oversight/shortfalls",
            &shortfalls(vec![short], vec![("Ben".to_owned(), "/x".to_owned())], 12),
        ),
        Sample::of("oversight/shortfalls, nobody", &shortfalls(Vec::new(), Vec::new(), 0)),
        Sample::of("oversight/attendance", &attendance(vec![entry()])),
        Sample::of("oversight/attendance, none", &attendance(Vec::new())),
        Sample::of(
            "oversight/recording",
            &recording(vec![Choice::of("e1", "Ann <Field>")], Typed::nothing()),
        ),
        Sample::of(
            "oversight/recording, again",
            &recording(
                vec![Choice::of("e1", "Ann <Field>")],
                Typed::holding([("f-title", "Mrs <J>")]).with_faults(faults),
            ),
        ),
        Sample::of("oversight/recording, nobody", &recording(Vec::new(), Typed::nothing())),
        Sample::of("oversight/consortium", &consortium(true)),
        Sample::of("oversight/consortium, nobody", &consortium(false)),
        Sample::of("oversight/overseen", &overseen(true)),
        Sample::of("oversight/overseen, nothing", &overseen(false)),
    ]
}
