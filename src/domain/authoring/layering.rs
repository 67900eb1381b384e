//! What an institution adds to a version that is not its own, as fields of a form: more fields of a kind of entry, and
//! higher figures beside the owner's. The owner's figures are only read here; what would go below one is
//! refused at the field, in the same words in which the whole layer would be refused.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::cells::{AT_LEAST, KIND};
use super::clauses::gathered;
use super::edit::{apply, shown_of};
use super::parts::{Part, Sort, part};
use super::says::{Fault, number};
use super::{Said, one, sets};
use crate::domain::amount::Amount;
use crate::domain::exchange::slug;
use crate::domain::programme::{Requirement, UsedKind};
use crate::domain::rule::{Category, Rule};

/// What a layer may say of a kind.
pub fn of_kind() -> &'static [Part] {
    KIND
}

/// More minima than the owner has.
pub fn more_minima() -> &'static Part {
    const MORE: Part = part(
        &["minimum"],
        "More of them at least",
        "Minima of your own, beside those of the programme",
        Sort::Rows(AT_LEAST),
    );
    &MORE
}

/// The field for the owner's nth minimum, from 0.
pub fn least(at: usize) -> String {
    format!("least-{}", at + 1)
}

/// The owner's minima.
pub fn minima(rule: &Rule) -> &[Category] {
    match rule {
        Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => &tally.minimums,
        _ => &[],
    }
}

/// Whether minima can be added.
pub fn has_minima(rule: &Rule) -> bool {
    matches!(rule, Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_))
}

fn first(document: &DocumentMut, list: &str) -> Option<Table> {
    document.get(list)?.as_array_of_tables()?.get(0).cloned()
}

/// The words of a kind's block; none where only the text can say it.
pub fn kind_held(block: &str, kinds: &[UsedKind]) -> Option<Said> {
    let table = first(&block.parse().ok()?, "kinds")?;
    let (said, beyond) = shown_of(&table, KIND.iter(), kinds);
    beyond.is_empty().then_some(said)
}

/// A kind's block with more fields; none where nothing is left to say. A field without a code has one of its label.
pub fn kind_edited(
    block: Option<&str>,
    kind: &str,
    said: &Said,
    kinds: &[UsedKind],
) -> Result<Option<String>, Vec<Fault>> {
    let broken = || vec![(String::new(), "This cannot be read: edit it as text.".to_owned())];
    let new = || format!("[[kinds]]\nkind = {}\n", Value::from(kind));
    let mut document: DocumentMut = block.map_or_else(new, str::to_owned).parse().map_err(|_| broken())?;
    let table =
        document.get_mut("kinds").and_then(Item::as_array_of_tables_mut).and_then(|all| all.get_mut(0));
    let table = table.ok_or_else(broken)?;
    let mut said = said.clone();
    let labels: Vec<(String, String)> = said
        .iter()
        .filter_map(|(field, words)| Some((field.strip_suffix("-label")?.to_owned(), words.first()?.clone())))
        .collect();
    for (row, label) in labels.iter().filter(|(row, _)| row.starts_with("fields-")) {
        let code = said.entry(format!("{row}-code")).or_default();
        if code.iter().all(|word| word.trim().is_empty()) {
            *code = vec![slug(label)];
        }
    }
    let faults = apply(table, KIND.iter(), &said, kinds);
    if !faults.is_empty() {
        return Err(faults);
    }
    let says =
        table.iter().any(|(key, _)| !["kind", "version"].contains(&key)) || table.contains_key("version");
    Ok(says.then(|| document.to_string()))
}

/// What a layer asks beside the owner's figures. Empty where it asks nothing.
pub fn stricter_held(block: Option<&str>, owner: &Requirement, kinds: &[UsedKind]) -> Option<Said> {
    let mut said = Said::new();
    let Some(block) = block else { return Some(said) };
    let table = first(&block.parse().ok()?, "stricter")?;
    if let Some(target) = table.get("target") {
        let target = super::says::amount(target.as_value()?)?;
        said.insert("target".to_owned(), vec![target.to_string()]);
    }
    let Some(item) = table.get("minimum") else { return Some(said) };
    let (mut own, mut more) = (0, 0);
    for table in super::clauses::tables(item)? {
        let label = table.get("label")?.as_str()?;
        match minima(&owner.rule).iter().position(|one| one.label == label) {
            Some(at) => {
                let amount = super::says::amount(table.get("at_least")?.as_value()?)?;
                said.insert(least(at), vec![amount.to_string()]);
                own += 1;
            }
            None => {
                more += 1;
                said.extend(sets::table_shown(table, AT_LEAST, &format!("minimum-{more}"), kinds)?);
            }
        }
    }
    (own + more > 0).then_some(said)
}

/// The block of what is stricter; none where nothing is.
pub fn stricter_edited(
    owner: &Requirement,
    said: &Said,
    kinds: &[UsedKind],
) -> Result<Option<String>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut higher = |field: &str, figure: Amount| -> Option<Value> {
        let word = one(said, field);
        let typed = Amount::typed(word);
        match typed {
            _ if word.is_empty() => None,
            None => {
                faults.push((field.to_owned(), format!("“{word}” is not a number like 150 or 12.5.")));
                None
            }
            Some(typed) if typed < figure => {
                let sentence = format!(
                    "{typed} is less than the programme’s own {figure}, and your institution may only ask for more. Enter more than {figure}, or leave it empty."
                );
                faults.push((field.to_owned(), sentence));
                None
            }
            Some(typed) if typed == figure => None,
            Some(_) => number(word),
        }
    };
    let target = owner.rule.target().and_then(|figure| higher("target", figure));
    let raised: Vec<InlineTable> = minima(&owner.rule)
        .iter()
        .enumerate()
        .filter_map(|(at, minimum)| {
            let amount = higher(&least(at), minimum.amount)?;
            let label = Value::from(minimum.label.as_str());
            Some(InlineTable::from_iter([("label".to_owned(), label), ("at_least".to_owned(), amount)]))
        })
        .collect();
    let more = match sets::rows_written(said, AT_LEAST, "minimum", kinds) {
        Ok(more) => more,
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut all = raised;
    match more {
        Some(Value::InlineTable(table)) => all.push(table),
        Some(Value::Array(more)) => all.extend(more.iter().filter_map(|one| one.as_inline_table().cloned())),
        _ => {}
    }
    if target.is_none() && all.is_empty() {
        return Ok(None);
    }
    let mut block = format!("[[stricter]]\nrequirement = {}\n", Value::from(owner.code.as_str()));
    if let Some(target) = target {
        block += &format!("target = {target}\n");
    }
    match gathered(all) {
        Some(Value::Array(all)) => {
            let all: Array = all.into_iter().collect();
            block += &format!("minimum = {}\n", sets::a_line_each(all));
        }
        Some(one) => block += &format!("minimum = {one}\n"),
        None => {}
    }
    Ok(Some(block))
}

/// The field at which a fault of a `[[stricter]]` table is mended, by its path inside the table.
pub fn stricter_field(path: &str) -> String {
    match path.split(['.', '[']).next() {
        Some("minimum") => "minimum-1-at_least".to_owned(),
        _ => "target".to_owned(),
    }
}
