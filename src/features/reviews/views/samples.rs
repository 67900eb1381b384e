//! The pages of this room with something on them.

use super::planning::{List, PlanPage, Point, Row};
use super::working::{Asked as Question, OutcomeFields, after_withdrawal, verdicts};
use super::{
    AnswerPage, Head, ObjectionPage, OutcomePage, OutcomeView, PackPage, PreparationPage, ReviewPage, Todo,
};
use crate::domain::fault::Faults;
use crate::domain::review::Phase;
use crate::render::amount::Stamp;
use crate::render::review::{Answer, Asked, Collected, Group, Line, Prepared, ReviewPart};
use crate::web::page::{Place, Shell};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn shell(title: &str) -> Shell {
    samples::shell_for(&samples::lead(), title, Place::Reviews)
}

pub(super) fn head() -> Head {
    Head {
        trainee: "Ann <Field>".to_owned(),
        sort: "Midterm".to_owned(),
        phase: "Both sides prepare",
        held_on: "3 December 2026".to_owned(),
        prepare_by: Some("26 November 2026".to_owned()),
        panel: vec!["Lea O’Neill (chair)".to_owned(), "Pam <Reed>".to_owned()],
        programme: "MSc Clinical Perfusion Science".to_owned(),
    }
}

pub(super) fn collected() -> Collected {
    let line = |text: &str, href: &str| Line {
        text: text.to_owned(),
        about: "3 November 2026: Returned".to_owned(),
        href: href.to_owned(),
    };
    let asked = |state: &str, why: &str| Asked {
        title: "Supervised <cases>".to_owned(),
        figures: "118 of 150 cases signed".to_owned(),
        state: state.to_owned(),
        why: why.to_owned(),
        href: "/requirements/e/cases".to_owned(),
    };
    Collected {
        since: samples::trainee().today(),
        met: vec![asked("Met", "")],
        unmet: vec![asked("Behind", "Due 30 June 2027. Needs 3.1 a week.")],
        apart: vec![asked("On track", "2 of 3 signed.")],
        groups: vec![
            Group {
                title: "Open goals".to_owned(),
                none: "No goal is open.".to_owned(),
                lines: vec![line("Goal: Read <it>", "/entries/1")],
            },
            Group { title: "Waits".to_owned(), none: "Nothing waits.".to_owned(), lines: Vec::new() },
        ],
        missing: vec![line("Supervisor’s report", "/assessments/new"), line("Feedback round", "")],
    }
}

fn prepared() -> Prepared {
    let person = samples::trainee();
    Prepared {
        side: "The trainee".to_owned(),
        by: "Ann <Field>".to_owned(),
        at: Stamp::of(person.now, person.zone),
        answers: vec![Answer { question: "How <did> it go?".to_owned(), words: "Well.\nMostly.".to_owned() }],
    }
}

fn outcome(replaced: bool) -> OutcomeView {
    let line = |text: &str, about: &str| Line {
        text: text.to_owned(),
        about: about.to_owned(),
        href: String::new(),
    };
    OutcomeView {
        label: "On course, with <actions>".to_owned(),
        recorded: "Recorded on 3 December 2026 by Pam Reed, panel member.".to_owned(),
        replaced,
        words: "Cases are behind.".to_owned(),
        conditions: vec![line("Log <ten> more", "by 1 March 2027")],
        next: "1 June 2027".to_owned(),
        replies: vec![line("Ann Field objects, 4 December 2026", "It was <not> so.")],
    }
}

fn fields() -> OutcomeFields {
    OutcomeFields {
        outcomes: vec![Choice::of("on-course", "On course"), Choice::of("not-yet", "Not yet <as> expected")],
        conditions: vec![("condition-1".to_owned(), "due-1".to_owned(), "Condition".to_owned())],
    }
}

fn wrong(names: &[&str]) -> Typed {
    let mut faults = Faults::none();
    for name in names {
        faults.add(*name, format!("Something is wrong with {name}."));
    }
    Typed::holding([("reasons", "Mrs <Jones>")]).with_faults(faults)
}

