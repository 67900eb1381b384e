//! Every page of this room with something on it, and with nothing.

use crate::domain::fault::Faults;
use crate::domain::signoff::ReturnReason;
use crate::features::entries::{
    Change, FieldView, Fields, FileLine, Panel, Row, SideView, Step, sample_side,
};
use crate::features::signoffs::deciding::Desk;
use crate::features::signoffs::views::deciding::{AgainView, Deciding, Level, outcomes};
use crate::features::signoffs::views::lists::{Inbox, Retraction, Signed, SignedLine, WaitingLine, take_out};
use crate::web::page::Place;
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

pub fn samples() -> Vec<Sample> {
    let mut all = vec![
        Sample::of("signoffs/inbox", &inbox(2)),
        Sample::of("signoffs/inbox, empty", &inbox(0)),
        Sample::of("signoffs/deciding", &deciding(Typed::nothing())),
        Sample::of("signoffs/deciding, again", &interrupted()),
        Sample::of("signoffs/deciding, no turn", &no_turn()),
        Sample::of("signoffs/signed", &signed(3)),
        Sample::of("signoffs/signed, empty", &signed(0)),
        Sample::of("signoffs/retraction", &retraction()),
    ];
    all.extend(crate::features::signoffs::together::samples());
    all.extend(crate::features::signoffs::calibration::samples());
    all
}

fn shell(title: &str, place: Place) -> crate::web::page::Shell {
    samples::shell_for(&samples::supervisor(), title, place)
}

fn inbox(lines: usize) -> Inbox {
    let line = |n: usize| WaitingLine {
        path: paths::inbox_item(&format!("r{n}")),
        trainee: "Ann <Field>".to_owned(),
        what: "Aortic surgery".to_owned(),
        day: "3 November 2026".to_owned(),
        since: "4 November 2026 (8 days)".to_owned(),
        reminded: if n == 0 { "Reminded on 11 November 2026 by Ann Field".to_owned() } else { String::new() },
        instead: if n == 1 { "For Tom Hill (away)".to_owned() } else { String::new() },
        frozen: if n == 1 {
            "The MSc was frozen on 15 September 2026, 17:00.".to_owned()
        } else {
            String::new()
        },
        due: if n == 0 { "30 November 2026: Supervised bypass cases".to_owned() } else { String::new() },
    };
    Inbox {
        shell: shell("Inbox", Place::Inbox),
        count: "3 bypass cases wait for you".to_owned(),
        lines: (0..lines).map(line).collect(),
        start: paths::inbox_item("r0"),
        figures: lines > 0,
        together: (lines > 0).then_some(paths::TOGETHER),
        week: "You signed 12 and returned 1 in the last seven days.".to_owned(),
        rounds: if lines > 0 { "1 round of feedback waits for you".to_owned() } else { String::new() },
        reviews: (lines > 0)
            .then(|| ("Prepare your side of a review until 26 November 2026".to_owned(), paths::review("v"))),
    }
}

fn deciding(typed: Typed) -> Deciding {
    let level = |number: usize, label: &str, meaning: &str| Level {
        number,
        code: format!("l{number}"),
        label: label.to_owned(),
        meaning: meaning.to_owned(),
    };
    Deciding {
        shell: shell("Bypass case of 3 November 2026", Place::Inbox),
        typed,
        desk: Desk {
            here: paths::inbox_item("r1"),
            sign: paths::signature("r1"),
            send_back: paths::send_back("r1"),
            position: "2 of 12".to_owned(),
            next: Some(paths::inbox_item("r2")),
            previous: Some(paths::inbox_item("r0")),
            list: paths::INBOX,
            list_name: "Inbox",
        },
        heading: "Bypass case of 3 November 2026".to_owned(),
        trainee: "Ann Field".to_owned(),
        waits: "Waits for Sue Carter since 4 November 2026.".to_owned(),
        refused: String::new(),
        changes: Vec::new(),
        panel: panel(),
        came_back: None,
        may_return: true,
        comment_hint: "If you like. The trainee reads it.".to_owned(),
        return_hint: "If you like. The trainee reads it.".to_owned(),
        deputising: "You deputise for Tom Hill until 24 November 2026.".to_owned(),
        hand_over: "/requests/r/handover".to_owned(),
        locked: None,
        unmet: Vec::new(),
        in_vain: vec![
            "You have no confirmed registration with the College on 3 November 2026, so your \
                       signature will not count for: Supervised bypass cases."
                .to_owned(),
        ],
        version: "v1".to_owned(),
        root: "ab12".to_owned(),
        scale: "How much supervision this trainee needed".to_owned(),
        levels: vec![level(1, "Watches", "Should see more."), level(2, "Could teach it", "Could supervise.")],
        outcomes: Vec::new(),
        again: None,
        side: SideView::default(),
        reasons: ReturnReason::ALL.iter().map(|r| Choice::of(r.as_str(), r.shown())).collect(),
        sign_words: "Sign this bypass case".to_owned(),
        keys: true,
    }
}

