//! Sentences that are written to the trainee, as whoever else reads them is told.

use super::NotCounted;

/// What stands for "you", the longer first: a verb that goes with it changes too.
const TURNED: [(&str, &str); 9] = [
    ("yourself", "themselves"),
    ("you have", "the trainee has"),
    ("you were", "the trainee was"),
    ("you are", "the trainee is"),
    ("you need", "the trainee needs"),
    ("you do", "the trainee does"),
    ("yours", "the trainee’s"),
    ("your", "the trainee’s"),
    ("you", "the trainee"),
];

impl NotCounted {
    /// For whoever is not the trainee: `the trainee only observed`.
    pub fn about(&self) -> String {
        about(&self.sentence)
    }
}

/// The same sentence with "the trainee" for "you". What stands in quotation marks is somebody's own words and stays.
pub fn about(sentence: &str) -> String {
    let mut said = String::new();
    let (mut rest, mut quoted) = (sentence, false);
    while let Some(first) = rest.chars().next() {
        let begins = !quoted && !said.ends_with(char::is_alphanumeric);
        let taken = match TURNED.iter().find(|(word, _)| begins && starts(rest, word)) {
            Some((word, turned)) => {
                // "you did not use your own": they have been named already.
                let again = said.contains("the trainee") && *word == "your";
                said.push_str(if again { "their" } else { turned });
                word.len()
            }
            None => {
                quoted = (quoted || first == '“') && first != '”';
                said.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    said
}

/// Whether a text begins with these words, and not with longer ones.
fn starts(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::about;

    /// Every "because" of the programmes that speaks to the trainee, and how it is told of them.
    const OF_PROGRAMMES: [(&str, &str); 9] = [
        ("you assisted", "the trainee assisted"),
        ("you did not carry it out", "the trainee did not carry it out"),
        ("you did not do it yourself", "the trainee did not do it themselves"),
        ("you did not perform it", "the trainee did not perform it"),
        ("you did not run it", "the trainee did not run it"),
        ("you did not scan all of it", "the trainee did not scan all of it"),
        ("you have not chosen it for your profile", "the trainee has not chosen it for their profile"),
        ("you observed", "the trainee observed"),
        ("you were not the primary perfusionist", "the trainee was not the primary perfusionist"),
    ];

    fn because_of(text: &str) -> impl Iterator<Item = &str> {
        let after = text.split("because = \"").skip(1);
        after.filter_map(|rest| rest.split_once('"')).map(|(words, _)| words)
    }

    #[test]
    fn every_reason_of_a_programme_is_told_of_the_trainee() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../programmes");
        let mut found = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|end| end != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for words in because_of(&text) {
                match OF_PROGRAMMES.iter().find(|(known, _)| *known == words) {
                    Some((known, told)) => {
                        assert_eq!(about(words), *told);
                        found.insert(*known);
                    }
                    None => {
                        assert_eq!(about(words), words, "{}: say here how this is told", path.display());
                    }
                }
            }
        }
        assert_eq!(found.len(), OF_PROGRAMMES.len(), "{found:?}");
    }

    #[test]
    fn only_you_is_turned_and_nobodys_own_words() {
        for (said, told) in [
            (
                "it was returned to you and not submitted again",
                "it was returned to the trainee and not submitted again",
            ),
            ("you have not rated yourself in it", "the trainee has not rated themselves in it"),
            ("you were away", "the trainee was away"),
            ("your report is missing", "the trainee’s report is missing"),
            ("part played is “You observed you”", "part played is “You observed you”"),
            ("its youth are young", "its youth are young"),
            ("", ""),
        ] {
            assert_eq!(about(said), told);
        }
    }
}
