//! A programme file as a CFPackage of CASE 1.1. Sections, requirements and the items of their lists are
//! CFItems, each under the next by `isChildOf`; what must be met first `precedes`; what is shown under another
//! requirement `isPartOf` it. Codes are the human coding scheme, titles and texts the statements. All that
//! CASE has no word for, the rules above all, stands in the extension `perfolio` of the thing it belongs to.

mod links;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};
use toml::{Table, Value};

use crate::domain::reading::Flaw;

use super::Published;
use super::case_in::things::is_title;
use super::codes::identifier;
use super::file::{File, LISTS, object, put, tables, taken, text_of, texts, to_json};

/// A programme file as the text of a CFPackage.
pub fn to_case(text: &str, published: &Published<'_>) -> Result<String, Vec<Flaw>> {
    let file = File::of(text)?;
    let mut package = Package::of(&file, published);
    package.document();
    for section in &file.sections {
        let address = format!("sections/{}", text_of(section, "code"));
        package.thing(&address, "", "section", "Section", section.clone());
    }
    for requirement in &file.requirements {
        package.requirement(requirement);
    }
    for requirement in &file.requirements {
        package.links_of(requirement);
    }
    package.held_links();
    serde_json::to_string_pretty(&package.whole()).map_err(|why| super::fault(1, why.to_string()))
}

struct Package<'f> {
    file: &'f File,
    published: &'f Published<'f>,
    space: String,
    document: Map<String, Json>,
    items: Vec<Json>,
    links: Vec<Json>,
    /// Identifier, with the title and the address of the thing.
    known: BTreeMap<String, (String, String)>,
    /// Address, with the identifier; things that were only made here have that of what they stand in.
    ids: BTreeMap<String, String>,
    types: BTreeSet<&'static str>,
    /// Requirements that no CASE file has as a thing.
    made: Vec<Json>,
    /// Types and ends of the associations that are there already.
    there: BTreeSet<(String, String, String)>,
    at: i64,
}

