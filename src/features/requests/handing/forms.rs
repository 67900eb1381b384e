//! What a browser may send to hand requests over.

use crate::domain::fault::Faults;
use crate::domain::names::AccountId;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Somebody for one request.
pub struct To(pub AccountId);

impl FromForm for To {
    fn read(words: &Words, faults: &mut Faults) -> Option<To> {
        match words.one("to") {
            "" => {
                faults.add("to", "Choose who is to decide on it instead.");
                None
            }
            id => Some(To(AccountId::new(id))),
        }
    }
}

/// The field that says who takes what of one trainee waits.
pub fn field(owner: &AccountId) -> String {
    format!("to-{owner}")
}

/// Somebody for each trainee; nobody leaves theirs where it is.
pub struct Takers(pub Vec<(AccountId, AccountId)>);

impl FromForm for Takers {
    fn read(words: &Words, faults: &mut Faults) -> Option<Takers> {
        let chosen: Vec<(AccountId, AccountId)> = words
            .iter()
            .filter_map(|(name, word)| Some((name.strip_prefix("to-")?, word)))
            .filter(|(_, word)| !word.is_empty())
            .map(|(owner, to)| (AccountId::new(owner), AccountId::new(to)))
            .collect();
        if chosen.is_empty() {
            faults.add("", "Choose for at least one trainee who takes over.");
        }
        Some(Takers(chosen))
    }
}
