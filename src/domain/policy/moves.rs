//! Who may move people to another version of their programme, and back. A training lead, each person
//! inside their territory, never themselves; only between published versions of one programme. A move is
//! undone until something was done under the new version.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, EnrolmentId, ProgrammeId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::role::{Person, System};
use crate::domain::territory::{Spot, Territory};

/// To have people moved: what is asked for, before any of them is.
#[derive(Debug, Clone)]
pub struct PlanMove {
    pub programme: ProgrammeId,
    pub from: VersionId,
    pub to: VersionId,
}

#[derive(Debug, Clone)]
pub struct PlanCase {
    pub programme: ProgrammeId,
    pub from: VersionId,
    pub to: VersionId,
    /// Both are versions of the programme.
    pub of_programme: bool,
    /// The new one is published.
    pub published: bool,
    pub people: usize,
    /// Every one of them is led by the asker and is on the old version.
    pub all_led: bool,
}

pub fn may_plan_move(person: &Person, case: &PlanCase) -> Result<Grant<PlanMove>, Refusal> {
    refuse_unless(case.of_programme && case.from != case.to, || {
        Refusal::new("move-versions", "Choose two different versions of this programme.")
    })?;
    refuse_unless(case.published, || {
        Refusal::new(
            "move-unpublished",
            "People are moved to published versions only. Choose another version.",
        )
    })?;
    refuse_unless(case.people > 0, || Refusal::new("move-nobody", "Choose at least one person to move."))?;
    refuse_unless(case.all_led, || {
        Refusal::new(
            "move-others",
            "Somebody in the list is not on the old version any more, or is not led by you. Look at the list again.",
        )
    })?;
    let (programme, from, to) = (case.programme.clone(), case.from.clone(), case.to.clone());
    Ok(Grant::to(person, PlanMove { programme, from, to }))
}

/// To move one enrolment.
#[derive(Debug, Clone)]
pub struct MoveOne {
    pub enrolment: EnrolmentId,
    pub to: VersionId,
}

#[derive(Debug, Clone)]
pub struct MoveCase {
    pub enrolment: EnrolmentId,
    pub trainee: AccountId,
    pub spot: Spot,
    /// Of whoever asked for it, as it is now.
    pub territory: Territory,
    pub is_on: VersionId,
    pub from: VersionId,
    pub to: VersionId,
    /// The person is enrolled on the new version already.
    pub already: bool,
    /// They were, by a file that was undone: that enrolment is there to be opened again.
    pub undone: bool,
}

/// A person is on a version once, and what was undone is opened again by enrolling, not by moving.
fn not_undone(undone: bool) -> Result<(), Refusal> {
    refuse_unless(!undone, || {
        Refusal::new(
            "move-to-undone",
            "An enrolment of this person on that version was undone. Enrol them on it: it is opened again.",
        )
    })
}

/// Carried out by the house for whoever asked: the rule is asked when it is done, not only when it was
/// asked for.
pub fn may_move(asked_by: &AccountId, _system: System, case: &MoveCase) -> Result<Grant<MoveOne>, Refusal> {
    refuse_unless(case.trainee != *asked_by, || {
        Refusal::new("move-oneself", "Nobody moves themselves. Ask another training lead.")
    })?;
    refuse_unless(case.territory.holds(&case.spot), || {
        Refusal::new("move-outside", "Only this trainee’s training lead can move them.")
    })?;
    refuse_unless(case.is_on == case.from, || {
        Refusal::new("move-elsewhere", "This person is not on the old version any more.")
    })?;
    refuse_unless(!case.already, || {
        Refusal::new(
            "move-already",
            "This person is enrolled on the new version already, beside the old one.",
        )
    })?;
    not_undone(case.undone)?;
    let act = MoveOne { enrolment: case.enrolment.clone(), to: case.to.clone() };
    Ok(Grant { actor: asked_by.to_string(), account: Some(asked_by.clone()), act })
}

/// To take a move back.
#[derive(Debug, Clone)]
pub struct UndoMove {
    pub enrolment: EnrolmentId,
}

#[derive(Debug, Clone)]
pub struct UndoCase {
    pub enrolment: EnrolmentId,
    pub trainee: AccountId,
    pub spot: Spot,
    pub territory: Territory,
    /// It stands, and no later move does.
    pub latest: bool,
    /// The first act since, in words.
    pub since: Option<String>,
    /// The person is enrolled on the old version again, beside this one.
    pub already: bool,
    /// They were, by a file that was undone.
    pub undone: bool,
}