/// The pages on which somebody does something.
fn working() -> Vec<Sample> {
    let (action, back) = (|| "/reviews/r/x".to_owned(), || "/reviews/r".to_owned());
    let preparation = |typed: Typed, refused| PreparationPage {
        shell: shell("Prepare the review"),
        typed,
        head: head(),
        questions: vec![Question {
            name: "q-progress".to_owned(),
            label: "How <did> it go?".to_owned(),
            hint: "With examples".to_owned(),
        }],
        action: action(),
        back: back(),
        illustrative: true,
        refused,
        readers: "Your training lead reads it.",
        kept: "-".to_owned(),
    };
    let outcome_page = |typed: Typed, refused| OutcomePage {
        shell: shell("Outcome of the review"),
        typed,
        head: head(),
        fields: fields(),
        pack: action(),
        action: action(),
        back: back(),
        refused,
        early: refused.then(|| "Record it before 3 December 2026, the day of the review".to_owned()),
        stands: if refused { vec![outcome(false)] } else { Vec::new() },
    };
    let objection = |typed: Typed, refused| ObjectionPage {
        shell: shell("Object to the outcome"),
        typed,
        head: head(),
        until: "17 December 2026".to_owned(),
        lead: "a training lead".to_owned(),
        illustrative: true,
        action: action(),
        back: back(),
        refused,
    };
    let answer = |typed: Typed, refused| AnswerPage {
        shell: shell("Answer the objection"),
        typed,
        head: head(),
        stands: vec![outcome(false)],
        verdicts: verdicts(),
        fields: fields(),
        action: action(),
        back: back(),
        refused,
    };
    vec![
        Sample::of("reviews/preparation", &preparation(Typed::nothing(), false)),
        Sample::of("reviews/preparation, again", &preparation(wrong(&["q-progress"]), true)),
        Sample::of("reviews/outcome", &outcome_page(Typed::nothing(), false)),
        Sample::of(
            "reviews/outcome, again",
            &outcome_page(wrong(&["outcome", "reasons", "condition-1", "due-1", "next", "early"]), true),
        ),
        Sample::of("reviews/objection", &objection(Typed::nothing(), false)),
        Sample::of("reviews/objection, again", &objection(wrong(&["reasons"]), true)),
        Sample::of("reviews/answer", &answer(Typed::nothing(), false)),
        Sample::of("reviews/answer, again", &answer(wrong(&["verdict", "reasons", "outcome"]), true)),
    ]
}

fn pack(intact: bool, withdrawn: bool, changed: usize) -> PackPage {
    let shown = intact && !withdrawn;
    let review = ReviewPart {
        sort: "Midterm".to_owned(),
        held_on: samples::trainee().today(),
        panel: vec!["Pam <Reed> (chair)".to_owned()],
        prepared: vec![prepared()],
        collected: collected(),
    };
    PackPage {
        shell: shell("What the panel reads: Ann <Field>"),
        frozen: "Frozen 12 November 2026, 14:02 by Lea O’Neill".to_owned(),
        hash: "ab".repeat(32),
        intact,
        withdrawn: withdrawn.then(|| "13 November 2026".to_owned()),
        after: after_withdrawal(if changed > 1 { Phase::Decided } else { Phase::Planned }),
        report: shown.then(|| crate::render::report::PortfolioReport::sample_of(2)),
        review: shown.then_some(review),
        reports: match shown {
            true => crate::render::report::PortfolioReport::sample_of(2)
                .entries
                .into_iter()
                .map(|entry| (entry.content_hash, "/reviews/r/pack/e/report".to_owned()))
                .collect(),
            false => std::collections::HashMap::new(),
        },
        report_written: shown.then(|| "/reviews/r/report".to_owned()),
        changed,
        changes: (0..changed)
            .map(|_| Line {
                text: "Aortic <surgery>".to_owned(),
                about: "changed 13 November 2026".to_owned(),
                href: "/entries/1".to_owned(),
            })
            .collect(),
        pdf: "/reviews/r/pack/pdf".to_owned(),
        back: "/reviews/r".to_owned(),
    }
}

