//! The ends of the work: requirements that the package has no item for, and the file itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use toml::{Table, Value};

use crate::domain::exchange::case_in::package::said;
use crate::domain::exchange::case_in::things::kept_of_document;
use crate::domain::exchange::codes::{code_of, free_code};
use crate::domain::exchange::file::{put, text_of, texts, to_table};

use super::{Asked, Build};

impl Build<'_> {
    /// Those that were made when the package first came in, from what our export remembers of them.
    pub(super) fn made_before(&mut self) {
        let made = self.package.own.as_ref().and_then(|own| own.get("made")).and_then(Json::as_array);
        for one in made.into_iter().flatten().filter_map(Json::as_object) {
            let mut table = to_table(one);
            let at = table.remove("at").and_then(|at| at.as_integer());
            let code = free_code(&[&text_of(&table, "code")], "requirement", &mut self.codes);
            put(&mut table, "code", code.as_str());
            let ours = table.contains_key("rule");
            self.gathered.insert(
                Some(text_of(&table, "section")).filter(|section| !section.is_empty()),
                self.asked.len(),
            );
            self.made(&code);
            self.asked.push(asked(table, code, at, ours));
        }
    }

    fn made(&mut self, code: &str) {
        let mut table = Table::new();
        put(&mut table, "of", format!("requirements/{code}"));
        table.insert("made".to_owned(), Value::Array(vec![Value::String("item".to_owned())]));
        self.kept.push(Value::Table(table));
    }

    /// The requirement for what stands under that section, or the document, without one.
    pub(super) fn gatherer(&mut self, section: Option<String>) -> usize {
        if let Some(known) = self.gathered.get(&section) {
            return *known;
        }
        let heading = section.as_ref().and_then(|code| {
            let mut all = self.sections.iter().map(|(_, one)| one);
            all.find(|one| text_of(one, "code") == *code).map(|one| text_of(one, "title"))
        });
        let title = heading.unwrap_or_else(|| self.title());
        let wanted = section.clone().map(|code| format!("{code}-items"));
        let code =
            free_code(&[wanted.as_deref().unwrap_or_default(), "competencies"], "items", &mut self.codes);
        let mut table = Table::new();
        put(&mut table, "code", code.as_str());
        put(&mut table, "title", title);
        put(&mut table, "section", section.clone().unwrap_or_default());
        self.sources(&mut table);
        self.made(&code);
        self.asked.push(asked(table, code, None, false));
        self.gathered.insert(section, self.asked.len() - 1);
        self.asked.len() - 1
    }

    fn title(&self) -> String {
        let title = said(&self.package.document, "title");
        if title.is_empty() { "Competencies".to_owned() } else { title.to_owned() }
    }

    /// Where a framework says what, but not how it is assessed here.
    pub(super) fn sources(&self, table: &mut Table) {
        let document = &self.package.document;
        let address = ["officialSourceURL", "uri"]
            .map(|key| said(document, key))
            .into_iter()
            .find(|text| !text.is_empty());
        put(table, "source", address.unwrap_or_default());
        table.insert("illustrative".to_owned(), Value::Boolean(true));
        put(table, "note", "The framework says what is asked; how it is accepted here is a proposal.");
    }

    pub(super) fn file(mut self) -> Table {
        let (links, needs) = self.links();
        let mut file = self.head();
        let mut requirements = Vec::new();
        let mut made_rule = false;
        for asked in std::mem::take(&mut self.asked) {
            let mut table = asked.table;
            let mut rule = match table.remove("rule") {
                Some(Value::Table(rule)) => rule,
                _ => Table::new(),
            };
            if !asked.ours {
                if asked.lists.is_empty() && !asked.below.is_empty() {
                    let below = asked.below.into_iter().map(Value::String).collect();
                    rule.insert("all".to_owned(), Value::Array(below));
                } else {
                    made_rule = true;
                    put(&mut rule, "signoff", self.accepting.kind.as_str());
                    if !asked.lists.is_empty() {
                        put(&mut rule, "item", self.accepting.item.as_str());
                    }
                }
            }
            for (list, mut entries) in asked.lists {
                entries.sort_by_key(|(at, _)| at.unwrap_or(i64::MAX));
                let entries = entries.into_iter().map(|(_, entry)| entry).collect();
                rule.insert(list.to_owned(), Value::Array(entries));
            }
            table.insert("rule".to_owned(), Value::Table(rule));
            if let Some(first) = needs.get(&asked.code) {
                let mut all = texts(table.get("needs"));
                for code in first {
                    if !all.contains(code) {
                        all.push(code.clone());
                    }
                }
                let all = all.into_iter().map(Value::String).collect();
                table.insert("needs".to_owned(), Value::Array(all));
            }
            requirements.push((asked.at, table));
        }
        let tables = |all: Vec<Table>| Value::Array(all.into_iter().map(Value::Table).collect());
        if made_rule {
            self.kind(&mut file);
        }
        if !self.sections.is_empty() {
            file.insert("sections".to_owned(), tables(in_order(std::mem::take(&mut self.sections))));
        }
        file.insert("requirements".to_owned(), tables(in_order(requirements)));
        self.case(&mut file, links);
        file
    }

    fn head(&self) -> Table {
        let document = &self.package.document;
        let own = self.package.own.as_ref().and_then(|own| own.get("head")).and_then(Json::as_object);
        let mut head = own.map(to_table).unwrap_or_default();
        if own.is_none() {
            put(&mut head, "programme", code_of(said(document, "title"), "programme"));
            put(&mut head, "version", code_of(said(document, "version"), "1"));
        } else if let Some(version) = &self.package.version {
            put(&mut head, "version", version.as_str());
        }
        put(&mut head, "title", self.title());
        let creator = said(document, "creator");
        put(&mut head, "body", if creator.is_empty() { "Not said" } else { creator });
        put(&mut head, "about", said(document, "description"));
        head
    }

    /// The kind of entry that the rules made here ask for.
    fn kind(&self, file: &mut Table) {
        let named =
            |value: &Value| value.get("kind").and_then(Value::as_str) == Some(self.accepting.kind.as_str());
        let kinds = file.entry("kinds").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Table(one) = kinds {
            *kinds = Value::Array(vec![Value::Table(std::mem::take(one))]);
        }
        if let Value::Array(all) = kinds
            && !all.iter().any(named)
        {
            let mut table = Table::new();
            put(&mut table, "kind", self.accepting.kind.as_str());
            table.insert("version".to_owned(), Value::Integer(self.accepting.version.into()));
            all.push(Value::Table(table));
        }
    }

    fn case(&mut self, file: &mut Table, links: Vec<Value>) {
        let mut case = Table::new();
        let document = kept_of_document(self.package);
        if !document.is_empty() {
            case.insert("document".to_owned(), Value::Table(document));
        }
        let definitions = to_table(&self.package.definitions);
        if !definitions.is_empty() {
            case.insert("definitions".to_owned(), Value::Table(definitions));
        }
        for (name, list) in [("items", std::mem::take(&mut self.kept)), ("links", links)] {
            if !list.is_empty() {
                case.insert(name.to_owned(), Value::Array(list));
            }
        }
        if !case.is_empty() {
            file.insert("case".to_owned(), Value::Table(case));
        }
    }
}

/// Where everything says where it stood, so; what does not stays behind what it follows.
fn in_order(all: Vec<(Option<i64>, Table)>) -> Vec<Table> {
    let mut last = i64::MIN;
    let mut placed: Vec<(i64, Table)> = Vec::new();
    for (at, table) in all {
        last = at.unwrap_or(last);
        placed.push((last, table));
    }
    placed.sort_by_key(|(at, _)| *at);
    placed.into_iter().map(|(_, table)| table).collect()
}

fn asked(table: Table, code: String, at: Option<i64>, ours: bool) -> Asked {
    Asked { table, code, at, ours, lists: BTreeMap::new(), taken: BTreeSet::new(), below: Vec::new() }
}
