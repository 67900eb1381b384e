//! The registers that the programmes of the house ask about, so that a registration is stated in the
//! same words in which the rules look for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::capital;
use crate::domain::programme::{Registered, Version};
use crate::domain::rule::{HeldThing, Register, Rule, category_said};
use crate::features::programmes::store;

/// A body that some programme asks about, and the categories that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRegister {
    /// As the rules name it: `ccps`.
    pub code: String,
    pub name: String,
    /// Empty where the rules ask for no category.
    pub categories: Vec<String>,
}

impl KnownRegister {
    /// `College of Clinical Perfusion Scientists, full`; a body that no programme names goes by what was typed.
    pub fn said(known: &[KnownRegister], body: &str, category: &str) -> String {
        let name = known.iter().find(|one| one.code == body).map_or(body, |one| &one.name);
        match category {
            "" => name.to_owned(),
            category => format!("{name}, {}", category_said(category)),
        }
    }
}

/// The registers of all published versions, by name.
// open: what programmes ask is public within the house
pub fn registers(conn: &mut Conn, shelf: &Shelf) -> Result<Vec<KnownRegister>, Fault> {
    let rows = store::published(conn)?;
    let versions = rows.iter().map(|row| store::version(conn, shelf, &row.id));
    let versions = versions.collect::<Result<Vec<_>, Fault>>()?;
    Ok(known(versions.iter().flat_map(|version| asked_by(version))))
}

fn asked_by(version: &Version) -> impl Iterator<Item = &Register> {
    version.requirements.iter().flat_map(|requirement| {
        let held = match &requirement.rule {
            Rule::Held(held) => match &held.what {
                HeldThing::Registration(register) => Some(register),
                HeldThing::Fact { .. } => None,
            },
            _ => None,
        };
        let supervised = requirement.supervised_by.iter().flat_map(Registered::registers);
        let signed = requirement.signers.registered.iter().flat_map(Registered::registers);
        held.into_iter().chain(supervised).chain(signed)
    })
}

fn known<'r>(registers: impl Iterator<Item = &'r Register>) -> Vec<KnownRegister> {
    let mut found: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for register in registers {
        let name = register.body_name.strip_prefix("the ").unwrap_or(&register.body_name);
        let (_, categories) =
            found.entry(register.body.clone()).or_insert_with(|| (capital(name), BTreeSet::new()));
        categories.extend(register.categories.iter().cloned());
    }
    let mut all: Vec<KnownRegister> = found
        .into_iter()
        .map(|(code, (name, categories))| KnownRegister {
            name: if name.is_empty() { code.clone() } else { name },
            code,
            categories: categories.into_iter().collect(),
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_known_once_with_all_its_categories() {
        let register = |body: &str, category: &[&str]| Register {
            body: body.to_owned(),
            body_name: "the College".to_owned(),
            categories: category.iter().map(|&c| c.to_owned()).collect(),
        };
        let all = [register("ccps", &["full"]), register("ccps", &["trainee"]), register("hcpc", &[])];
        let known = known(all.iter());
        assert_eq!(known.len(), 2);
        assert_eq!(known[0].categories, ["full", "trainee"]);
        assert_eq!(known[0].name, "College");
        let said = |body, category| KnownRegister::said(&known, body, category);
        assert_eq!(said("ccps", "full"), "College, full");
        assert_eq!(said("other body", "clinical-scientist"), "other body, clinical scientist");
        assert_eq!(said("ccps", ""), "College");
    }
}
