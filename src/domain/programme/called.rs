//! What a programme calls those who look after its people: training officer, tutor, mentor. The capacity stays what it
//! is; only its name changes, on the pages of the programme and on those, and in letters, that are about one enrolment on
//! it. Where people of several programmes stand together they keep the general name.

use std::collections::BTreeMap;

use super::Version;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::names::{capital, takes_an};
use crate::domain::reading::Table;
use crate::domain::role::Capacity;

/// Capacities that a programme may call otherwise.
pub const CALLED: [&str; 5] = ["supervisor", "lead", "assessor", "university", "tutor"];
/// Characters of such a name.
const MOST: usize = 40;

/// `[names]`, each as it stands in a sentence.
pub(super) fn names(top: &Table<'_>) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let Some(table) = top.table("names") else { return all };
    for capacity in CALLED {
        let Some(name) = table.text(capacity) else { continue };
        if name.is_empty() || name.chars().count() > MOST || name.contains('\n') {
            let sentence = format!(
                "Write the name as it stands in a sentence, {MOST} characters at most, such as {capacity} = \"training \
                 officer\", or leave it out."
            );
            table.fault_at(capacity, sentence);
            continue;
        }
        all.insert(capacity.to_owned(), name);
    }
    table.finish();
    all
}

/// The name that everybody knows.
pub fn general(capacity: &str) -> &str {
    match capacity {
        "lead" => "training lead",
        "university" => "university administrator",
        "tutor" => "departmental tutor",
        other => other,
    }
}

impl Version {
    /// What the programme calls somebody in this capacity.
    pub fn called<'a>(&'a self, capacity: &'a str) -> &'a str {
        self.names.get(capacity).map_or_else(|| general(capacity), String::as_str)
    }

    /// `training officer (supervisor)` for each name of its own, in the order of the capacities.
    pub fn called_otherwise(&self) -> Vec<String> {
        CALLED
            .into_iter()
            .filter_map(|one| Some(format!("{} ({})", self.names.get(one)?, general(one))))
            .collect()
    }
}

/// What the programmes that something is about call their people: a name that they do not share is the general one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Called(BTreeMap<String, String>);

impl Called {
    pub fn of(version: &Version) -> Called {
        Called(version.names.clone())
    }

