//! Rules about time: `length` and `share`.

use crate::domain::amount::Amount;
use crate::domain::reading::Table;
use crate::domain::rule::{Length, LengthOf, LengthUnit, Over, Part, Share};

use super::conditions::{about, check_field, conditions, kind, kinds_named, number};
use super::read::Known;

pub(super) fn length(table: &Table<'_>, known: &Known<'_>) -> Option<Length> {
    let own = table.is_text("length") && table.text_or_empty("length") == "enrolment";
    let kinds = if own { Vec::new() } else { kinds_named(table, "length", known) };
    with_period(table, "length", &kinds, known);
    let absence = kinds_named(table, "absence", known);
    with_period(table, "absence", &absence, known);
    let whole_time = table.text("whole_time");
    if let Some(field) = &whole_time {
        if own {
            table.fault_at(
                "whole_time",
                "The enrolment has a working share of its own: take “whole_time” away.",
            );
        }
        check_field(table, "whole_time", field, &kinds, known, "a number", number);
    }
    if !table.has("unit") {
        table.fault("“unit” is missing: add unit = \"weeks\", \"months\" or \"days\".");
    }
    let target = at_least_nothing(table, "target", table.need_amount("target"));
    let at_most = table.amount("at_most").map(|most| at_least_nothing(table, "at_most", most));
    if at_most.is_some_and(|most| most < target) {
        table.fault_at("at_most", format!("“at_most” is less than the target of {target}."));
    }
    let length = Length {
        about: about(table, &kinds, known),
        conditions: conditions(table, "where", &kinds, known),
        absence,
        whole_time,
        unit: table.word("unit", LengthUnit::ALL).unwrap_or(LengthUnit::Weeks),
        target,
        at_most,
        of: if own { LengthOf::Enrolment } else { LengthOf::Kinds(kinds.clone()) },
    };
    (own || !kinds.is_empty()).then_some(length)
}

fn with_period(table: &Table<'_>, key: &'static str, kinds: &[String], known: &Known<'_>) {
    for one in kinds.iter().filter_map(|code| kind(code, known)).filter(|kind| !kind.period) {
        let sentence =
            format!("“{}” has no period, so it has no length: name a kind with period = true.", one.code);
        table.fault_at(key, sentence);
    }
}

fn at_least_nothing(table: &Table<'_>, key: &'static str, amount: Amount) -> Amount {
    if amount < Amount::ZERO {
        table.fault_at(key, format!("“{key}” is {amount}: it must not be below 0."));
    }
    amount.max(Amount::ZERO)
}

pub(super) fn share(table: &Table<'_>, known: &Known<'_>) -> Option<Share> {
    let kinds = kinds_named(table, "share", known);
    if !table.has("of") {
        table.fault("“of” is missing: name the number field to add up, such as of = \"hours\".");
    }
    let field = table.text("of");
    if let Some(field) = &field {
        check_field(table, "of", field, &kinds, known, "a number", number);
    }
    let over = over(table, known);
    let target = at_least_nothing(table, "target", table.need_amount("target"));
    if !matches!(over, Some(Over::Weeks)) && target > Amount::whole(100) {
        table.fault_at("target", "“target” is in per cent here: write 0 to 100.");
    }
    let part = Part {
        about: about(table, &kinds, known),
        conditions: conditions(table, "where", &kinds, known),
        field: field?,
        kinds,
    };
    if part.kinds.is_empty() { None } else { Some(Share { part, over: over?, target }) }
}

fn over(table: &Table<'_>, known: &Known<'_>) -> Option<Over> {
    if table.has("over") && table.has("contracted") {
        table.fault("A share is over one thing: keep “over” or “contracted”.");
    }
    if table.has("over") {
        let kinds = kinds_named(table, "over", known);
        if !table.has("over_of") {
            table
                .fault("“over_of” is missing: name the number field of “over”, such as over_of = \"hours\".");
        }
        let field = table.text("over_of")?;
        check_field(table, "over_of", &field, &kinds, known, "a number", number);
        return Some(Over::Part(Part { kinds, field, about: Vec::new(), conditions: Vec::new() }));
    }
    if table.has("contracted") {
        let hours = table.amount("contracted")?;
        if hours <= Amount::ZERO || hours > Amount::whole(168) {
            table.fault_at("contracted", "“contracted” is hours a week: write more than 0, at most 168.");
        }
        return Some(Over::Contracted(hours));
    }
    Some(Over::Weeks)
}
