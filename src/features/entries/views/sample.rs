//! One of each view, without a house behind it.

use std::collections::HashMap;
use std::sync::Arc;

use super::held::Asked;
use super::{Entry, Held, Log, Which};
use crate::domain::fault::Faults;
use crate::domain::kind::{Kind, read};
use crate::features::entries::asked::AskedKind;
use crate::features::entries::assessed::{Assessment, SideView};
use crate::features::entries::fields::{FieldView, Offers, fields};
use crate::features::entries::log::Preview;
use crate::features::entries::origin::FromBefore;
use crate::features::entries::panel::{Change, FileLine, Panel, Row, Signed, Step};
use crate::features::entries::store::{CountsIn, InVain, Pending};
use crate::features::entries::views::entry::{ActionLine, Thought};
use crate::features::entries::views::log::{DraftFile, InsteadOf};
use crate::web::page::{Place, Shell};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn said(label: &str, value: &str) -> Row {
    Row { label: label.to_owned(), value: value.to_owned(), note: String::new(), long: true }
}

/// The assessor's side with a field of several sorts.
pub fn sample_side() -> SideView {
    let field = |name: &str, label: &str, control: &'static str| FieldView {
        name: name.to_owned(),
        label: label.to_owned(),
        hint: "As the <kind> says".to_owned(),
        control,
        options: vec![Choice::of("a", "As <expected>").meaning("For this stage."), Choice::of("b", "Below")],
        ..FieldView::default()
    };
    SideView {
        fields: vec![
            field("f-technique", "Technique", "chips"),
            field("f-strengths", "What went well (optional)", "long"),
            field("f-domains", "Domains (optional)", "checkboxes"),
        ],
        hows: vec![
            Choice::of("observed", "I was there and saw it"),
            Choice::of("discussed", "We discussed it"),
        ],
        optional: false,
        scan: Some(Choice::of("s", "Say that the code of <Theatre 2> was scanned at 14:02")),
    }
}

/// A kind with one field of each sort.
const KIND: &str = r#"
kind = "sample"
version = 1
name = "Bypass case"
plural = "bypass cases"
about = "One <case>."
confirmed_by = "supervisor"
recorded_by = "trainee"
camera = true
files = true
reflection = true
day_label = "Date of the case"
fields = [
  { code = "procedure", label = "Procedure", type = "choice", role = "procedure", required = true, choices = [{ code = "a", label = "Aortic" }, { code = "b", label = "Other" }] },
  { code = "part", label = "The part I played", type = "choice", role = "part-played", required = true, choices = [{ code = "ran", label = "Ran it", definition = "From on to off." }, { code = "saw", label = "Observed" }] },
  { code = "who", label = "Supervisor", type = "person", role = "supervisor", required = true, show_if = { field = "part", is = "ran" } },
  { code = "site", label = "Hospital", type = "place", role = "site", required = true },
  { code = "urgency", label = "Urgency", type = "choice", required = true, choices = [{ code = "e", label = "Planned", definition = "From the list." }, { code = "u", label = "Urgent" }] },
  { code = "minutes", label = "Bypass time", type = "minutes", max = 900 },
  { code = "cold", label = "Lowest temperature", type = "number", unit = "°C", min = 10, max = 40, decimals = 1 },
  { code = "redo", label = "Second operation", type = "yes-no" },
  { code = "on-date", label = "Date of consent", type = "date" },
  { code = "used", label = "Used", type = "choices", choices = [{ code = "x", label = "Cell salvage" }, { code = "y", label = "Balloon pump" }] },
  { code = "circuit", label = "Circuit", type = "text" },
  { code = "incidents", label = "Incidents", type = "long-text", role = "notes" },
]
"#;

