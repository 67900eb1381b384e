//! Conditions of a rule, checked against the fields and choices of the kinds they speak of.

use crate::domain::kind::{FieldType, Kind, Outcome, meant};
use crate::domain::reading::Table;
use crate::domain::rule::{Condition, Test};

use super::read::{Known, no_such};

/// The code of a kind that the programme uses.
pub(super) fn kind_named(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Option<String> {
    let code = table.text(key)?;
    if known.kinds.iter().any(|used| used.kind.code == code) {
        return Some(code);
    }
    let names = known.kinds.iter().map(|used| used.kind.code.as_str());
    table.fault_at(key, no_such(&code, "a kind that this programme uses", names));
    None
}

/// The codes of one or several kinds that the programme uses.
pub(super) fn kinds_named(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Vec<String> {
    let mut kinds: Vec<String> = Vec::new();
    for code in table.texts(key) {
        if !known.kinds.iter().any(|used| used.kind.code == code.text) {
            let names = known.kinds.iter().map(|used| used.kind.code.as_str());
            table.fault_of(&code, no_such(&code.text, "a kind that this programme uses", names));
        } else if kinds.contains(&code.text) {
            table.fault_of(&code, format!("“{}” is named twice: keep one.", code.text));
        } else {
            kinds.push(code.text);
        }
    }
    kinds
}

/// Which facts are the rule's business: only the entry itself can say that, not what became of it.
pub(super) fn about(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Vec<Condition> {
    let all = conditions(table, "about", kinds, known);
    if all.iter().any(Condition::of_decision) {
        table.fault_at("about", "“about” cannot ask for an outcome or a level: put that under “where”.");
    }
    all
}

/// Fields that hold a number.
pub(super) fn number(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Number { .. } | FieldType::Minutes { .. })
}

pub(super) fn kind<'k>(code: &str, known: &Known<'k>) -> Option<&'k Kind> {
    known.kinds.iter().map(|used| &used.kind).find(|kind| kind.code == code)
}

pub(super) fn conditions(
    table: &Table<'_>,
    key: &'static str,
    kinds: &[String],
    known: &Known<'_>,
) -> Vec<Condition> {
    table.tables(key).iter().filter_map(|inner| condition(inner, kinds, known)).collect()
}

const TESTS: &[&str] = &["is", "is_not", "at_least", "at_most", "yes", "outcome", "level"];

fn condition(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<Condition> {
    let named: Vec<&str> = TESTS.iter().copied().filter(|key| table.has(key)).collect();
    let [test] = named.as_slice() else {
        let _ = (table.has("field"), table.has("because"));
        table.fault(format!("A condition has exactly one test: {}.", TESTS.join(", ")));
        return None;
    };
    let because = table.text("because");
    let test = if matches!(*test, "outcome" | "level") {
        of_decision(test, table, kinds, known)
    } else {
        of_field(test, table, kinds, known)
    };
    table.finish();
    Some(Condition { test: test?, because })
}

fn of_decision(test: &str, table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<Test> {
    if test == "outcome" {
        return table.word("outcome", Outcome::ALL).map(Test::Outcome);
    }
    let level = table.text("level")?;
    for kind in kinds.iter().filter_map(|code| kind(code, known)) {
        let levels = kind.scale.iter().flat_map(|scale| scale.levels.iter());
        if !levels.clone().any(|one| one.code == level) {
            let sentence =
                no_such(&level, &format!("a level of “{}”", kind.code), levels.map(|l| l.code.as_str()));
            table.fault_at("level", sentence);
        }
    }
    Some(Test::Level(level))
}

fn of_field(test: &str, table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<Test> {
    let field = table.need_text("field");
    let check = |wanted, fits: fn(&FieldType) -> bool| {
        check_field(table, "field", &field, kinds, known, wanted, fits)
    };
    match test {
        "is" | "is_not" => {
            let key = if test == "is" { "is" } else { "is_not" };
            check("a choice or a text", |kind| {
                matches!(kind, FieldType::Choice { .. } | FieldType::Choices { .. } | FieldType::Text)
            });
            let placed = table.texts(key);
            if placed.is_empty() {
                table.fault_at(key, format!("“{key}” must name at least one choice."));
            }
            for word in &placed {
                if let Some(sentence) = not_a_choice(&field, &word.text, kinds, known) {
                    table.fault_of(word, sentence);
                }
            }
            let words = placed.into_iter().map(|word| word.text).collect();
            Some(match test {
                "is" => Test::Is { field, any_of: words },
                _ => Test::IsNot { field, none_of: words },
            })
        }
        "at_least" => {
            check("a number", number);
            Some(Test::AtLeast { field: field.clone(), amount: table.amount("at_least")? })
        }
        "at_most" => {
            check("a number", number);
            Some(Test::AtMost { field: field.clone(), amount: table.amount("at_most")? })
        }
        _ => {
            check("a yes-no", |kind| matches!(kind, FieldType::YesNo));
            Some(Test::Yes { field: field.clone(), yes: table.yes("yes", true) })
        }
    }
}

/// Tells a field that is not in every kind, or is of another type than the rule needs.
pub(super) fn check_field(
    table: &Table<'_>,
    key: &'static str,
    code: &str,
    kinds: &[String],
    known: &Known<'_>,
    wanted: &str,
    fits: fn(&FieldType) -> bool,
) {
    for kind in kinds.iter().filter_map(|code| kind(code, known)) {
        match kind.field(code) {
            None => {
                let fields = kind.fields.iter().map(|field| field.code.as_str());
                table.fault_at(key, no_such(code, &format!("a field of “{}”", kind.code), fields));
            }
            Some(field) if !fits(&field.kind) => {
                table.fault_at(key, format!("The field “{code}” of “{}” is not {wanted}.", kind.code));
            }
            Some(_) => {}
        }
    }
}

pub(super) fn not_a_choice(field: &str, choice: &str, kinds: &[String], known: &Known<'_>) -> Option<String> {
    kinds.iter().filter_map(|code| kind(code, known)).find_map(|kind| {
        let choices = kind.field(field)?.choices();
        if choices.is_empty() || choices.iter().any(|one| one.code == choice) {
            return None;
        }
        Some(format!("“{choice}” is not a choice of “{field}” in “{}”.{}", kind.code, meant(choice, choices)))
    })
}
