//! The parts of a CFPackage, each with what we know of it; what nobody here knows is told.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::domain::exchange::codes::{code_of, identifier};
use crate::domain::exchange::fault;
use crate::domain::exchange::file::to_toml;
use crate::domain::exchange::told::Told;
use crate::domain::programme::case;
use crate::domain::reading::Flaw;

/// More than two full lists.
const MOST: usize = 5000;

pub(super) struct Package {
    pub document: Map<String, Json>,
    /// What an export of ours says beside the document.
    pub own: Option<Map<String, Json>>,
    /// `perfusion-msc/2025` of our own export; empty for another's. Somebody may have made another version of it:
    /// then it is that one's, and nothing in the file has the name that we would give.
    pub space: String,
    /// Of a document that bears our name: what it says of its version, whatever stands in the extension.
    pub version: Option<String>,
    pub items: Vec<Item>,
    pub index: BTreeMap<String, usize>,
    pub links: Vec<Link>,
    pub definitions: Map<String, Json>,
}

pub(super) struct Item {
    pub id: String,
    pub attributes: Map<String, Json>,
    pub own: Option<Map<String, Json>>,
    pub place: String,
}

pub(super) struct Link {
    pub id: String,
    pub sort: String,
    pub from: String,
    pub to: String,
    pub number: Option<i64>,
    pub attributes: Map<String, Json>,
    pub origin: Map<String, Json>,
    pub destination: Map<String, Json>,
    pub place: String,
    /// When it first came in, it meant nothing here.
    pub inert: bool,
}

pub(super) fn said<'m>(map: &'m Map<String, Json>, key: &str) -> &'m str {
    map.get(key).and_then(Json::as_str).unwrap_or_default().trim()
}

impl Package {
    pub fn of(json: Json, told: &mut Told) -> Result<Package, Vec<Flaw>> {
        let Json::Object(mut top) = json else { return Err(no_package()) };
        let Some(Json::Object(mut document)) = top.remove("CFDocument") else { return Err(no_package()) };
        let own =
            sift(&mut document, case::DOCUMENT, &["title", "creator", "description"], "CFDocument", told);
        let head = own.as_ref().and_then(|own| own.get("head")).and_then(Json::as_object);
        let space = |version: &str| head.map(|head| format!("{}/{version}", said(head, "programme")));
        let was = head.map(|head| said(head, "version")).unwrap_or_default();
        let ours = space(was).is_some_and(|space| said(&document, "identifier") == identifier(&space));
        let version = match said(&document, "version") {
            "" => None,
            now => Some(code_of(now, "1")).filter(|_| ours),
        };
        let mut package = Package {
            space: space(version.as_deref().unwrap_or(was)).unwrap_or_default(),
            version,
            document,
            own,
            items: Vec::new(),
            index: BTreeMap::new(),
            links: Vec::new(),
            definitions: Map::new(),
        };
        package.items(top.remove("CFItems"), told)?;
        package.links(top.remove("CFAssociations"), told);
        package.definitions(top.remove("CFDefinitions"), told);
        for (number, rubric) in list(top.remove("CFRubrics")).into_iter().enumerate() {
            let criteria = rubric.get("CFRubricCriteria").and_then(Json::as_array).map_or(0, Vec::len);
            let title = rubric.get("title").and_then(Json::as_str).unwrap_or("without a title");
            let what =
                format!("the rubric “{title}” with its criteria ({criteria}); a programme has no rubrics.");
            told.lost(format!("CFRubrics[{number}]"), what);
        }
        for (key, value) in top {
            if !value.is_null() {
                told.lost(key, "another system's own; nothing here knows it.");
            }
        }
        Ok(package)
    }

    fn items(&mut self, value: Option<Json>, told: &mut Told) -> Result<(), Vec<Flaw>> {
        let all = list(value);
        let document = said(&self.document, "identifier").to_owned();
        if all.len() > MOST {
            return Err(fault(1, format!("There are more than {MOST} items: a programme holds no more.")));
        }
        for (number, item) in all.into_iter().enumerate() {
            let place = format!("CFItems[{number}]");
            let Json::Object(mut attributes) = item else {
                told.lost(place, "this is not an item.");
                continue;
            };
            let id = said(&attributes, "identifier").to_owned();
            if id.is_empty() || id == document || self.index.contains_key(&id) {
                told.lost(
                    place,
                    "an item without an identifier of its own: nothing can say where it belongs.",
                );
                continue;
            }
            let words = ["fullStatement", "abbreviatedStatement"];
            let own = sift(&mut attributes, case::ITEM, &words, &place, told);
            self.index.insert(id.clone(), self.items.len());
            self.items.push(Item { id, attributes, own, place });
        }
        Ok(())
    }