pub fn samples() -> Vec<Sample> {
    let row = |id: &str, title: &str| Row {
        id: id.to_owned(),
        href: "/reviews/r".to_owned(),
        title: title.to_owned(),
        about: "3 December 2026 · MSc · you chair".to_owned(),
        phase: "Both sides prepare",
    };
    let list = |full: bool| List {
        shell: shell("Reviews"),
        objections: if full { vec![row("r4", "Midterm: Ben <Field>")] } else { Vec::new() },
        ahead: if full { vec![row("r1", "Midterm: Ann <Field>")] } else { Vec::new() },
        to_enter: if full { vec![row("r3", "Final: Ann <Field>")] } else { Vec::new() },
        held: if full { vec![row("r2", "Annual: Ann <Field>")] } else { Vec::new() },
        cut: full.then_some(500),
        points: match full {
            true => vec![Point {
                title: "Ann <Field>: Midterm".to_owned(),
                about: "MSc · due 28 February 2027".to_owned(),
                href: "/reviews/new?enrolment=e".to_owned(),
            }],
            false => Vec::new(),
        },
        leads: full,
    };
    let plan = |typed: Typed| PlanPage {
        shell: shell("Plan a review of Ann <Field>"),
        typed,
        programme: "MSc, cohort 2025".to_owned(),
        asked: vec!["Midterm: due 28 February 2027".to_owned()],
        enrolment: "e".to_owned(),
        requirement: "midterm".to_owned(),
        was: String::new(),
        sorts: vec![Choice::of("midterm", "Midterm"), Choice::of("final", "Final")],
        people: vec![Choice::of("p", "Pam <Reed>"), Choice::of("q", "Tom Hill")],
        chairs: vec![Choice::of("p", "Pam <Reed>"), Choice::of("guest", "Whoever has the address above")],
        action: "/reviews".to_owned(),
        button: "Plan the review",
        back: "/reviews".to_owned(),
    };
    let mut faults = Faults::none();
    for field in ["sort", "prepare", "held", "panel", "guest", "chair"] {
        faults.add(field, format!("Something is wrong with {field}."));
    }
    let review = |collected, announced: bool| ReviewPage {
        shell: shell("Midterm: Ann <Field>"),
        typed: match announced {
            true => Typed::nothing(),
            false => Typed::nothing().with_faults(Faults::one("early", "The <trainee> has not prepared.")),
        },
        head: head(),
        collected,
        plan: (!announced).then(|| "/reviews/r/plan".to_owned()),
        end: (!announced).then(|| "/reviews/r/end".to_owned()),
        report: (!announced).then(|| "/entries/e/report".to_owned()),
        announced,
        taken_away: false,
        outcomes: if announced { Vec::new() } else { vec![outcome(true), outcome(false)] },
        todo: match announced {
            true => Todo::default(),
            false => Todo {
                prepare: Some("/reviews/r/preparation".to_owned()),
                freeze: Some("/reviews/r/pack".to_owned()),
                conclude: Some("/reviews/r/outcome".to_owned()),
                record: Some("/reviews/r/record".to_owned()),
                acknowledge: Some("/reviews/r/acknowledgement".to_owned()),
                object: Some(("/reviews/r/objection".to_owned(), "17 December 2026".to_owned())),
                answer: Some("/reviews/r/answer".to_owned()),
            },
        },
        frozen: (!announced).then(|| "Frozen 12 November 2026, 14:02 by Lea O’Neill.".to_owned()),
        pack: (!announced).then(|| ("Read what was frozen", "/reviews/r/pack".to_owned())),
        days: (!announced).then(|| "Both sides can prepare until 26 November 2026.".to_owned()),
        sides: if announced { Vec::new() } else { vec!["The trainee: not prepared yet".to_owned()] },
        both_prepared: announced,
        early: (!announced).then(|| "Freeze it before 26 November 2026 is over".to_owned()),
        prepared: if announced { Vec::new() } else { vec![prepared()] },
    };
    let mut all = working();
    all.extend([
        Sample::of("reviews/list", &list(true)),
        Sample::of("reviews/list, empty", &list(false)),
        Sample::of("reviews/plan", &plan(Typed::nothing())),
        Sample::of("reviews/plan, again", &plan(Typed::nothing().with_faults(faults))),
        Sample::of("reviews/review", &review(Some(collected()), false)),
        Sample::of("reviews/review, announced", &review(None, true)),
        Sample::of("reviews/pack", &pack(true, false, 2)),
        Sample::of("reviews/pack, withdrawn", &pack(false, true, 1)),
        Sample::of("reviews/pack, withdrawn after the outcome", &pack(false, true, 2)),
        Sample::of("reviews/pack, tampered", &pack(false, false, 0)),
    ]);
    all
}
