//! What a programme calls those who look after its people: training officer, tutor, mentor. The capacity stays what it
//! is; only its name on the pages of the programme changes. Letters and pages of several programmes keep the general name.

use std::collections::BTreeMap;

use super::Version;
use crate::domain::reading::Table;

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

#[cfg(test)]
mod tests {
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
    fn a_name_that_is_none_is_a_fault_with_its_line() {
        for wrong in ["[names]\nsupervisor = \"\"", "[names]\nadmin = \"boss\"", "[names]\nlead = 3"] {
            let flaws = read(&file(wrong), &kinds()).unwrap_err();
            assert!(flaws.iter().any(|flaw| flaw.line >= 5), "{wrong}: {flaws:?}");
        }
    }
}
