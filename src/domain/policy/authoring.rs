//! Who may write a programme: training leads of its owner, an institution, and those who lead the programme
//! itself, wherever the people on it are. A programme that came with Perfolio has no owner until an admin gives
//! it one. Who writes it may also publish and retire versions of it; a version with faults is published by
//! nobody. What an institution adds to a programme that is not its own is for its own leads.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{InstitutionId, ProgrammeDraftId, ProgrammeId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::role::Person;
use crate::domain::territory::{Spot, Territory};

/// To write drafts of a programme.
#[derive(Debug, Clone)]
pub struct Author {
    pub programme: ProgrammeId,
}

#[derive(Debug, Clone)]
pub struct AuthorCase {
    pub programme: ProgrammeId,
    pub spot: Spot,
    /// The institution that owns it; none for one that came with Perfolio.
    pub owner: Option<Spot>,
    pub territory: Territory,
}

pub fn may_author(person: &Person, case: &AuthorCase) -> Result<Grant<Author>, Refusal> {
    let owns = case.owner.as_ref().is_some_and(|owner| case.territory.holds(owner));
    refuse_unless(owns || case.territory.holds(&case.spot), || {
        Refusal::new("not-author", "Only training leads of the programme’s owner write it.")
    })?;
    Ok(Grant::to(person, Author { programme: case.programme.clone() }))
}

/// To begin a programme of an institution's own.
#[derive(Debug, Clone)]
pub struct BeginProgramme {
    pub institution: InstitutionId,
}

pub fn may_begin_programme(
    person: &Person,
    institution: &InstitutionId,
    spot: &Spot,
    territory: &Territory,
) -> Result<Grant<BeginProgramme>, Refusal> {
    refuse_unless(territory.holds(spot), || {
        Refusal::new("not-institution-lead", "Choose an institution of which you are the training lead.")
    })?;
    Ok(Grant::to(person, BeginProgramme { institution: institution.clone() }))
}

/// To make a draft a version that people can be enrolled on.
#[derive(Debug, Clone)]
pub struct Publish {
    pub programme: ProgrammeId,
    pub draft: ProgrammeDraftId,
}

#[derive(Debug, Clone)]
pub struct PublishCase {
    pub author: AuthorCase,
    pub draft: ProgrammeDraftId,
    pub is_open: bool,
    pub faults: usize,
    /// What the file says its programme is, is this programme.
    pub is_of_programme: bool,
    /// There is a version of that name already, published or retired.
    pub taken: bool,
    /// The published version whose cohort overlaps with this one's.
    pub overlaps: Option<String>,
    /// The person said that it may.
    pub may_overlap: bool,
}

pub fn may_publish(person: &Person, case: &PublishCase) -> Result<Grant<Publish>, Refusal> {
    may_author(person, &case.author)?;
    refuse_unless(case.is_open, || {
        Refusal::new("draft-closed", "This draft is closed. Begin another from the version that you want.")
    })?;
    refuse_unless(case.faults == 0, || {
        Refusal::new(
            "draft-faults",
            "This draft has faults. Mend them first: the list is at the top of the draft.",
        )
    })?;
    refuse_unless(case.is_of_programme, || {
        let sentence = "The text names another programme at its head. Write this programme’s code there.";
        Refusal::new("draft-of-other", sentence)
    })?;
    refuse_unless(!case.taken, || {
        let sentence = "There is a version with this name already, and a published version never changes. Change the name of the version in the head.";
        Refusal::new("version-taken", sentence)
    })?;
    refuse_unless(case.overlaps.is_none() || case.may_overlap, || {
        let other = case.overlaps.as_deref().unwrap_or_default();
        let sentence = format!(
            "People who start on the same day would belong to version {other} too. Change the cohort in the head, or tick that both may hold."
        );
        Refusal::new("cohort-overlaps", sentence)
    })?;
    Ok(Grant::to(person, Publish { programme: case.author.programme.clone(), draft: case.draft.clone() }))
}

/// To take a version off the list of those that people are enrolled on.
#[derive(Debug, Clone)]
pub struct Retire {
    pub version: VersionId,
}

pub fn may_retire(
    person: &Person,
    case: &AuthorCase,
    version: &VersionId,
    is_published: bool,
) -> Result<Grant<Retire>, Refusal> {
    may_author(person, case)?;
    refuse_unless(is_published, || Refusal::new("not-published", "This version is not published."))?;
    Ok(Grant::to(person, Retire { version: version.clone() }))
}

/// To add to a version for the people of one institution.
#[derive(Debug, Clone)]
pub struct AddLayer {
    pub version: VersionId,
    pub institution: InstitutionId,
}

#[derive(Debug, Clone)]
pub struct LayerCase {
    pub version: VersionId,
    pub is_published: bool,
    pub institution: InstitutionId,
    pub spot: Spot,
    /// The institution that owns the programme.
    pub owner: Option<InstitutionId>,
    pub territory: Territory,
}