pub fn panel() -> Panel {
    let row = |label: &str, value: &str, long| Row {
        label: label.to_owned(),
        value: value.to_owned(),
        note: String::new(),
        long,
    };
    let step = Step {
        what: "Submitted".to_owned(),
        who: "Ann Field".to_owned(),
        at: "4 November 2026, 09:10".to_owned(),
        said: Vec::new(),
        changes: Vec::new(),
        struck: false,
    };
    Panel {
        recorded: vec!["Signed here by Sue Carter".to_owned(), "Not entered in <OneFile> yet".to_owned()],
        kind: "Bypass case".to_owned(),
        rows: vec![row("Procedure", "Aortic surgery", false), row("Incidents", "None.\nAll well.", true)],
        files: vec![FileLine {
            name: "trace.pdf".to_owned(),
            what: "PDF, 240 kB".to_owned(),
            path: "/evidence/f1".to_owned(),
            thumb: String::new(),
        }],
        counts: Vec::new(),
        trail: vec![step.clone(), step],
        before: None,
        signed: None,
        assessed: None,
        begun: String::new(),
    }
}

fn interrupted() -> Deciding {
    let mut faults = Faults::one("", "It was changed while you were reading it, so nothing was signed.");
    faults.add("reason", "Say why.");
    faults.add("outcome", "Say whether it was good enough.");
    faults.add("words", "Your words must be 2,000 characters or fewer.");
    let typed = Typed::holding([("comment", "Well <b>done</b>"), ("words", "which cardioplegia?")]);
    let change = |before: &str, after: &str| Change {
        label: "Cardioplegia".to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    Deciding {
        changes: vec![change("", "Cold blood"), change("None", "")],
        levels: Vec::new(),
        outcomes: outcomes(),
        side: sample_side(),
        again: Some(AgainView {
            period: true,
            day_label: "From".to_owned(),
            until_label: "Until".to_owned(),
            thing: "supervisor’s <report>".to_owned(),
            fields: Fields {
                first: vec![FieldView {
                    name: "f-title".to_owned(),
                    label: "About <it>".to_owned(),
                    control: "text",
                    ..FieldView::default()
                }],
                ..Fields::default()
            },
        }),
        ..deciding(typed.with_faults(faults))
    }
}

fn no_turn() -> Deciding {
    let mut view = deciding(Typed::nothing());
    view.refused = "It has been signed already. Nothing was changed.".to_owned();
    view.desk.next = None;
    view.desk.previous = None;
    view.desk.position = String::new();
    view
}

fn signed(lines: usize) -> Signed {
    let line = |n: usize| SignedLine {
        entry: format!("/entries/e{n}"),
        trainee: "Ann Field".to_owned(),
        what: "Bypass case: Aortic surgery".to_owned(),
        day: "3 November 2026".to_owned(),
        state: ["Signed", "Returned", "Taken back"].get(n).copied().unwrap_or("Signed"),
        said: vec!["With me in reach".to_owned(), "Calm <and> quick".to_owned()],
        at: "12 November 2026, 14:02".to_owned(),
        take_back: (n == 0).then(|| paths::retraction("d0")),
    };
    Signed {
        shell: shell("What you decided", Place::Signed),
        lines: (0..lines).map(line).collect(),
        trainee: if lines == 0 { "Nobody".to_owned() } else { String::new() },
        pages: Pages { earlier: Some("/signed?page=1".to_owned()), later: Some("/signed?page=3".to_owned()) },
    }
}

fn retraction() -> Retraction {
    Retraction {
        shell: shell("Take a signature back", Place::Signed),
        typed: Typed::nothing().with_faults(Faults::one("reason", "Say why you take it back.")),
        action: paths::retraction("d0"),
        what: "Bypass case of 3 November 2026, Ann Field".to_owned(),
        kind: "bypass case".to_owned(),
        title: "Aortic surgery".to_owned(),
        at: "12 November 2026, 14:02".to_owned(),
        told: true,
        take_out: take_out("Ann Field"),
    }
}