    fn links(&mut self, value: Option<Json>, told: &mut Told) {
        for (number, link) in list(value).into_iter().enumerate() {
            let place = format!("CFAssociations[{number}]");
            let Json::Object(mut attributes) = link else {
                told.lost(place, "this is not an association.");
                continue;
            };
            let mut node = |key: &str| match attributes.remove(key) {
                Some(Json::Object(node)) => node,
                _ => Map::new(),
            };
            let (origin, destination) = (node("originNodeURI"), node("destinationNodeURI"));
            let own = sift(&mut attributes, case::LINK, &[], &place, told);
            let inert = own.is_some_and(|own| own.get("inert") == Some(&Json::Bool(true)));
            let (from, to) =
                (said(&origin, "identifier").to_owned(), said(&destination, "identifier").to_owned());
            let sort = said(&attributes, "associationType").to_owned();
            if from.is_empty() || to.is_empty() || sort.is_empty() {
                told.lost(place, "an association that does not say of what type it is and between whom.");
                continue;
            }
            let number = attributes.get("sequenceNumber").and_then(Json::as_i64);
            let id = said(&attributes, "identifier").to_owned();
            self.links.push(Link {
                id,
                sort,
                from,
                to,
                number,
                attributes,
                origin,
                destination,
                place,
                inert,
            });
        }
    }

    fn definitions(&mut self, value: Option<Json>, told: &mut Told) {
        let Some(Json::Object(mut all)) = value else { return };
        sift(&mut all, case::DEFINITIONS, &[], "CFDefinitions", told);
        for (key, value) in all {
            let own = |one: &Json| {
                let title = one.get("title").and_then(Json::as_str).unwrap_or_default();
                let id = one.get("identifier").and_then(Json::as_str);
                id == Some(identifier(&format!("types/{title}")).as_str())
            };
            let theirs: Vec<Json> = list(Some(value)).into_iter().filter(|one| !own(one)).collect();
            if !theirs.is_empty() {
                told.kept(format!("CFDefinitions.{key}"), format!("{} definitions.", theirs.len()));
                self.definitions.insert(key, Json::Array(theirs));
            }
        }
    }

    /// The association is one that our export makes of the programme itself.
    pub fn makes(&self, link: &Link) -> bool {
        let address = format!("{}/{}/{}/{}", self.space, link.sort, link.from, link.to);
        let more = ["notes", "CFAssociationGroupingURI"].iter().any(|key| link.attributes.contains_key(*key));
        !self.space.is_empty() && !more && link.id == identifier(&address)
    }

    /// The identifier is the one that we would give.
    pub fn names(&self, address: &str, id: &str) -> bool {
        let whole = if address.is_empty() { self.space.clone() } else { format!("{}/{address}", self.space) };
        !self.space.is_empty() && id == identifier(&whole)
    }
}

/// Takes away what is not of the format, telling each, and gives what we said in the extension.
fn sift(
    map: &mut Map<String, Json>,
    known: &[&str],
    words: &[&str],
    place: &str,
    told: &mut Told,
) -> Option<Map<String, Json>> {
    let mut own = None;
    if let Some(extensions) = map.remove("extensions") {
        match extensions {
            Json::Object(mut all) => {
                if let Some(Json::Object(ours)) = all.remove("perfolio") {
                    own = Some(ours);
                }
                for key in all.keys() {
                    told.lost(format!("{place}.extensions.{key}"), "an extension of another system.");
                }
            }
            Json::Null => {}
            _ => told
                .lost(format!("{place}.extensions"), "extensions that are not in the form of the standard."),
        }
    }
    map.retain(|key, value| {
        if value.is_null() {
            return false;
        }
        let known = known.contains(&key.as_str()) || words.contains(&key.as_str());
        if !known {
            told.lost(format!("{place}.{key}"), "the standard has no such attribute.");
        } else if to_toml(value).is_none() || holds_null(value, 0) {
            told.lost(format!("{place}.{key}"), "it has a form that a programme file cannot hold.");
            return false;
        }
        known
    });
    own
}

fn holds_null(value: &Json, depth: usize) -> bool {
    match value {
        Json::Null => true,
        Json::Array(all) => depth > 8 || all.iter().any(|one| holds_null(one, depth + 1)),
        Json::Object(map) => depth > 8 || map.values().any(|one| holds_null(one, depth + 1)),
        _ => false,
    }
}

fn list(value: Option<Json>) -> Vec<Json> {
    if let Some(Json::Array(all)) = value { all } else { Vec::new() }
}

fn no_package() -> Vec<Flaw> {
    fault(1, "This is not a CFPackage of CASE: there is no “CFDocument” at its top.")
}
