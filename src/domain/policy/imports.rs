//! Who may read a file in, and take back what it did. Each row asks the rules of its own act beside these; what
//! is here is only the frame: the sort is open to the reader, the file is their own, and nothing that something
//! was built on is taken back.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::import::{Holds, Sort};
use crate::domain::names::{AccountId, EntryId, ImportId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Withdraw;
use crate::domain::role::Person;

/// To read a file of this sort in.
#[derive(Debug, Clone)]
pub struct ReadIn {
    pub sort: Sort,
}

pub fn may_read_in(person: &Person, sort: Sort, holds: Holds) -> Result<Grant<ReadIn>, Refusal> {
    refuse_unless(sort.is_open_to(holds), || {
        Refusal::new("import-not-yours", "You hold no appointment that reads such files in.")
    })?;
    Ok(Grant::to(person, ReadIn { sort }))
}

/// To take one row back.
#[derive(Debug, Clone)]
pub struct TakeRowBack {
    pub import: ImportId,
}

#[derive(Debug, Clone)]
pub struct TakeBackCase {
    pub import: ImportId,
    pub made_by: AccountId,
    pub holds: Holds,
    pub sort: Sort,
    /// It was done and has not been undone.
    pub done: bool,
}

pub fn may_undo_import(person: &Person, case: &TakeBackCase) -> Result<Grant<TakeRowBack>, Refusal> {
    refuse_unless(person.account == case.made_by, || {
        Refusal::new("import-of-another", "Only whoever read this file in can undo it.")
    })?;
    refuse_unless(case.sort.is_open_to(case.holds), || {
        Refusal::new(
            "import-not-yours",
            "You no longer hold the appointment with which you read this file in.",
        )
    })?;
    refuse_unless(case.done, || Refusal::new("import-not-done", "There is nothing to undo."))?;
    Ok(Grant::to(person, TakeRowBack { import: case.import.clone() }))
}

/// To withdraw a result that a file entered.
#[derive(Debug, Clone)]
pub struct EnteredCase {
    pub entry: EntryId,
    /// Who wrote the only version there is.
    pub entered_by: AccountId,
    /// Nothing has happened to it since.
    pub untouched: bool,
}

pub fn may_withdraw_entered(person: &Person, case: &EnteredCase) -> Result<Grant<Withdraw>, Refusal> {
    refuse_unless(person.account == case.entered_by && case.untouched, || {
        Refusal::new("changed-since", "it was corrected or confirmed since")
    })?;
    Ok(Grant::to(person, Withdraw { entry: case.entry.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    fn holds(bits: usize) -> Holds {
        Holds { leads: bits & 1 > 0, keeps_house: bits & 2 > 0, marks: bits & 4 > 0 }
    }

    #[test]
    fn each_sort_is_open_to_those_who_could_do_it_by_hand() {
        let person = somebody("lea");
        for sort in Sort::ALL {
            for bits in 0..8 {
                let holds = holds(bits);
                let expected = match sort {
                    Sort::People | Sort::Appointments => holds.leads || holds.keeps_house,
                    Sort::Enrolments | Sort::Registrations | Sort::Progress => holds.leads,
                    Sort::Marks => holds.leads || holds.marks,
                };
                assert_eq!(may_read_in(&person, *sort, holds).is_ok(), expected, "{sort} {holds:?}");
            }
        }
    }

    #[test]
    fn only_its_reader_undoes_a_file_and_only_once() {
        for (asker, bits, done, code) in [
            ("lea", 1, true, "ok"),
            ("olga", 1, true, "import-of-another"),
            ("lea", 0, true, "import-not-yours"),
            ("lea", 1, false, "import-not-done"),
        ] {
            let case = TakeBackCase {
                import: ImportId::new("i"),
                made_by: AccountId::new("lea"),
                holds: holds(bits),
                sort: Sort::Enrolments,
                done,
            };
            assert_eq!(code_of(may_undo_import(&somebody(asker), &case)), code);
        }
        for (asker, untouched, code) in
            [("lea", true, "ok"), ("lea", false, "changed-since"), ("uma", true, "changed-since")]
        {
            let case = EnteredCase { entry: EntryId::new("e"), entered_by: AccountId::new("lea"), untouched };
            assert_eq!(code_of(may_withdraw_entered(&somebody(asker), &case)), code);
        }
    }
}
