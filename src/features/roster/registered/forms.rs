//! What a browser may send to appoint the registered people of a department.

use super::listing::Wanted;
use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, DepartmentId};
use crate::domain::time::Day;
use crate::features::roster::appointing::day;
use crate::web::form::FromForm;
use crate::web::typed::Words;

#[derive(Debug)]
pub struct Everybody {
    pub department: DepartmentId,
    pub wanted: Wanted,
    pub people: Vec<AccountId>,
    pub from: Day,
    pub until: Option<Day>,
}

impl FromForm for Everybody {
    fn read(words: &Words, faults: &mut Faults) -> Option<Everybody> {
        let department = DepartmentId::new(words.one("department"));
        let wanted = Wanted::parse(words.one("register"));
        if wanted.is_none() {
            faults.add("register", "Choose the register.");
        }
        let people: Vec<AccountId> =
            words.all("person").filter(|id| !id.is_empty()).map(AccountId::new).collect();
        if people.is_empty() {
            faults.add("person", "Tick at least one person.");
        }
        let from = faults.take("from", day(words, "from", "Enter the first day."));
        let until = faults.take("until", words.day("until"));
        if let (Some(from), Some(Some(until))) = (from, until)
            && until < from
        {
            faults.add("until", "The last day cannot be before the first.");
        }
        let people = (!people.is_empty()).then_some(people);
        Some(Everybody { department, wanted: wanted?, people: people?, from: from?, until: until? })
    }
}