pub fn may_undo_move(person: &Person, case: &UndoCase) -> Result<Grant<UndoMove>, Refusal> {
    refuse_unless(case.trainee != person.account, || {
        Refusal::new("own-move", "Nobody moves themselves. Ask another training lead.")
    })?;
    refuse_unless(case.territory.holds(&case.spot), || {
        Refusal::new("move-outside", "Only this trainee’s training lead can undo the move.")
    })?;
    refuse_unless(case.latest, || {
        Refusal::new("move-undone", "This move was undone already, or another one came after it.")
    })?;
    if let Some(since) = &case.since {
        let sentence = format!(
            "This move cannot be undone any more, because {since}. What was done under the new version stays there; \
             you can move the person back as a new move."
        );
        return Err(Refusal::new("move-used", sentence));
    }
    refuse_unless(!case.already, || {
        Refusal::new("move-back-taken", "This person was enrolled on the old version again meanwhile.")
    })?;
    not_undone(case.undone)?;
    Ok(Grant::to(person, UndoMove { enrolment: case.enrolment.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};
    use crate::domain::role::Scope;
    use crate::domain::territory::Over;

    fn spot() -> Spot {
        Spot::within(Over::of(Scope::Department, "d"), [Over::of(Scope::Programme, "msc")])
    }

    fn leads(department: &str) -> Territory {
        Territory::of([Over::of(Scope::Department, department)])
    }

    #[test]
    fn a_plan_is_between_two_versions_for_people_one_leads() {
        for (of_programme, to, published, people, all_led, code) in [
            (true, "w", true, 1, true, "ok"),
            (false, "w", true, 1, true, "move-versions"),
            (true, "v", true, 1, true, "move-versions"),
            (true, "w", false, 1, true, "move-unpublished"),
            (true, "w", true, 0, true, "move-nobody"),
            (true, "w", true, 1, false, "move-others"),
        ] {
            let case = PlanCase {
                programme: ProgrammeId::new("msc"),
                from: VersionId::new("v"),
                to: VersionId::new(to),
                of_programme,
                published,
                people,
                all_led,
            };
            assert_eq!(code_of(may_plan_move(&somebody("lea"), &case)), code);
        }
    }

    #[test]
    fn one_person_is_moved_by_their_lead_and_by_nobody_else() {
        for (asker, led, is_on, (already, undone), code) in [
            ("lea", "d", "v", (false, false), "ok"),
            ("lea", "e", "v", (false, false), "move-outside"),
            ("ann", "d", "v", (false, false), "move-oneself"),
            ("lea", "d", "w", (false, false), "move-elsewhere"),
            ("lea", "d", "v", (true, false), "move-already"),
            ("lea", "d", "v", (false, true), "move-to-undone"),
        ] {
            let case = MoveCase {
                enrolment: EnrolmentId::new("e"),
                trainee: AccountId::new("ann"),
                spot: spot(),
                territory: leads(led),
                is_on: VersionId::new(is_on),
                from: VersionId::new("v"),
                to: VersionId::new("w"),
                already,
                undone,
            };
            let answer = may_move(&AccountId::new(asker), System::at_work(), &case);
            assert_eq!(code_of(answer), code, "{asker} {led} {is_on} {already}");
        }
    }

    #[test]
    fn a_move_is_undone_until_something_was_done() {
        for (asker, led, latest, since, (already, undone), code) in [
            ("lea", "d", true, false, (false, false), "ok"),
            ("lea", "e", true, false, (false, false), "move-outside"),
            ("ann", "d", true, false, (false, false), "own-move"),
            ("lea", "d", false, false, (false, false), "move-undone"),
            ("lea", "d", true, true, (false, false), "move-used"),
            ("lea", "d", true, false, (true, false), "move-back-taken"),
            ("lea", "d", true, false, (false, true), "move-to-undone"),
        ] {
            let case = UndoCase {
                enrolment: EnrolmentId::new("e"),
                trainee: AccountId::new("ann"),
                spot: spot(),
                territory: leads(led),
                latest,
                since: since.then(|| "Sue Carter signed entry 3".to_owned()),
                already,
                undone,
            };
            assert_eq!(
                code_of(may_undo_move(&somebody(asker), &case)),
                code,
                "{asker} {led} {latest} {since}"
            );
        }
    }
}
