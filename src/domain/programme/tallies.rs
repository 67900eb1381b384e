//! Rules that count or add up: `count`, `sum`, `pool`.

use crate::domain::amount::Amount;
use crate::domain::kind::FieldType;
use crate::domain::reading::Table;
use crate::domain::rule::{Category, Latest, Tally, Weight};

use super::conditions::{about, check_field, conditions, kind, kinds_named, not_a_choice, number};
use super::read::Known;

pub(super) fn tally(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Option<Tally> {
    let kinds = kinds_named(table, key, known);
    if key == "pool" && kinds.len() == 1 {
        table.fault_at(
            key,
            "A pool takes from two or more kinds: name another, or write count instead of pool.",
        );
    }
    let target = table.need_amount("target");
    if target < Amount::ZERO {
        table.fault_at("target", format!("“target” is {target}: it must not be below 0."));
    }
    let weight =
        if key == "sum" { number_weight(table, &kinds, known) } else { choice_weight(table, &kinds, known) };
    let first = kinds.first().and_then(|code| kind(code, known));
    let unit = table.text("unit").or_else(|| first.map(|kind| kind.plural.clone())).unwrap_or_default();
    let tolerance = table.amount("tolerance").unwrap_or(Amount::ZERO);
    if tolerance < Amount::ZERO || tolerance > target.max(Amount::ZERO) {
        table.fault_at("tolerance", "“tolerance” must be from 0 to the target.");
    }
    let tally = Tally {
        about: about(table, &kinds, known),
        conditions: conditions(table, "where", &kinds, known),
        weight: weight.unwrap_or(Weight::One),
        target,
        unit,
        minimums: categories(table, "minimum", "at_least", &kinds, known),
        caps: categories(table, "cap", "at_most", &kinds, known),
        one_per_case: table.yes("one_per_case", false),
        latest: latest(table, &kinds, known),
        tolerance,
        kinds,
    };
    for (minimum, place) in tally.minimums.iter().zip(table.tables("minimum")) {
        if minimum.amount > target {
            place.fault_at("at_least", format!("At least {} of {target} can never be.", minimum.amount));
        }
    }
    (!tally.kinds.is_empty()).then_some(tally)
}

/// The last so many that count must all match.
fn latest(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<Latest> {
    let inner = table.table("latest")?;
    let number = inner.small("number", 1, 100_000);
    for key in ["number", "where"] {
        if !inner.has(key) {
            inner.fault(format!("“{key}” is missing: latest = {{ number = 150, label = …, where = … }}."));
        }
    }
    let latest = Latest {
        number: number.unwrap_or(1),
        label: inner.need_text("label"),
        conditions: conditions(&inner, "where", kinds, known),
    };
    inner.finish();
    Some(latest)
}

fn number_weight(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<Weight> {
    if !table.has("of") {
        table.fault("“of” is missing: name the number field to add up, such as of = \"points\".");
    }
    let field = table.text("of")?;
    check_field(table, "of", &field, kinds, known, "a number", number);
    Some(Weight::Number { field })
}

fn choice_weight(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<Weight> {
    let inner = table.table("weight")?;
    let field = inner.need_text("field");
    let choice = |kind: &FieldType| matches!(kind, FieldType::Choice { .. });
    check_field(&inner, "field", &field, kinds, known, "a choice", choice);
    let mut credits = Vec::new();
    if let Some(list) = inner.table("credits") {
        for code in list.open_keys() {
            if let Some(near) = not_a_choice(&field, &code.text, kinds, known) {
                list.fault_of(&code, near);
            }
            let value = list.open_value(&code.text);
            let number = value.and_then(|value| match value {
                toml::de::DeValue::Integer(number) => Amount::typed(number.as_str()),
                toml::de::DeValue::Float(number) => Amount::typed(number.as_str()),
                _ => None,
            });
            match number.filter(|number| *number >= Amount::ZERO) {
                Some(number) => credits.push((code.text, number)),
                None => {
                    list.fault_of(&code, format!("The credit of “{}” must be a number from 0.", code.text))
                }
            }
        }
    } else {
        inner.fault("“credits” is missing: add credits = { choice = 0.5 }.");
    }
    let otherwise = inner.amount("otherwise").unwrap_or(Amount::ONE);
    if otherwise < Amount::ZERO {
        inner.fault_at("otherwise", "“otherwise” must not be below 0.");
    }
    inner.finish();
    Some(Weight::ByChoice { field, credits, otherwise })
}

pub(super) fn categories(
    table: &Table<'_>,
    key: &'static str,
    amount: &'static str,
    kinds: &[String],
    known: &Known<'_>,
) -> Vec<Category> {
    table.tables(key).iter().map(|inner| category(inner, amount, kinds, known)).collect()
}

/// One labelled amount.
pub(super) fn category(
    inner: &Table<'_>,
    amount: &'static str,
    kinds: &[String],
    known: &Known<'_>,
) -> Category {
    let category = Category {
        label: inner.need_text("label"),
        conditions: conditions(inner, "where", kinds, known),
        amount: inner.need_amount(amount),
    };
    if !inner.has("where") {
        inner.fault("“where” is missing: say which facts belong to this category.");
    }
    if category.amount < Amount::ZERO {
        inner.fault_at(amount, format!("“{amount}” must not be below 0."));
    }
    inner.finish();
    category
}
