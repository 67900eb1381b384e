//! What a browser may send to this room: the name of a room, and where it is.

use crate::domain::fault::Faults;
use crate::domain::names::one_line;
use crate::domain::territory::Over;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a name.
const NAME: usize = 60;

pub struct Making {
    pub name: String,
    pub over: Over,
}

impl FromForm for Making {
    fn read(words: &Words, faults: &mut Faults) -> Option<Making> {
        let name = faults.take("name", one_line("the name of the room", words.one("name"), NAME));
        let over = Over::parse(words.one("over"));
        if over.is_none() {
            faults.add("over", "Choose where the room is.");
        }
        Some(Making { name: name?, over: over? })
    }
}