    /// Of several programmes the names that all of them have; of none the general ones.
    pub fn by_all<'v>(versions: impl IntoIterator<Item = &'v Version>) -> Called {
        let mut all = versions.into_iter();
        let mut names = all.next().map(|first| first.names.clone()).unwrap_or_default();
        for other in all {
            names.retain(|capacity, name| other.names.get(capacity) == Some(name));
        }
        Called(names)
    }

    /// The names that all of these share.
    pub fn shared(all: impl IntoIterator<Item = Called>) -> Called {
        let mut all = all.into_iter();
        let mut names = all.next().unwrap_or_default().0;
        for other in all {
            names.retain(|capacity, name| other.0.get(capacity) == Some(name));
        }
        Called(names)
    }

    /// A sentence that is written with the general names, in those of the programme. What stands in quotation marks is
    /// somebody's own words, or a title, and stays.
    pub fn say(&self, sentence: &str) -> String {
        if self.0.is_empty() {
            return sentence.to_owned();
        }
        let mut said = String::new();
        let (mut rest, mut quoted) = (sentence, false);
        while let Some(first) = rest.chars().next() {
            let begins = !said.ends_with(char::is_alphanumeric);
            let found = if quoted || !begins { None } else { self.named_at(rest) };
            let taken = match found {
                Some((length, name)) => {
                    fit_article(&mut said, &name);
                    said.push_str(&name);
                    length
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

    /// The general name with which this begins: how long it is, and what stands in its place.
    fn named_at(&self, text: &str) -> Option<(usize, String)> {
        let (capacity, name) = self.0.iter().find(|(capacity, _)| {
            let begin = text.get(..general(capacity).len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(general(capacity)))
        })?;
        let length = general(capacity).len();
        let after = text.get(length..).unwrap_or_default();
        let many = after.starts_with('s');
        // A longer word is another word.
        if after.strip_prefix('s').unwrap_or(after).starts_with(char::is_alphanumeric) {
            return None;
        }
        let name = if many { several(name) } else { name.clone() };
        let name = if text.starts_with(char::is_uppercase) { capital(&name) } else { name };
        Some((length + usize::from(many), name))
    }

    /// The same of a fault that a person reads.
    pub fn fault(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Refused(refusal) => Refusal::new(refusal.code, self.say(&refusal.sentence)).into(),
            Fault::Typed(faults) => {
                let mut said = Faults::none();
                for (field, sentence) in faults.iter() {
                    said.add(field, self.say(sentence));
                }
                said.into()
            }
            other => other,
        }
    }

    /// `training officer`, for the code of a capacity.
    pub fn name<'a>(&'a self, capacity: &'a str) -> &'a str {
        self.0.get(capacity).map_or_else(|| general(capacity), String::as_str)
    }

    /// The same for what a row holds: what is no capacity that can be called otherwise is shown as it always is.
    pub fn shown(&self, capacity: &str) -> String {
        match (self.0.get(capacity), capacity.parse::<Capacity>()) {
            (Some(name), _) => name.clone(),
            (None, Ok(known)) => known.shown().to_owned(),
            (None, Err(_)) => capacity.to_owned(),
        }
    }
}

/// `training officers`, `heads of training`
fn several(name: &str) -> String {
    match name.split_once(" of ") {
        Some((first, rest)) => format!("{first}s of {rest}"),
        None => format!("{name}s"),
    }
}

/// An `a` that was said already becomes `an` before a name that takes it, and the other way round.
fn fit_article(said: &mut String, name: &str) {
    let an = takes_an(name);
    let ends = |article: &str| {
        let begin = said.strip_suffix(article);
        begin.is_some_and(|begin| !begin.ends_with(char::is_alphanumeric))
    };
    if an && (ends("a ") || ends("A ")) {
        said.truncate(said.len() - 1);
        said.push_str("n ");
    } else if !an && (ends("an ") || ends("An ")) {
        said.truncate(said.len() - 2);
        said.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::Called;
    use crate::domain::programme::read;
    use crate::domain::rule::describe;

    fn file(names: &str) -> String {
        format!(
            "programme = \"p\"\nversion = \"1\"\ntitle = \"P\"\nbody = \"B\"\n{names}\n[[kinds]]\nkind = \"bypass-case\"\nversion = 1\n\n\
             [[requirements]]\ncode = \"cases\"\ntitle = \"Cases\"\nsource = \"S\"\nsigners = {{ capacities = [\"supervisor\", \"lead\"] }}\n\
             [requirements.rule]\ncount = \"bypass-case\"\ntarget = 5\n"
        )
    }

    fn kinds() -> Vec<crate::domain::kind::Kind> {
        vec![crate::domain::kind::read(include_str!("../../../programmes/kinds/bypass-case.toml")).unwrap()]
    }

    #[test]
    fn a_programme_has_its_own_names_for_those_who_look_after_its_people() {
        let plain = read(&file(""), &kinds()).unwrap();
        let rule = describe(&plain.requirements[0], &plain);
        assert!(rule.contains("Signed by a supervisor or a training lead"), "{rule}");
        assert!(plain.called_otherwise().is_empty());
        assert!(!serde_json::to_string(&plain).unwrap().contains("\"names\""), "old versions read the same");
        let own = read(&file("[names]\nsupervisor = \"training officer\"\nassessor = \"expert\""), &kinds())
            .unwrap();
        let rule = describe(&own.requirements[0], &own);
        assert!(rule.contains("Signed by a training officer or a training lead"), "{rule}");
        assert_eq!(own.called_otherwise(), ["training officer (supervisor)", "expert (assessor)"]);
        assert_eq!((own.called("lead"), own.called("assessor")), ("training lead", "expert"));
    }

    #[test]
    fn several_programmes_keep_the_names_that_they_share() {
        let named = |names: &str| read(&file(names), &kinds()).unwrap();
        let one = named("[names]\nsupervisor = \"training officer\"\nlead = \"head\"");
        let other = named("[names]\nsupervisor = \"training officer\"");
        let plain = named("");
        assert_eq!(Called::of(&one).shown("supervisor"), "training officer");
        let both = Called::by_all([&one, &other]);
        assert_eq!((both.name("supervisor"), both.name("lead")), ("training officer", "training lead"));
        let none = Called::by_all([&one, &plain]);
        assert_eq!(none, Called::by_all([]));
        assert_eq!(
            (none.shown("supervisor").as_str(), none.shown("panel").as_str()),
            ("supervisor", "panel member")
        );
        assert_eq!(none.shown("melted"), "melted");
    }

    #[test]
    fn a_sentence_is_said_in_the_names_of_its_programme() {
        let named = |names: &str| Called::of(&read(&file(names), &kinds()).unwrap());
        let own = named("[names]\nsupervisor = \"educational supervisor\"\nlead = \"head of training\"");
        for (general, said) in [
            ("Only a supervisor does this.", "Only an educational supervisor does this."),
            ("Supervisors sign.", "Educational supervisors sign."),
            (
                "Ask your training lead. Training leads answer.",
                "Ask your head of training. Heads of training answer.",
            ),
            ("What is supervised stays.", "What is supervised stays."),
            (
                "See “Talk with a supervisor”, a supervisor.",
                "See “Talk with a supervisor”, an educational supervisor.",
            ),
            ("An assessor signs.", "An assessor signs."),
        ] {
            assert_eq!(own.say(general), said);
        }
        let plain = named("[names]\nassessor = \"mentor\"");
        assert_eq!(plain.say("An assessor or a supervisor."), "A mentor or a supervisor.");
        assert_eq!(named("").say("A supervisor."), "A supervisor.");
        let unit = named("[names]\nassessor = \"unit assessor\"");
        assert_eq!(unit.say("Ask an assessor."), "Ask a unit assessor.");
        let refused = own.fault(crate::domain::fault::Refusal::new("no", "Ask a supervisor.").into());
        assert_eq!(refused.to_string(), "Ask an educational supervisor.");
        assert_eq!(Called::shared([own.clone(), plain]).say("A supervisor."), "A supervisor.");
        assert_eq!(Called::shared([own.clone(), own]).say("A supervisor."), "An educational supervisor.");
    }

    #[test]
    fn a_name_that_is_none_is_a_fault_with_its_line() {
        for wrong in ["[names]\nsupervisor = \"\"", "[names]\nadmin = \"boss\"", "[names]\nlead = 3"] {
            let flaws = read(&file(wrong), &kinds()).unwrap_err();
            assert!(flaws.iter().any(|flaw| flaw.line >= 5), "{wrong}: {flaws:?}");
        }
    }
}
