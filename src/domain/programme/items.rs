//! Rules over lists of items: `signoff` and `coverage`.

use crate::domain::amount::Amount;
use crate::domain::kind::FieldType;
use crate::domain::reading::Table;
use crate::domain::rule::{Coverage, Evidence, Item, ItemType, Signoff, Wording};

use super::conditions::{about, check_field, conditions, kind, kind_named, kinds_named};
use super::read::{Known, no_such};

/// More items than any list has.
const MOST: usize = 2000;

pub(super) fn signoff(table: &Table<'_>, known: &Known<'_>) -> Option<Signoff> {
    let kind = kind_named(table, "signoff", known);
    let kinds: Vec<String> = kind.iter().cloned().collect();
    let types: Vec<ItemType> =
        table.tables("types").iter().map(|inner| item_type(inner, &kinds, known)).collect();
    for (at, (one, place)) in types.iter().zip(table.tables("types")).enumerate() {
        if types.iter().take(at).any(|other| other.code == one.code) {
            place.fault_at("code", format!("“{}” is named twice: keep one.", one.code));
        }
    }
    let items = items(table, &types);
    let item = table.text("item");
    match &item {
        Some(field) => naming(table, field, &kinds, &items, known),
        None if !items.is_empty() => {
            table.fault("“item” is missing: name the field by which a fact says which item it is about.");
        }
        None => {}
    }
    if item.is_some() && !table.has("items") {
        table.fault("“items” is missing: list them, or take “item” away.");
    }
    let signoff = Signoff {
        about: about(table, &kinds, known),
        level: level(table, &kinds, known),
        evidence: evidence(table, known),
        expires_months: table.small("expires_months", 1, 600),
        target: of_items(table, &items),
        types,
        items,
        item,
        kind: kind?,
    };
    Some(signoff)
}

pub(super) fn coverage(table: &Table<'_>, known: &Known<'_>) -> Option<Coverage> {
    let kinds = kinds_named(table, "coverage", known);
    let items = items(table, &[]);
    if !table.has("items") {
        table.fault("“items” is missing: list what must be covered.");
    }
    let item = table.need_text("item");
    naming(table, &item, &kinds, &items, known);
    let coverage = Coverage {
        about: about(table, &kinds, known),
        conditions: conditions(table, "where", &kinds, known),
        each: table.small("each", 1, 1000).unwrap_or(1),
        target: of_items(table, &items),
        items,
        item,
        kinds,
    };
    (!coverage.kinds.is_empty()).then_some(coverage)
}

/// How many of the items; all of them, or one where there is no list.
fn of_items(table: &Table<'_>, items: &[Item]) -> Amount {
    let all = items.len().max(1);
    let most = u32::try_from(all).unwrap_or(1);
    match table.whole("target", 1, 100_000).and_then(|number| u32::try_from(number).ok()) {
        Some(number) if number > most => {
            table.fault_at("target", format!("“target” is {number}, but there are only {all} items."));
            Amount::count(all)
        }
        Some(number) => Amount::whole(number.into()),
        None => Amount::count(all),
    }
}

/// The field must be in every kind, and its choices, where it has any, must include every item.
fn naming(table: &Table<'_>, field: &str, kinds: &[String], items: &[Item], known: &Known<'_>) {
    check_field(table, "item", field, kinds, known, "a text or a choice", |kind| {
        matches!(kind, FieldType::Text | FieldType::Choice { .. } | FieldType::Choices { .. })
    });
    for one in kinds.iter().filter_map(|code| kind(code, known)) {
        let choices = one.field(field).map(|field| field.choices()).unwrap_or_default();
        let missing = items.iter().find(|item| !choices.iter().any(|choice| choice.code == item.code));
        if let Some(item) = missing.filter(|_| !choices.is_empty()) {
            let sentence = format!(
                "Nobody could choose “{}”: the field “{field}” of “{}” has no such choice.",
                item.code, one.code
            );
            table.fault_at("item", sentence);
        }
    }
}

fn item_type(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> ItemType {
    let one = ItemType {
        code: table.need_code("code"),
        title: table.need_text("title"),
        level: level(table, kinds, known),
        evidence: evidence(table, known),
    };
    table.finish();
    one
}

fn level(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<String> {
    let level = table.text("level")?;
    for kind in kinds.iter().filter_map(|code| kind(code, known)) {
        let levels = kind.scale.iter().flat_map(|scale| scale.levels.iter());
        if !levels.clone().any(|one| one.code == level) {
            let of = format!("a level of “{}”", kind.code);
            table.fault_at("level", no_such(&level, &of, levels.map(|one| one.code.as_str())));
        }
    }
    Some(level)
}

fn evidence(table: &Table<'_>, known: &Known<'_>) -> Vec<Evidence> {
    let mut all = Vec::new();
    for inner in table.tables("evidence") {
        let kinds = kinds_named(&inner, "kind", known);
        if !inner.has("kind") {
            inner.fault("“kind” is missing: name the kind of entry that is evidence.");
        }
        let one = Evidence {
            label: inner.need_text("label"),
            conditions: conditions(&inner, "where", &kinds, known),
            at_least: inner.small("at_least", 1, 1000).unwrap_or(1),
            kinds,
        };
        inner.finish();
        all.push(one);
    }
    all
}

fn items(table: &Table<'_>, types: &[ItemType]) -> Vec<Item> {
    let places = table.tables("items");
    if table.has("items") && places.is_empty() {
        table.fault_at("items", "“items” is empty: name at least one.");
    }
    if places.len() > MOST {
        table.fault_at("items", format!("A list has at most {MOST} items."));
        return Vec::new();
    }
    let mut all: Vec<Item> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for inner in &places {
        let item = Item {
            code: inner.need_text("code"),
            title: inner.need_text("title"),
            text: inner.text_or_empty("text"),
            of_type: inner.text("type"),
            wording: wording(inner),
        };
        if let Some(code) = &item.of_type
            && !types.iter().any(|one| &one.code == code)
        {
            let names = types.iter().map(|one| one.code.as_str());
            inner.fault_at("type", no_such(code, "a type of item in this rule", names));
        }
        if !seen.insert(item.code.clone()) {
            inner.fault_at("code", format!("“{}” is named twice: keep one.", item.code));
        }
        inner.finish();
        all.push(item);
    }
    all
}

/// Other words for later cohorts, earliest first.
pub(super) fn wording(table: &Table<'_>) -> Vec<Wording> {
    let mut all: Vec<Wording> = Vec::new();
    for inner in table.tables("wording") {
        let (title, text) = (inner.text("title"), inner.text("text"));
        if !inner.has("from") {
            inner.fault("“from” is missing: say for whom, such as from = 2026-08-01.");
        }
        if title.is_none() && text.is_none() {
            inner.fault("Other words, but which? Add text = \"…\" or title = \"…\".");
        }
        if let Some(from) = inner.day("from") {
            if all.last().is_some_and(|before| before.from >= from) {
                inner.fault_at("from", "Wordings go from the earliest to the latest.");
            }
            all.push(Wording { from, title, text });
        }
        inner.finish();
    }
    all
}
