//! Titles, names and conditions as parts of a sentence.

use crate::domain::kind::{Confirmer, Kind, lower};
use crate::domain::names::with_article;
use crate::domain::programme::{Registered, Requirement, Version};
use crate::domain::role::Capacity;

use super::super::{Condition, Register, Test, category_said};

pub(super) fn titles(codes: &[String], version: &Version) -> String {
    let title = |code: &String| version.requirement(code).map_or_else(|| code.clone(), |r| r.title.clone());
    codes.iter().map(title).collect::<Vec<_>>().join("; ")
}

pub(super) fn kind<'v>(code: &str, version: &'v Version) -> Option<&'v Kind> {
    version.kind(code).map(|used| &used.kind)
}

/// `bypass cases or echo studies`.
pub(super) fn plurals(codes: &[String], version: &Version) -> String {
    let name = |code: &String| kind(code, version).map_or_else(|| code.clone(), |kind| kind.plural.clone());
    codes.iter().map(name).collect::<Vec<_>>().join(" or ")
}

/// ` where part played is “Assisted” or “Ran the bypass”, and …`
pub(super) fn phrases(conditions: &[Condition], kind: Option<&Kind>) -> String {
    // "Is" says all that an "is not" of the same field does; files have both for the sake of two reasons.
    let said = |field: &str| {
        conditions.iter().any(|c| matches!(&c.test, Test::Is { field: other, .. } if other == field))
    };
    let needless = |c: &&Condition| matches!(&c.test, Test::IsNot { field, .. } if said(field));
    let all: Vec<String> = conditions.iter().filter(|c| !needless(c)).map(|c| phrase(c, kind)).collect();
    if all.is_empty() { String::new() } else { format!(" where {}", all.join(", and ")) }
}

pub(super) fn phrase(condition: &Condition, kind: Option<&Kind>) -> String {
    let label = |code: &str| {
        let label = kind.and_then(|kind| kind.field(code)).map_or(code, |field| field.label.as_str());
        lower(label)
    };
    let words = |field: &str, codes: &[String]| {
        let choices =
            kind.and_then(|kind| kind.field(field)).map(|field| field.choices()).unwrap_or_default();
        let word = |code: &String| {
            choices.iter().find(|c| &c.code == code).map_or(code.clone(), |c| c.label.clone())
        };
        codes.iter().map(|code| format!("“{}”", word(code))).collect::<Vec<_>>().join(" or ")
    };
    match &condition.test {
        Test::Is { field, any_of } => format!("{} is {}", label(field), words(field, any_of)),
        Test::IsNot { field, none_of } => format!("{} is not {}", label(field), words(field, none_of)),
        Test::AtLeast { field, amount } => format!("{} is at least {amount}", label(field)),
        Test::AtMost { field, amount } => format!("{} is at most {amount}", label(field)),
        Test::Yes { field, yes } => format!("{} is {}", label(field), if *yes { "yes" } else { "no" }),
        Test::Outcome(outcome) => format!("the outcome is {outcome}"),
        Test::Level(level) => {
            let levels = kind
                .and_then(|kind| kind.scale.as_ref())
                .map(|scale| scale.levels.as_slice())
                .unwrap_or_default();
            let word =
                levels.iter().find(|one| &one.code == level).map_or(level.as_str(), |one| one.label.as_str());
            format!("the level is “{word}” or higher")
        }
    }
}

pub(super) fn register(register: &Register) -> String {
    match register.categories.as_slice() {
        [] => register.body_name.clone(),
        some => format!("{} ({})", register.body_name, category_said(&some.join(" or "))),
    }
}

/// `HCPC, or the College (full)`.
pub(super) fn registers(wanted: &Registered) -> String {
    wanted.registers().map(register).collect::<Vec<_>>().join(", or ")
}

/// Whether an approved assessor counts under this rule, though it names supervisors: as the signatures are judged.
fn stands_in(requirement: &Requirement, version: &Version) -> bool {
    let signers = &requirement.signers;
    let supervised =
        |code: &&str| kind(code, version).is_some_and(|k| k.confirmed_by == Confirmer::Supervisor);
    !signers.order
        && signers.capacities.iter().any(|one| one == Capacity::Supervisor.as_str())
        && requirement.rule.kinds().iter().any(supervised)
}

/// Whose word it takes.
pub(super) fn signers(requirement: &Requirement, version: &Version) -> Vec<String> {
    let signers = &requirement.signers;
    let mut all = Vec::new();
    let named = |code: &String| version.called(code).to_owned();
    let capacities: Vec<String> = signers.capacities.iter().map(named).collect();
    if signers.order {
        all.push(format!("Signed in this order: {}", capacities.join(", then ")));
    } else if signers.number > 1 {
        all.push(format!("Signed by {} different people", signers.number));
    }
    if !signers.order && !capacities.is_empty() {
        let each: Vec<String> = capacities.iter().map(|one| with_article(one)).collect();
        all.push(format!("Signed by {}", each.join(" or ")));
    }
    if signers.trainees {
        all.push("Another trainee may sign".to_owned());
    }
    if signers.approved {
        let instead = if stands_in(requirement, version) {
            format!(
                "; {} who is approved may sign in the place of {}",
                with_article(version.called("assessor")),
                with_article(version.called("supervisor"))
            )
        } else {
            String::new()
        };
        all.push(format!("Whoever signs was approved for this trainee{instead}"));
    }
    let registered = signers.registered.as_ref().map(registers);
    match (registered, signers.entrusted, signers.either) {
        (Some(body), true, true) => {
            all.push(format!("Signed by somebody entrusted with it, or registered with {body}, on the day"))
        }
        (body, entrusted, _) => {
            all.extend(body.map(|body| format!("Signed by somebody registered with {body} on the day")));
            all.extend(entrusted.then(|| "Signed by somebody entrusted with it on the day".to_owned()));
        }
    }
    all
}
