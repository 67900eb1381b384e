//! Every page of the room with something to show.

use super::again::{AgainPage, program};
use super::index::{Index, SampleLine};
use super::reading::{Reading, Readings, ToRead, ToReadLine, reasons, verdicts};
use super::{ActionLine, Difference, Draw, ItemLine, SamplePage, told};
use crate::domain::policy::quality::IN_TRAINING;
use crate::domain::quality::WEIGHTS;
use crate::features::entries::{FileLine, Panel, Row};
use crate::features::signoffs::outcomes;
use crate::web::page::Place;
use crate::web::parts::{Choice, Pages};
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn faulty(fields: &[&'static str]) -> Typed {
    let mut faults = crate::domain::fault::Faults::none();
    for field in fields {
        faults.add(*field, "Something is wrong here.");
    }
    Typed::holding([("what", "<b>"), ("verdict", "signed")]).with_faults(faults)
}

fn index(full: bool) -> Index {
    let line = SampleLine {
        title: "Perfusion <Northgate>, 1 August 2026 to 1 November 2026".to_owned(),
        href: "/quality/samples/s".to_owned(),
        reader: "Rhea Moss".to_owned(),
        read: "7 of 20 read".to_owned(),
        until: "10 December 2026".to_owned(),
        late: true,
        state: "Open",
        open_actions: 2,
    };
    let pattern =
        ("Sue <Carter>".to_owned(), "12 of 20.".to_owned(), "They have known since 1 June.".to_owned());
    Index {
        shell: samples::shell_for(&samples::lead(), "Quality assurance", Place::Waiting),
        lines: if full { vec![line] } else { Vec::new() },
        pages: Pages { earlier: None, later: full.then(|| "/quality?page=2".to_owned()) },
        patterns: full.then(|| vec![pattern]),
    }
}

fn new(full: bool) -> Draw {
    Draw {
        shell: samples::shell_for(&samples::lead(), "Draw a sample", Place::Waiting),
        typed: faulty(&["over", "reader", "from", "until", "size", "read-by"]),
        places: vec![Choice::of("department:d", "Perfusion, Northgate")],
        readers: if full { vec![Choice::of("r", "Rhea Moss").meaning("Perfusion")] } else { Vec::new() },
        in_training: if full { "Ann Field, Ben Hill".to_owned() } else { String::new() },
        weights: told(&WEIGHTS),
    }
}

fn sample(full: bool) -> SamplePage {
    let action = |done: &str, late| ActionLine {
        what: "Talk about <levels>".to_owned(),
        who: "Lea O’Neill".to_owned(),
        due: "1 December 2026".to_owned(),
        about: "decision 3".to_owned(),
        done: done.to_owned(),
        late,
        end: "/quality/actions/a/end".to_owned(),
    };
    let item = |href: &str, state| ItemLine {
        position: 3,
        what: "Bypass case of 3 November 2026".to_owned(),
        href: href.to_owned(),
        signer: "Sue <Carter>".to_owned(),
        why: "weight 4: a new assessor".to_owned(),
        state,
        since: if state == "Read" { "Taken back since" } else { "" },
    };
    SamplePage {
        shell: samples::shell_for(&samples::lead(), "A sample of decisions", Place::Waiting),
        typed: faulty(&["what", "who", "due", "item"]),
        place: "Perfusion".to_owned(),
        reader: "Rhea Moss".to_owned(),
        days: "1 August 2026 to 1 November 2026".to_owned(),
        drawn: "20 of 312 decisions, on 12 November 2026".to_owned(),
        seed: "0011223344556677".to_owned(),
        frame_hash: "ab".repeat(32),
        weights: told(&WEIGHTS),
        ended: if full { String::new() } else { "12 November 2026".to_owned() },
        read: "7 of 20 read".to_owned(),
        until: if full { "10 December 2026".to_owned() } else { String::new() },
        late: full,
        lost: usize::from(full),
        reader_gone: full,
        reader_in_training: !full,
        agreement: "7 pairs to compare: fewer than 10 say nothing, so no figure is shown.".to_owned(),
        items: vec![item("/entries/e", "Read"), item("", "Not read yet"), item("", "Erased since")],
        differences: match full {
            true => vec![Difference {
                what: "3. Bypass case".to_owned(),
                href: "/entries/e".to_owned(),
                signer: "Sue Carter".to_owned(),
                first: "Signed, Alone".to_owned(),
                second: "Returned: A detail is missing".to_owned(),
                since: "Taken back since",
            }],
            false => Vec::new(),
        },
        actions: match full {
            true => vec![action("", true), action("", false), action("Done on 1 December 2026", false)],
            false => Vec::new(),
        },
        about: if full { vec![Choice::of("i", "3. Bypass case")] } else { Vec::new() },
        again: "/quality/samples/s/again".to_owned(),
        end: "/quality/samples/s/end".to_owned(),
        note: "/quality/samples/s/actions".to_owned(),
    }
}

fn again(same: bool, kept: bool) -> AgainPage {
    AgainPage {
        shell: samples::shell_for(&samples::lead(), "Drawn again", Place::Waiting),
        back: "/quality/samples/s".to_owned(),
        seed: "0011223344556677".to_owned(),
        size: 20,
        same,
        same_frame: same,
        kept,
        before: (312, "ab".repeat(32)),
        now: (312, "cd".repeat(32)),
        since: if same { Vec::new() } else { vec!["3 were taken back".to_owned()] },
        drawn: vec!["01abc".to_owned()],
        weights: told(&WEIGHTS),
        frame: "/quality/samples/s/frame.csv".to_owned(),
        program: program("0011223344556677", 20, &WEIGHTS),
    }
}

fn reading(judged: bool) -> Reading {
    let row = |long| Row {
        label: "Procedure".to_owned(),
        value: "Aortic <surgery>".to_owned(),
        note: String::new(),
        long,
    };
    let file = FileLine {
        name: "<chart>.pdf".to_owned(),
        what: "PDF, 240 kB".to_owned(),
        path: "/second-readings/i/evidence/f".to_owned(),
        thumb: String::new(),
    };
    Reading {
        shell: samples::shell_for(&samples::quality_reader(), "Bypass case", Place::SecondReadings),
        typed: faulty(&["verdict", "level", "outcome", "reason"]),
        heading: "Bypass case of 3 November 2026".to_owned(),
        position: "3 of 20".to_owned(),
        until: if judged { String::new() } else { "10 December 2026".to_owned() },
        panel: Panel {
            kind: "Bypass case".to_owned(),
            begun: String::new(),
            rows: vec![row(false), row(true)],
            files: vec![file],
            counts: Vec::new(),
            trail: Vec::new(),
            signed: None,
            assessed: None,
            recorded: Vec::new(),
            before: None,
        },
        root: "r".to_owned(),
        judged,
        verdicts: verdicts(),
        scale: "Supervision".to_owned(),
        levels: vec![Choice::of("alone", "Alone").meaning("Nobody near")],
        outcomes: outcomes(),
        reasons: reasons(),
        action: "/second-readings/i".to_owned(),
    }
}

fn readings(full: bool) -> Readings {
    let line = |href: &str, state| ToReadLine {
        text: "1. Bypass case of 3 November 2026".to_owned(),
        href: href.to_owned(),
        state,
    };
    let one = ToRead {
        title: "Decisions of 1 August 2026 to 1 November 2026".to_owned(),
        until: "10 December 2026".to_owned(),
        late: true,
        read: 1,
        count: 2,
        items: vec![line("/second-readings/i", ""), line("", "Read"), line("", "No longer to be read")],
    };
    Readings {
        shell: samples::shell_for(&samples::quality_reader(), "Second readings", Place::SecondReadings),
        samples: if full { vec![one] } else { Vec::new() },
        pages: Pages { earlier: full.then(|| "/second-readings?page=1".to_owned()), later: None },
        closed: "",
    }
}

pub fn samples() -> Vec<Sample> {
    vec![
        Sample::of("quality/index", &index(true)),
        Sample::of("quality/index, nothing", &index(false)),
        Sample::of("quality/new", &new(true)),
        Sample::of("quality/new, no reader", &new(false)),
        Sample::of("quality/sample", &sample(true)),
        Sample::of("quality/sample, closed", &sample(false)),
        Sample::of("quality/again", &again(true, true)),
        Sample::of("quality/again, another", &again(false, true)),
        Sample::of("quality/again, older", &again(true, false)),
        Sample::of("quality/again, older and another", &again(false, false)),
        Sample::of("quality/reading", &reading(false)),
        Sample::of("quality/reading, judged", &reading(true)),
        Sample::of("quality/readings", &readings(true)),
        Sample::of("quality/readings, none", &readings(false)),
        Sample::of("quality/readings, in training", &Readings { closed: IN_TRAINING, ..readings(false) }),
    ]
}
