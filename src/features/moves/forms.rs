//! What a browser may send to this room.

use crate::domain::fault::Faults;
use crate::domain::moving::Pairs;
use crate::domain::names::EnrolmentId;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// The name of the field for what a requirement becomes.
pub fn pair_field(code: &str) -> String {
    format!("pair-{code}")
}

/// Versions, people and pairs; and whether it is to be done or only looked at.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub from: String,
    pub to: String,
    pub people: Vec<EnrolmentId>,
    pub pairs: Pairs,
    /// So many people were looked at before.
    pub skip: usize,
    pub go: bool,
}

impl FromForm for Wanted {
    fn read(words: &Words, faults: &mut Faults) -> Option<Wanted> {
        let mut people: Vec<EnrolmentId> = words.all("who").map(EnrolmentId::new).collect();
        people.sort();
        people.dedup();
        if people.is_empty() {
            faults.add("who", "Choose at least one person to move.");
        }
        let pairs = words.iter().filter_map(|(name, word)| {
            let code = name.strip_prefix("pair-")?;
            let becomes = Some(word.trim().to_owned()).filter(|word| !word.is_empty());
            Some((code.to_owned(), becomes))
        });
        Some(Wanted {
            from: words.one("from").to_owned(),
            to: words.one("to").to_owned(),
            pairs: pairs.collect(),
            people,
            skip: words.one("next").parse().unwrap_or(0),
            go: words.one("do") == "move",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_people_are_read_from_their_fields() {
        let words: Words =
            [("who", "e2"), ("who", "e1"), ("who", "e1"), ("pair-a", " b "), ("pair-c", ""), ("do", "move")]
                .into_iter()
                .collect();
        let mut faults = Faults::none();
        let wanted = Wanted::read(&words, &mut faults).unwrap();
        assert_eq!(wanted.people, ["e1", "e2"].map(EnrolmentId::new));
        assert_eq!(wanted.pairs["a"].as_deref(), Some("b"));
        assert_eq!(wanted.pairs["c"], None);
        assert!(wanted.go && faults.is_empty());
        Wanted::read(&Words::default(), &mut faults);
        assert_eq!(faults.about("who"), Some("Choose at least one person to move."));
    }
}
