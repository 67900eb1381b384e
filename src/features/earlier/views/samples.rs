//! One of each view, without a house behind it.

use super::begin::Line;
use super::lines::{Asked, LineRow};
use super::mapping::{FieldRow, WordsOf};
use super::record::{RowLine, Said};
use super::{BringIn, ClaimPage, ClaimWhich, LinesPage, List, MappingPage, RecordPage, RetractionPage};
use crate::domain::fault::Faults;
use crate::features::entries::FileLine;
use crate::web::page::{Place, Shell};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn shell(title: &str) -> Shell {
    samples::shell_for(&samples::trainee(), title, Place::Portfolio)
}

fn faulty(fields: &[&str]) -> Typed {
    let mut faults = Faults::none();
    for field in fields {
        faults.add(*field, "Something is wrong here.");
    }
    Typed::nothing().with_faults(faults)
}

fn two() -> Vec<Choice> {
    vec![Choice::of("one", "One <b>"), Choice::of("two", "Two")]
}

pub fn samples() -> Vec<Sample> {
    let mut all = begin();
    all.extend(mapping());
    all.extend(lines());
    all.extend(record());
    all.extend(claim());
    all
}

fn begin() -> Vec<Sample> {
    let line = Line {
        title: "Northgate <paper> log".to_owned(),
        what: "Earlier logbook, number 12".to_owned(),
        path: paths::earlier_record("e"),
        state: "Earlier record",
    };
    let begun = vec![(paths::earlier_draft("d"), "3 November 2026 14:02".to_owned())];
    let list = |records, begun| List { shell: shell("Earlier records"), records, begun };
    let new = |typed, kinds, like| BringIn {
        shell: shell("Bring in"),
        typed,
        kinds,
        like,
        rows: 2000,
        columns: 60,
    };
    vec![
        Sample::of("earlier/list", &list(vec![line], begun)),
        Sample::of("earlier/list, empty", &list(Vec::new(), Vec::new())),
        Sample::of("earlier/new", &new(faulty(&["kind", "source", "table", "scans", "like"]), two(), two())),
        Sample::of("earlier/new, no kinds", &new(Typed::nothing(), Vec::new(), Vec::new())),
    ]
}

fn mapping() -> Vec<Sample> {
    let row = |code: &str, choices: Vec<Choice>| FieldRow {
        label: format!("Field {code}"),
        hint: "A hint".to_owned(),
        column: format!("c-{code}"),
        same: format!("s-{code}"),
        columns: two(),
        choices,
    };
    let page = |typed: Typed| MappingPage {
        shell: shell("Which column is what?"),
        typed,
        file: "log.csv".to_owned(),
        lines: 412,
        kind: "bypass cases".to_owned(),
        day_label: "Date of the case".to_owned(),
        until_label: "Last day".to_owned(),
        columns: two(),
        asks_order: true,
        orders: two(),
        under: two(),
        required: vec![row("one", two())],
        optional: vec![row("three", Vec::new())],
        words: vec![WordsOf {
            label: "Procedure".to_owned(),
            column: "Operation".to_owned(),
            words: vec![("w-one-0".to_owned(), "“AVR” (12 times)".to_owned())],
            choices: two(),
        }],
        too_many: vec!["Site".to_owned()],
        held_back: vec!["Hosp No".to_owned()],
        offer: "/earlier/drafts/d?offer=all".to_owned(),
        hint: "Somebody of your department matched a table with the same headings on 3 <November> 2026."
            .to_owned(),
        like: "/earlier/drafts/d?like=colleague".to_owned(),
        action: paths::earlier_draft("d"),
        end: paths::earlier_end("d"),
        examples: vec![("Operation".to_owned(), "CABG · AVR".to_owned())],
    };
    vec![
        Sample::of(
            "earlier/mapping",
            &page(faulty(&["source", "under", "day", "order", "s-one", "c-three"])),
        ),
        Sample::of("earlier/mapping, fine", &page(Typed::holding([("offer", "all")]))),
    ]
}

fn lines() -> Vec<Sample> {
    let asked = |name: &str, never| Asked {
        name: name.to_owned(),
        legend: "This looks like a person's name. What is it?".to_owned(),
        place: format!("Notes, line 12 ({name})"),
        excerpt: Some(("with ".to_owned(), "Mrs <Jones>".to_owned(), " in".to_owned())),
        choices: two(),
        never,
    };
    let row = |line, state, why: &[&str]| LineRow {
        line,
        day: "3 November 2024".to_owned(),
        title: "Valve".to_owned(),
        state,
        why: why.iter().map(|why| (*why).to_owned()).collect(),
    };
    let page = |typed: Typed, full: bool| LinesPage {
        shell: shell("What comes in?"),
        typed,
        mark: "ab".to_owned(),
        source: "Northgate".to_owned(),
        all: 412,
        coming: 398,
        faulty: 12,
        doubles: if full { 2 } else { 0 },
        about_doubles: two(),
        questions: if full { vec![asked("why-a", ""), asked("why-b", "It is locked.")] } else { Vec::new() },
        more: if full { 3 } else { 0 },
        waiting: vec!["scan.pdf".to_owned()],
        dropped: if full { vec!["Hosp No".to_owned()] } else { Vec::new() },
        lines: match full {
            true => vec![row(2, "Comes in", &[]), row(3, "Faulty", &["Hospital: Enter the hospital."])],
            false => Vec::new(),
        },
        only_faulty: !full,
        pages: Pages { earlier: None, later: full.then(|| "/earlier/drafts/d/lines?page=2".to_owned()) },
        scans: if full { vec![("scan.pdf".to_owned(), "f1".to_owned())] } else { Vec::new() },
        mapping: paths::earlier_draft("d"),
        here: paths::earlier_lines("d"),
        scans_at: paths::earlier_scans("d"),
        end: paths::earlier_end("d"),
    };
    vec![
        Sample::of("earlier/lines", &page(faulty(&["doubles", "why-a"]), true)),
        Sample::of("earlier/lines, nothing to say", &page(Typed::nothing(), false)),
    ]
}

