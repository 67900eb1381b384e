//! Each page with something in it, with nothing in it, and with faults.

use super::*;
use crate::domain::names::StatementId;
use crate::domain::role::Person;
use crate::web::samples;

pub fn samples() -> Vec<Sample> {
    let shell = |person: &Person, title: &str| samples::shell_for(person, title, Menu::Nowhere);
    let mut faults = crate::domain::fault::Faults::none();
    for field in ["why", "reference", "early", "sure", "declined"] {
        faults.add(field, "Something is wrong here.");
    }
    let faulty = || Typed::nothing().with_faults(faults.clone());
    let retention = |early: bool| Retention {
        left: "The last enrolment ended on 31 August 2027.".to_owned(),
        early,
        over: Some("1 September 2033".to_owned()),
    };
    let goes = |keeps_name: bool| Goes {
        assessor: None,
        entries: "214 entries".to_owned(),
        files: "1 file".to_owned(),
        keeps_name,
        signed: "12 decisions".to_owned(),
    };
    let line = |state| Line {
        path: paths::erasure("x"),
        name: "Ann <Field>".to_owned(),
        state,
        said: vec!["Proposed 12 November 2026 by Ivo Grant. The trust’s reference: IG-7.".to_owned()],
    };
    let list = |full: bool| Erasures {
        shell: shell(&samples::governor(), "Erasures"),
        back: ("Incidents", paths::INCIDENTS),
        new: full.then_some(paths::ERASURE_NEW),
        lines: match full {
            true => ["Proposed", "Lapsed", "Being erased", "Erased", "Declined"].map(line).into(),
            false => Vec::new(),
        },
    };
    let people = |words: &str, full: bool| People {
        shell: shell(&samples::governor(), "Who is to be erased?"),
        words: words.to_owned(),
        action: paths::ERASURE_NEW,
        back: paths::ERASURES,
        found: match full {
            true => vec![Known {
                name: "Ann <Field>".to_owned(),
                email: "ann@demo.example".to_owned(),
                path: paths::erasure_of("a"),
            }],
            false => Vec::new(),
        },
        stated: match full {
            true => vec![OnlyStated {
                statement: StatementId::new("s"),
                name: "Dr <B>. Reid".to_owned(),
                address: "b.reid@demo.example".to_owned(),
            }],
            false => Vec::new(),
        },
    };
    let rows = || vec![("Email address", "ann@demo.example".to_owned()), ("Enrolments", "None".to_owned())];
    let person = |typed: Typed, early: bool, refused: bool| PersonPage {
        shell: shell(&samples::governor(), "Erase Ann Field"),
        typed,
        name: "Ann <Field>".to_owned(),
        rows: rows(),
        retention: retention(early),
        goes: goes(early),
        refused: refused.then(|| "The enrolment on MSc <Perfusion> runs until 31 August 2027.".to_owned()),
        whys: whys(),
        action: paths::erasure_of("a"),
        back: paths::ERASURE_NEW,
    };
    let assessor = || Assessor {
        addresses: vec!["a.malik@northgate.nhs.uk".to_owned()],
        stated: vec!["Dr A. <Malik>, consultant anaesthetist, GMC 1234567 as stated".to_owned()],
        decided: "2 decisions".to_owned(),
        undecided: Some("1 decision that does not count".to_owned()),
    };
    let assessed = PersonPage {
        goes: Goes { assessor: Some(assessor()), ..goes(true) },
        ..person(Typed::nothing(), false, false)
    };
    let erasure = |typed: Typed, state: &'static str, agree: bool, own: bool| ErasurePage {
        shell: shell(&samples::admin(), "Erasing Ann Field"),
        typed,
        name: "Ann <Field>".to_owned(),
        state,
        rows: rows(),
        open: (agree || own).then(|| (retention(agree), goes(agree))),
        agree: agree.then(|| paths::erasure_agreement("x")),
        cannot: own.then(|| "You proposed this yourself. Another admin has to agree.".to_owned()),
        decline: (agree || own).then(|| paths::erasure_refusal("x")),
        own,
        whys: whys_not(),
        back: paths::ERASURES,
    };
    let assessed_open = ErasurePage {
        open: Some((retention(false), Goes { assessor: Some(assessor()), ..goes(true) })),
        ..erasure(Typed::nothing(), "Proposed", true, false)
    };
    vec![
        Sample::of("erasures/person, an assessor", &assessed),
        Sample::of("erasures/erasure, an assessor", &assessed_open),
        Sample::of("erasures/list", &list(true)),
        Sample::of("erasures/list, none", &list(false)),
        Sample::of("erasures/people", &people("ann", true)),
        Sample::of("erasures/people, nobody", &people("zz", false)),
        Sample::of("erasures/people, not asked", &people("", false)),
        Sample::of("erasures/person", &person(Typed::nothing(), false, false)),
        Sample::of("erasures/person, early, with faults", &person(faulty(), true, false)),
        Sample::of("erasures/person, refused", &person(Typed::nothing(), true, true)),
        Sample::of("erasures/erasure, to agree", &erasure(Typed::nothing(), "Proposed", true, false)),
        Sample::of("erasures/erasure, with faults", &erasure(faulty(), "Proposed", true, false)),
        Sample::of("erasures/erasure, one’s own", &erasure(Typed::nothing(), "Proposed", false, true)),
        Sample::of("erasures/erasure, done", &erasure(Typed::nothing(), "Erased", false, false)),
    ]
}
