//! What a browser may send to this part of the room.

use std::collections::BTreeSet;

use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, EntryId};
use crate::domain::policy::together::MOST;
use crate::features::signoffs::forms::Sign;
use crate::features::signoffs::together::grouping::By;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Which group a page is about; none lists them all.
pub fn group(words: &Words) -> Option<(String, By)> {
    let by = match (words.one("of"), words.one("title")) {
        ("", "") => return None,
        ("", title) => By::Title(title.to_owned()),
        (owner, _) => By::Trainee(AccountId::new(owner)),
    };
    Some((words.one("kind").to_owned(), by))
}

/// The entries that were ticked, each once.
pub struct Chosen {
    pub entries: Vec<EntryId>,
}

impl FromForm for Chosen {
    fn read(words: &Words, _: &mut Faults) -> Option<Chosen> {
        let mut known = BTreeSet::new();
        let entries = words.all("entry").filter(|id| !id.is_empty() && known.insert(id.to_string()));
        // One more than is allowed, so that the rule can say that there are too many.
        Some(Chosen { entries: entries.take(MOST + 1).map(EntryId::new).collect() })
    }
}

/// One level, one outcome and one comment for all of them.
pub struct All {
    pub sign: Sign,
    /// How many entries the page said there are.
    pub entries: usize,
}

impl FromForm for All {
    fn read(words: &Words, faults: &mut Faults) -> Option<All> {
        let entries = words.one("entries").parse().unwrap_or_default();
        Some(All { sign: Sign::read(words, faults)?, entries })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_chosen_once_and_too_many_are_still_too_many() {
        let mut faults = Faults::none();
        let words: Words =
            [("entry", ""), ("entry", "a"), ("entry", "b"), ("entry", "a")].into_iter().collect();
        let chosen = Chosen::read(&words, &mut faults).unwrap();
        assert_eq!(chosen.entries, [EntryId::new("a"), EntryId::new("b")]);
        let many: Vec<String> = (0..100).map(|n| format!("e{n}")).collect();
        let words: Words = many.iter().map(|id| ("entry", id.as_str())).collect();
        assert_eq!(Chosen::read(&words, &mut faults).unwrap().entries.len(), MOST + 1);
    }

    #[test]
    fn a_group_is_of_a_trainee_or_of_a_procedure() {
        let of = |pairs: &[(&str, &str)]| group(&pairs.iter().copied().collect());
        assert_eq!(of(&[("kind", "case")]), None);
        assert_eq!(
            of(&[("kind", "case"), ("of", "ann")]),
            Some(("case".into(), By::Trainee("ann".to_owned().into())))
        );
        assert_eq!(
            of(&[("kind", "case"), ("title", "Aortic")]),
            Some(("case".into(), By::Title("Aortic".into())))
        );
    }
}
