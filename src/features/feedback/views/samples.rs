//! One of each page, for the test that looks at all of them.

use super::round::{CommentLine, GroupLines, May};
use super::rounds::Line;
use super::summary::QuestionSaid;
use super::{Colleague, Ended, Oneself, QuestionView, RoundPage, Rounds};
use crate::domain::fault::Faults;
use crate::domain::feedback::{BackReason, EndReason, Withheld};
use crate::domain::role::Person;
use crate::web::page::{Place, StatusCode};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn words(text: &str) -> String {
    text.to_owned()
}

fn line(state: &str) -> Line {
    Line {
        path: paths::round("r"),
        name: words("Ann <Field>"),
        hint: words("Begun on 3 November 2026, with Sue"),
        state: words(state),
        id: words("r"),
    }
}

fn rounds(trainee: bool) -> Rounds {
    let person = if trainee { samples::trainee() } else { samples::supervisor() };
    let with = Choice::of("e s", "Sue Carter").meaning("Clinical <science>");
    Rounds {
        shell: samples::shell_for(&person, "Feedback from colleagues", Place::Portfolio),
        typed: match trainee {
            true => Typed::nothing().with_faults(Faults::one("with", "Choose who looks after the round.")),
            false => Typed::nothing(),
        },
        trainee,
        own: if trainee { vec![line("Open")] } else { Vec::new() },
        others: if trainee { Vec::new() } else { vec![line("Closed")] },
        cut: (!trainee).then_some(200),
        asked: vec![(words("Ben <Hall>"), words("10 December 2026"), paths::feedback_asked("p"))],
        with: if trainee { vec![with] } else { Vec::new() },
        refused: String::new(),
        hints: vec![words("It asks for 12 answers.")],
    }
}

fn questions() -> Vec<QuestionView> {
    vec![QuestionView {
        name: words("f-team"),
        label: words("Part of the <team>"),
        hint: words("Reliable."),
        options: vec![Choice::of("expected", "As expected"), Choice::of("cannot-say", "I cannot say")],
    }]
}

fn scale() -> Vec<(String, String)> {
    vec![(words("As expected"), words("What is <expected>.")), (words("Better"), String::new())]
}

fn colleague(faulty: bool) -> Colleague {
    let mut faults = Faults::one("f-team", "Choose an answer.");
    faults.add("f-well", "This may be a patient’s number.");
    Colleague {
        shell: samples::public_shell("Feedback for Ann Field"),
        house: "Perfolio at <Northgate>".to_owned(),
        typed: match faulty {
            true => Typed::holding([("f-well", "Mrs <Jones>")]).with_faults(faults),
            false => Typed::nothing(),
        },
        action: paths::colleague("t"),
        refusal: paths::colleague_refusal("t"),
        name: words("Priya <Nair>"),
        trainee: words("Ann <Field>"),
        supervisor: words("Sue Carter"),
        until: words("10 December 2026"),
        floor: 5,
        least: 3,
        scale_name: words("Compared with what is expected"),
        scale: scale(),
        questions: questions(),
        free: vec![(words("f-well"), words("What do they do well?"))],
        looked: faulty,
    }
}

