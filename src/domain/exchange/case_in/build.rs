//! The programme file that a package amounts to.

mod links;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::domain::exchange::Accepting;
use crate::domain::exchange::codes::{free, free_code};
use crate::domain::exchange::file::{LISTS, put, text_of};
use crate::domain::exchange::told::Told;

use super::package::{Item, Package, said};
use super::things::{at, kept, own, rest, words};
use super::tree::{Tree, name};

/// Where an item went.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Section(String),
    /// By its number among the requirements.
    Requirement(usize),
    Listed(usize),
}

struct Asked {
    table: Table,
    code: String,
    /// Where it stood in the file that was exported.
    at: Option<i64>,
    /// Its rule came with it; another's is made here.
    ours: bool,
    /// Its entries by the list they belong to, each with where it stood in the file that was exported (one
    /// may hang on something else than its requirement), and the codes that are taken.
    lists: BTreeMap<&'static str, Vec<(Option<i64>, Value)>>,
    taken: BTreeSet<String>,
    /// Codes of the requirements below it.
    below: Vec<String>,
}

pub(super) struct Build<'p> {
    package: &'p Package,
    tree: &'p Tree,
    accepting: &'p Accepting,
    told: &'p mut Told,
    /// With where they stood in the file that was exported.
    sections: Vec<(Option<i64>, Table)>,
    section_codes: BTreeSet<String>,
    asked: Vec<Asked>,
    codes: BTreeSet<String>,
    places: Vec<Option<Place>>,
    /// Requirements made for what stands under a section or the document itself, by that section.
    gathered: BTreeMap<Option<String>, usize>,
    kept: Vec<Value>,
    /// The thing that each item became, by its address.
    addresses: BTreeMap<String, String>,
}

impl<'p> Build<'p> {
    pub fn of(package: &'p Package, tree: &'p Tree, accepting: &'p Accepting, told: &'p mut Told) -> Table {
        let mut build = Build {
            package,
            tree,
            accepting,
            told,
            sections: Vec::new(),
            section_codes: BTreeSet::new(),
            asked: Vec::new(),
            codes: BTreeSet::new(),
            places: vec![None; package.items.len()],
            gathered: BTreeMap::new(),
            kept: Vec::new(),
            addresses: BTreeMap::new(),
        };
        build.made_before();
        // An item may name its requirement, so all of these are there first.
        for headings in [true, false] {
            for &number in &tree.order {
                build.item(number, headings);
            }
        }
        build.file()
    }

    fn item(&mut self, number: usize, headings: bool) {
        let package = self.package;
        let Some(item) = package.items.get(number) else { return };
        let sort = match own(item, "as") {
            "" if !self.tree.has_children(number) => "item",
            "" if self.is_heading(number) => "section",
            "" => "requirement",
            sort => sort,
        };
        if headings != matches!(sort, "section" | "requirement") {
            return;
        }
        let place = match sort {
            "section" => Some(self.section(item)),
            "requirement" => Some(self.requirement(number, item)),
            _ => self.listed(number, item, sort),
        };
        if let Some(slot) = self.places.get_mut(number) {
            *slot = place;
        }
    }

    /// It stands right under the document, and something below it has something below it.
    fn is_heading(&self, number: usize) -> bool {
        let children = self.tree.children.get(number);
        self.tree.parent(number).is_none()
            && children.is_some_and(|all| all.iter().any(|one| self.tree.has_children(*one)))
    }

    fn code_of(item: &Item) -> Vec<&str> {
        let now = said(&item.attributes, "humanCodingScheme");
        let words = ["abbreviatedStatement", "fullStatement"].map(|key| said(&item.attributes, key));
        let mut all = vec![own(item, "code"), now];
        all.extend(words);
        all.retain(|words| !words.is_empty());
        all
    }

    fn section(&mut self, item: &Item) -> Place {
        let said = words(item);
        let code = free_code(&Self::code_of(item), "section", &mut self.section_codes);
        let mut table = rest(item);
        put(&mut table, "code", code.as_str());
        put(&mut table, "title", said.title);
        put(&mut table, "text", said.text);
        self.sections.push((at(item), table));
        self.keep(item, format!("sections/{code}"), &code, said.cut);
        Place::Section(code)
    }

