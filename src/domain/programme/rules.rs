//! The `rule` table: exactly one key names the rule, the others are its parameters.

use crate::domain::amount::Amount;
use crate::domain::kind::{FieldType, Role};
use crate::domain::reading::{Table, nearest};
use crate::domain::rule::{
    Band, Category, Exam, ExamPart, Held, HeldThing, Marks, Mix, Register, Rule, Tally, Unit, Unknown, Weight,
};

use super::conditions::{check_field, conditions, kind, kind_named, not_a_choice};
use super::edges::edge;
use super::read::{Known, no_such};
use super::requirement::requirements;

const RULES: &[&str] =
    &["count", "sum", "marks", "exam", "held", "registration", "mix", "all", "any", "at_least", "percent"];

pub(super) fn rule(table: &Table<'_>, known: &Known<'_>) -> Option<Rule> {
    let named: Vec<&str> = RULES.iter().copied().filter(|key| table.has(key)).collect();
    let rule = match named.as_slice() {
        [one] => named_rule(one, table, known),
        [] => {
            let keys = table.open_keys();
            let near = keys.iter().find_map(|key| nearest(&key.text, RULES.iter().copied()));
            let meant = near.map(|word| format!(" Did you mean “{word}”?")).unwrap_or_default();
            table.fault(format!("The rule says nothing: write one of {}.{meant}", RULES.join(", ")));
            return None;
        }
        more => {
            table.fault(format!("A requirement has one rule: keep one of {}.", more.join(", ")));
            return None;
        }
    };
    // A rule that could not be read did not ask for all its keys.
    if rule.is_some() {
        table.finish();
    }
    rule
}

fn named_rule(name: &str, table: &Table<'_>, known: &Known<'_>) -> Option<Rule> {
    let of = |table: &Table<'_>, key| requirements(table, key, known);
    match name {
        "count" => tally(table, "count", known).map(Rule::Count),
        "sum" => tally(table, "sum", known).map(Rule::Sum),
        "marks" => marks(table, known).map(Rule::Marks),
        "exam" => exam(table, known).map(Rule::Exam),
        "held" => {
            let kind = kind_named(table, "held", known)?;
            let about = conditions(table, "about", std::slice::from_ref(&kind), known);
            let title = table.text_or_empty("title");
            Some(Rule::Held(held(table, HeldThing::Fact { kind, about, title }, known)))
        }
        "registration" => {
            let body = table.need_code("registration");
            let register = Register {
                body_name: table.text("body_name").unwrap_or_else(|| body.clone()),
                body,
                categories: table.texts("category").into_iter().map(|placed| placed.text).collect(),
            };
            Some(Rule::Held(held(table, HeldThing::Registration(register), known)))
        }
        "mix" => mix(table, known).map(Rule::Mix),
        "all" => Some(Rule::All(some(table, "all", of(table, "all")))),
        "any" => Some(Rule::Any(some(table, "any", of(table, "any")))),
        "at_least" => {
            let of = some(table, "of", of(table, "of"));
            let number = table.small("at_least", 1, 1000)?;
            if usize::try_from(number).is_ok_and(|number| number > of.len()) {
                table.fault_at("at_least", format!("At least {number} of {} can never be.", of.len()));
            }
            Some(Rule::AtLeast { number, of })
        }
        _ => Some(Rule::Percent {
            percent: table.small("percent", 1, 100)?,
            of: some(table, "of", of(table, "of")),
        }),
    }
}

fn some(table: &Table<'_>, key: &'static str, of: Vec<String>) -> Vec<String> {
    if of.is_empty() {
        table.fault_at(key, format!("“{key}” must list the codes of other requirements."));
    }
    of
}

