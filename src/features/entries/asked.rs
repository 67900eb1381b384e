//! What is asked about one kind of entry, of one person: the kind as the newest of their programmes
//! uses it, the fields that any of them adds (once each), and the bodies' own words for choices. One
//! case is written once, whatever counts it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::feedback::FORM;
use crate::domain::goal::GOAL;
use crate::domain::kind::{Asker, FieldType, Kind};
use crate::domain::programme::{UsedKind, Version};
use crate::domain::review::REVIEW;
use crate::domain::rule::Test;

/// The union of a kind over some programmes.
#[derive(Debug, Clone)]
pub struct AskedKind {
    pub kind: Arc<Kind>,
    /// Field, choice, and the bodies' words for it: programme title and words, where they have any.
    pub words: BTreeMap<(String, String), Vec<(String, String)>>,
    /// Fields that programmes added, with their titles.
    pub added: BTreeMap<String, Vec<String>>,
    /// Fields of one line in which the programmes look for codes: the codes with their titles, in the order
    /// of the programmes. Nobody has to know `S-CS-R1/3` by heart.
    pub codes: BTreeMap<String, Vec<(String, String)>>,
}

impl AskedKind {
    pub fn plain(kind: Arc<Kind>) -> AskedKind {
        AskedKind { kind, words: BTreeMap::new(), added: BTreeMap::new(), codes: BTreeMap::new() }
    }
}

/// The forms that the house itself fills in: their newest version is used at once, whatever version a programme names.
pub fn is_at_once(code: &str) -> bool {
    [FORM, GOAL, REVIEW].contains(&code)
}

/// `base` is what was recorded, the newest that the programmes use, or of a form of the house's own the newest there is.
pub fn union(base: &Arc<Kind>, versions: &[Arc<Version>]) -> AskedKind {
    let used: Vec<(&Version, &UsedKind)> =
        versions.iter().filter_map(|v| v.kind(&base.code).map(|used| (v.as_ref(), used))).collect();
    let mut kind = Kind::clone(base);
    let mut asked = AskedKind::plain(base.clone());
    for (version, used) in used {
        // Of a form of the house's own, a programme that names another version adds its own questions alone.
        let whole = used.kind.version == base.version || !is_at_once(&base.code);
        for field in used.kind.fields.iter().filter(|field| whole || used.added.contains(&field.code)) {
            match kind.fields.iter_mut().find(|known| known.code == field.code) {
                Some(known) => known.required |= field.required,
                // The assessor's side is that of the version on which it was recorded.
                None if field.asked_of == Asker::Trainee || used.kind.version == base.version => {
                    kind.fields.push(field.clone());
                }
                None => {}
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
    for version in versions {
        for (field, code, title) in codes(version, &kind) {
            let known = asked.codes.entry(field.to_owned()).or_default();
            if !known.iter().any(|(other, _)| other == code) {
                known.push((code.to_owned(), title));
            }
        }
    }
    asked.kind = Arc::new(kind);
    asked
}

/// What the programme's rules look for in fields of one line that this kind has: field, code, title.
fn codes<'v>(version: &'v Version, kind: &Kind) -> Vec<(&'v str, &'v str, String)> {
    let is_text = |code: &str| kind.field(code).is_some_and(|field| field.kind == FieldType::Text);
    let section =
        |code: &str| version.sections.iter().find(|section| section.code.eq_ignore_ascii_case(code));
    let mut all = Vec::new();
    for rule in version.requirements.iter().map(|asked| &asked.rule) {
        // Whatever else of the programme has a field of that name means the same items by it.
        let (field, items) = rule.items().unwrap_or_default();
        if is_text(field) {
            all.extend(items.iter().map(|item| (field, item.code.as_str(), item.title.clone())));
        }
        let own = rule.kinds().contains(&kind.code.as_str());
        if !own && !rule.evidence_kinds().any(|code| code == kind.code) {
            continue;
        }
        for condition in rule.about() {
            let Test::Is { field, any_of } = &condition.test else { continue };
            if is_text(field) {
                let title = |code: &str| section(code).map(|known| known.title.clone()).unwrap_or_default();
                all.extend(any_of.iter().map(|code| (field.as_str(), code.as_str(), title(code))));
            }
        }
    }
    all
}

/// The version of the kind on which a new entry is recorded, unless it is one of the house's own: the newest that one of
/// the programmes uses.
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
    fn a_programme_offers_the_codes_that_its_rules_look_for() {
        let kinds: Vec<Kind> = std::fs::read_dir("programmes/kinds")
            .unwrap()
            .map(|path| kind::read(&std::fs::read_to_string(path.unwrap().path()).unwrap()).unwrap())
            .collect();
        let version = Arc::new(programme::read(&file("stp-cardiac-2022.toml"), &kinds).unwrap());
        let codes = |code: &str, field: &str| {
            let base = Arc::new(kinds.iter().find(|kind| kind.code == code).unwrap().clone());
            union(&base, std::slice::from_ref(&version)).codes.remove(field).unwrap_or_default()
        };
        let activities = codes("training-activity", "activity");
        assert!(
            activities.iter().any(|(code, title)| code == "S-CS-R1/1" && !title.is_empty()),
            "{activities:?}"
        );
        assert_eq!(codes("dops", "activity"), activities, "evidence names the same items");
        let modules = codes("dops", "module");
        let known = modules.iter().find(|(code, _)| code.eq_ignore_ascii_case("s-cs-r1"));
        assert!(known.is_some_and(|(_, title)| title.contains("Introduction")), "{modules:?}");
        assert_eq!(codes("reflection", "title"), [], "free words stay free");
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
