//! What is asked about one kind of entry, of one person: the kind as the newest of their programmes
//! uses it, the fields that any of them adds (once each), and the bodies' own words for choices. One
//! case is written once, whatever counts it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::kind::Kind;
use crate::domain::programme::{UsedKind, Version};

/// The union of a kind over some programmes.
#[derive(Debug, Clone)]
pub struct AskedKind {
    pub kind: Arc<Kind>,
    /// Field, choice, and the bodies' words for it: programme title and words, where they have any.
    pub words: BTreeMap<(String, String), Vec<(String, String)>>,
    /// Fields that programmes added, with their titles.
    pub added: BTreeMap<String, Vec<String>>,
}

impl AskedKind {
    pub fn plain(kind: Arc<Kind>) -> AskedKind {
        AskedKind { kind, words: BTreeMap::new(), added: BTreeMap::new() }
    }
}

/// `base` is what was recorded, or the newest the house has where none of the programmes uses the kind.
pub fn union(base: &Arc<Kind>, versions: &[Arc<Version>]) -> AskedKind {
    let used: Vec<(&Version, &UsedKind)> =
        versions.iter().filter_map(|v| v.kind(&base.code).map(|used| (v.as_ref(), used))).collect();
    let mut kind = Kind::clone(base);
    let mut asked = AskedKind::plain(base.clone());
    for (version, used) in used {
        for field in &used.kind.fields {
            match kind.fields.iter_mut().find(|known| known.code == field.code) {
                Some(known) => known.required |= field.required,
                None => kind.fields.push(field.clone()),
            }
        }
        for code in &used.added {
            asked.added.entry(code.clone()).or_default().push(version.title.clone());
        }
        for (field, choices) in &used.words {
            for (choice, words) in choices {
                let place = (field.clone(), choice.clone());
                asked.words.entry(place).or_default().push((version.title.clone(), words.clone()));
            }
        }
    }
    asked.kind = Arc::new(kind);
    asked
}

/// The version of the kind on which a new entry is recorded: the newest that one of the programmes uses.
pub fn newest_used(code: &str, versions: &[Arc<Version>]) -> Option<i32> {
    let used = versions.iter().filter_map(|version| version.kind(code)).map(|used| used.kind.version);
    used.max().and_then(|number| i32::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{kind, programme};

    fn file(path: &str) -> String {
        std::fs::read_to_string(format!("programmes/{path}")).unwrap()
    }

    fn version(code: &str, more: &str, kinds: &[Kind]) -> Arc<Version> {
        let text = format!(
            "programme = \"{code}\"\nversion = \"1\"\ntitle = \"{code}\"\nbody = \"B\"\n\
             [[kinds]]\nkind = \"bypass-case\"\nversion = 1\n{more}\n\
             [[requirements]]\ncode = \"cases\"\ntitle = \"Cases\"\nsource = \"here\"\n\
             [requirements.rule]\ncount = \"bypass-case\"\ntarget = 1\nunit = \"cases\"\n"
        );
        Arc::new(programme::read(&text, kinds).unwrap())
    }

    #[test]
    fn fields_are_asked_once_and_bodies_keep_their_words() {
        let base = kind::read(&file("kinds/bypass-case.toml")).unwrap();
        let kinds = [base.clone()];
        let field = "[[kinds.fields]]\ncode = \"grade\"\nlabel = \"Grade\"\ntype = \"text\"\n";
        let words = "[kinds.words.part-played]\nassisted = \"Second perfusionist\"\n";
        let one = version("one", &format!("required = [\"bypass-minutes\"]\n{field}"), &kinds);
        let two = version("two", &format!("{field}{words}"), &kinds);
        let base = Arc::new(base);
        let asked = union(&base, &[one.clone(), two.clone()]);
        assert_eq!(asked.kind.fields.iter().filter(|f| f.code == "grade").count(), 1);
        assert_eq!(asked.kind.fields.len(), base.fields.len() + 1);
        assert!(asked.kind.field("bypass-minutes").unwrap().required);
        assert_eq!(asked.added["grade"], ["one", "two"]);
        let said = &asked.words[&("part-played".to_owned(), "assisted".to_owned())];
        assert_eq!(said, &[("two".to_owned(), "Second perfusionist".to_owned())]);
        assert!(!union(&base, &[two]).kind.field("bypass-minutes").unwrap().required);
        assert_eq!(newest_used("bypass-case", &[one]), Some(1));
        assert_eq!(newest_used("document", &[]), None);
    }
}
