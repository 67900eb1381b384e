//! What a browser may send to this room.

use crate::domain::fault::Faults;
use crate::domain::names::EnrolmentId;
use crate::features::assessments::who_was_there;
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
        Some(Took {
            people: who_was_there(words, faults),
            words: words.clone(),
            nobody: Took::says_nobody(words),
        })
    }
}

impl Took {
    pub fn says_nobody(words: &Words) -> bool {
        words.one("nobody") == "yes"
    }
}
