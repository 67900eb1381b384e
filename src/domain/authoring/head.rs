//! The head of a file, its sections and its kinds, as a form asks them.

use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use super::sheet::Sheet;
use crate::domain::time::Day;

/// The head as words of a form. What else stands in the head of the file stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    pub title: String,
    pub version: String,
    pub award: String,
    pub body: String,
    pub about: String,
    pub months: String,
    pub official_record: String,
    pub cohort_from: Option<Day>,
    pub cohort_until: Option<Day>,
    /// What supervisors, leads and assessors are called, in this order; empty where they keep their general names.
    pub names: [String; 3],
    /// Leads may enrol on it.
    pub offered: bool,
}

/// The capacities whose names the form asks; those of others stay as they are.
pub const NAMED: [&str; 3] = ["supervisor", "lead", "assessor"];

const TEXTS: [&str; 6] = ["title", "version", "award", "body", "about", "official_record"];

impl Head {
    fn text(&self, key: &str) -> &str {
        match key {
            "title" => &self.title,
            "version" => &self.version,
            "award" => &self.award,
            "body" => &self.body,
            "about" => &self.about,
            _ => &self.official_record,
        }
    }
}

/// The head of a text that is TOML.
pub fn head_of(text: &str) -> Option<Head> {
    let document: DocumentMut = text.parse().ok()?;
    let word = |key: &str| document.get(key).and_then(Item::as_str).unwrap_or_default().trim().to_owned();
    let cohort = document.get("cohort").and_then(Item::as_table_like);
    let day = |key: &str| {
        let item = cohort?.get(key)?;
        let text = item.as_str().map(str::to_owned).or_else(|| Some(item.as_datetime()?.to_string()))?;
        text.parse::<Day>().ok()
    };
    let months = document.get("months").and_then(Item::as_integer);
    Some(Head {
        title: word("title"),
        version: word("version"),
        award: word("award"),
        body: word("body"),
        about: word("about"),
        months: months.map(|months| months.to_string()).unwrap_or_default(),
        official_record: word("official_record"),
        cohort_from: day("from"),
        cohort_until: day("until"),
        names: NAMED.map(|capacity| {
            let names = document.get("names").and_then(Item::as_table_like);
            let name = names.and_then(|names| names.get(capacity)).and_then(Item::as_str);
            name.unwrap_or_default().trim().to_owned()
        }),
        offered: document.get("offered").and_then(Item::as_bool).unwrap_or(true),
    })
}

/// The file with another head; what the head says and the form does not stays, and so does every block.
pub fn head_edited(text: &str, head: &Head) -> Option<String> {
    let sheet = Sheet::read(text).ok()?;
    let before = head_of(text)?;
    let mut document: DocumentMut = sheet.head().parse().ok()?;
    for key in TEXTS.into_iter().filter(|key| head.text(key) != before.text(key)) {
        set(&mut document, key, Some(head.text(key)).filter(|word| !word.is_empty()).map(Value::from));
    }
    if head.months != before.months {
        set(&mut document, "months", head.months.parse::<i64>().ok().map(Value::from));
    }
    if head.offered != before.offered {
        set(&mut document, "offered", (!head.offered).then(|| Value::from(false)));
    }
    let mut moved = Vec::new();
    if (head.cohort_from, head.cohort_until) != (before.cohort_from, before.cohort_until) {
        let mut cohort = InlineTable::new();
        for (key, day) in [("from", head.cohort_from), ("until", head.cohort_until)] {
            if let Some(day) = day.and_then(|day| day.iso().parse::<Value>().ok()) {
                cohort.insert(key, day);
            }
        }
        let cohort = (!cohort.is_empty()).then_some(Value::InlineTable(cohort));
        set(&mut document, "cohort", cohort);
        moved.push("cohort");
    }
    if head.names != before.names {
        let mut names = InlineTable::new();
        let whole: DocumentMut = text.parse().ok()?;
        for (capacity, name) in
            whole.get("names").and_then(Item::as_table_like).into_iter().flat_map(|one| one.iter())
        {
            if let Some(name) = name.as_str().filter(|_| !NAMED.contains(&capacity)) {
                names.insert(capacity, Value::from(name));
            }
        }
        for (capacity, name) in NAMED.into_iter().zip(&head.names).filter(|(_, name)| !name.is_empty()) {
            names.insert(capacity, Value::from(name.as_str()));
        }
        set(&mut document, "names", (!names.is_empty()).then_some(Value::InlineTable(names)));
        moved.push("names");
    }
    Some(sheet.with_head(&document.to_string(), &moved))
}

