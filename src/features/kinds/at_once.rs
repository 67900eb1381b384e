//! The forms that the house itself fills in, or that hold wherever a programme has none of its own: of these the newest
//! version is used at once, by everybody. One that lacks what the house needs of it is not published.

use crate::domain::fault::{Faults, Refusal};
use crate::domain::feedback::{FORM, Form};
use crate::domain::goal::{CHANGED, GOAL, OPEN, PROGRESS};
use crate::domain::kind::{Confirmer, FieldType, Kind, Recorder, Role};
use crate::domain::review::REVIEW;

/// What the house needs of this form, if it is one of these and lacks it: one sentence.
pub fn lacks(kind: &Kind) -> Option<&'static str> {
    match kind.code.as_str() {
        FORM if !Form(kind).is_whole() => Some(
            "Rounds of feedback ask with this form as soon as it is published. Keep two levels or more, the groups of \
             colleagues, and a question that is answered with one of the levels.",
        ),
        GOAL if !is_goal(kind) => Some(
            "The house makes goals of what was agreed as soon as this is published. Keep the title, the day by when, and \
             what became of it with its answers “open” and “changed”; let the trainee record it and nobody sign it, and \
             let every other question be left empty.",
        ),
        REVIEW if !is_review(kind) => Some(
            "Reviews are planned and decided with this form as soon as it is published. Keep which review it is and its \
             outcome with their answers, recorded and confirmed by a training lead.",
        ),
        _ => None,
    }
}

fn is_goal(kind: &Kind) -> bool {
    let is = |code: &str, asked: fn(&FieldType) -> bool| kind.field(code).is_some_and(|one| asked(&one.kind));
    let says = |choice: &str| {
        kind.field(PROGRESS).is_some_and(|one| one.choices().iter().any(|known| known.code == choice))
    };
    let own = ["title", "steps", "by", PROGRESS];
    is("title", |asked| matches!(asked, FieldType::Text))
        && is("by", |asked| matches!(asked, FieldType::Date))
        && is(PROGRESS, |asked| matches!(asked, FieldType::Choice { .. }))
        && says(OPEN)
        && says(CHANGED)
        && kind.recorded_by == Recorder::Trainee
        && kind.confirmed_by == Confirmer::Nobody
        && kind.fields.iter().all(|one| !one.required || own.contains(&one.code.as_str()))
}

fn is_review(kind: &Kind) -> bool {
    let answers = |role: Role| kind.role(role).is_some_and(|one| !one.choices().is_empty());
    answers(Role::Type)
        && answers(Role::Result)
        && kind.recorded_by == Recorder::Lead
        && kind.confirmed_by == Confirmer::Lead
}

/// Above the form where somebody publishes it.
pub fn whole(kind: &Kind) -> Result<(), Faults> {
    lacks(kind).map_or(Ok(()), |sentence| Err(Faults::one("", sentence)))
}

/// Where somebody goes back to an earlier version, which has no form.
pub fn may_be_newest(kind: &Kind) -> Result<(), Refusal> {
    lacks(kind).map_or(Ok(()), |sentence| Err(Refusal::new("form-not-whole", sentence)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::read;
    use crate::features::entries::is_at_once;

    fn shipped(code: &str) -> Kind {
        read(&std::fs::read_to_string(format!("programmes/kinds/{code}.toml")).unwrap()).unwrap()
    }

    #[test]
    fn what_ships_is_whole_and_what_takes_a_part_away_is_not() {
        for code in [FORM, GOAL, REVIEW] {
            assert!(is_at_once(code));
            assert_eq!(lacks(&shipped(code)), None, "{code}");
        }
        let without = |code: &str, change: fn(&mut Kind)| {
            let mut kind = shipped(code);
            change(&mut kind);
            lacks(&kind).is_some()
        };
        assert!(without(FORM, |kind| kind.scale = None));
        assert!(without(FORM, |kind| kind.fields.retain(|one| one.role != Some(Role::Type))));
        assert!(without(GOAL, |kind| kind.fields.retain(|one| one.code != PROGRESS)));
        assert!(without(GOAL, |kind| {
            let mut more = kind.fields.last().cloned().unwrap();
            (more.code, more.required) = ("why".to_owned(), true);
            kind.fields.push(more);
        }));
        assert!(without(GOAL, |kind| kind.confirmed_by = Confirmer::Supervisor));
        assert!(without(REVIEW, |kind| kind.fields.retain(|one| one.role != Some(Role::Result))));
        assert!(!is_at_once("dops") && lacks(&shipped("dops-2")).is_none());
    }
}
