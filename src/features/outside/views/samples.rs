//! One of each page, for the test that looks at all of them.

use super::domains::Line;
use super::handing::Link;
use super::holder::{hows, reasons};
use super::{AssessorPage, Code, Confirm, Domains, Ended, Hand, Holder};
use crate::domain::fault::Faults;
use crate::features::accounts::Qr;
use crate::features::entries::{Change, FileLine, InVain, Panel, Row, SideView, sample_side};
use crate::web::page::{Place, StatusCode};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn words(text: &str) -> String {
    text.to_owned()
}

fn panel() -> Panel {
    Panel {
        kind: words("Bypass case"),
        rows: vec![Row {
            label: words("Procedure"),
            value: words("Aortic <surgery>"),
            note: String::new(),
            long: false,
        }],
        files: vec![FileLine {
            name: words("circuit.jpg"),
            what: words("Picture, 240 kB"),
            path: paths::outside_evidence("token", "f"),
            thumb: paths::outside_thumb("token", "f"),
        }],
        counts: Vec::new(),
        trail: Vec::new(),
        signed: None,
        assessed: None,
        begun: String::new(),
        recorded: Vec::new(),
        before: None,
    }
}

fn holder(faulty: bool) -> Holder {
    let mut faults = Faults::none();
    let fields =
        ["decision", "outcome", "comment", "reason", "how", "on", "place", "name", "post", "body", "number"];
    for field in fields.into_iter().filter(|_| faulty) {
        faults.add(field, format!("Something is wrong with {field}."));
    }
    let typed = match faulty {
        true => Typed::holding([("comment", "Mrs <Jones>"), ("decision", "return")]).with_faults(faults),
        false => Typed::nothing(),
    };
    Holder {
        shell: samples::public_shell("Bypass case of 3 November 2026"),
        typed,
        action: paths::outside("token"),
        house: words("Perfolio at <Northgate>"),
        heading: words("Bypass case of 3 November 2026"),
        trainee: words("Ann <Field>"),
        until: words("26 November 2026, 09:00"),
        panel: panel(),
        warnings: vec![words("You have no confirmed registration with the College on 3 November 2026.")],
        version: words("v"),
        root: words("r"),
        decisions: vec![
            Choice::of("sign:at-hand", "Sign: With me in reach").meaning("They did it."),
            Choice::of("return", "Return it, with a reason"),
        ],
        decision_legend: words("Your decision (supervision needed)"),
        outcomes: vec![Choice::of("satisfactory", "Satisfactory")],
        side: if faulty { sample_side() } else { SideView::default() },
        hows: hows(),
        reasons: reasons(),
    }
}

fn code(faulty: bool) -> Code {
    let faults = Faults::one("one-time-code", "This code is not right. 4 tries are left.");
    Code {
        shell: samples::public_shell("Enter the code"),
        typed: if faulty { Typed::nothing().with_faults(faults) } else { Typed::nothing() },
        screen: paths::outside("token"),
        action: paths::outside_decision("token"),
        said: words("name=Dr+A.+Malik&post=%3Cx%3E"),
        address: words("a.malik@northgate.nhs.uk"),
    }
}

fn ended(changed: bool) -> Ended {
    let change = Change { label: words("Circuit"), before: words("Make 6"), after: words("Make <7>") };
    Ended {
        shell: samples::public_shell("It was changed"),
        house: if changed { words("Perfolio at <Northgate>") } else { String::new() },
        heading: words("It was changed while you were reading"),
        sentence: words("Ann <Field> has changed the entry since this link was made."),
        changes: if changed { vec![change] } else { Vec::new() },
        status: StatusCode::CONFLICT,
    }
}

fn hand(refused: &str, link: Option<Link>) -> Hand {
    Hand {
        shell: samples::shell_for(&samples::trainee(), "Ask someone without an account", Place::Portfolio),
        typed: Typed::nothing(),
        entry: paths::entry("e"),
        said: words("bypass case of 3 November 2026"),
        action: paths::hand_over("e"),
        end: paths::hand_over_end("e"),
        refused: words(refused),
        named: refused.is_empty().then(|| InVain {
            sentence: words("Only an approved assessor’s signature counts for “Cases <a>”."),
            place: paths::assessors("e"),
        }),
        in_vain: vec![words("You sign as an <assessor>, and this asks for a supervisor.")],
        unconfirmed: vec![words("Signed by Dr <A> Malik on 12 November 2026, 14:02, not confirmed.")],
        link,
    }
}

