//! One item of a package as a thing of a programme file: its words and what is kept of it for export.

use serde_json::{Map, Value as Json};
use toml::{Table, Value};

use crate::domain::exchange::file::{put, to_table, to_toml};

use super::package::{Item, Package, said};

/// A statement longer than this is a text, and its beginning the title.
const TITLE: usize = 150;

/// Attributes of an item that our export makes of the programme itself.
const OURS: &[&str] =
    &["identifier", "uri", "humanCodingScheme", "CFItemType", "CFItemTypeURI", "lastChangeDateTime"];
const OURS_OF_DOCUMENT: &[&str] =
    &["identifier", "uri", "version", "language", "adoptionStatus", "caseVersion", "lastChangeDateTime"];

pub(super) struct Words {
    pub title: String,
    pub text: String,
    /// The title is only the beginning of the statement.
    pub cut: bool,
}

/// What stands in the extension of the item, beside its words.
pub(super) fn rest(item: &Item) -> Table {
    let rest = item.own.as_ref().and_then(|own| own.get("rest")).and_then(Json::as_object);
    let mut table = rest.map(to_table).unwrap_or_default();
    for key in ["code", "title", "text", "section"] {
        table.remove(key);
    }
    table
}

pub(super) fn own<'i>(item: &'i Item, key: &str) -> &'i str {
    item.own.as_ref().map(|own| said(own, key)).unwrap_or_default()
}

pub(super) fn at(item: &Item) -> Option<i64> {
    item.own.as_ref()?.get("at")?.as_i64()
}

pub(super) fn words(item: &Item) -> Words {
    let (full, short) =
        (said(&item.attributes, "fullStatement"), said(&item.attributes, "abbreviatedStatement"));
    let line = full.lines().next().unwrap_or_default();
    if !short.is_empty() {
        return Words { title: short.to_owned(), text: full.to_owned(), cut: false };
    }
    if is_title(full) || (!full.is_empty() && own(item, "title") == full) {
        return Words { title: full.to_owned(), text: String::new(), cut: false };
    }
    let remembered = own(item, "title");
    let title = match (remembered, full) {
        ("", "") => [said(&item.attributes, "humanCodingScheme"), item.id.as_str()]
            .into_iter()
            .find(|words| !words.is_empty())
            .unwrap_or_default()
            .to_owned(),
        ("", _) => beginning(line),
        (title, _) => title.to_owned(),
    };
    Words { title, text: full.to_owned(), cut: true }
}

/// One line, short enough to be shown as a title.
pub(in crate::domain::exchange) fn is_title(statement: &str) -> bool {
    !statement.is_empty() && statement.chars().count() <= TITLE && statement.lines().next() == Some(statement)
}

/// Up to the last whole word that fits.
fn beginning(line: &str) -> String {
    if line.chars().count() <= TITLE {
        return line.trim().to_owned();
    }
    let cut: String = line.chars().take(TITLE).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

/// The line of `[case]` for the thing at that address; none where our export says the same without it.
pub(super) fn kept(package: &Package, item: &Item, address: &str, code: &str, cut: bool) -> Option<Table> {
    let ours = package.names(address, &item.id) && said(&item.attributes, "humanCodingScheme") == code;
    let mut table = attributes(&item.attributes, if ours { OURS } else { &[] });
    table.remove("fullStatement");
    table.remove("abbreviatedStatement");
    if cut {
        let made = Value::String("abbreviatedStatement".to_owned());
        table.insert("made".to_owned(), Value::Array(vec![made]));
    }
    if table.is_empty() {
        return None;
    }
    put(&mut table, "of", address);
    Some(table)
}

/// The same of the document.
pub(super) fn kept_of_document(package: &Package) -> Table {
    let ours = package.names("", said(&package.document, "identifier"));
    let mut table = attributes(&package.document, if ours { OURS_OF_DOCUMENT } else { &["caseVersion"] });
    for said in ["title", "creator", "description"] {
        table.remove(said);
    }
    table
}

fn attributes(map: &Map<String, Json>, but: &[&str]) -> Table {
    let theirs = map.iter().filter(|(key, _)| !but.contains(&key.as_str()));
    theirs.filter_map(|(key, value)| Some((key.clone(), to_toml(value)?))).collect()
}
