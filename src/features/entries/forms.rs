//! What a browser may send to this room. The log form depends on the kind and on the person, so here it
//! only becomes words with a draft and a wish; `entered` reads them where the kind is known.

use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, DraftId, prose};
use crate::domain::time::Day;
use crate::features::entries::naming::Answers;
use crate::web::form::FromForm;
use crate::web::typed::Words;
use crate::web::upload::Allowed;

/// Files of one entry.
pub const FILES: usize = 10;
/// Characters of a reflection.
pub const REFLECTION: usize = 20_000;

/// What the person wants done with the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Submit,
    /// Submit, then begin another one like it.
    Another,
    Keep,
    /// Say what it would count for.
    Preview,
}

#[derive(Debug, Clone)]
pub struct Log {
    pub draft: DraftId,
    pub kind: String,
    pub wish: Wish,
    /// The instant of the draft that the page shows, in milliseconds; empty before the first.
    pub saved: String,
    /// The form's own fields only.
    pub words: Words,
    pub reflection: String,
}

/// Names that are about the form, not about what is recorded.
const ABOUT_THE_FORM: [&str; 7] = ["csrf", "key", "draft", "kind", "do", "saved", "reflection"];

impl FromForm for Log {
    const FILES: Allowed = Allowed { most: FILES, bytes_each: u64::MAX, lenient: true };

    fn read(words: &Words, faults: &mut Faults) -> Option<Log> {
        let draft = words.one("draft");
        if draft.len() != 26 || !draft.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            faults.add("", "This form is not complete. Load the page again.");
            return None;
        }
        let wish = match words.one("do") {
            "submit" => Wish::Submit,
            "another" => Wish::Another,
            "preview" => Wish::Preview,
            _ => Wish::Keep,
        };
        let own = words.iter().filter(|(name, _)| !ABOUT_THE_FORM.contains(name));
        Some(Log {
            draft: DraftId::new(draft),
            kind: words.one("kind").to_owned(),
            wish,
            saved: words.one("saved").to_owned(),
            words: own.collect(),
            reflection: words.one("reflection").replace("\r\n", "\n").trim().to_owned(),
        })
    }
}

#[derive(Debug)]
pub struct Asking {
    pub asked: AccountId,
}

impl FromForm for Asking {
    fn read(words: &Words, faults: &mut Faults) -> Option<Asking> {
        let asked = words.one("ask");
        if asked.is_empty() {
            faults.add("ask", "Choose whom to ask.");
            return None;
        }
        Some(Asking { asked: AccountId::new(asked) })
    }
}

/// As which type an entry should have been filed.
#[derive(Debug)]
pub struct Refiling {
    pub kind: String,
}

impl FromForm for Refiling {
    fn read(words: &Words, faults: &mut Faults) -> Option<Refiling> {
        let kind = words.one("kind");
        if kind.is_empty() {
            faults.add("kind", "Choose the type that it should have been.");
            return None;
        }
        Some(Refiling { kind: kind.to_owned() })
    }
}

/// That one has seen what somebody else wrote, and what one thinks of it.
#[derive(Debug)]
pub struct Answer {
    pub words: String,
    pub nobody: bool,
}

/// Characters of an answer.
pub const ANSWER: usize = 2_000;

impl FromForm for Answer {
    fn read(words: &Words, faults: &mut Faults) -> Option<Answer> {
        let text = faults.take("answer", prose("your answer", words.one("answer"), ANSWER));
        Some(Answer { words: text?, nobody: words.has("nobody", "yes") })
    }
}

/// An agreed action that becomes a goal.
#[derive(Debug)]
pub struct Agreed {
    pub action: String,
    pub due: Day,
}

impl FromForm for Agreed {
    fn read(words: &Words, faults: &mut Faults) -> Option<Agreed> {
        let due = match words.day("due") {
            Ok(day) => day.ok_or_else(|| "Enter the day by which you want to reach it.".to_owned()),
            Err(why) => Err(why),
        };
        let due = faults.take("due", due);
        Some(Agreed { action: words.one("action").to_owned(), due: due? })
    }
}

#[derive(Debug)]
pub struct Thought {
    pub words: String,
}

impl FromForm for Thought {
    fn read(words: &Words, faults: &mut Faults) -> Option<Thought> {
        let text = faults.take("reflection", thought(words.one("reflection")));
        Some(Thought { words: text? })
    }
}

/// A reflection's words, or why they cannot be taken.
pub fn thought(typed: &str) -> Result<String, String> {
    prose("your reflection", typed, REFLECTION).map_err(|why| why.to_string())
}

/// What the owner says of what may name a patient.
#[derive(Debug)]
pub struct Explained {
    /// The instant of the draft that the page showed, in milliseconds.
    pub saved: String,
    pub answers: Answers,
}

impl FromForm for Explained {
    fn read(words: &Words, _: &mut Faults) -> Option<Explained> {
        let said = words.iter().filter_map(|(name, word)| Some((name.strip_prefix("why-")?, word)));
        Some(Explained {
            saved: words.one("saved").to_owned(),
            answers: said.map(|(key, word)| (key.to_owned(), word.to_owned())).collect(),
        })
    }
}

#[derive(Debug)]
pub struct Sharing {
    pub shared: bool,
}

impl FromForm for Sharing {
    fn read(words: &Words, _: &mut Faults) -> Option<Sharing> {
        Some(Sharing { shared: words.one("share") == "yes" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_log_form_are_apart_from_the_forms_own() {
        let words: Words = [
            ("csrf", "c"),
            ("draft", "01arz3ndektsv4rrffq69g5fav"),
            ("kind", "bypass-case"),
            ("do", "another"),
            ("f-site", "s"),
            ("reflection", " a\r\nb "),
        ]
        .into_iter()
        .collect();
        let log = Log::read(&words, &mut Faults::none()).unwrap();
        assert_eq!((log.wish, log.reflection.as_str()), (Wish::Another, "a\nb"));
        assert_eq!(log.words.iter().collect::<Vec<_>>(), [("f-site", "s")]);
        let mut faults = Faults::none();
        assert!(Log::read(&[("draft", "../x")].into_iter().collect(), &mut faults).is_none());
        assert!(!faults.is_empty());
    }

    #[test]
    fn a_private_thought_is_its_owners() {
        assert_eq!(thought(" well done ").unwrap(), "well done");
        assert!(thought("DOB 3.4.51").is_ok(), "until it is shared");
    }
}