    fn requirement(&mut self, number: usize, item: &Item) -> Place {
        let said = words(item);
        let code = free_code(&Self::code_of(item), "requirement", &mut self.codes);
        let mut table = rest(item);
        let ours = table.contains_key("rule");
        put(&mut table, "code", code.as_str());
        put(&mut table, "title", said.title);
        put(&mut table, "text", said.text);
        put(&mut table, "section", self.section_above(number).unwrap_or_default());
        if !ours {
            self.sources(&mut table);
        }
        let parent = self.tree.parent(number).and_then(|parent| self.places.get(parent).cloned().flatten());
        if let Some(Place::Requirement(outer)) = parent
            && !ours
            && let Some(outer) = self.asked.get_mut(outer)
        {
            outer.below.push(code.clone());
            if text_of(&outer.table, "part_of").is_empty() {
                put(&mut table, "part_of", outer.code.as_str());
            }
        }
        self.asked.push(Asked {
            table,
            code: code.clone(),
            at: at(item),
            ours,
            lists: BTreeMap::new(),
            taken: BTreeSet::new(),
            below: Vec::new(),
        });
        self.keep(item, format!("requirements/{code}"), &code, said.cut);
        Place::Requirement(self.asked.len() - 1)
    }

    fn section_above(&self, number: usize) -> Option<String> {
        let mut above = self.tree.parent(number);
        while let Some(one) = above {
            if let Some(Some(Place::Section(code))) = self.places.get(one) {
                return Some(code.clone());
            }
            above = self.tree.parent(one);
        }
        None
    }

    /// The requirement in whose list it stands.
    fn holder(&mut self, number: usize, item: &Item) -> usize {
        let mut above = self.tree.parent(number);
        while let Some(one) = above {
            match self.places.get(one) {
                Some(Some(Place::Requirement(holder))) => return *holder,
                Some(Some(Place::Listed(holder))) => {
                    let what = format!(
                        "{} stands under an item: it is shown beside it.",
                        name(self.package, number)
                    );
                    let holder = *holder;
                    self.told.kept(&item.place, what);
                    return holder;
                }
                _ => above = self.tree.parent(one),
            }
        }
        let inside = own(item, "in");
        match self.asked.iter().position(|asked| !inside.is_empty() && asked.code == inside) {
            Some(holder) => holder,
            None => self.gatherer(self.section_above(number)),
        }
    }

    fn listed(&mut self, number: usize, item: &Item, sort: &str) -> Option<Place> {
        let holder = self.holder(number, item);
        let asked = self.asked.get_mut(holder)?;
        let found =
            LISTS.iter().find(|(_, one, _)| *one == sort && asked.ours && !own(item, "as").is_empty());
        let list = match found {
            Some((list, _, _)) => *list,
            None if !asked.ours || takes_items(&asked.table) => "items",
            None => {
                let what = format!(
                    "{}: the rule of the requirement above it has no list of items.",
                    name(self.package, number)
                );
                self.told.lost(&item.place, what);
                return None;
            }
        };
        let said_of = words(item);
        let now = said(&item.attributes, "humanCodingScheme");
        let listed = said(&item.attributes, "listEnumeration");
        let words = [own(item, "code"), now, listed].into_iter().find(|words| !words.is_empty());
        let code = match words {
            Some(code) => free(code.to_owned(), &mut asked.taken),
            None => free_code(&[&said_of.title], "item", &mut asked.taken),
        };
        let mut table = rest(item);
        put(&mut table, "code", code.as_str());
        put(&mut table, "title", said_of.title);
        put(&mut table, "text", said_of.text);
        asked.lists.entry(list).or_default().push((at(item), Value::Table(table)));
        let address = format!("requirements/{}/{code}", asked.code);
        self.keep(item, address, &code, said_of.cut);
        Some(Place::Listed(holder))
    }

    fn keep(&mut self, item: &Item, address: String, code: &str, cut: bool) {
        if let Some(table) = kept(self.package, item, &address, code, cut) {
            self.kept.push(Value::Table(table));
        }
        self.addresses.insert(item.id.clone(), address);
    }
}

/// A rule over a list of items that facts name.
fn takes_items(table: &Table) -> bool {
    let rule = table.get("rule").and_then(Value::as_table);
    rule.is_some_and(|rule| {
        rule.contains_key("item") && (rule.contains_key("signoff") || rule.contains_key("coverage"))
    })
}