pub fn may_add_layer(person: &Person, case: &LayerCase) -> Result<Grant<AddLayer>, Refusal> {
    refuse_unless(case.territory.holds(&case.spot), || {
        Refusal::new("not-institution-lead", "Choose an institution of which you are the training lead.")
    })?;
    refuse_unless(case.owner.as_ref() != Some(&case.institution), || {
        let sentence = "This programme is your institution’s own: write a new version of it instead.";
        Refusal::new("own-programme", sentence)
    })?;
    refuse_unless(case.is_published, || Refusal::new("not-published", "This version is not published."))?;
    Ok(Grant::to(person, AddLayer { version: case.version.clone(), institution: case.institution.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};
    use crate::domain::role::Scope;
    use crate::domain::territory::Over;

    fn over(scope: Scope, id: &str) -> Territory {
        Territory::of([Over::of(scope, id)])
    }

    fn institution(id: &str) -> Spot {
        Spot::alone(Over::of(Scope::Institution, id))
    }

    fn case(owner: Option<&str>, territory: Territory) -> AuthorCase {
        AuthorCase {
            programme: ProgrammeId::new("msc"),
            spot: Spot::alone(Over::of(Scope::Programme, "msc")),
            owner: owner.map(institution),
            territory,
        }
    }

    #[test]
    fn a_programme_is_written_by_leads_of_its_owner_and_of_itself() {
        let table = [
            (Some("bristol"), over(Scope::Institution, "bristol"), "ok"),
            (Some("bristol"), over(Scope::Programme, "msc"), "ok"),
            (Some("bristol"), over(Scope::Institution, "leeds"), "not-author"),
            (Some("bristol"), over(Scope::Department, "bristol"), "not-author"),
            (Some("bristol"), over(Scope::Programme, "pgcert"), "not-author"),
            (Some("bristol"), Territory::default(), "not-author"),
            (None, over(Scope::Institution, "bristol"), "not-author"),
            (None, over(Scope::Programme, "msc"), "ok"),
        ];
        for (owner, territory, code) in table {
            let case = case(owner, territory.clone());
            assert_eq!(code_of(may_author(&somebody("lea"), &case)), code, "{owner:?} {territory:?}");
            let version = VersionId::new("v");
            assert_eq!(code_of(may_retire(&somebody("lea"), &case, &version, true)), code);
            if code == "ok" {
                assert_eq!(code_of(may_retire(&somebody("lea"), &case, &version, false)), "not-published");
            }
        }
    }

    #[test]
    fn a_version_with_faults_is_published_by_nobody() {
        let whole = || PublishCase {
            author: case(Some("bristol"), over(Scope::Institution, "bristol")),
            draft: ProgrammeDraftId::new("d"),
            is_open: true,
            faults: 0,
            is_of_programme: true,
            taken: false,
            overlaps: None,
            may_overlap: false,
        };
        type Change = fn(&mut PublishCase);
        let table: Vec<(Change, &str)> = vec![
            (|_| {}, "ok"),
            (|c| c.author.territory = Territory::default(), "not-author"),
            (|c| c.is_open = false, "draft-closed"),
            (|c| c.faults = 1, "draft-faults"),
            (|c| c.is_of_programme = false, "draft-of-other"),
            (|c| c.taken = true, "version-taken"),
            (|c| c.overlaps = Some("2025".to_owned()), "cohort-overlaps"),
            (
                |c| {
                    c.overlaps = Some("2025".to_owned());
                    c.may_overlap = true;
                },
                "ok",
            ),
        ];
        for (change, code) in table {
            let mut case = whole();
            change(&mut case);
            assert_eq!(code_of(may_publish(&somebody("lea"), &case)), code);
        }
    }

    #[test]
    fn an_institution_begins_its_own_and_adds_to_others() {
        let leeds = InstitutionId::new("leeds");
        for (territory, code) in [
            (over(Scope::Institution, "leeds"), "ok"),
            (over(Scope::Institution, "york"), "not-institution-lead"),
        ] {
            let begun = may_begin_programme(&somebody("lea"), &leeds, &institution("leeds"), &territory);
            assert_eq!(code_of(begun), code);
            let layer = |owner: Option<&str>, is_published| LayerCase {
                version: VersionId::new("v"),
                is_published,
                institution: leeds.clone(),
                spot: institution("leeds"),
                owner: owner.map(InstitutionId::new),
                territory: territory.clone(),
            };
            let answer =
                |owner, published| code_of(may_add_layer(&somebody("lea"), &layer(owner, published)));
            assert_eq!(answer(None, true), code);
            assert_eq!(answer(Some("york"), true), code);
            if code == "ok" {
                assert_eq!(answer(Some("leeds"), true), "own-programme");
                assert_eq!(answer(None, false), "not-published");
            }
        }
    }
}
