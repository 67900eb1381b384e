//! What a programme calls those who look after its people: training officer, tutor, mentor. The capacity stays what it
//! is; only its name changes, on the pages of the programme and on those, and in letters, that are about one enrolment on
//! it. Where people of several programmes stand together they keep the general name.

use std::collections::BTreeMap;

use super::Version;
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
    fn a_name_that_is_none_is_a_fault_with_its_line() {
        for wrong in ["[names]\nsupervisor = \"\"", "[names]\nadmin = \"boss\"", "[names]\nlead = 3"] {
            let flaws = read(&file(wrong), &kinds()).unwrap_err();
            assert!(flaws.iter().any(|flaw| flaw.line >= 5), "{wrong}: {flaws:?}");
        }
    }
}