pub fn samples() -> Vec<Sample> {
    // The text above is read by the same reader as the shipped kinds; a fault shows as a missing page.
    let Ok(kind) = read(KIND) else {
        return vec![Sample { name: "entries", html: "the sample kind has faults".to_owned() }];
    };
    let kind = Arc::new(kind);
    let mut faults = Faults::one("on", "Enter the date of the case.");
    for name in [
        "f-procedure",
        "f-part",
        "f-who",
        "f-urgency",
        "f-cold",
        "f-on-date",
        "evidence",
        "double",
        "under",
        "ask",
    ] {
        faults.add(name, format!("Something is wrong with {name}."));
    }
    let words = [
        ("when", "other"),
        ("f-part", "ran"),
        ("f-who", "other"),
        ("f-who-other", "Dr <b>Moss</b>"),
        ("reflection", "x"),
    ];
    vec![
        Sample::of("entries/held", &held(true)),
        Sample::of("entries/held, being checked", &held(false)),
        Sample::of(
            "entries/which",
            &Which::new(
                shell("What do you want to record?"),
                std::slice::from_ref(&kind),
                &HashMap::default(),
            ),
        ),
        Sample::of(
            "entries/which, many",
            &Which::new(
                shell("What do you want to record?"),
                &vec![kind.clone(); 12],
                &HashMap::from([(kind.code.clone(), 3)]),
            ),
        ),
        Sample::of("entries/log", &log(&kind, Typed::nothing(), false)),
        Sample::of("entries/log, again", &log(&kind, Typed::holding(words).with_faults(faults), true)),
        Sample::of("entries/entry, owner", &entry(true)),
        Sample::of("entries/entry, reader", &entry(false)),
    ]
}

fn shell(title: &str) -> Shell {
    samples::shell_for(&samples::trainee(), title, Place::Portfolio)
}

fn in_vain(sentence: &str) -> InVain {
    InVain { sentence: sentence.to_owned(), place: "/enrolments/e/assessors".to_owned() }
}

fn counts() -> Vec<CountsIn> {
    vec![
        CountsIn {
            programme: "MSc <2025>".to_owned(),
            yes: vec![("/requirements/e/cases".to_owned(), "Supervised bypass cases".to_owned())],
            pending: vec![Pending {
                when: "once signed".to_owned(),
                place: "/requirements/e/mix".to_owned(),
                title: "Aortic surgery".to_owned(),
            }],
            no: vec![("Valve operations".to_owned(), "it was another procedure".to_owned())],
            in_vain: true,
            stale: true,
            open: Vec::new(),
        },
        CountsIn {
            programme: "CPD".to_owned(),
            open: vec!["Module".to_owned(), "Type <of> activity".to_owned()],
            ..CountsIn::default()
        },
    ]
}

fn file() -> FileLine {
    FileLine {
        name: "circuit.jpg".to_owned(),
        what: "Picture, 240 kB".to_owned(),
        path: "/evidence/f".to_owned(),
        thumb: "/evidence/f/thumb".to_owned(),
    }
}

fn log(kind: &Arc<Kind>, typed: Typed, full: bool) -> Log {
    let one = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    let offers = Offers { people: vec![one("sue", "Sue Carter")], places: vec![one("site", "Heart Centre")] };
    let programmes = [("a", "MSc"), ("b", "CPD")].map(|(id, name)| Choice::of(id, name));
    Log {
        shell: shell("Log a bypass case"),
        heading: "Log a bypass case".to_owned(),
        about: kind.about.clone(),
        repeated: "the part I played and hospital".to_owned(),
        kind: kind.code.clone(),
        name: "bypass case".to_owned(),
        draft: "01arz3ndektsv4rrffq69g5fav".to_owned(),
        is_kept: full,
        saved: if full { "1794492153000".to_owned() } else { String::new() },
        said: if full { "Draft saved 14:02".to_owned() } else { String::new() },
        period: false,
        day_label: kind.day_label.clone(),
        until_label: kind.until_label.clone(),
        days: vec![Choice::of("today", "Today, 12 November 2026"), Choice::of("yesterday", "Yesterday")],
        fields: fields(&AskedKind::plain(kind.clone()), &offers, &[], &typed),
        needs_signer: true,
        nobody: "Nobody is appointed who could sign it. Ask your head of <training>.".to_owned(),
        supervisors: if full { vec![Choice::of("sue", "Sue Carter")] } else { Vec::new() },
        away: if full { vec![AWAY.to_owned()] } else { Vec::new() },
        closed: if full {
            vec!["The MSc was frozen on 15 September 2027, 17:00.".to_owned()]
        } else {
            Vec::new()
        },
        programmes: if full { programmes.to_vec() } else { Vec::new() },
        takes_camera: true,
        takes_files: true,
        files: if full {
            vec![DraftFile { line: file(), removal: "/drafts/d/evidence/f/removal".to_owned() }]
        } else {
            Vec::new()
        },
        room: "You keep 3 of at most 100 drafts; their files take 12 of 500 MB.".into(),
        file_hint: "Pictures, PDF or Word files.".to_owned(),
        takes_reflection: true,
        preview: if full { Preview::Known(counts()) } else { Preview::TooSoon },
        by_name: full.then(|| in_vain("Only the signature of an approved assessor counts for “Cases <a>”.")),
        vain: full.then(|| in_vain("Tom <Hill> is not approved by name for this.")),
        submit: "Submit to Sue Carter".to_owned(),
        changing: full,
        was_decided: full,
        ends: vec!["Dr <A> Malik’s decision waits to be confirmed.".to_owned()],
        asks_why: full,
        back: ("/portfolio".to_owned(), "Back to the portfolio"),
        inside: if full { "MSc <Perfusion>".to_owned() } else { String::new() },
        instead: full.then(|| InsteadOf {
            said: "Echo <study>, number 12: Valve".to_owned(),
            path: "/entries/e".to_owned(),
            was_decided: true,
            left: vec![("Probe <type>".to_owned(), "One\ntwo".to_owned())],
        }),
        typed,
    }
}

