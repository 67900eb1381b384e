//! Between the mapping form and the mapping: the words that the form shows and sends, and what they say.

use crate::domain::dates::Order;
use crate::domain::earlier::mapping::{Mapping, Source, suggest_words, words_in};
use crate::domain::earlier::private::private;
use crate::domain::earlier::table::Table;
use crate::domain::fault::Faults;
use crate::domain::folding::fold;
use crate::domain::kind::{Field, Kind};
use crate::web::typed::Words;

/// The choice that means: every line says the same.
pub const SAME: &str = "=";
/// The answer that means: as if the cell were empty.
pub const LEAVE_OUT: &str = "-";

pub fn column_of(code: &str) -> String {
    format!("c-{code}")
}

pub fn same_of(code: &str) -> String {
    format!("s-{code}")
}

pub fn word_of(code: &str, at: usize) -> String {
    format!("w-{code}-{at}")
}

/// The columns that are offered: those that may name patients only when somebody wants them.
pub fn offered(table: &Table, mapping: &Mapping, all: bool) -> (Vec<String>, Vec<String>) {
    let private = private(table);
    let used = |name: &String| {
        mapping.fields.values().any(|source| *source == Source::Column(name.clone())) || mapping.day == *name
    };
    let (mut open, mut held) = (Vec::new(), Vec::new());
    for (name, private) in table.columns.iter().zip(private) {
        if private && !all && !used(name) { held.push(name.clone()) } else { open.push(name.clone()) }
    }
    (open, held)
}

/// What the form says. With faults it is what can be read already.
pub fn mapped(words: &Words, table: &Table, kind: &Kind, before: &Mapping) -> (Mapping, Faults) {
    let mut faults = Faults::none();
    let column = |name: &str| table.column(name).map(|_| name.to_owned());
    let mut mapping = Mapping {
        day: column(words.one("day")).unwrap_or_default(),
        until: column(words.one("until")).unwrap_or_default(),
        order: words.one("order").parse().unwrap_or(Order::DayFirst),
        fields: Default::default(),
        words: before.words.clone(),
    };
    if mapping.day.is_empty() {
        faults.add("day", "Choose the column with the date.");
    }
    for field in &kind.fields {
        let said = words.one(&column_of(&field.code));
        let same = words.one(&same_of(&field.code)).trim();
        if said == SAME {
            match same.is_empty() {
                true => faults.add(same_of(&field.code), "Say what every line says, or choose a column."),
                false => {
                    mapping.fields.insert(field.code.clone(), Source::Same(same.to_owned()));
                }
            }
        } else if let Some(name) = column(said) {
            mapping.fields.insert(field.code.clone(), Source::Column(name));
        }
    }
    for field in kind.fields.iter().filter(|field| !field.choices().is_empty()) {
        let Some((at, _)) = before.column(table, &field.code) else { continue };
        // The words that were on the form are those of the column that was chosen then.
        let known = mapping.words.entry(field.code.clone()).or_default();
        for (n, (word, _)) in words_in(table, at, field).into_iter().enumerate() {
            let said = words.one(&word_of(&field.code, n));
            let choice = field.choices().iter().find(|choice| choice.code == said);
            match (choice, said) {
                (Some(choice), _) => {
                    known.insert(fold(&word), choice.code.clone());
                }
                (None, LEAVE_OUT) => {
                    known.insert(fold(&word), String::new());
                }
                (None, _) => {}
            }
        }
    }
    suggest_words(&mut mapping, table, kind);
    (mapping, faults)
}

/// Words of a column that nobody has said anything of.
pub fn unsaid(mapping: &Mapping, table: &Table, field: &Field) -> Vec<String> {
    let Some((at, _)) = mapping.column(table, &field.code) else { return Vec::new() };
    let known = mapping.words.get(&field.code);
    let said = |word: &String| known.is_some_and(|known| known.contains_key(&fold(word)));
    words_in(table, at, field).into_iter().map(|(word, _)| word).filter(|word| !said(word)).collect()
}

/// The words in which the form shows a mapping again.
pub fn words_of(mapping: &Mapping, table: &Table, kind: &Kind) -> Words {
    let mut words = Words::default();
    words.add("day", mapping.day.clone());
    words.add("until", mapping.until.clone());
    words.add("order", mapping.order.as_str());
    for field in &kind.fields {
        match mapping.fields.get(&field.code) {
            Some(Source::Column(name)) => words.add(column_of(&field.code), name.clone()),
            Some(Source::Same(same)) => {
                words.add(column_of(&field.code), SAME);
                words.add(same_of(&field.code), same.clone());
            }
            None => {}
        }
        let Some((at, _)) = mapping.column(table, &field.code) else { continue };
        if field.choices().is_empty() {
            continue;
        }
        for (n, (word, _)) in words_in(table, at, field).into_iter().enumerate() {
            let known = mapping.words.get(&field.code).and_then(|known| known.get(&fold(&word)));
            if let Some(code) = known {
                words.add(word_of(&field.code, n), if code.is_empty() { LEAVE_OUT } else { code });
            }
        }
    }
    words
}
