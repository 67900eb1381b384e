//! Rules about what others take part in: `feedback` and `meeting`.

use crate::domain::amount::Amount;
use crate::domain::kind::FieldType;
use crate::domain::reading::Table;
use crate::domain::rule::{Attends, Feedback, FieldLeast, Meeting};

use super::conditions::{about, check_field, conditions, kind_named, not_a_choice, number};
use super::read::Known;

pub(super) fn feedback(table: &Table<'_>, known: &Known<'_>) -> Option<Feedback> {
    let kind = kind_named(table, "feedback", known)?;
    let kinds = std::slice::from_ref(&kind);
    let raters = table.table("raters").map(|inner| field_least(&inner, "raters", kinds, known));
    if !table.has("raters") {
        table.fault("“raters” is missing: add raters = { field = …, at_least = 10 }.");
    }
    let groups = table.tables("groups");
    let groups: Vec<FieldLeast> = groups.iter().map(|inner| field_least(inner, "", kinds, known)).collect();
    let yes = |key: &'static str, date: bool| {
        let field = table.text(key)?;
        let fits: fn(&FieldType) -> bool = if date {
            |kind| matches!(kind, FieldType::YesNo | FieldType::Date)
        } else {
            |kind| matches!(kind, FieldType::YesNo)
        };
        check_field(
            table,
            key,
            &field,
            kinds,
            known,
            if date { "a yes-no or a date" } else { "a yes-no" },
            fits,
        );
        Some(field)
    };
    let (self_rating, released) = (yes("self_rating", false), yes("released", true));
    Some(Feedback {
        about: about(table, kinds, known),
        groups,
        self_rating,
        released,
        floor: table.small("floor", 0, 1000).unwrap_or(0),
        target: table.small("target", 1, 1000).map_or(Amount::ONE, |rounds| Amount::whole(rounds.into())),
        raters: raters?,
        kind,
    })
}

fn field_least(table: &Table<'_>, label: &str, kinds: &[String], known: &Known<'_>) -> FieldLeast {
    let field = table.need_text("field");
    check_field(table, "field", &field, kinds, known, "a number", number);
    let one = FieldLeast {
        label: if label.is_empty() { table.need_text("label") } else { label.to_owned() },
        at_least: table.need_amount("at_least"),
        field,
    };
    if one.at_least < Amount::ZERO {
        table.fault_at("at_least", "“at_least” must not be below 0.");
    }
    table.finish();
    one
}

pub(super) fn meeting(table: &Table<'_>, known: &Known<'_>) -> Option<Meeting> {
    let kind = kind_named(table, "meeting", known)?;
    let kinds = std::slice::from_ref(&kind);
    let attends = table.table("attends").map(|inner| attends(&inner, kinds, known));
    let every_months = table.small("every_months", 1, 120);
    let may_miss = table.small("may_miss", 0, 1000);
    let target = table.small("target", 1, 1000);
    if every_months.is_some() && target.is_some() {
        table.fault_at("target", "“every_months” says how many there must be: take “target” away.");
    }
    if every_months.is_none() && may_miss.is_some() {
        table.fault_at("may_miss", "“may_miss” needs every_months = how often they take place.");
    }
    Some(Meeting {
        about: about(table, kinds, known),
        conditions: conditions(table, "where", kinds, known),
        attends,
        every_months,
        may_miss: may_miss.unwrap_or(0),
        target: target.map_or(Amount::ONE, |number| Amount::whole(number.into())),
        kind,
    })
}

fn attends(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Attends {
    let field = table.need_text("field");
    check_field(table, "field", &field, kinds, known, "a choice", |kind| {
        matches!(kind, FieldType::Choice { .. } | FieldType::Choices { .. })
    });
    let placed = table.texts("all_of");
    if placed.is_empty() {
        table.fault("“all_of” is missing: name the choices that must be ticked.");
    }
    for word in &placed {
        if let Some(sentence) = not_a_choice(&field, &word.text, kinds, known) {
            table.fault_of(word, sentence);
        }
    }
    table.finish();
    Attends { field, all_of: placed.into_iter().map(|word| word.text).collect() }
}
