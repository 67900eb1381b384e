//! What a browser may send to this room. The screen of the holder is sent twice, first to ask for a code and then
//! with it: the second time its words come packed in one field, so that nothing is kept before the address is proved.

use crate::domain::assessor::{Handed, How, Identity, Observed, WorkDomain, typed_code, work_address};
use crate::domain::fault::Faults;
use crate::domain::kind::Outcome;
use crate::domain::names::{EmailAddress, EntryVersionId, one_line, prose};
use crate::domain::signoff::ReturnReason;
use crate::domain::territory::Over;
use crate::features::entries::{Side, of_side};
use crate::features::signoffs::{OnScreen, Return, Sign};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// The field in which the words of the screen travel.
pub const SAID: &str = "said";
/// The field of the code; its name keeps it out of what is shown again.
pub const CODE: &str = "one-time-code";
/// The field of a room's short code.
pub const ROOM: &str = "room";
/// Before the code of a level.
pub const LEVEL: &str = "sign:";

/// Characters of a comment.
pub const COMMENT: usize = 2_000;
/// Characters of a name, a post, a body, a place.
const LINE: usize = 100;
/// Characters of a registration number.
const NUMBER: usize = 40;

/// The words of the screen, packed or as they are.
pub fn said(words: &Words) -> Words {
    match words.one(SAID) {
        "" => words.clone(),
        packed => Words::unpacked(packed),
    }
}

/// What was chosen for the entry.
pub enum Decided {
    Sign(Sign),
    Return(Return),
}

impl Decided {
    pub fn on_screen(&self) -> &OnScreen {
        match self {
            Decided::Sign(sign) => &sign.on_screen,
            Decided::Return(back) => &back.on_screen,
        }
    }
}

/// What the holder does with the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A code to the work address.
    Code,
    /// Decide now and confirm later.
    Later,
    /// Back to the words.
    Edit,
}

pub struct Given {
    pub decided: Decided,
    pub observed: Observed,
    pub identity: Identity,
    pub address: EmailAddress,
    /// The short code of a room, as it was typed; empty where none is stated.
    pub room: String,
    /// The writer has looked: what was found in their words names nobody.
    pub nobody: bool,
}

/// The first time: the screen, and what is to be done with it.
pub struct Screen {
    pub wish: Wish,
    /// Nothing is read of words that are only to be shown again.
    pub given: Option<Given>,
}

impl FromForm for Screen {
    fn read(words: &Words, faults: &mut Faults) -> Option<Screen> {
        let wish = match words.one("do") {
            "later" => Wish::Later,
            "edit" => return Some(Screen { wish: Wish::Edit, given: None }),
            _ => Wish::Code,
        };
        given(&said(words), faults).map(|given| Screen { wish, given: Some(given) })
    }
}

/// The second time: the same with the code.
pub struct Proven {
    pub given: Given,
    pub code: String,
}

impl FromForm for Proven {
    fn read(words: &Words, faults: &mut Faults) -> Option<Proven> {
        let code = typed_code(words.one(CODE));
        if code.is_none() {
            faults.add(CODE, "Enter the 6 digits of the code in the letter.");
        }
        Some(Proven { given: given(&said(words), faults)?, code: code? })
    }
}

/// What was sent, where nothing is missing from it: to see whether it came before.
pub fn sent(words: &Words) -> Option<Given> {
    let mut faults = Faults::none();
    given(words, &mut faults).filter(|_| faults.is_empty())
}

fn given(words: &Words, faults: &mut Faults) -> Option<Given> {
    let decided = decided(words, faults);
    let how = words.one("how").parse::<How>();
    let how = faults.take("how", how.map_err(|_| "Say how you know what was done."));
    let on = match words.day("on") {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            faults.add("on", "Enter the day on which you saw or discussed it.");
            None
        }
        Err(why) => {
            faults.add("on", why);
            None
        }
    };
    let place = faults.take("place", one_line("where that was", words.one("place"), LINE));
    let room = words.one(ROOM).trim().to_owned();
    let room = if room.chars().count() > LINE {
        Err("This is longer than a code of a room. Look again, or leave it out.")
    } else {
        Ok(room)
    };
    let room = faults.take(ROOM, room);
    let name = faults.take("name", one_line("your name", words.one("name"), LINE));
    let post = faults.take("post", one_line("your post", words.one("post"), LINE));
    let body =
        faults.take("body", one_line("the body that you are registered with", words.one("body"), LINE));
    let number = faults.take("number", one_line("your registration number", words.one("number"), NUMBER));
    let address = faults.take("address", work_address(words.one("address")));
    let address = address?;
    let identity = Identity {
        name: name?,
        post: post?,
        body: body?,
        number: number?,
        address: address.as_str().to_owned(),
    };
    Some(Given {
        decided: decided?,
        observed: Observed { how: how?, place: place?, on: on?, time: String::new(), scanned: None },
        identity,
        address,
        room: room?,
        nobody: words.has("nobody", "yes"),
    })
}

