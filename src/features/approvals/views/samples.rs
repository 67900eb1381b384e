//! The pages of this room with something on them.

use super::forms::ways;
use super::{Approvals, Asked, Assessors, EndApproval, Line, NewAssessor, NominationPage};
use crate::domain::approval::Why;
use crate::domain::fault::Faults;
use crate::domain::programme::called::Called;
use crate::web::page::Place;
use crate::web::parts::{Choice, Pages};
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn line(end: &str) -> Line {
    Line {
        name: "Ben <Carter>".to_owned(),
        of: "Ann <Field>".to_owned(),
        of_href: "/enrolments/e/assessors".to_owned(),
        about: "S-C1: Cardiac <physiology>".to_owned(),
        days: "1 September 2026 to 31 August 2027".to_owned(),
        state: "Approved".to_owned(),
        how: "Signs with an account. No registration is recorded.".to_owned(),
        by: "Approved by Lea O’Neill".to_owned(),
        end: end.to_owned(),
    }
}

fn asked(answer: &str, withdraw: &str) -> Asked {
    Asked {
        name: "Cora <Wood>".to_owned(),
        post: "Consultant <anaesthetist>".to_owned(),
        of: "Ann <Field>".to_owned(),
        about: "All of the programme".to_owned(),
        days: "1 September 2026 to 31 August 2027".to_owned(),
        state: "Waits since 3 November 2026".to_owned(),
        reason: String::new(),
        answer: answer.to_owned(),
        withdraw: withdraw.to_owned(),
    }
}

fn sections() -> Vec<Choice> {
    vec![Choice::of("all", "All of the programme"), Choice::of("s-c1", "S-C1: Cardiac <physiology>")]
}

fn assessors(own: bool) -> Assessors {
    let person = if own { samples::trainee() } else { samples::lead() };
    let end = if own { "" } else { "/approvals/a/end" };
    Assessors {
        shell: samples::shell_for(&person, "Assessors", Place::Requirements),
        trainee: "Ann <Field>".to_owned(),
        programme: "Scientist Training Programme".to_owned(),
        own,
        asks: true,
        called: Called::default(),
        asking: vec!["DOPS <and> OCE".to_owned()],
        approved: vec![line(end)],
        ended: vec![Line { state: "Ended".to_owned(), ..line("") }],
        waiting: vec![if own { asked("", "/nominations/n/withdrawal") } else { asked("/nominations/n", "") }],
        answered: vec![Asked {
            state: "Not approved by Lea O’Neill on 5 November 2026".to_owned(),
            reason: "They are in <training> themselves.".to_owned(),
            ..asked("", "")
        }],
        add: "/enrolments/e/assessors/new".to_owned(),
        back: ("Requirements".to_owned(), "/requirements".to_owned()),
    }
}

fn nothing_yet() -> Assessors {
    let none = |own: bool| Assessors { own, ..assessors(own) };
    Assessors {
        approved: Vec::new(),
        ended: Vec::new(),
        waiting: Vec::new(),
        answered: Vec::new(),
        ..none(true)
    }
}

fn new(own: bool) -> NewAssessor {
    let person = if own { samples::trainee() } else { samples::lead() };
    NewAssessor {
        shell: samples::shell_for(&person, "Nominate an assessor", Place::Requirements),
        typed: Typed::holding([("section", "all"), ("name", "Cora <Wood>")])
            .with_faults(Faults::one("email", "Enter an email address.")),
        title: "Nominate an assessor".to_owned(),
        own,
        called: Called::default(),
        sections: sections(),
        ways: if own { Vec::new() } else { ways() },
        action: "/enrolments/e/assessors/new".to_owned(),
        back: "/enrolments/e/assessors".to_owned(),
    }
}

fn nomination(refused: &str) -> NominationPage {
    NominationPage {
        shell: samples::shell_for(&samples::lead(), "Ann <Field> nominates an assessor", Place::Waiting),
        typed: Typed::holding([("section", "all")]),
        asked: asked("", ""),
        address: "cora@x.example".to_owned(),
        how: "Nobody with this address is known here yet.".to_owned(),
        refused: refused.to_owned(),
        answerable: true,
        sections: sections(),
        ways: ways(),
        reasons: Why::ALL.iter().map(|why| Choice::of(why.as_str(), why.shown())).collect(),
        approve: "/nominations/n".to_owned(),
        refuse: "/nominations/n/refusal".to_owned(),
        back: "/enrolments/e/assessors".to_owned(),
    }
}

pub fn samples() -> Vec<Sample> {
    let end = EndApproval {
        shell: samples::shell_for(&samples::lead(), "End the approval", Place::People),
        typed: Typed::nothing(),
        trainee: "Ann <Field>".to_owned(),
        about: "All of the programme".to_owned(),
        days: "1 September 2026 to 31 August 2027".to_owned(),
        action: "/approvals/a/end".to_owned(),
        back: "/enrolments/e/assessors".to_owned(),
        person: "/people/ben".to_owned(),
    };
    let all = |full: bool| Approvals {
        shell: samples::shell_for(&samples::lead(), "Approved assessors", Place::Waiting),
        waiting: if full { vec![asked("/nominations/n", "")] } else { Vec::new() },
        approved: if full { vec![line("/approvals/a/end")] } else { Vec::new() },
        pages: Pages { earlier: None, later: full.then(|| "/approvals?page=2".to_owned()) },
    };
    vec![
        Sample::of("approvals/assessors, the trainee’s", &assessors(true)),
        Sample::of("approvals/assessors, a lead’s", &assessors(false)),
        Sample::of("approvals/assessors, nobody", &nothing_yet()),
        Sample::of("approvals/new, the trainee’s", &new(true)),
        Sample::of("approvals/new, a lead’s", &new(false)),
        Sample::of("approvals/nomination", &nomination("")),
        Sample::of("approvals/nomination, refused", &nomination("They are in training themselves.")),
        Sample::of("approvals/end", &end),
        Sample::of("approvals/all", &all(true)),
        Sample::of("approvals/all, none", &all(false)),
    ]
}
