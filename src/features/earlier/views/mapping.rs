//! Which column is which field, and which word is which choice.

use askama::Template;

use crate::domain::dates;
use crate::domain::earlier::mapping::{WORDS, words_in};
use crate::domain::kind::{Field, FieldType};
use crate::domain::names::SiteId;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::earlier::looking::{Hint, Looked};
use crate::features::earlier::mapped::{LEAVE_OUT, SAME, column_of, offered, same_of, word_of, words_of};
use crate::features::earlier::views::with_form;
use crate::web::gate::Trainee;
use crate::web::page::{Place, Shell, View as _};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

/// Cells shown of each column.
const SHOWN: usize = 3;

#[derive(Template)]
#[template(path = "earlier/mapping.html")]
pub struct MappingPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) file: String,
    pub(super) lines: usize,
    pub(super) kind: String,
    pub(super) day_label: String,
    /// Empty where the kind has no last day.
    pub(super) until_label: String,
    /// For days and fields.
    pub(super) columns: Vec<Choice>,
    /// Whether the order of day and month must be said.
    pub(super) asks_order: bool,
    pub(super) orders: Vec<Choice>,
    pub(super) under: Vec<Choice>,
    pub(super) required: Vec<FieldRow>,
    pub(super) optional: Vec<FieldRow>,
    pub(super) words: Vec<WordsOf>,
    pub(super) too_many: Vec<String>,
    /// Columns that are not offered, and the address that offers them.
    pub(super) held_back: Vec<String>,
    pub(super) offer: String,
    pub(super) action: String,
    pub(super) end: String,
    /// That somebody of the department said of such a table which column is what, and the address that shows it.
    pub(super) hint: String,
    pub(super) like: String,
    /// A column and what its first lines hold.
    pub(super) examples: Vec<(String, String)>,
}

pub(super) struct FieldRow {
    pub label: String,
    pub hint: String,
    pub column: String,
    pub same: String,
    pub columns: Vec<Choice>,
    /// What every line could say; empty for what is typed.
    pub choices: Vec<Choice>,
}

/// The words of one column.
pub(super) struct WordsOf {
    pub label: String,
    pub column: String,
    /// Name of the field, and the word with how often it is there.
    pub words: Vec<(String, String)>,
    pub choices: Vec<Choice>,
}

with_form!(MappingPage);

impl MappingPage {
    pub fn new(
        who: &Trainee,
        found: &Looked,
        sites: &[(SiteId, String)],
        mut typed: Typed,
        hint: Option<Hint>,
    ) -> MappingPage {
        let upload = &found.upload;
        let (table, mapping, id) = (&upload.table, &upload.mapping, upload.draft.as_str());
        let all = typed.word("offer") == "all";
        if typed.faults.is_empty() {
            typed.words = words_of(mapping, table, &found.kind);
            typed.words.add("source", upload.source.clone());
            for under in found.filed_under() {
                typed.words.add("under", under.to_string());
            }
            if all {
                typed.words.add("offer", "all");
            }
        }
        let (open, held_back) = offered(table, mapping, all);
        let columns: Vec<Choice> = open.iter().map(|name| Choice::of(name, name)).collect();
        let day_column = table.column(&mapping.day);
        let certain = day_column.is_some_and(|at| dates::order_of(table.cells(at)).1);
        let row = |field: &Field| FieldRow {
            label: field.label.clone(),
            hint: field.hint.clone(),
            column: column_of(&field.code),
            same: same_of(&field.code),
            columns: columns
                .iter()
                .cloned()
                .chain([Choice::of(SAME, "The same for every line, as I say beside it")])
                .collect(),
            choices: choices(field, sites),
        };
        let (required, optional): (Vec<&Field>, Vec<&Field>) =
            found.kind.fields.iter().partition(|field| field.required);
        let numbers = |text: &str| text.contains(['/', '.', '-']);
        let asks_order = !certain && day_column.is_some_and(|at| table.cells(at).any(numbers));
        MappingPage {
            shell: who.shell("Which column is what?", Place::Portfolio),
            file: upload.file_name.clone(),
            lines: table.lines.len(),
            kind: found.kind.plural.clone(),
            day_label: found.kind.day_label.clone(),
            until_label: if found.kind.period { found.kind.until_label.clone() } else { String::new() },
            asks_order,
            orders: vec![
                Choice::of("day-first", "Day first: 3/11/2024 is 3 November"),
                Choice::of("month-first", "Month first: 3/11/2024 is 11 March"),
            ],
            under: match found.under.as_slice() {
                [_] => Vec::new(),
                all => all.iter().map(|(id, title)| Choice::of(id.as_str(), title)).collect(),
            },
            required: required.into_iter().map(row).collect(),
            optional: optional.into_iter().map(row).collect(),
            words: found.kind.fields.iter().filter_map(|field| words(found, field)).collect(),
            too_many: found.too_many_words(),
            offer: if all { String::new() } else { format!("{}?offer=all", paths::earlier_draft(id)) },
            held_back,
            like: match hint {
                Some(hint) if !hint.shown => format!("{}?like=colleague", paths::earlier_draft(id)),
                _ => String::new(),
            },
            hint: hint.map(hinted).unwrap_or_default(),
            action: paths::earlier_draft(id),
            end: paths::earlier_end(id),
            examples: examples(found, &open),
            columns,
            typed,
        }
    }
}