fn record() -> Vec<Sample> {
    let row = |n: i32, accepted| RowLine {
        id: format!("row{n}"),
        line: n,
        day: "3 November 2024".to_owned(),
        title: "Valve".to_owned(),
        path: paths::entry("e"),
        accepted,
    };
    let said = |struck: bool| Said {
        sentence: "40 lines: accepted from an earlier record by Sue Carter, supervisor, on 3 November 2026"
            .to_owned(),
        reason: "Ten lines <compared>.".to_owned(),
        struck,
        undone: if struck { "Taken back on 4 November 2026: a mistake".to_owned() } else { String::new() },
        back: (!struck).then(|| paths::earlier_retraction("a")),
    };
    let page = |logbook: bool, own: bool, typed: Typed| RecordPage {
        shell: shell("Northgate paper log"),
        typed,
        title: "Northgate paper log".to_owned(),
        line: "Earlier logbook, number 12".to_owned(),
        owner: "Ann Field".to_owned(),
        own,
        trainee: (!own).then(|| "/trainees/e".to_owned()),
        state: "Accepted in part",
        waits: own.then(|| ("Sue Carter".to_owned(), "3 November 2026".to_owned())),
        unasked: super::record::unasked(&["Lea <Brook>".to_owned()], own),
        is_logbook: logbook,
        facts: vec![("Entries".to_owned(), "412".to_owned())],
        why: if logbook { String::new() } else { "The same syllabus.".to_owned() },
        files: match logbook {
            true => vec![FileLine {
                name: "scan.pdf".to_owned(),
                what: "PDF, 240 kB".to_owned(),
                path: "/evidence/f".to_owned(),
                thumb: String::new(),
            }],
            false => Vec::new(),
        },
        said: if logbook { vec![said(true), said(false)] } else { Vec::new() },
        counts: if logbook { vec![("Procedure".to_owned(), "Valve: 12".to_owned())] } else { Vec::new() },
        sample: if logbook { vec![row(2, false)] } else { Vec::new() },
        rows: if logbook { vec![row(2, false), row(3, true)] } else { Vec::new() },
        total: if logbook { 412 } else { 0 },
        accepted: if logbook { 40 } else { 0 },
        pages: Pages { earlier: None, later: logbook.then(|| "/earlier/e?page=2".to_owned()) },
        able: if own && logbook { two() } else { Vec::new() },
        may_undo: own,
        may_judge: !own,
        which: two(),
        items: if logbook { Vec::new() } else { two() },
        unit: if logbook { String::new() } else { "credits".to_owned() },
        root: "ab".to_owned(),
        id: "e".to_owned(),
    };
    let back = RetractionPage {
        shell: shell("Take an acceptance back"),
        typed: faulty(&["reason", "nobody"]),
        title: "Northgate paper log".to_owned(),
        owner: "Ann Field".to_owned(),
        sentence: "Accepted by Sue Carter on 3 November 2026.".to_owned(),
        action: paths::earlier_retraction("a"),
        back: paths::earlier_record("e"),
    };
    vec![
        Sample::of("earlier/record, owner", &page(true, true, faulty(&["ask"]))),
        Sample::of(
            "earlier/record, supervisor",
            &page(true, false, faulty(&["which", "from", "until", "reason", "nobody"])),
        ),
        Sample::of(
            "earlier/record, claim",
            &page(false, false, faulty(&["which", "credit", "item", "reason"])),
        ),
        Sample::of("earlier/record, own claim", &page(false, true, Typed::nothing())),
        Sample::of("earlier/retraction", &back),
    ]
}

fn claim() -> Vec<Sample> {
    let page = |typed: Typed, able: Vec<Choice>| ClaimPage {
        shell: shell("I have done this before"),
        typed,
        programme: "MSc".to_owned(),
        requirement: "University credits".to_owned(),
        which: two(),
        items: two(),
        unit: "credits".to_owned(),
        able,
        back: paths::requirement("e", "credits"),
    };
    let fields = [
        "what", "place", "from", "until", "which", "credit", "item", "why", "files", "looked", "nobody",
        "ask",
    ];
    let which = |under| ClaimWhich { shell: shell("I have done this before"), under };
    let one = vec![("MSc".to_owned(), vec![("Credits".to_owned(), paths::earlier_claim_of("e", "credits"))])];
    vec![
        Sample::of("earlier/claim", &page(faulty(&fields), two())),
        Sample::of("earlier/claim, nobody to ask", &page(Typed::nothing(), Vec::new())),
        Sample::of("earlier/which", &which(one)),
        Sample::of("earlier/which, nothing", &which(Vec::new())),
    ]
}
