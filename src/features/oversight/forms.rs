//! What a browser may send to this room.

use std::collections::BTreeSet;

use crate::domain::fault::Faults;
use crate::domain::names::EnrolmentId;
use crate::features::oversight::recording::MOST;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// What several took part in. The fields depend on the kind, so here they stay words.
pub struct Took {
    pub people: Vec<EnrolmentId>,
    pub words: Words,
    /// The tutor has looked: nobody is named.
    pub nobody: bool,
}

impl FromForm for Took {
    fn read(words: &Words, faults: &mut Faults) -> Option<Took> {
        let people: BTreeSet<EnrolmentId> =
            words.all("who").filter(|id| !id.is_empty()).map(EnrolmentId::new).collect();
        if people.is_empty() {
            faults.add("who", "Choose who was there.");
        }
        if people.len() > MOST {
            faults.add("who", format!("Choose {MOST} people or fewer at once."));
        }
        Some(Took {
            people: people.into_iter().collect(),
            words: words.clone(),
            nobody: words.one("nobody") == "yes",
        })
    }
}
