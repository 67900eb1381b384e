//! What a browser may send to this room. Every decision names the version and the root that were on
//! the screen: if they are no longer current, nothing is signed.

use crate::domain::fault::Faults;
use crate::domain::kind::Outcome;
use crate::domain::names::{EntryVersionId, capital, prose};
use crate::domain::signoff::ReturnReason;
use crate::features::entries::{Side, of_side};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a comment and of a reason.
pub const COMMENT: usize = 2_000;

/// The field that says that the entry's own side is on the form as well.
pub const AGAIN: &str = "again";

/// What was on the signer's screen.
#[derive(Debug, Clone)]
pub struct OnScreen {
    pub version: EntryVersionId,
    pub root: String,
}

impl OnScreen {
    fn read(words: &Words) -> OnScreen {
        OnScreen { version: EntryVersionId::new(words.one("version")), root: words.one("root").to_owned() }
    }
}

/// Whether a level or an outcome is asked for depends on the kind, so the act judges that.
#[derive(Debug, Clone)]
pub struct Sign {
    pub on_screen: OnScreen,
    pub level: String,
    pub outcome: Option<Outcome>,
    pub comment: String,
    /// The assessor's side, where the kind has one.
    pub side: Side,
    /// The signer has looked: what was found names nobody.
    pub nobody: bool,
    /// All words of the form, where the entry's own side was on it as well.
    pub whole: Option<Words>,
}

impl FromForm for Sign {
    fn read(words: &Words, faults: &mut Faults) -> Option<Sign> {
        let comment = faults.take("comment", prose("the comment", words.one("comment"), COMMENT));
        let outcome = words.one("outcome").parse().ok();
        let level = words.one("level").to_owned();
        Some(Sign {
            on_screen: OnScreen::read(words),
            level,
            outcome,
            comment: comment?,
            side: Side { words: of_side(words), seen_told: false },
            nobody: words.has("nobody", "yes"),
            whole: words.has(AGAIN, "yes").then(|| words.clone()),
        })
    }
}

pub struct Return {
    pub on_screen: OnScreen,
    pub reason: Option<ReturnReason>,
    pub words: String,
    pub nobody: bool,
}

impl FromForm for Return {
    fn read(words: &Words, faults: &mut Faults) -> Option<Return> {
        let reason: Option<ReturnReason> = words.one("reason").parse().ok();
        let said = faults.take("words", prose("your words", words.one("words"), COMMENT))?;
        if reason.is_none() && said.is_empty() {
            faults.add("reason", "Say why: choose a reason, or write it in your own words.");
        }
        Some(Return {
            on_screen: OnScreen::read(words),
            reason,
            words: said,
            nobody: words.has("nobody", "yes"),
        })
    }
}

/// Taking a signature back.
pub struct Retraction {
    pub reason: String,
    pub nobody: bool,
    /// The entry goes with it: it was never to be there.
    pub out: bool,
}

impl FromForm for Retraction {
    fn read(words: &Words, faults: &mut Faults) -> Option<Retraction> {
        let reason = faults.take("reason", prose("the reason", words.one("reason"), COMMENT))?;
        if reason.is_empty() {
            faults.add("reason", "Say why you take it back.");
        }
        // An undoing is told by the word "undo" in the same column; no reason can be that word.
        Some(Retraction {
            reason: capital(&reason),
            nobody: words.has("nobody", "yes"),
            out: words.has("out", "yes"),
        })
    }
}

/// A form that is only a button.
pub struct Nothing;

impl FromForm for Nothing {
    fn read(_: &Words, _: &mut Faults) -> Option<Nothing> {
        Some(Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: FromForm>(pairs: &[(&str, &str)]) -> (Option<T>, Vec<String>) {
        let mut faults = Faults::none();
        let given = T::read(&pairs.iter().copied().collect(), &mut faults);
        (given, faults.iter().map(|(field, _)| field.to_owned()).collect())
    }

    #[test]
    fn a_return_needs_a_reason_or_words_and_either_will_do() {
        assert_eq!(read::<Return>(&[]).1, ["reason"]);
        assert_eq!(read::<Return>(&[("words", "  ")]).1, ["reason"]);
        assert!(read::<Return>(&[("words", "which cardioplegia?")]).1.is_empty());
        let (given, faults) = read::<Return>(&[("reason", "not-there")]);
        assert_eq!((given.unwrap().reason, faults.len()), (Some(ReturnReason::NotThere), 0));
        assert_eq!(read::<Return>(&[("reason", "made-up")]).1, ["reason"]);
    }

    #[test]
    fn a_signature_needs_no_comment_but_a_retraction_needs_a_reason() {
        assert!(read::<Sign>(&[("version", "v"), ("root", "r")]).1.is_empty());
        assert_eq!(read::<Retraction>(&[("reason", " ")]).1, ["reason"]);
        assert_eq!(read::<Retraction>(&[("reason", "undo")]).0.unwrap().reason, "Undo");
    }
}