/// A value in place of another; what stands around it stays.
fn set(table: &mut Table, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    match table.get_mut(key) {
        Some(item) => *item = Item::Value(value),
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Title and text of a section's block.
pub fn section_of(block: &str) -> Option<(String, String)> {
    let document: DocumentMut = block.parse().ok()?;
    let table = document.get("sections")?.as_array_of_tables()?.get(0)?;
    let word = |key: &str| table.get(key).and_then(Item::as_str).unwrap_or_default().to_owned();
    Some((word("title"), word("text")))
}

/// The block of a section with another title and text; a new one where there is none.
pub fn section_edited(block: Option<&str>, code: &str, title: &str, text: &str) -> Option<String> {
    let new = || format!("[[sections]]\ncode = {}\n", Value::from(code));
    let mut document: DocumentMut = block.map_or_else(new, str::to_owned).parse().ok()?;
    let table = document.get_mut("sections")?.as_array_of_tables_mut()?.get_mut(0)?;
    for (key, word) in [("title", title), ("text", text)] {
        let before = table.get(key).and_then(Item::as_str).unwrap_or_default();
        if before != word {
            set(table, key, Some(word).filter(|word| !word.is_empty()).map(Value::from));
        }
    }
    Some(document.to_string())
}

/// The file with exactly these kinds: those that are new are added, those that are not named any more go.
pub fn with_kinds(text: &str, wanted: &[(String, u32)]) -> Option<String> {
    let mut sheet = Sheet::read(text).ok()?;
    let had: Vec<String> = sheet.codes("kinds").into_iter().map(str::to_owned).collect();
    for gone in had.iter().filter(|code| !wanted.iter().any(|(kind, _)| kind == *code)) {
        sheet = Sheet::read(&sheet.without("kinds", gone)?).ok()?;
    }
    for (kind, version) in wanted.iter().filter(|(kind, _)| !had.contains(kind)) {
        let block = format!("[[kinds]]\nkind = {}\nversion = {version}\n", Value::from(kind.as_str()));
        sheet = Sheet::read(&sheet.with_added("kinds", &block)).ok()?;
    }
    Some(sheet.text())
}

/// A file with nothing but its head.
pub fn empty_file(programme: &str, version: &str, title: &str) -> String {
    let word = |text: &str| Value::from(text).to_string();
    format!(
        "programme = {}\nversion = {}\ntitle = {}\nbody = \"\"\nabout = \"\"\n",
        word(programme),
        word(version),
        word(title)
    )
}

/// The same file as another version, perhaps of another programme; a title only where one is given. None where
/// it is not TOML.
pub fn named(text: &str, programme: &str, version: &str, title: Option<&str>) -> Option<String> {
    let sheet = Sheet::read(text).ok()?;
    let mut document: DocumentMut = sheet.head().parse().ok()?;
    let words = [
        ("programme", Some(programme)),
        ("version", Some(version).filter(|v| !v.is_empty())),
        ("title", title),
    ];
    for (key, word) in words {
        let before = document.get(key).and_then(Item::as_str);
        if let Some(word) = word.filter(|word| before != Some(*word)) {
            set(&mut document, key, Some(Value::from(word)));
        }
    }
    Some(sheet.with_head(&document.to_string(), &[]))
}
