//! The associations: what stands under what, what comes first, and those that came with the programme.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use toml::Table;

use super::super::codes::identifier;
use super::super::file::{text_of, texts};
use super::super::held::HeldLink;
use super::{Package, keep};

/// Associations that mean something here.
const ACTING: [&str; 3] = ["isChildOf", "isPartOf", "precedes"];

/// It would act here, and did not when it came in: it was one too many, or its end was not there.
fn is_inert(link: &HeldLink) -> bool {
    link.under.is_none() && link.means.is_none() && ACTING.contains(&link.sort.as_str())
}

impl Package<'_> {
    /// What must be met first, and what it is shown under.
    pub(super) fn links_of(&mut self, requirement: &Table) {
        let address = format!("requirements/{}", text_of(requirement, "code"));
        if self.file.held.was_made(&address, "item") {
            return;
        }
        let Some(own) = self.ids.get(&address).cloned() else { return };
        for (at, code) in (1..).zip(texts(requirement.get("needs"))) {
            if let Some(first) = self.as_thing(&code) {
                self.link("precedes", &first, &own, Some(at));
            }
        }
        let part = text_of(requirement, "part_of");
        if let Some(outer) = self.as_thing(&part) {
            self.link("isPartOf", &own, &outer, None);
        }
    }

    pub(super) fn was_made(&self, code: &str) -> bool {
        self.file.held.was_made(&format!("requirements/{code}"), "item")
    }

    fn as_thing(&self, code: &str) -> Option<String> {
        self.ids.get(&format!("requirements/{code}")).filter(|_| !self.was_made(code)).cloned()
    }

    pub(super) fn link(&mut self, sort: &str, from: &str, to: &str, number: Option<i64>) {
        let ends = (sort.to_owned(), from.to_owned(), to.to_owned());
        // One of another system that says it a second time is inert, and says nothing instead of ours.
        let held = self
            .file
            .held
            .links
            .iter()
            .any(|link| link.sort == sort && link.from == from && link.to == to && !is_inert(link));
        if held || !self.there.insert(ends) {
            return;
        }
        let id = identifier(&format!("{}/{sort}/{from}/{to}", self.space));
        let mut link = json!({
            "identifier": id,
            "associationType": sort,
            "uri": self.uri(&id, Some(&id)),
            "originNodeURI": self.node(from),
            "destinationNodeURI": self.node(to),
            "lastChangeDateTime": self.changed(),
        });
        if let (Some(number), Some(map)) = (number, link.as_object_mut()) {
            map.insert("sequenceNumber".to_owned(), json!(number));
        }
        self.links.push(link);
    }

    fn node(&self, id: &str) -> Json {
        let (title, uri) =
            self.known.get(id).cloned().unwrap_or_else(|| (id.to_owned(), format!("urn:uuid:{id}")));
        json!({ "title": title, "identifier": id, "uri": uri })
    }

    /// As they came, but for those that the programme no longer bears out.
    pub(super) fn held_links(&mut self) {
        let parts = |requirement: &Table| {
            let own = format!("requirements/{}", text_of(requirement, "code"));
            let part = text_of(requirement, "part_of");
            let needs = texts(requirement.get("needs")).into_iter().map(|code| ("needs", code));
            let all = needs.chain(Some(("part_of", part)).filter(|(_, code)| !code.is_empty()));
            all.map(move |(means, code)| (means, own.clone(), format!("requirements/{code}")))
                .collect::<Vec<_>>()
        };
        let id = |address: &String| self.ids.get(address).cloned().unwrap_or_default();
        let true_still: BTreeSet<(&str, String, String)> = (self.file.requirements.iter().flat_map(parts))
            .map(|(means, own, other)| match means {
                "needs" => ("needs", id(&other), id(&own)),
                _ => ("part_of", id(&own), id(&other)),
            })
            .collect();
        let addresses: BTreeMap<&String, &String> =
            self.ids.iter().map(|(address, id)| (id, address)).collect();
        let mut all = Vec::new();
        for link in &self.file.held.links {
            if let Some(means) = link.means.as_deref()
                && !true_still.contains(&(means, link.from.clone(), link.to.clone()))
            {
                continue;
            }
            if let Some(under) = &link.under {
                let now = addresses.get(&link.from).map(|address| self.under(address));
                if now.as_ref() != Some(under) {
                    continue;
                }
            }
            let mut whole = link.whole.clone();
            for (key, end) in [("from", "originNodeURI"), ("to", "destinationNodeURI")] {
                if let Some(node) = whole.remove(key) {
                    let node = if let Json::String(id) = &node { self.node(id) } else { node };
                    whole.insert(end.to_owned(), node);
                }
            }
            keep(&mut whole, "lastChangeDateTime", json!(self.changed()));
            // It says something of the other framework that is not so here; it must not begin to act.
            if is_inert(link) {
                whole.insert("extensions".to_owned(), json!({ "perfolio": { "inert": true } }));
            }
            all.push(Json::Object(whole));
        }
        self.links.extend(all);
    }

    /// The address under which the thing at that address stands.
    fn under(&self, address: &str) -> String {
        let Some(inside) = address.strip_prefix("requirements/") else { return String::new() };
        let mut all = self.file.requirements.iter();
        match all.find(|one| text_of(one, "code") == inside) {
            Some(requirement) => {
                let section = text_of(requirement, "section");
                if section.is_empty() { String::new() } else { format!("sections/{section}") }
            }
            None => {
                let code = inside.split('/').next().unwrap_or_default();
                format!("requirements/{code}")
            }
        }
    }
}