fn tally(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Option<Tally> {
    let mut kinds = Vec::new();
    for code in table.texts(key) {
        if known.kinds.iter().any(|used| used.kind.code == code.text) {
            kinds.push(code.text);
        } else {
            let names = known.kinds.iter().map(|used| used.kind.code.as_str());
            table.fault_of(&code, no_such(&code.text, "a kind that this programme uses", names));
        }
    }
    let target = table.need_amount("target");
    if target < Amount::ZERO {
        table.fault_at("target", format!("“target” is {target}: it must not be below 0."));
    }
    let weight =
        if key == "sum" { number_weight(table, &kinds, known) } else { choice_weight(table, &kinds, known) };
    let first = kinds.first().and_then(|code| kind(code, known));
    let unit = table.text("unit").or_else(|| first.map(|kind| kind.plural.clone())).unwrap_or_default();
    let tally = Tally {
        conditions: conditions(table, "where", &kinds, known),
        weight: weight.unwrap_or(Weight::One),
        target,
        unit,
        minimums: categories(table, "minimum", "at_least", &kinds, known),
        caps: categories(table, "cap", "at_most", &kinds, known),
        one_per_case: table.yes("one_per_case", false),
        kinds,
    };
    for (minimum, place) in tally.minimums.iter().zip(table.tables("minimum")) {
        if minimum.amount > target {
            place.fault_at("at_least", format!("At least {} of {target} can never be.", minimum.amount));
        }
    }
    (!tally.kinds.is_empty()).then_some(tally)
}

fn number_weight(table: &Table<'_>, kinds: &[String], known: &Known<'_>) -> Option<Weight> {
    if !table.has("of") {
        table.fault("“of” is missing: name the number field to add up, such as of = \"points\".");
    }
    let field = table.text("of")?;
    let number = |kind: &FieldType| matches!(kind, FieldType::Number { .. } | FieldType::Minutes { .. });
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

fn categories(
    table: &Table<'_>,
    key: &'static str,
    amount: &'static str,
    kinds: &[String],
    known: &Known<'_>,
) -> Vec<Category> {
    let mut all = Vec::new();
    for inner in table.tables(key) {
        let category = Category {
            label: inner.need_text("label"),
            conditions: conditions(&inner, "where", kinds, known),
            amount: inner.need_amount(amount),
        };
        if !inner.has("where") {
            inner.fault("“where” is missing: say which facts belong to this category.");
        }
        if category.amount < Amount::ZERO {
            inner.fault_at(amount, format!("“{amount}” must not be below 0."));
        }
        inner.finish();
        all.push(category);
    }
    all
}

/// The kind named under the key, when it has a field of each role.
fn kind_with(table: &Table<'_>, key: &'static str, roles: &[Role], known: &Known<'_>) -> Option<String> {
    let code = kind_named(table, key, known)?;
    let kind = kind(&code, known)?;
    for role in roles.iter().filter(|role| kind.role(**role).is_none()) {
        table.fault_at(key, format!("“{code}” has no field with role = \"{role}\": this rule reads it."));
    }
    Some(code)
}

fn marks(table: &Table<'_>, known: &Known<'_>) -> Option<Marks> {
    let kind = kind_with(table, "marks", &[Role::Unit, Role::Mark], known);
    let mut units: Vec<Unit> = Vec::new();
    for inner in table.tables("units") {
        let unit = Unit {
            code: inner.need_text("code"),
            title: inner.need_text("title"),
            credits: inner.need_amount("credits"),
            pass: inner.amount("pass").unwrap_or(Amount::whole(50)),
            mandatory: inner.yes("mandatory", true),
            resit_cap: inner.amount("resit_cap"),
        };
        if !inner.has("pass") {
            inner.fault("“pass” is missing: add the pass mark, such as pass = 50.");
        }
        if unit.pass < Amount::ZERO || unit.pass > Amount::whole(100) {
            inner.fault_at("pass", "“pass” must be from 0 to 100.");
        }
        if unit.credits < Amount::ZERO {
            inner.fault_at("credits", "“credits” must not be below 0.");
        }
        if units.iter().any(|other| other.code == unit.code) {
            inner.fault_at("code", format!("“{}” is named twice: keep one.", unit.code));
        }
        inner.finish();
        units.push(unit);
    }
    if units.is_empty() {
        table.fault("“units” is missing: add units = [{ code = …, title = …, credits = …, pass = … }].");
    }
    let offered: Amount = units.iter().map(|unit| unit.credits).sum();
    let target = table.amount("target").unwrap_or(offered);
    if target < Amount::ZERO || target > offered {
        table.fault_at(
            "target",
            format!("“target” is {target}, but the units give {offered} credits together."),
        );
    }
    let mut bands: Vec<Band> = Vec::new();
    for inner in table.tables("bands") {
        let band = Band { name: inner.need_text("name"), from: inner.need_amount("from") };
        if bands.last().is_some_and(|higher| higher.from <= band.from) {
            inner.fault_at("from", "Bands go from the highest to the lowest.");
        }
        inner.finish();
        bands.push(band);
    }
    Some(Marks { kind: kind?, units, target, bands })
}

fn exam(table: &Table<'_>, known: &Known<'_>) -> Option<Exam> {
    let pass = table.amount("pass");
    let kind = kind_with(table, "exam", if pass.is_some() { &[Role::Mark] } else { &[Role::Result] }, known)?;
    let about = conditions(table, "about", std::slice::from_ref(&kind), known);
    let mut parts: Vec<ExamPart> = Vec::new();
    let places = table.tables("parts");
    if !places.is_empty() {
        kind_with(table, "exam", &[Role::Part], known)?;
    }
    for inner in &places {
        let part = ExamPart { code: inner.need_text("code"), title: inner.need_text("title") };
        if parts.iter().any(|other| other.code == part.code) {
            inner.fault_at("code", format!("“{}” is named twice: keep one.", part.code));
        }
        inner.finish();
        parts.push(part);
    }
    Some(Exam { kind, about, parts, pass, attempts: table.small("attempts", 1, 99) })
}

fn held(table: &Table<'_>, what: HeldThing, known: &Known<'_>) -> Held {
    Held {
        what,
        on: edge(table, "on", known),
        unknown: table.word("unknown", Unknown::ALL).unwrap_or(Unknown::Refuses),
    }
}

fn mix(table: &Table<'_>, known: &Known<'_>) -> Option<Mix> {
    let kind_code = kind_with(table, "mix", &[Role::Type], known);
    if !table.has("types") {
        table.fault("“types” is missing: add how many different types are needed, such as types = 2.");
    }
    let types = table.small("types", 1, 50);
    let gap_months = table.small("gap_months", 1, 120);
    let explained_by = kind_named(table, "explained_by", known);
    if let Some(code) = &explained_by
        && kind(code, known).is_some_and(|kind| !kind.period)
    {
        table.fault_at(
            "explained_by",
            format!("“{code}” has no period: a gap is explained by a kind with period = true."),
        );
    }
    Some(Mix { kind: kind_code?, types: types?, gap_months, explained_by })
}
