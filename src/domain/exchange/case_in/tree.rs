//! What stands under what. An item may have several parents in CASE and has one here: the first that leads
//! to the document. Circles are opened, and what hangs on nothing is put under the document; each is told.

use super::package::{Package, said};
use super::things::at;
use crate::domain::exchange::told::Told;

pub(super) struct Tree {
    /// The parent of each item; none: the document.
    pub parents: Vec<Option<usize>>,
    /// The association that says so, by its place among the package's.
    pub because: Vec<Option<usize>>,
    pub children: Vec<Vec<usize>>,
    /// Every item, parents before their children, in the order in which they are shown.
    pub order: Vec<usize>,
}

impl Tree {
    pub fn of(package: &Package, told: &mut Told) -> Tree {
        let count = package.items.len();
        let mut tree = Tree {
            parents: vec![None; count],
            because: vec![None; count],
            children: Vec::new(),
            order: Vec::new(),
        };
        let document = said(&package.document, "identifier");
        for (number, link) in
            package.links.iter().enumerate().filter(|(_, link)| link.sort == "isChildOf" && !link.inert)
        {
            let Some(&child) = package.index.get(&link.from) else { continue };
            let parent = package.index.get(&link.to).copied();
            if parent.is_none() && link.to != document {
                told.kept(&link.place, "it hangs an item on something that is not in this file.");
            } else if tree.because.get(child).is_some_and(Option::is_some) {
                told.kept(
                    &link.place,
                    format!("a second parent of {}: it is shown under its first.", name(package, child)),
                );
            } else if parent.is_some_and(|parent| tree.is_above(child, parent)) {
                told.kept(
                    &link.place,
                    format!("a circle: {} would stand under itself.", name(package, child)),
                );
            } else {
                set(&mut tree.parents, child, parent);
                set(&mut tree.because, child, Some(number));
            }
        }
        for (number, _) in tree.because.iter().enumerate().filter(|(_, because)| because.is_none()) {
            let place = package.items.get(number).map(|item| item.place.clone()).unwrap_or_default();
            told.lost(
                place,
                format!(
                    "nothing says where {} belongs: it is put under the document.",
                    name(package, number)
                ),
            );
        }
        tree.arrange(package);
        tree
    }

    /// `above` is `below` itself, or stands above it.
    fn is_above(&self, above: usize, below: usize) -> bool {
        let mut at = Some(below);
        while let Some(one) = at {
            if one == above {
                return true;
            }
            at = self.parents.get(one).copied().flatten();
        }
        false
    }

    fn arrange(&mut self, package: &Package) {
        let count = self.parents.len();
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut first: Vec<usize> = Vec::new();
        for (number, parent) in self.parents.iter().enumerate() {
            match parent.and_then(|parent| children.get_mut(parent)) {
                Some(list) => list.push(number),
                None => first.push(number),
            }
        }
        let place = |number: &usize| {
            let link = self.because.get(*number).copied().flatten().and_then(|link| package.links.get(link));
            let item = package.items.get(*number);
            // Where our export says where it stood, numbers of another system's associations do not.
            let ours = item.and_then(at).filter(|_| !link.is_some_and(|link| package.makes(link)));
            let listed = item.map(|item| said(&item.attributes, "listEnumeration"));
            let listed = listed.and_then(|text| text.parse::<i64>().ok());
            (ours.or(link.and_then(|link| link.number)).or(listed).unwrap_or(i64::MAX), *number)
        };
        for list in children.iter_mut().chain([&mut first]) {
            list.sort_by_key(place);
        }
        let mut open: Vec<usize> = first.into_iter().rev().collect();
        while let Some(next) = open.pop() {
            self.order.push(next);
            open.extend(children.get(next).into_iter().flatten().rev());
        }
        self.children = children;
    }

    pub fn has_children(&self, number: usize) -> bool {
        self.children.get(number).is_some_and(|list| !list.is_empty())
    }

    pub fn parent(&self, number: usize) -> Option<usize> {
        self.parents.get(number).copied().flatten()
    }
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}

/// “CP 2.1 Primes the circuit”, for a sentence.
pub(super) fn name(package: &Package, number: usize) -> String {
    let Some(item) = package.items.get(number) else { return "it".to_owned() };
    let words = [said(&item.attributes, "humanCodingScheme"), said(&item.attributes, "fullStatement")];
    let whole: String = words.join(" ").trim().chars().take(60).collect();
    format!("“{}”", whole.trim())
}
