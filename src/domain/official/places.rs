//! The items that a programme wants in the official record, each with its own code: the items of a list, or
//! the requirement itself where it has none. What stands for an item of a list is entered there under that
//! item; of a requirement without a list each entry is there or not by itself.

use std::collections::BTreeSet;

use crate::domain::kind::{Value, Values};
use crate::domain::programme::{Requirement, Version};
use crate::domain::time::Day;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub code: String,
    pub title: String,
    /// The title of its section: the module.
    pub module: String,
    /// An item of a list, which is entered as one, whatever stands for it.
    pub listed: bool,
}

/// Every item that the programme wants in the official record, in its order, each once.
pub struct Places<'v> {
    all: Vec<Place>,
    official: Vec<(&'v Requirement, Vec<String>)>,
}

impl<'v> Places<'v> {
    /// In the words for somebody who started on that day.
    pub fn of(version: &'v Version, started: Day) -> Places<'v> {
        let mut places = Places { all: Vec::new(), official: Vec::new() };
        let mut seen = BTreeSet::new();
        for requirement in version.requirements.iter().filter(|one| one.official) {
            let section = version.sections.iter().find(|one| Some(&one.code) == requirement.section.as_ref());
            let module = section.map(|one| one.title.clone()).unwrap_or_default();
            let place = |code: &str, title: &str, listed| Place {
                code: code.to_owned(),
                title: title.to_owned(),
                module: module.clone(),
                listed,
            };
            let items = requirement.rule.items().map(|(_, items)| items).unwrap_or_default();
            let mut own: Vec<Place> =
                items.iter().map(|item| place(&item.code, item.said(started).0, true)).collect();
            if own.is_empty() {
                own.push(place(&requirement.code, requirement.said(started).0, false));
            }
            places.official.push((requirement, own.iter().map(|one| one.code.clone()).collect()));
            places.all.extend(own.into_iter().filter(|one| seen.insert(one.code.clone())));
        }
        places
    }

    pub fn codes(&self) -> Vec<String> {
        self.all.iter().map(|place| place.code.clone()).collect()
    }

    pub fn rank(&self, place: &Place) -> usize {
        self.all.iter().position(|one| one.code == place.code).unwrap_or(usize::MAX)
    }

    pub fn called(&self, code: &str) -> Option<&Place> {
        self.all.iter().find(|one| one.code == code)
    }

    /// The items that an entry stands for, in the order of the programme. Where it names items of a list it
    /// is entered under these, and not once more for a requirement that has none.
    pub fn named_by(&self, kind: &str, values: &Values) -> Vec<&Place> {
        let mut found: Vec<&Place> = Vec::new();
        for (requirement, codes) in &self.official {
            // A case discussion of another module is not this one's.
            let rule = &requirement.rule;
            if !rule.kinds().contains(&kind) || !rule.about().iter().all(|one| one.holds_of(values)) {
                continue;
            }
            let field = rule.items().map(|(field, _)| field);
            let named = |code: &&String| field.is_none_or(|field| names(values, field, code));
            for place in codes.iter().filter(named).filter_map(|code| self.called(code)) {
                if !found.iter().any(|known| known.code == place.code) {
                    found.push(place);
                }
            }
        }
        if found.iter().any(|place| place.listed) {
            found.retain(|place| place.listed);
        }
        found.sort_by_key(|place| self.rank(place));
        found
    }
}

fn names(values: &Values, field: &str, code: &str) -> bool {
    values.get(field).is_some_and(|value| match value {
        Value::Text(text) => text == code,
        other => other.names(code),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::programme;
    use crate::domain::progress::tests::day;
    use crate::domain::progress::tests::shelf::kinds;

    #[test]
    fn an_entry_is_entered_under_the_items_that_it_names() {
        let of = |code: &str, rule: &str| {
            format!(
                "[[requirements]]\ncode = \"{code}\"\ntitle = \"The {code}\"\nsource = \"s\"\nofficial = true\nsection = \"one\"\nrule = {{ {rule} }}\n"
            )
        };
        let list = "signoff = \"activity\", item = \"activity\", items = [{ code = \"A/1\", title = \"First\" }, { code = \"A/2\", title = \"Second\" }]";
        let head = "programme = \"test\"\nversion = \"1\"\ntitle = \"Test\"\nbody = \"Nobody\"\nmonths = 24\n\
                    official_record = \"OneFile\"\n[[sections]]\ncode = \"one\"\ntitle = \"Module one\"\n\
                    [[kinds]]\nkind = \"activity\"\nversion = 1\n";
        let text = head.to_owned() + &of("list", list) + &of("reports", "count = \"activity\", target = 2");
        let version = programme::read(&text, kinds()).unwrap();
        let places = Places::of(&version, day("2025-09-15"));
        assert_eq!(places.codes(), ["A/1", "A/2", "reports"]);
        let named = |value: Option<Value>| {
            let values: Values = value.into_iter().map(|value| ("activity".to_owned(), value)).collect();
            let found = places.named_by("activity", &values);
            found.iter().map(|place| place.code.clone()).collect::<Vec<_>>()
        };
        let several = Value::Several(vec!["A/2".to_owned(), "A/1".to_owned(), "B/1".to_owned()]);
        assert_eq!(named(Some(several)), ["A/1", "A/2"]);
        assert_eq!(named(Some(Value::Text("A/2".to_owned()))), ["A/2"]);
        assert_eq!(named(Some(Value::Text("B/1".to_owned()))), ["reports"]);
        assert_eq!(named(None), ["reports"]);
        let of_one = "official_record = \"OneFile\"\n[[kinds]]\nkind = \"activity\"\nversion = 1\n";
        let about = "count = \"activity\", target = 1, about = { field = \"activity\", is = \"B/1\" }";
        let text = head.split("official_record").next().unwrap().to_owned()
            + of_one
            + "[[sections]]\ncode = \"one\"\ntitle = \"Module one\"\n"
            + &of("only", about);
        let version = programme::read(&text, kinds()).unwrap();
        let only = Places::of(&version, day("2025-09-15"));
        let asked = |code: &str| {
            let values: Values = [("activity".to_owned(), Value::Text(code.to_owned()))].into();
            only.named_by("activity", &values).len()
        };
        assert_eq!((asked("B/1"), asked("B/2")), (1, 0), "what is another's business");
        assert!(places.named_by("bypass-case", &Values::default()).is_empty());
        let first = places.called("A/1").unwrap();
        assert_eq!((first.module.as_str(), first.listed), ("Module one", true));
        assert!(!places.called("reports").unwrap().listed);
    }
}