fn round(person: &Person, may: May, typed: Typed, seen: bool) -> RoundPage {
    let comment = |id: &str, withheld: &str| CommentLine {
        question: words("What do they do well?"),
        words: words("Calm & <kind>."),
        withheld: words(withheld),
        action: paths::round_comment("r", id),
        id: words(id),
    };
    let rows =
        vec![(words("All colleagues"), words("4.3 on average")), (words("You"), words("3: As expected"))];
    RoundPage {
        shell: samples::shell_for(person, "Feedback from colleagues", Place::Portfolio),
        typed,
        id: words("r"),
        caption: words("Ann <Field>"),
        state: words("Open"),
        supervisor: words("training <officer>"),
        lines: vec![words("7 of 12 colleagues answered.")],
        groups: vec![GroupLines {
            label: words("Clinical colleagues"),
            people: vec![(
                words("Priya <Nair>"),
                words("p.nair@northgate.nhs.uk"),
                if may.add { paths::round_rater_end("r", "p") } else { String::new() },
            )],
        }],
        to_choose: vec![Choice::of("clinical-colleagues", "Clinical colleagues").meaning("Registered.")],
        may,
        short: words("With 6 colleagues this round cannot count for the <MSc>, which asks for 12 answers."),
        refused: words("It ends on its last day."),
        reasons: BackReason::ALL.iter().map(|one| Choice::of(one.as_str(), one.shown())).collect(),
        withhold_reasons: vec![Choice::of("hurtful", Withheld::Hurtful.shown())],
        end_reasons: vec![Choice::of("too-few", EndReason::TooFew.shown())],
        scale: if seen { words("From 1 (Needs much work) to 5 (Outstanding).") } else { String::new() },
        said: if seen { vec![QuestionSaid { label: words("Part of the <team>"), rows }] } else { Vec::new() },
        comments: if seen { vec![comment("c", ""), comment("d", "It would hurt")] } else { Vec::new() },
        entry: if seen { paths::entry("e") } else { String::new() },
        meetings: match seen {
            true => vec![(words("Regular <meeting>, 12 November 2026"), paths::entry("m"))],
            false => Vec::new(),
        },
        in_which: match may.release {
            true => vec![
                Choice::of("m", "Regular <meeting>, 12 November 2026"),
                Choice::of("no-record", "Another meeting, which has no record yet"),
            ],
            false => Vec::new(),
        },
        record: if seen { String::new() } else { paths::new_assessment("e", "meeting") },
    }
}

pub fn samples() -> Vec<Sample> {
    let (ann, sue) = (samples::trainee(), samples::supervisor());
    let mut faults = Faults::one("colleagues", "Line 2: write the name and then the work email address.");
    faults.add("group", "Choose the group.");
    let wrong = Typed::holding([("colleagues", "Priya <Nair>")]).with_faults(faults);
    let preparing = May { add: true, rate: true, propose: true, withdraw: true, ..May::default() };
    let agreeing = May { add: true, agree: true, ..May::default() };
    let mut faults = Faults::one("closes", "Choose a later day.");
    faults.add("reason", "Choose why.");
    let day = Typed::nothing().with_faults(faults);
    let closing = May { ask_to_close: true, ..May::default() };
    let releasing = May { look: true, release: true, close: true, ..May::default() };
    let mut faults = Faults::one("met", "Enter the day.");
    faults.add("both", "Say that you both were there.");
    faults.add("end-reason", "Choose why.");
    let unmet = Typed::nothing().with_faults(faults);
    let oneself = Oneself {
        shell: samples::shell_for(&ann, "How do you see yourself?", Place::Portfolio),
        typed: Typed::nothing().with_faults(Faults::one("f-team", "Choose an answer.")),
        back: paths::round("r"),
        action: paths::round_self("r"),
        scale: scale(),
        questions: questions(),
        kept: "ab".repeat(32),
    };
    let ended = Ended {
        shell: samples::public_shell("Your answer is in"),
        heading: words("Your answer is in"),
        sentence: words("It works once."),
        status: StatusCode::OK,
    };
    vec![
        Sample::of("feedback/rounds", &rounds(true)),
        Sample::of("feedback/rounds, of others", &rounds(false)),
        Sample::of("feedback/round, preparing", &round(&ann, preparing, wrong, false)),
        Sample::of("feedback/round, agreeing", &round(&sue, agreeing, day, false)),
        Sample::of("feedback/round, open", &round(&ann, closing, Typed::nothing(), false)),
        Sample::of("feedback/round, releasing", &round(&sue, releasing, unmet, true)),
        Sample::of("feedback/round, released", &round(&ann, May::default(), Typed::nothing(), true)),
        Sample::of("feedback/oneself", &oneself),
        Sample::of("feedback/colleague", &colleague(false)),
        Sample::of("feedback/colleague, again", &colleague(true)),
        Sample::of("feedback/ended", &ended),
    ]
}