fn decided(words: &Words, faults: &mut Faults) -> Option<Decided> {
    let comment = faults.take("comment", prose("your words", words.one("comment"), COMMENT))?;
    let on_screen =
        OnScreen { version: EntryVersionId::new(words.one("version")), root: words.one("root").to_owned() };
    let nobody = words.has("nobody", "yes");
    let outcome: Option<Outcome> = words.one("outcome").parse().ok();
    let sign = |level: &str, comment| {
        Some(Decided::Sign(Sign {
            on_screen: on_screen.clone(),
            level: level.to_owned(),
            outcome,
            comment,
            side: Side { words: of_side(words), seen_told: true },
            nobody,
            whole: None,
        }))
    };
    match words.one("decision") {
        "return" => {
            let reason: Option<ReturnReason> = words.one("reason").parse().ok();
            if reason.is_none() && comment.is_empty() {
                faults
                    .add("reason", "Say why you return it: choose a reason, or write it in your own words.");
                return None;
            }
            Some(Decided::Return(Return { on_screen, reason, words: comment, nobody }))
        }
        "sign" => sign("", comment),
        chosen => match chosen.strip_prefix(LEVEL) {
            Some(level) => sign(level, comment),
            None => {
                faults.add("decision", "Choose whether you sign it or return it.");
                None
            }
        },
    }
}

/// How the trainee hands it over.
pub struct Handing {
    pub handed: Handed,
}

impl FromForm for Handing {
    fn read(words: &Words, faults: &mut Faults) -> Option<Handing> {
        let handed = words.one("handed").parse::<Handed>();
        let handed = faults.take("handed", handed.map_err(|_| "Choose how you hand it over."));
        handed.map(|handed| Handing { handed })
    }
}

/// The letter's page: theirs, or not.
pub struct Answered {
    pub theirs: bool,
}

impl FromForm for Answered {
    fn read(words: &Words, _: &mut Faults) -> Option<Answered> {
        Some(Answered { theirs: words.one("do") != "deny" })
    }
}

/// A domain over a place.
pub struct Allowing {
    pub domain: WorkDomain,
    pub over: Over,
}

impl FromForm for Allowing {
    fn read(words: &Words, faults: &mut Faults) -> Option<Allowing> {
        let domain = faults.take("domain", WorkDomain::parse(words.one("domain")));
        let over = Over::parse(words.one("over"));
        let over = faults.take("over", over.ok_or("Choose where it is allowed."));
        Some(Allowing { domain: domain?, over: over? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &[(&str, &str)] = &[
        ("version", "v"),
        ("root", "r"),
        ("decision", "sign:at-hand"),
        ("how", "observed"),
        ("on-day", "3"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("place", "Theatre 2"),
        ("name", "Dr A. Malik"),
        ("post", "consultant"),
        ("body", "GMC"),
        ("number", "1234567"),
        ("address", "a.malik@northgate.nhs.uk"),
    ];

    fn read(change: &[(&str, &str)]) -> (Option<Screen>, Vec<String>) {
        let kept = WHOLE.iter().filter(|(name, _)| !change.iter().any(|(other, _)| other == name));
        let words: Words = kept.chain(change).copied().collect();
        let mut faults = Faults::none();
        let screen = Screen::read(&words, &mut faults);
        (screen, faults.iter().map(|(field, _)| field.to_owned()).collect())
    }

    #[test]
    fn everything_is_asked_at_once_and_each_fault_is_at_its_field() {
        let (screen, faults) = read(&[]);
        assert!(faults.is_empty(), "{faults:?}");
        let screen = screen.unwrap();
        assert_eq!(screen.wish, Wish::Code);
        assert!(matches!(screen.given.unwrap().decided, Decided::Sign(sign) if sign.level == "at-hand"));
        for field in ["decision", "how", "place", "name", "post", "body", "number", "address"] {
            assert_eq!(read(&[(field, "")]).1, [field], "{field}");
        }
        assert_eq!(read(&[("address", "x%evil.org@northgate.nhs.uk")]).1, ["address"]);
        assert_eq!(read(&[("on-day", "31"), ("on-month", "2")]).1, ["on"]);
        assert_eq!(read(&[("decision", "return")]).1, ["reason"]);
        assert!(read(&[("decision", "return"), ("comment", "Which cardioplegia?")]).1.is_empty());
        assert_eq!(read(&[("do", "later")]).0.unwrap().wish, Wish::Later);
    }

    #[test]
    fn the_words_of_the_screen_travel_in_one_field() {
        let words: Words = WHOLE.iter().copied().collect();
        let packed = words.packed();
        let again: Words = [(SAID, packed.as_str()), (CODE, "123 456")].into_iter().collect();
        let mut faults = Faults::none();
        let proven = Proven::read(&again, &mut faults).unwrap();
        assert_eq!((proven.code.as_str(), proven.given.identity.name.as_str()), ("123456", "Dr A. Malik"));
        let short: Words = [(SAID, packed.as_str()), (CODE, "12")].into_iter().collect();
        assert!(Proven::read(&short, &mut faults).is_none());
        assert!(faults.about(CODE).is_some());
    }
}
