//! What a trainee may do with their own record: write it, ask somebody to decide on it, change it,
//! withdraw it, think about it. The portfolio is the person's: nobody else ever passes these rules.

use crate::domain::entry::EntryState;
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::kind::Recorder;
use crate::domain::names::{AccountId, DraftId, EnrolmentId, EntryId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::role::Person;

/// Writing an entry, or a new version of one, in this portfolio.
#[derive(Debug, Clone)]
pub struct Record {
    pub portfolio: PortfolioId,
}

/// Asking one person to decide.
#[derive(Debug, Clone)]
pub struct Ask {
    pub asked: AccountId,
}

#[derive(Debug, Clone)]
pub struct Withdraw {
    pub entry: EntryId,
}

/// Writing, sharing or removing the thought beside an entry.
#[derive(Debug, Clone)]
pub struct Reflect {
    pub entry: EntryId,
}

/// Everything with a draft: words, files, the end of it.
#[derive(Debug, Clone)]
pub struct KeepDraft {
    pub draft: DraftId,
}

/// What the rules about one entry need to know.
#[derive(Debug, Clone)]
pub struct OwnCase {
    pub entry: EntryId,
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub recorded_by: Recorder,
    pub state: EntryState,
    /// Somebody has decided on a version of it; what was undone within its seconds does not count.
    pub decided: bool,
    /// It came from a round of feedback that was released: what colleagues said, not what its owner recorded.
    pub of_round: bool,
    /// It is a supervisor's writing on which no signature stands: it waits with whoever wrote it.
    pub with_writer: bool,
}

pub fn may_record(
    person: &Person,
    portfolio: &PortfolioId,
    recorded_by: Recorder,
) -> Result<Grant<Record>, Refusal> {
    own_portfolio(person, portfolio)?;
    refuse_unless(recorded_by == Recorder::Trainee, || {
        let who = if recorded_by == Recorder::Lead { "training lead enters" } else { "supervisor writes" };
        Refusal::new(
            "not-recorded-by-trainee",
            format!("Your {who} this. If it is missing, ask them to add it."),
        )
    })?;
    Ok(Grant::to(person, Record { portfolio: portfolio.clone() }))
}

/// A new version: whatever the state, unless it is withdrawn.
pub fn may_edit(person: &Person, case: &OwnCase) -> Result<Grant<Record>, Refusal> {
    own(person, case)?;
    refuse_unless(case.state != EntryState::Withdrawn, || {
        Refusal::new("withdrawn", "This entry is withdrawn. Duplicate it to record it anew.")
    })?;
    refuse_unless(!case.state.is_from_before(), from_before)?;
    refuse_unless(!case.of_round, || {
        let sentence = "It holds what your colleagues said in a round of feedback, so its words stay as they were released. \
                        Write what you think of it in the reflection beside it.";
        Refusal::new("of-round", sentence)
    })?;
    may_record(person, &case.portfolio, case.recorded_by)
}

/// What a supervisor writes says what they think, so its trainee chooses nobody who writes it in their place.
pub const WITH_WRITER: &str = "A supervisor writes an entry like this, and it waits with whoever wrote it. They, or your training lead, can hand it \
     over to somebody else.";

/// `may_decide` says that the person asked is entitled to decide for at least one of the enrolments
/// under which the entry is filed, on its day.
pub fn may_ask(
    person: &Person,
    case: &OwnCase,
    asked: &AccountId,
    may_decide: bool,
) -> Result<Grant<Ask>, Refusal> {
    own(person, case)?;
    refuse_unless(*asked != person.account, || {
        Refusal::new("own-work", "Nobody signs their own work. Choose somebody else to ask.")
    })?;
    refuse_unless(case.state == EntryState::Submitted, || {
        Refusal::new("not-submitted", "Only what is submitted and not yet decided can wait for somebody.")
    })?;
    refuse_unless(!case.with_writer, || Refusal::new("with-its-writer", WITH_WRITER))?;
    refuse_unless(may_decide, || {
        Refusal::new(
            "not-entitled",
            "This person was not your supervisor on that day. Choose somebody from the list, or ask your \
             training lead to appoint them.",
        )
    })?;
    Ok(Grant::to(person, Ask { asked: asked.clone() }))
}

/// After a signature, where a programme asks for another one. `may_decide` as above, in the capacity that is
/// next.
pub fn may_ask_on(
    person: &Person,
    case: &OwnCase,
    asked: &AccountId,
    may_decide: bool,
) -> Result<Grant<Ask>, Refusal> {
    refuse_unless(case.state == EntryState::Signed, || {
        Refusal::new("not-signed", "Only what somebody has signed can be asked on to the next person.")
    })?;
    may_ask(person, &OwnCase { state: EntryState::Submitted, ..case.clone() }, asked, may_decide)
}

pub fn may_withdraw(person: &Person, case: &OwnCase) -> Result<Grant<Withdraw>, Refusal> {
    own(person, case)?;
    refuse_unless(case.state != EntryState::Withdrawn, || {
        Refusal::new("withdrawn", "This entry is already withdrawn.")
    })?;
    refuse_unless(!case.state.is_from_before(), from_before)?;
    refuse_unless(case.recorded_by != Recorder::Supervisor, || {
        let sentence =
            "Your supervisor wrote this. If it is not right, answer it, or ask them to take it back.";
        Refusal::new("not-recorded-by-trainee", sentence)
    })?;
    refuse_unless(!case.decided && case.state == EntryState::Submitted, || {
        Refusal::new(
            "decided",
            "Somebody has decided on this entry, so it stays on the record. You can edit it: that makes a \
             new version.",
        )
    })?;
    Ok(Grant::to(person, Withdraw { entry: case.entry.clone() }))
}

/// To put an entry of another type in its place. `judged` says that it was found not good enough: such an attempt
/// stays as it is (domain.md 2.4), whatever the type should have been.
pub fn may_refile(person: &Person, case: &OwnCase, judged: bool) -> Result<Grant<Withdraw>, Refusal> {
    may_edit(person, case)?;
    refuse_unless(!judged, || {
        Refusal::new(
            "judged",
            "This attempt was found not satisfactory, so it stays on the record as it is. Record the next attempt \
             as what it is.",
        )
    })?;
    Ok(Grant::to(person, Withdraw { entry: case.entry.clone() }))
}

/// To file old entries of one's own under one of one's enrolments.
#[derive(Debug, Clone)]
pub struct FileUnder {
    pub enrolment: EnrolmentId,
}

/// `portfolio`: that of the enrolment.
pub fn may_file(
    person: &Person,
    portfolio: &PortfolioId,
    enrolment: &EnrolmentId,
) -> Result<Grant<FileUnder>, Refusal> {
    own_portfolio(person, portfolio)?;
    Ok(Grant::to(person, FileUnder { enrolment: enrolment.clone() }))
}

pub fn may_reflect(person: &Person, case: &OwnCase) -> Result<Grant<Reflect>, Refusal> {
    own(person, case)?;
    Ok(Grant::to(person, Reflect { entry: case.entry.clone() }))
}

/// A draft belongs to one person; one that does not exist yet belongs to whoever comes first.
pub fn may_keep_draft(
    person: &Person,
    draft: &DraftId,
    owner: Option<&AccountId>,
) -> Result<Grant<KeepDraft>, Refusal> {
    refuse_unless(person.portfolio.is_some(), not_yours)?;
    refuse_unless(owner.is_none_or(|owner| *owner == person.account), not_yours)?;
    Ok(Grant::to(person, KeepDraft { draft: draft.clone() }))
}

fn own_portfolio(person: &Person, portfolio: &PortfolioId) -> Result<(), Refusal> {
    refuse_unless(person.portfolio.as_ref() == Some(portfolio), not_yours)
}

fn own(person: &Person, case: &OwnCase) -> Result<(), Refusal> {
    refuse_unless(person.account == case.owner, not_yours)?;
    own_portfolio(person, &case.portfolio)
}

fn from_before() -> Refusal {
    Refusal::new(
        "earlier",
        "It came in with an earlier record, and stays as it came. Undo the whole on the page of the record and \
         bring it in again, or log the case anew.",
    )
}

fn not_yours() -> Refusal {
    Refusal::new("not-yours", "Only its owner can do this.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::SessionId;
    use crate::domain::time::{DEFAULT_ZONE, Moment};

    fn person(account: &str, has_portfolio: bool) -> Person {
        Person {
            account: AccountId::new(account),
            session: SessionId::new("s"),
            name: account.to_owned(),
            email: String::new(),
            capacities: crate::domain::role::Capacity::ALL.iter().copied().collect(),
            portfolio: has_portfolio.then(|| PortfolioId::new(format!("{account}-portfolio"))),
            inbox: 0,
            zone: DEFAULT_ZONE,
            now: Moment::of_millis(0),
            csrf: String::new(),
        }
    }

    fn ann() -> Person {
        person("ann", true)
    }

    fn case(owner: &Person, state: EntryState, decided: bool) -> OwnCase {
        OwnCase {
            entry: EntryId::new("e"),
            portfolio: owner.portfolio.clone().unwrap(),
            owner: owner.account.clone(),
            recorded_by: Recorder::Trainee,
            state,
            decided,
            of_round: false,
            with_writer: false,
        }
    }

    fn code<A>(answer: Result<Grant<A>, Refusal>) -> &'static str {
        answer.err().map_or("yes", |refusal| refusal.code)
    }

    #[test]
    fn what_was_found_not_good_enough_stays_what_it_is() {
        for state in [EntryState::Submitted, EntryState::Returned, EntryState::Signed] {
            assert_eq!(code(may_refile(&ann(), &case(&ann(), state, true), false)), "yes");
            assert_eq!(code(may_refile(&ann(), &case(&ann(), state, true), true)), "judged");
        }
        for state in
            [EntryState::Withdrawn, EntryState::Earlier, EntryState::Accepted, EntryState::NotAccepted]
        {
            assert_ne!(code(may_refile(&ann(), &case(&ann(), state, true), false)), "yes", "{state}");
        }
        let written_for =
            OwnCase { recorded_by: Recorder::Supervisor, ..case(&ann(), EntryState::Signed, true) };
        assert_eq!(code(may_refile(&ann(), &written_for, false)), "not-recorded-by-trainee");
        assert_ne!(
            code(may_refile(&person("bob", true), &case(&ann(), EntryState::Signed, true), false)),
            "yes"
        );
    }

    #[test]
    fn only_its_owner_files_a_portfolio_under_another_enrolment() {
        let (ann, bea) = (ann(), person("bea", true));
        let (own, enrolment) = (ann.portfolio.clone().unwrap(), EnrolmentId::new("n"));
        assert_eq!(code(may_file(&ann, &own, &enrolment)), "yes");
        assert_eq!(code(may_file(&bea, &own, &enrolment)), "not-yours");
        assert_eq!(code(may_file(&person("adam", false), &own, &enrolment)), "not-yours");
    }

    /// (state, decided): edit, ask somebody entitled, withdraw, reflect.
    #[test]
    fn the_whole_table_for_the_owner() {
        use EntryState::*;
        let ann = ann();
        let sue = AccountId::new("sue");
        let table = [
            (Submitted, false, ["yes", "yes", "yes", "yes"]),
            (Submitted, true, ["yes", "yes", "decided", "yes"]),
            (Returned, true, ["yes", "not-submitted", "decided", "yes"]),
            (Signed, true, ["yes", "not-submitted", "decided", "yes"]),
            (Withdrawn, false, ["withdrawn", "not-submitted", "withdrawn", "yes"]),
            (Earlier, false, ["earlier", "not-submitted", "earlier", "yes"]),
            (Accepted, false, ["earlier", "not-submitted", "earlier", "yes"]),
            (NotAccepted, false, ["earlier", "not-submitted", "earlier", "yes"]),
        ];
        for (state, decided, expected) in table {
            let case = case(&ann, state, decided);
            let found = [
                code(may_edit(&ann, &case)),
                code(may_ask(&ann, &case, &sue, true)),
                code(may_withdraw(&ann, &case)),
                code(may_reflect(&ann, &case)),
            ];
            assert_eq!(found, expected, "{state} {decided}");
        }
    }

    #[test]
    fn what_colleagues_said_is_not_its_owners_to_edit_or_to_refile() {
        for state in [EntryState::Submitted, EntryState::Returned, EntryState::Signed] {
            let released = OwnCase { of_round: true, ..case(&ann(), state, true) };
            assert_eq!(code(may_edit(&ann(), &released)), "of-round", "{state}");
            assert_eq!(code(may_refile(&ann(), &released, false)), "of-round", "{state}");
            assert_eq!(code(may_reflect(&ann(), &released)), "yes", "{state}");
        }
    }

    #[test]
    fn only_what_is_signed_is_asked_on() {
        let (ann, sue) = (ann(), AccountId::new("sue"));
        for state in EntryState::ALL {
            let expected = if *state == EntryState::Signed { "yes" } else { "not-signed" };
            assert_eq!(code(may_ask_on(&ann, &case(&ann, *state, true), &sue, true)), expected, "{state}");
        }
        let signed = case(&ann, EntryState::Signed, true);
        assert_eq!(code(may_ask_on(&ann, &signed, &ann.account, true)), "own-work");
        assert_eq!(code(may_ask_on(&ann, &signed, &sue, false)), "not-entitled");
        assert_eq!(code(may_ask_on(&person("tom", true), &signed, &sue, true)), "not-yours");
    }

    #[test]
    fn nobody_else_passes_whatever_they_are() {
        let ann = ann();
        let case = case(&ann, EntryState::Submitted, false);
        for stranger in [person("tom", true), person("sue", false)] {
            assert_eq!(code(may_edit(&stranger, &case)), "not-yours");
            assert_eq!(code(may_ask(&stranger, &case, &AccountId::new("x"), true)), "not-yours");
            assert_eq!(code(may_withdraw(&stranger, &case)), "not-yours");
            assert_eq!(code(may_reflect(&stranger, &case)), "not-yours");
            let own = ann.portfolio.clone().unwrap();
            assert_eq!(code(may_record(&stranger, &own, Recorder::Trainee)), "not-yours");
        }
    }

    #[test]
    fn one_asks_those_who_are_entitled_and_never_oneself() {
        let ann = ann();
        let case = case(&ann, EntryState::Submitted, false);
        assert_eq!(code(may_ask(&ann, &case, &ann.account, true)), "own-work");
        assert_eq!(code(may_ask(&ann, &case, &AccountId::new("sue"), false)), "not-entitled");
        let with_writer = OwnCase { recorded_by: Recorder::Supervisor, with_writer: true, ..case };
        assert_eq!(code(may_ask(&ann, &with_writer, &AccountId::new("sue"), true)), "with-its-writer");
    }

    #[test]
    fn what_the_lead_enters_is_not_recorded_or_edited_by_a_trainee() {
        let ann = ann();
        let own = ann.portfolio.clone().unwrap();
        assert_eq!(code(may_record(&ann, &own, Recorder::Trainee)), "yes");
        assert_eq!(code(may_record(&ann, &own, Recorder::Lead)), "not-recorded-by-trainee");
        assert_eq!(code(may_record(&ann, &own, Recorder::Supervisor)), "not-recorded-by-trainee");
        let mut case = case(&ann, EntryState::Signed, true);
        case.recorded_by = Recorder::Lead;
        assert_eq!(code(may_edit(&ann, &case)), "not-recorded-by-trainee");
    }

    #[test]
    fn a_draft_is_its_first_writers() {
        let (ann, draft) = (ann(), DraftId::new("d"));
        assert_eq!(code(may_keep_draft(&ann, &draft, None)), "yes");
        assert_eq!(code(may_keep_draft(&ann, &draft, Some(&ann.account))), "yes");
        assert_eq!(code(may_keep_draft(&ann, &draft, Some(&AccountId::new("x")))), "not-yours");
        assert_eq!(code(may_keep_draft(&person("adam", false), &draft, None)), "not-yours");
    }
}
