//! What a browser may send about being away.

use crate::domain::fault::Faults;
use crate::domain::names::AccountId;
use crate::domain::time::Day;
use crate::web::form::FromForm;
use crate::web::typed::Words;

#[derive(Debug, Clone)]
pub struct Days {
    pub from: Day,
    pub until: Day,
    pub deputy: Option<AccountId>,
    /// What the deputy may not decide on waits, and whoever sends this knows it.
    pub leave: bool,
}

impl FromForm for Days {
    fn read(words: &Words, faults: &mut Faults) -> Option<Days> {
        let mut day = |field: &str, otherwise: &str| {
            let day = words.day(field).and_then(|day| day.ok_or_else(|| otherwise.to_owned()));
            faults.take(field, day)
        };
        let from = day("from", "Enter the first day away.");
        let until = day("until", "Enter the last day away.");
        let deputy = Some(words.one("deputy")).filter(|id| !id.is_empty()).map(AccountId::new);
        Some(Days { from: from?, until: until?, deputy, leave: words.one("leave") == "yes" })
    }
}