fn entry(own: bool) -> Entry {
    let words = |text: &str| text.to_owned();
    let step = |what: &str, struck: bool| Step {
        what: words(what),
        who: words("Sue Carter, supervisor"),
        at: words("12 November 2026, 14:02"),
        said: vec![words("Which cardioplegia?")],
        changes: vec![Change {
            label: words("Bypass time"),
            before: words("95 min"),
            after: words("59 min"),
        }],
        struck,
    };
    Entry {
        shell: shell("Aortic surgery"),
        typed: if own {
            Typed::nothing().with_faults(Faults::one("ask", "Choose whom to ask."))
        } else {
            Typed::nothing()
        },
        panel: Panel {
            recorded: vec!["Signed here by Sue Carter".to_owned(), "Not entered in <OneFile> yet".to_owned()],
            kind: words("Bypass case"),
            rows: vec![
                Row {
                    label: words("Procedure"),
                    value: words("Aortic <b>surgery"),
                    note: words("EBCP: “Arch”"),
                    long: false,
                },
                Row { label: words("Incidents"), value: words("One\ntwo"), note: String::new(), long: true },
            ],
            files: vec![file(), FileLine { name: words("trace.pdf"), thumb: String::new(), ..file() }],
            counts: counts(),
            trail: vec![step("Changed: version 2", false), step("Signed: version 1", true)],
            before: Some(FromBefore {
                sentence: "Accepted from an earlier record by Sue Carter.".to_owned(),
                reason: "Ten lines compared.".to_owned(),
                path: "/earlier/1".to_owned(),
                link: "Open the earlier record",
            }),
            begun: "Begun by <Sue> Carter.".to_owned(),
            assessed: Some(Assessment {
                by: words("Sue <Carter>, supervisor"),
                rows: vec![said("What went <well>", "A calm voice")],
            }),
            signed: Some(Signed {
                before: vec!["Sam <Hill>, supervisor, 11 November 2026, 09:10".to_owned()],
                by: words("Sue Carter"),
                capacity: words("supervisor"),
                at: words("12 November 2026, 14:02"),
                level: words("With me in reach"),
                shown_by: vec!["Dr <A> Malik, who proved the address a@b.example by a code.".to_owned()],
                satisfactory: own,
                intact: own,
            }),
        },
        id: words("e"),
        title: words("Aortic surgery"),
        line: words("Bypass case, number 119, 3 November 2026"),
        state: "Returned",
        owner: words("Ann Field"),
        own,
        trainee: (!own).then(|| "/trainees/e".to_owned()),
        may_edit: own,
        withdrawal: own.then_some("It then waits with nobody and counts for nothing."),
        next: if own {
            "1 of 2 have signed it. The next is a training lead.".to_owned()
        } else {
            String::new()
        },
        closed: if own {
            vec!["The MSc was frozen on 15 September 2027, 17:00.".to_owned()]
        } else {
            Vec::new()
        },
        waits: Some((words("Sue Carter"), words("4 November 2026, 08:00"))),
        asked_away: words("Sue <Carter> is away until 24 November 2026."),
        signed_in_vain: own,
        handed: words("A link for somebody without an account, opened on 12 November 2026, 14:02"),
        make_link: own.then(|| words("/entries/e/link")),
        unconfirmed: vec![(
            words("Signed by Dr <A> Malik on 12 November 2026, 14:02, not confirmed."),
            Some(words("/entries/e/statements/s/letter")),
        )],
        others: if own { vec![Choice::of("tom", "Tom Hill")] } else { Vec::new() },
        by_name: own.then(|| in_vain("Only the signature of an approved assessor counts for “Cases <a>”.")),
        vain: own.then(|| in_vain("Sue <Carter> is not approved by name for this.")),
        away: if own { vec![words(AWAY)] } else { Vec::new() },
        gone: if own {
            words("Sue <Carter> can decide on it no more. Ask somebody else below.")
        } else {
            String::new()
        },
        reminded: words("Reminded on 12 November 2026 by Ann Field."),
        remind: own.then(|| words("r")),
        certificate: (!own).then(|| words("/entries/e/certificate")),
        openings: words("/history/p/openings"),
        report: words("/entries/e/report"),
        incident: own.then(|| Some(words("/incidents/i"))),
        hand_over: (!own).then(|| words("/requests/r/handover")),
        decide: (!own).then(|| words("/inbox/r")),
        draft: None,
        like: words("/entries/new?kind=sample&like=e"),
        takes_reflection: true,
        reflection: Some(Thought {
            words: words("I hesitated."),
            written: words("12 November 2026"),
            shared: (!own).then(|| words("today")),
        }),
        opened: words("Opened by 1 person"),
        readers: if own { vec![words("Sue Carter, last on 12 November 2026")] } else { Vec::new() },
        to_be_seen: own,
        unseen: !own,
        other_kinds: if own { vec![Choice::of("cbd", "Case <discussion>")] } else { Vec::new() },
        refiled: vec![("It stands in place of", "number 12: <Valve>".to_owned(), "/entries/f".to_owned())],
        actions: vec![
            ActionLine {
                words: words("Read the <guideline> on cardioplegia before the next case"),
                goal: None,
            },
            ActionLine { words: words("Repeat it"), goal: Some(words("/entries/2")) },
        ],
        returned: Some((words("Sue Carter"), words("Which cardioplegia?"))),
    }
}

