//! What a browser may send to this room.

use crate::domain::fault::Faults;
use crate::domain::kind::edit::Typed;
use crate::domain::names::one_line;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a name.
const LINE: usize = 80;

/// A form that the house does not have yet.
pub struct NewKind {
    pub name: String,
}

impl FromForm for NewKind {
    fn read(words: &Words, faults: &mut Faults) -> Option<NewKind> {
        let name = faults.take("name", one_line("the name of the form", words.one("name"), LINE));
        Some(NewKind { name: name? })
    }
}

/// What is to be done with the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Begin it from the newest version; the one that is there stays.
    Begin,
    Save,
    Publish,
    Drop,
}

pub struct Draft {
    pub wish: Wish,
    /// The instant of the draft that the page shows, in milliseconds.
    pub saved: String,
    pub typed: Typed,
}

impl FromForm for Draft {
    fn read(words: &Words, _: &mut Faults) -> Option<Draft> {
        let wish = match words.one("do") {
            "begin" => Wish::Begin,
            "publish" => Wish::Publish,
            "drop" => Wish::Drop,
            _ => Wish::Save,
        };
        let mut typed = Typed::new();
        for (name, word) in words.iter() {
            typed.entry(name.to_owned()).or_default().push(word.to_owned());
        }
        Some(Draft { wish, saved: words.one("saved").to_owned(), typed })
    }
}

/// The version that is to be the newest again.
pub struct BackTo {
    pub version: i32,
}

impl FromForm for BackTo {
    fn read(words: &Words, faults: &mut Faults) -> Option<BackTo> {
        let version = words.one("version").parse();
        Some(BackTo { version: faults.take("version", version.map_err(|_| "Choose a version."))? })
    }
}
