//! The `[case]` table of a programme file: what the things of the programme are called in the CASE file that
//! they came from, and its associations. Nothing here acts on it; it goes out again as it came.

use serde_json::{Map, Value as Json};
use toml::{Table, Value};

use super::file::{object, tables, text_of, texts, to_json};

#[derive(Default)]
pub(super) struct Held {
    pub document: Map<String, Json>,
    things: Vec<Thing>,
    pub links: Vec<HeldLink>,
    pub definitions: Map<String, Json>,
}

struct Thing {
    of: String,
    made: Vec<String>,
    attributes: Map<String, Json>,
}

pub(super) struct HeldLink {
    pub sort: String,
    /// Identifiers.
    pub from: String,
    pub to: String,
    /// The address under which the origin was put because of it.
    pub under: Option<String>,
    /// The origin or the destination says it too: `needs`, `part_of`.
    pub means: Option<String>,
    /// As it is written: an end inside the file by its identifier, another whole.
    pub whole: Map<String, Json>,
}

impl Held {
    pub fn of(value: Option<Value>) -> Held {
        let Some(Value::Table(mut table)) = value else { return Held::default() };
        let mut one = |key: &str| match table.remove(key) {
            Some(Value::Table(inner)) => object(&inner),
            _ => Map::new(),
        };
        let (document, definitions) = (one("document"), one("definitions"));
        let things = tables(table.remove("items")).into_iter().map(Thing::of).collect();
        let links = tables(table.remove("links")).into_iter().map(HeldLink::of).collect();
        Held { document, definitions, things, links }
    }

    /// What is held of the thing at that address, such as `requirements/cases`.
    pub fn thing(&self, address: &str) -> Option<&Map<String, Json>> {
        self.things.iter().find(|thing| thing.of == address).map(|thing| &thing.attributes)
    }

    /// It was made here, and the file it came from has no such thing (`item`) or attribute.
    pub fn was_made(&self, address: &str, what: &str) -> bool {
        self.things.iter().any(|thing| thing.of == address && thing.made.iter().any(|made| made == what))
    }
}

impl Thing {
    fn of(mut table: Table) -> Thing {
        let (of, made) = (text_of(&table, "of"), texts(table.get("made")));
        table.remove("of");
        table.remove("made");
        Thing { of, made, attributes: object(&table) }
    }
}

impl HeldLink {
    fn of(mut table: Table) -> HeldLink {
        let end = |key: &str| match table.get(key) {
            Some(Value::Table(node)) => text_of(node, "identifier"),
            _ => text_of(&table, key),
        };
        let (from, to) = (end("from"), end("to"));
        let word = |key: &str| Some(text_of(&table, key)).filter(|text| !text.is_empty());
        let means = word("means");
        // Under the document itself the address is empty.
        let under = table.contains_key("under").then(|| text_of(&table, "under"));
        let sort = text_of(&table, "associationType");
        table.remove("under");
        table.remove("means");
        let whole = table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect();
        HeldLink { sort, from, to, under, means, whole }
    }
}
