//! What is called by a code of its programme, in the programme's words: nobody has to know `S-CS-R1/3` by heart.

use super::Version;
use crate::domain::rule::Rule;

impl Version {
    /// `Advanced Perfusion (ADVANCED)` of the code of a unit or an item; nothing of anything else, and where the words
    /// are the code itself.
    pub fn coded(&self, title: &str) -> Option<String> {
        let named = self.requirements.iter().find_map(|asked| match &asked.rule {
            Rule::Marks(marks) => {
                let unit = marks.units.iter().find(|unit| unit.code.eq_ignore_ascii_case(title))?;
                Some((&unit.code, &unit.title))
            }
            rule => {
                let (_, items) = rule.items()?;
                let item = items.iter().find(|item| item.code.eq_ignore_ascii_case(title))?;
                Some((&item.code, &item.title))
            }
        });
        let (code, words) = named.filter(|(code, words)| !words.eq_ignore_ascii_case(code))?;
        Some(if words.contains(code.as_str()) { words.clone() } else { format!("{words} ({code})") })
    }
}

/// Most titles are no code, and none with a space is looked for.
pub fn may_be_code(title: &str) -> bool {
    !title.contains(' ')
}

/// The words of the first of these programmes that knows the title as a code, else the title itself.
pub fn in_words<'v>(versions: impl IntoIterator<Item = &'v Version>, title: &str) -> String {
    let mut versions = versions.into_iter().filter(|_| may_be_code(title));
    versions.find_map(|version| version.coded(title)).unwrap_or_else(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind;
    use crate::domain::programme;

    #[test]
    fn codes_of_items_and_units_are_told_in_words() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../programmes");
        let files = std::fs::read_dir(format!("{folder}/kinds")).unwrap().map(|one| one.unwrap().path());
        let kinds: Vec<_> =
            files.map(|path| kind::read(&std::fs::read_to_string(path).unwrap()).unwrap()).collect();
        let of = |file: &str| {
            let text = std::fs::read_to_string(format!("{folder}/{file}.toml")).unwrap();
            programme::read(&text, &kinds).unwrap()
        };
        let (stp, msc) = (of("stp-cardiac-2026"), of("perfusion-msc-2026"));
        assert_eq!(in_words([&stp, &msc], "ADVANCED"), "Advanced Perfusion (ADVANCED)");
        assert_eq!(in_words([&stp, &msc], "s-cs-s1/3"), "Activity 3 of S-CS-S1 (S-CS-S1/3)");
        assert_eq!(in_words([&stp, &msc], "Journal club"), "Journal club");
    }
}
