//! Which column of a table is which field of a kind, and which of its words is which choice. Suggested
//! from the names, decided by the person, kept with the set, and used again for the next file like it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::dates::{self, Order};
use crate::domain::earlier::private::private;
use crate::domain::earlier::table::Table;
use crate::domain::folding::fold;
use crate::domain::kind::{Field, FieldType, Kind, Role};

/// Different words in one column that can still be answered one by one.
pub const WORDS: usize = 80;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The column with the day; empty until it is chosen.
    pub day: String,
    #[serde(default)]
    pub until: String,
    #[serde(default = "day_first")]
    pub order: Order,
    /// By the field's code; fields that are not here stay empty.
    #[serde(default)]
    pub fields: BTreeMap<String, Source>,
    /// By the field's code and the folded word: a choice's code, or nothing to leave it out.
    #[serde(default)]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

fn day_first() -> Order {
    Order::DayFirst
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    Column(String),
    /// The same for every line: as the log form would send it.
    Same(String),
}

impl Mapping {
    /// What fits the table of a mapping that was made for another.
    #[must_use]
    pub fn fitted(&self, table: &Table, kind: &Kind) -> Mapping {
        let there = |name: &String| table.column(name).is_some();
        let mut fitted = self.clone();
        fitted.fields.retain(|code, source| {
            kind.field(code).is_some() && matches!(source, Source::Same(_))
                || matches!(source, Source::Column(name) if there(name))
        });
        for day in [&mut fitted.day, &mut fitted.until] {
            if !there(day) {
                day.clear();
            }
        }
        fitted.words.retain(|code, _| kind.field(code).is_some());
        fitted
    }

    pub fn column<'a>(&'a self, table: &Table, code: &str) -> Option<(usize, &'a str)> {
        match self.fields.get(code)? {
            Source::Column(name) => Some((table.column(name)?, name)),
            Source::Same(_) => None,
        }
    }

    /// Without what somebody answered in words of their own.
    #[must_use]
    pub fn columns_only(mut self) -> Mapping {
        self.fields.retain(|_, source| matches!(source, Source::Column(_)));
        self.words.clear();
        self
    }

    /// Whether the table has every column that it names, and none of them looks as if it named patients.
    pub fn fits(&self, table: &Table) -> bool {
        let private = private(table);
        let fields = self.fields.values().filter_map(|source| match source {
            Source::Column(name) => Some(name),
            Source::Same(_) => None,
        });
        let days = [&self.day, &self.until].into_iter().filter(|name| !name.is_empty());
        let mut named = fields.chain(days).peekable();
        named.peek().is_some()
            && named
                .all(|name| table.column(name).is_some_and(|at| !private.get(at).copied().unwrap_or(true)))
    }

    /// Columns that nothing is read from.
    pub fn dropped<'t>(&self, table: &'t Table) -> Vec<&'t str> {
        let used: BTreeSet<&str> = self
            .fields
            .values()
            .filter_map(|source| match source {
                Source::Column(name) => Some(name.as_str()),
                Source::Same(_) => None,
            })
            .chain([self.day.as_str(), self.until.as_str()])
            .collect();
        table.columns.iter().map(String::as_str).filter(|name| !used.contains(name)).collect()
    }
}

