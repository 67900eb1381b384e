//! Versions under the headings of their fields, for lists that are too long to look over. A version that names no
//! field stands with the others of its programme; the headings are in the order of the alphabet, and what nobody
//! has placed comes last.

use std::collections::BTreeMap;

/// The heading of what says no field.
pub const NO_FIELD: &str = "Other programmes";

/// `of`: the programme's code and the field that the version itself names. The order inside a group is kept.
pub fn by_field<T>(all: Vec<T>, of: impl Fn(&T) -> (String, String)) -> Vec<(String, Vec<T>)> {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (code, field) in all.iter().map(&of).filter(|(_, field)| !field.is_empty()) {
        known.insert(code, field);
    }
    let mut groups: BTreeMap<(bool, String), Vec<T>> = BTreeMap::new();
    for one in all {
        let field = known.get(&of(&one).0).cloned();
        let place = (field.is_none(), field.unwrap_or_else(|| NO_FIELD.to_owned()));
        groups.entry(place).or_default().push(one);
    }
    groups.into_iter().map(|((_, field), all)| (field, all)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_without_a_field_stands_with_its_programme_and_strangers_come_last() {
        let all = vec![("msc", ""), ("alone", ""), ("stp", "Cardiac science"), ("msc", "Perfusion")];
        let groups = by_field(all, |(code, field)| ((*code).to_owned(), (*field).to_owned()));
        let told: Vec<(&str, usize)> =
            groups.iter().map(|(field, all)| (field.as_str(), all.len())).collect();
        assert_eq!(told, [("Cardiac science", 1), ("Perfusion", 2), (NO_FIELD, 1)]);
    }
}
