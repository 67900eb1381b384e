//! What a browser may send to this room: both sides of a form and the decision, together.

use std::collections::BTreeSet;

use crate::domain::fault::Faults;
use crate::domain::names::EnrolmentId;
use crate::features::assessments::sessions::MOST;
use crate::features::signoffs::Sign;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Those who were chosen as having been there, once each.
pub fn who_was_there(words: &Words, faults: &mut Faults) -> Vec<EnrolmentId> {
    let people: BTreeSet<EnrolmentId> =
        words.all("who").filter(|id| !id.is_empty()).map(EnrolmentId::new).collect();
    if people.is_empty() {
        faults.add("who", "Choose who was there.");
    }
    if people.len() > MOST {
        faults.add("who", format!("Choose {MOST} people or fewer at once."));
    }
    people.into_iter().collect()
}

/// A session, and who was there.
pub struct Session {
    pub people: Vec<EnrolmentId>,
    pub kind: String,
    pub words: Words,
    pub sign: Sign,
}

impl FromForm for Session {
    fn read(words: &Words, faults: &mut Faults) -> Option<Session> {
        let people = who_was_there(words, faults);
        Some(Session {
            people,
            kind: words.one("kind").to_owned(),
            words: words.clone(),
            sign: Sign::read(words, faults)?,
        })
    }
}

/// The fields depend on the kind, so here they stay words.
pub struct Begun {
    pub trainee: EnrolmentId,
    pub kind: String,
    pub words: Words,
    pub sign: Sign,
}

impl FromForm for Begun {
    fn read(words: &Words, faults: &mut Faults) -> Option<Begun> {
        Some(Begun {
            trainee: EnrolmentId::new(words.one("trainee")),
            kind: words.one("kind").to_owned(),
            words: words.clone(),
            sign: Sign::read(words, faults)?,
        })
    }
}