/// The different words of a column, with how often each is there, the commonest first. Several in one cell
/// are taken apart where the field takes several.
pub fn words_in(table: &Table, column: usize, field: &Field) -> Vec<(String, usize)> {
    let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for cell in table.cells(column) {
        for word in words_of(cell, field) {
            let folded = fold(&word);
            if !folded.is_empty() {
                found.entry(folded).or_insert((word, 0)).1 += 1;
            }
        }
    }
    let mut all: Vec<(String, usize)> = found.into_values().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

pub fn words_of(cell: &str, field: &Field) -> Vec<String> {
    match field.kind {
        FieldType::Choices { .. } => {
            cell.split([';', ',', '/', '\n']).map(|word| word.trim().to_owned()).collect()
        }
        _ => vec![cell.trim().to_owned()],
    }
}

/// A mapping from the names of the columns alone: a beginning, for the person to look through.
pub fn suggested(table: &Table, kind: &Kind) -> Mapping {
    let private = private(table);
    let mut mapping = Mapping::default();
    let mut free: Vec<usize> =
        (0..table.columns.len()).filter(|at| !private.get(*at).copied().unwrap_or(false)).collect();
    let name = |at: usize| table.columns.get(at).cloned().unwrap_or_default();
    if let Some(at) = day_column(table, &free) {
        mapping.day = name(at);
        mapping.order = dates::order_of(table.cells(at)).0;
        free.retain(|one| *one != at);
    }
    if kind.period
        && let Some(at) = day_column(table, &free)
    {
        mapping.until = name(at);
        free.retain(|one| *one != at);
    }
    for exact in [true, false] {
        for field in &kind.fields {
            if mapping.fields.contains_key(&field.code) {
                continue;
            }
            let fits = |at: &&usize| like(&name(**at), field, exact);
            if let Some(at) = free.iter().find(fits).copied() {
                mapping.fields.insert(field.code.clone(), Source::Column(name(at)));
                free.retain(|one| *one != at);
            }
        }
    }
    suggest_words(&mut mapping, table, kind);
    mapping
}

/// Fills in the words that are a choice's own; what is answered already stays.
pub fn suggest_words(mapping: &mut Mapping, table: &Table, kind: &Kind) {
    for field in kind.fields.iter().filter(|field| !field.choices().is_empty()) {
        let Some((at, _)) = mapping.column(table, &field.code) else { continue };
        let said = words_in(table, at, field);
        let known = mapping.words.entry(field.code.clone()).or_default();
        for (word, _) in said {
            let folded = fold(&word);
            if known.contains_key(&folded) {
                continue;
            }
            if let Some(choice) = choice_like(field, &folded) {
                known.insert(folded, choice);
            }
        }
    }
}

fn choice_like(field: &Field, folded: &str) -> Option<String> {
    let plain = |text: &str| fold(text).replace('-', " ");
    let word = folded.replace('-', " ");
    let same = |label: &str, code: &str| plain(label) == word || plain(code) == word;
    let exact = field.choices().iter().find(|one| same(&one.label, &one.code));
    if let Some(choice) = exact {
        return Some(choice.code.clone());
    }
    let mut near = field.choices().iter().filter(|one| {
        word.len() >= 4 && (plain(&one.label).contains(&word) || word.contains(&plain(&one.label)))
    });
    match (near.next(), near.next()) {
        (Some(one), None) => Some(one.code.clone()),
        _ => None,
    }
}

/// A column whose name speaks of a date and whose cells are days; else one whose cells are.
fn day_column(table: &Table, free: &[usize]) -> Option<usize> {
    let share = |at: usize| {
        let cells: Vec<&str> = table.cells(at).filter(|cell| !cell.is_empty()).take(50).collect();
        let days = cells.iter().filter(|cell| {
            dates::day(cell, Order::DayFirst).or_else(|| dates::day(cell, Order::MonthFirst)).is_some()
        });
        !cells.is_empty() && days.count() * 2 > cells.len()
    };
    let named = |at: usize| {
        let name = table.columns.get(at).map(|name| fold(name)).unwrap_or_default();
        ["date", "day", "when", "start", "from", "end", "until"].iter().any(|word| name.contains(word))
    };
    let days: Vec<usize> = free.iter().copied().filter(|at| share(*at)).collect();
    days.iter().copied().find(|at| named(*at)).or_else(|| days.first().copied())
}

fn like(name: &str, field: &Field, exact: bool) -> bool {
    let plain = |text: &str| fold(text).replace(['-', '_'], " ");
    let name = plain(name);
    let (label, code) = (plain(&field.label), plain(&field.code));
    if exact {
        return name == label || name == code;
    }
    let synonyms: &[&str] = match field.role {
        Some(Role::Procedure) => &["procedure", "operation", "surgery", "case type"],
        Some(Role::PartPlayed) => &["role", "part", "participation"],
        Some(Role::Supervision) => &["supervision", "level of supervision"],
        Some(Role::Supervisor) => &["supervisor", "mentor", "supervised by", "trainer"],
        Some(Role::Site) => &["hospital", "site", "centre", "location", "trust"],
        Some(Role::Title) => &["title", "what"],
        Some(Role::Type) => &["type", "category"],
        Some(Role::Notes) => &["comment", "notes", "remark"],
        _ => &[],
    };
    let longer = |a: &str, b: &str| a.len() >= 4 && b.contains(a);
    longer(&label, &name)
        || longer(&name, &label)
        || longer(&code, &name)
        || synonyms.iter().any(|word| name.contains(word))
}