impl<'f> Package<'f> {
    fn of(file: &'f File, published: &'f Published<'f>) -> Package<'f> {
        Package {
            space: format!("{}/{}", file.named("programme"), file.named("version")),
            file,
            published,
            document: Map::new(),
            items: Vec::new(),
            links: Vec::new(),
            known: BTreeMap::new(),
            ids: BTreeMap::new(),
            types: BTreeSet::new(),
            made: Vec::new(),
            there: BTreeSet::new(),
            at: 0,
        }
    }

    fn changed(&self) -> String {
        self.published.at.to_string()
    }

    /// Where a thing is shown, or its identifier where it is in no house.
    fn uri(&self, id: &str, anchor: Option<&str>) -> String {
        let Some(base) = self.published.base else { return format!("urn:uuid:{id}") };
        let (code, version) = (self.file.named("programme"), self.file.named("version"));
        format!(
            "{base}/programmes/{code}/versions/{version}{}",
            anchor.map(|to| format!("#{to}")).unwrap_or_default()
        )
    }

    fn document(&mut self) {
        let held = &self.file.held.document;
        let own = identifier(&self.space);
        let mut document = held.clone();
        if !held.contains_key("identifier") {
            keep(&mut document, "uri", json!(self.uri(&own, None)));
            keep(&mut document, "identifier", json!(own));
            // Under a name of ours it is read as ours, whatever version the nameless file said.
            document.insert("version".to_owned(), json!(self.file.named("version")));
            keep(&mut document, "language", json!("en"));
            keep(&mut document, "adoptionStatus", json!(self.published.status));
        }
        document.insert("caseVersion".to_owned(), json!("1.1"));
        keep(&mut document, "lastChangeDateTime", json!(self.changed()));
        document.insert("title".to_owned(), json!(self.file.named("title")));
        document.insert("creator".to_owned(), json!(self.file.named("body")));
        let about = self.file.named("about");
        if !about.is_empty() {
            document.insert("description".to_owned(), json!(about));
        }
        let id = said(&document, "identifier");
        self.known.insert(id.clone(), (self.file.named("title"), said(&document, "uri")));
        self.ids.insert(String::new(), id);
        self.document = document;
    }

    /// One CFItem and its place.
    fn thing(&mut self, address: &str, under: &str, sort: &str, called: &'static str, mut rest: Table) {
        self.at += 1;
        let parent = self.ids.get(under).cloned().unwrap_or_default();
        if self.file.held.was_made(address, "item") {
            self.ids.insert(address.to_owned(), parent);
            let mut whole = object(&rest);
            whole.insert("at".to_owned(), json!(self.at));
            self.made.push(Json::Object(whole));
            return;
        }
        let held = self.file.held.thing(address);
        let own = identifier(&format!("{}/{address}", self.space));
        let (code, title, text) =
            (taken(&mut rest, "code"), taken(&mut rest, "title"), taken(&mut rest, "text"));
        let mut item = held.cloned().unwrap_or_default();
        if !item.contains_key("identifier") {
            let anchor = if sort == "requirement" { format!("asked-{code}") } else { own.clone() };
            keep(&mut item, "uri", json!(self.uri(&own, Some(&anchor))));
            keep(&mut item, "identifier", json!(own));
            keep(&mut item, "humanCodingScheme", json!(code));
            keep(&mut item, "CFItemType", json!(called));
            keep(&mut item, "CFItemTypeURI", self.type_link(called));
            self.types.insert(called);
        }
        keep(&mut item, "uri", json!(self.uri(&own, None)));
        keep(&mut item, "lastChangeDateTime", json!(self.changed()));
        let cut = self.file.held.was_made(address, "abbreviatedStatement");
        if !text.is_empty() && !cut {
            item.insert("abbreviatedStatement".to_owned(), json!(title));
        }
        item.insert("fullStatement".to_owned(), json!(if text.is_empty() { &title } else { &text }));
        let mut ours = Map::from_iter([
            ("as".to_owned(), json!(sort)),
            ("at".to_owned(), json!(self.at)),
            ("code".to_owned(), json!(code)),
        ]);
        if cut || (text.is_empty() && !is_title(&title)) {
            ours.insert("title".to_owned(), json!(title));
        }
        if let Some(requirement) = under.strip_prefix("requirements/") {
            ours.insert("in".to_owned(), json!(requirement));
        }
        if !rest.is_empty() {
            ours.insert("rest".to_owned(), Json::Object(object(&rest)));
        }
        item.insert("extensions".to_owned(), json!({ "perfolio": ours }));
        let id = said(&item, "identifier");
        self.known.insert(id.clone(), (title, said(&item, "uri")));
        self.ids.insert(address.to_owned(), id.clone());
        self.items.push(Json::Object(item));
        let held = &self.file.held.links;
        if !held.iter().any(|link| link.from == id && link.under.as_deref() == Some(under)) {
            let at = self.at;
            self.link("isChildOf", &id, &parent, Some(at));
        }
    }

    fn requirement(&mut self, requirement: &Table) {
        let mut rest = requirement.clone();
        let code = text_of(&rest, "code");
        let address = format!("requirements/{code}");
        let section = taken(&mut rest, "section");
        let under = if section.is_empty() { String::new() } else { format!("sections/{section}") };
        let mut things = Vec::new();
        if let Some(Value::Table(rule)) = rest.get_mut("rule") {
            for (list, sort, called) in LISTS {
                things.extend(tables(rule.remove(list)).into_iter().map(|one| (sort, called, one)));
            }
        }
        if self.file.held.was_made(&address, "item") {
            put(&mut rest, "section", section);
        } else {
            // What no association can name is said beside the rule.
            if !texts(rest.get("needs")).iter().any(|code| self.was_made(code)) {
                rest.remove("needs");
            }
            if !self.was_made(&text_of(&rest, "part_of")) {
                rest.remove("part_of");
            }
        }
        self.thing(&address, &under, "requirement", "Requirement", rest);
        for (sort, called, one) in things {
            let inside = format!("{address}/{}", text_of(&one, "code"));
            self.thing(&inside, &address, sort, called, one);
        }
    }

    fn type_link(&self, called: &str) -> Json {
        let id = identifier(&format!("types/{called}"));
        json!({ "title": called, "identifier": id, "uri": format!("urn:uuid:{id}") })
    }

    fn whole(mut self) -> Json {
        let mut definitions = self.file.held.definitions.clone();
        let changed = self.changed();
        let own: Vec<Json> = (self.types.iter())
            .map(|called| {
                let id = identifier(&format!("types/{called}"));
                json!({
                    "identifier": id,
                    "uri": format!("urn:uuid:{id}"),
                    "title": called,
                    "description": described(called),
                    "hierarchyCode": called,
                    "lastChangeDateTime": changed,
                })
            })
            .collect();
        if !own.is_empty() {
            let types = definitions.entry("CFItemTypes").or_insert_with(|| json!([]));
            if let Some(all) = types.as_array_mut() {
                all.extend(own);
            }
        }
        let mut head = self.file.head.clone();
        for said in ["title", "body", "about"] {
            head.remove(said);
        }
        let mut ours = Map::from_iter([("head".to_owned(), to_json(&Value::Table(head)))]);
        if !self.made.is_empty() {
            ours.insert("made".to_owned(), Json::Array(std::mem::take(&mut self.made)));
        }
        self.document.insert("extensions".to_owned(), json!({ "perfolio": ours }));
        let mut package = Map::from_iter([
            ("CFDocument".to_owned(), Json::Object(self.document)),
            ("CFItems".to_owned(), Json::Array(self.items)),
            ("CFAssociations".to_owned(), Json::Array(self.links)),
        ]);
        if !definitions.is_empty() {
            package.insert("CFDefinitions".to_owned(), Json::Object(definitions));
        }
        Json::Object(package)
    }
}

fn described(called: &str) -> &'static str {
    match called {
        "Section" => "A heading under which requirements are shown.",
        "Requirement" => "Something asked of whoever is on the programme, with the rule by which it is met.",
        "Unit" => "A unit of a university award.",
        "Item" => "An activity, competency or standard.",
        _ => "A part of an examination.",
    }
}

fn keep(map: &mut Map<String, Json>, key: &str, value: Json) {
    map.entry(key).or_insert(value);
}

fn said(map: &Map<String, Json>, key: &str) -> String {
    map.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}