fn hinted(hint: Hint) -> String {
    let day = hint.at.day_in(DEFAULT_ZONE);
    match hint.shown {
        true => format!(
            "Below is what somebody of your department chose on {day} for a table with the same headings. Check each \
             column, then go on."
        ),
        false => format!("Somebody of your department matched a table with the same headings on {day}."),
    }
}

fn choices(field: &Field, sites: &[(SiteId, String)]) -> Vec<Choice> {
    match &field.kind {
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            choices.iter().map(|one| Choice::of(&one.code, &one.label)).collect()
        }
        FieldType::YesNo => vec![Choice::of("yes", "Yes"), Choice::of("no", "No")],
        FieldType::Place if !sites.is_empty() => {
            sites.iter().map(|(id, name)| Choice::of(id.as_str(), name)).collect()
        }
        _ => Vec::new(),
    }
}

fn words(found: &Looked, field: &Field) -> Option<WordsOf> {
    let (table, mapping) = (&found.upload.table, &found.upload.mapping);
    if field.choices().is_empty() {
        return None;
    }
    let (at, column) = mapping.column(table, &field.code)?;
    let said = words_in(table, at, field);
    if said.is_empty() || said.len() > WORDS {
        return None;
    }
    let shown = |(n, (word, count)): (usize, (String, usize))| {
        (
            word_of(&field.code, n),
            if count == 1 { format!("“{word}”") } else { format!("“{word}” ({count} times)") },
        )
    };
    let mut choices: Vec<Choice> =
        field.choices().iter().map(|one| Choice::of(&one.code, &one.label)).collect();
    choices.push(Choice::of(LEAVE_OUT, "Nothing: leave it empty"));
    Some(WordsOf {
        label: field.label.clone(),
        column: column.to_owned(),
        words: said.into_iter().enumerate().map(shown).collect(),
        choices,
    })
}

/// Only of columns that are offered: what is held back is not put on a screen.
fn examples(found: &Looked, open: &[String]) -> Vec<(String, String)> {
    let table = &found.upload.table;
    let of = |name: &String| {
        let at = table.column(name)?;
        let cells: Vec<String> = table
            .cells(at)
            .filter(|cell| !cell.is_empty())
            .take(SHOWN)
            .map(|cell| cell.chars().take(40).collect())
            .collect();
        Some((name.clone(), cells.join(" · ")))
    };
    open.iter().filter_map(of).collect()
}