fn link(scanned: bool) -> Link {
    let address = "https://perfolio.example/outside/token";
    Link {
        qr: if scanned { Qr::of(address).ok() } else { None },
        address: words(address),
        until: words("26 November 2026, 09:00"),
        opened: if scanned {
            vec![words("Safari on an <iPhone>: 12 November 2026, 14:00")]
        } else {
            Vec::new()
        },
    }
}

fn domains(any: bool) -> Domains {
    let line = Line {
        domain: words("northgate.nhs.uk"),
        over: words("Perfusion, <Northgate>"),
        by: words("Lea O’Neill, 12 November 2026"),
        end: paths::work_domain_end("d"),
    };
    Domains {
        shell: samples::shell_for(&samples::lead(), "Work addresses", Place::People),
        typed: match any {
            true => Typed::holding([("domain", "gmail.com")])
                .with_faults(Faults::one("domain", "Anybody can have an address at gmail.com.")),
            false => Typed::nothing(),
        },
        lines: if any { vec![line] } else { Vec::new() },
        choices: if any { vec![Choice::of("department:d", "Perfusion, Northgate")] } else { Vec::new() },
        signed: match any {
            true => vec![(words("Dr A. <Malik>"), words("GMC 1234567 as stated"), paths::assessor("a"))],
            false => Vec::new(),
        },
    }
}

fn assessor(confirmed: bool) -> AssessorPage {
    let faults = Faults::one("register", "Choose the register that you are on.");
    AssessorPage {
        shell: samples::shell_for(&samples::lead(), "Dr A. Malik", Place::People),
        typed: if confirmed { Typed::nothing() } else { Typed::nothing().with_faults(faults) },
        name: words("Dr A. <Malik>"),
        action: paths::assessor("a"),
        stated: vec![words("Dr A. Malik, consultant, GMC 1234567 as stated; a.malik@northgate.nhs.uk")],
        confirmed: if confirmed { vec![words("GMC, number 1234567: confirmed by Lea")] } else { Vec::new() },
        registers: vec![Choice::of("ccps|full", "College, full"), Choice::of("other", "Another register")],
        resembles: (!confirmed).then(|| (words("Aisha <Malik>"), words("aisha@southgate.ac.uk"))),
        joining: paths::assessor_joining("a"),
    }
}

pub fn samples() -> Vec<Sample> {
    let confirm = Confirm {
        hindered: None,
        shell: samples::public_shell("Confirm your decision"),
        house: words("Perfolio at <Northgate>"),
        action: paths::outside_confirmation("c"),
        name: words("Dr A. <Malik>"),
        sentence: words("On 12 November 2026, 14:02 somebody who gave your name signed the bypass case."),
        level: words("With me in reach"),
        words: vec![words("Calm.")],
        until: words("19 November 2026, 14:02"),
    };
    vec![
        Sample::of("outside/holder", &holder(false)),
        Sample::of("outside/holder, again", &holder(true)),
        Sample::of("outside/code", &code(false)),
        Sample::of("outside/code, wrong", &code(true)),
        Sample::of("outside/ended", &ended(false)),
        Sample::of("outside/ended, changed", &ended(true)),
        Sample::of("outside/hand", &hand("", None)),
        Sample::of("outside/hand, refused", &hand("Your training lead has not said yet.", None)),
        Sample::of("outside/hand, scanned", &hand("", Some(link(true)))),
        Sample::of("outside/hand, sent", &hand("", Some(link(false)))),
        Sample::of("outside/confirm", &confirm),
        Sample::of("outside/domains", &domains(true)),
        Sample::of("outside/assessor", &assessor(true)),
        Sample::of("outside/assessor, again", &assessor(false)),
        Sample::of("outside/domains, none", &domains(false)),
    ]
}
