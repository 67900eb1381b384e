//! The `window` of a requirement with what may stand beside it: grace, and a first cycle of its own.

use crate::domain::amount::Amount;
use crate::domain::reading::Table;
use crate::domain::rule::{Anchor, Cycle, Edge, FirstCycle, Grace, Rule, Window};

use super::edges::{edge, month_day};
use super::read::Known;
use super::tallies::categories;

pub(super) fn window(table: &Table<'_>, known: &Known<'_>) -> Window {
    if table.is_text("window") {
        return match table.text_or_empty("window").as_str() {
            "always" => Window::Always,
            "enrolment" => Window::Enrolment,
            other => {
                let sentence =
                    format!("“{other}” is not a window: write \"enrolment\", \"always\" or a table.");
                table.fault_at("window", sentence);
                Window::Always
            }
        };
    }
    let Some(inner) = table.table("window") else { return Window::Always };
    let last = inner.small("last_months", 1, 600);
    let any = inner.small("any_months", 1, 600);
    let cycle = if inner.has("year_from") { cycle(&inner, known) } else { None };
    let from = edge(&inner, "from", known);
    let until = edge(&inner, "until", known);
    let ends = inner.has("from") || inner.has("until");
    let forms = [inner.has("last_months"), inner.has("any_months"), inner.has("year_from"), ends];
    if forms.iter().filter(|said| **said).count() != 1 {
        inner.fault(
            "A window is one of: { from = …, until = … }, { last_months = 24 }, { any_months = 24 }, { year_from = \"07-01\" }.",
        );
    }
    if let (Some(Edge { anchor: Anchor::Day(a), .. }), Some(Edge { anchor: Anchor::Day(b), .. })) =
        (&from, &until)
        && a > b
    {
        inner.fault_at("until", "The window ends before it begins: exchange “from” and “until”.");
    }
    for (key, end) in [("from", &from), ("until", &until)] {
        if end.as_ref().is_some_and(|edge| edge.anchor == Anchor::Window) {
            inner.fault_at(key, "A window cannot begin or end with itself: name another day.");
        }
    }
    inner.finish();
    match (last, any, cycle) {
        (Some(months), ..) => Window::LastMonths(months),
        (None, Some(months), _) => Window::AnyMonths(months),
        (None, None, Some(cycle)) => Window::Cycle(cycle),
        (None, None, None) => Window::Between { from, until },
    }
}

fn cycle(table: &Table<'_>, known: &Known<'_>) -> Option<Cycle> {
    let years = table.small("years", 1, 20).unwrap_or(1);
    let each = table.amount("each");
    let carry = table.amount("carry");
    let enough = table.small("enough", 1, 20);
    let begins = edge(table, "begins", known);
    for (key, there) in [("carry", carry.is_some()), ("enough", enough.is_some())] {
        if there && each.is_none() {
            table.fault_at(key, format!("“{key}” needs each = what every single year asks."));
        }
    }
    if each.is_some_and(|each| each <= Amount::ZERO) {
        table.fault_at("each", "“each” must be more than 0.");
    }
    if carry.is_some_and(|carry| carry < Amount::ZERO) {
        table.fault_at("carry", "“carry” must not be below 0.");
    }
    if enough.is_some_and(|enough| enough > years) {
        table.fault_at("enough", format!("“enough” is more than the {years} years of the cycle."));
    }
    let (month, day) = month_day(table, "year_from")?;
    Some(Cycle {
        month,
        day,
        years,
        begins,
        each,
        enough: enough.unwrap_or(years),
        carry: carry.unwrap_or(Amount::ZERO),
    })
}

pub(super) fn grace(table: &Table<'_>, window: &Window) -> Option<Grace> {
    let inner = table.table("grace")?;
    let months = inner.small("months", 1, 120);
    if !inner.has("months") {
        inner.fault("“months” is missing: say how long the grace lasts, such as months = 6.");
    }
    let most = inner.small("most", 1, 120);
    let grace = Grace { months: months?, most: most.or(months)?, label: inner.need_text("label") };
    if grace.most < grace.months {
        inner.fault_at("most", format!("“most” is less than the {} months of grace.", grace.months));
    }
    let ends =
        matches!(window, Window::Enrolment | Window::Between { until: Some(_), .. } | Window::Cycle(_));
    if !ends {
        inner.fault("Grace comes after a window's end: this window has none.");
    }
    inner.finish();
    Some(grace)
}

pub(super) fn first_cycle(
    table: &Table<'_>,
    window: &Window,
    rule: Option<&Rule>,
    known: &Known<'_>,
) -> Option<FirstCycle> {
    let inner = table.table("first_cycle")?;
    let kinds = match rule {
        Some(Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally)) => tally.kinds.clone(),
        Some(_) => {
            inner.fault("A first cycle needs a rule that counts: count, sum or pool.");
            Vec::new()
        }
        None => Vec::new(),
    };
    if !matches!(window, Window::Cycle(_)) {
        inner.fault("A first cycle needs a window of years: window = { year_from = \"07-01\" }.");
    }
    if !inner.has("from") {
        inner.fault("“from” is missing: name the day on which the first cycle begins.");
    }
    let from = edge(&inner, "from", known);
    let target = inner.amount("target");
    if target.is_some_and(|target| target < Amount::ZERO) {
        inner.fault_at("target", "“target” must not be below 0.");
    }
    let minimums = categories(&inner, "minimum", "at_least", &kinds, known);
    let caps = categories(&inner, "cap", "at_most", &kinds, known);
    let from = from?;
    inner.finish();
    Some(FirstCycle { from, target, minimums, caps })
}