const AWAY: &str = "Sue Carter is away until 24 November 2026; Tom Hill deputises.";

fn held(with_questions: bool) -> Held {
    let question = Asked {
        name: "why-f-notes-0-name".to_owned(),
        legend: "This looks like a person's name. What is it?".to_owned(),
        place: "Notes".to_owned(),
        excerpt: Some(("talked to ".to_owned(), "Mrs <Jones>".to_owned(), " before".to_owned())),
        choices: vec![Choice::of("colleague", "It is a colleague's"), Choice::of("chance", "It is a word")],
        never: "",
    };
    let heading = if with_questions { "Held with you" } else { "Being checked" };
    Held {
        shell: samples::shell_for(&samples::trainee(), heading, Place::Portfolio),
        typed: match with_questions {
            true => Typed {
                faults: Faults::one("why-f-notes-0-name", "Correct it in the entry, or say what it is."),
                ..Typed::nothing()
            },
            false => Typed::nothing(),
        },
        heading: heading.to_owned(),
        entry: "Aortic surgery".to_owned(),
        action: "/drafts/d/check".to_owned(),
        draft: "/drafts/d".to_owned(),
        saved: "1".to_owned(),
        waiting: if with_questions { Vec::new() } else { vec!["trace.pdf".to_owned()] },
        old: false,
        may_name: with_questions,
        unscanned: if with_questions { Vec::new() } else { vec!["echo.pdf".to_owned()] },
        questions: if with_questions { vec![question] } else { Vec::new() },
        may_go_on: true,
    }
}
