//! One `[[requirements]]` table: the rule with everything a rule may carry.

use crate::domain::amount::Amount;
use crate::domain::reading::Table;
use crate::domain::rule::{Of, Register, Rule, Unknown, Window};

use super::edges::due;
use super::items::wording;
use super::read::{Known, no_such};
use super::rules::rule;
use super::windows::{first_cycle, grace, window};
use super::{Necessity, Provenance, Range, Registered, Requirement, Signers};

/// Capacities in which somebody may sign.
pub(super) const CAPACITIES: &[&str] = &["supervisor", "lead", "university", "assessor"];

pub(super) fn requirement(table: &Table<'_>, known: &Known<'_>) -> Requirement {
    let code = table.need_code("code");
    let title = table.need_text("title");
    let rule = match table.table("rule") {
        Some(inner) => rule(&inner, known),
        None => {
            if !table.has("rule") {
                table.fault("“rule” is missing: say what counts in [requirements.rule].");
            }
            None
        }
    };
    let section = table.text("section");
    if let Some(name) = &section
        && !known.sections.iter().any(|section| &section.code == name)
    {
        let names = known.sections.iter().map(|section| section.code.as_str());
        table.fault_at("section", no_such(name, "a section", names));
    }
    let window = window(table, known);
    let counts = matches!(rule, None | Some(Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_)));
    let of_counts = match &window {
        Window::AnyMonths(_) => Some("any_months"),
        Window::Cycle(cycle) if cycle.each.is_some() => Some("each"),
        _ => None,
    };
    if let Some(word) = of_counts.filter(|_| !counts) {
        table.fault_at("window", format!("“{word}” needs a rule that counts: count, sum or pool."));
    }
    let requirement = Requirement {
        section,
        text: table.text_or_empty("text"),
        wording: wording(table),
        part_of: one_requirement(table, "part_of", &code, known),
        necessity: table.word("necessity", Necessity::ALL).unwrap_or(Necessity::Required),
        provenance: provenance(table),
        grace: grace(table, &window),
        first_cycle: first_cycle(table, &window, rule.as_ref(), known),
        window,
        personal: range(table, rule.as_ref()),
        needs: requirements(table, "needs", known),
        due: due(table, "due", known),
        phase: table.text("phase"),
        signers: signers(table),
        supervised_by: registered(table, "supervised_by"),
        accredited_site: table.yes("accredited_site", false),
        earlier: table.yes("earlier", true),
        official: official(table, known),
        expected: expected(table),
        local: None,
        rule: rule.unwrap_or(Rule::All(Of::default())),
        code,
        title,
    };
    table.finish();
    requirement
}

pub(super) fn one_requirement(
    table: &Table<'_>,
    key: &'static str,
    own: &str,
    known: &Known<'_>,
) -> Option<String> {
    let code = table.text(key)?;
    if code == own {
        table.fault_at(key, format!("“{key}” names the requirement itself: name another."));
    } else if !known.codes.contains(&code) {
        table.fault_at(key, no_such(&code, "a requirement", known.codes.iter().map(String::as_str)));
    }
    Some(code)
}

/// Codes of requirements, each of which must exist and be named once.
pub(super) fn requirements(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for code in table.texts(key) {
        if !known.codes.contains(&code.text) {
            let names = known.codes.iter().map(String::as_str);
            table.fault_of(&code, no_such(&code.text, "a requirement", names));
        } else if all.contains(&code.text) {
            table.fault_of(&code, format!("“{}” is named twice: keep one.", code.text));
        }
        all.push(code.text);
    }
    all
}

pub(super) fn provenance(table: &Table<'_>) -> Provenance {
    let sources: Vec<String> = table.texts("source").into_iter().map(|placed| placed.text).collect();
    let illustrative = table.yes("illustrative", false);
    if sources.iter().all(String::is_empty) && !illustrative {
        let sentence = "Where does this come from? Add source = \"https://…\", or illustrative = true.";
        if table.has("source") { table.fault_at("source", sentence) } else { table.fault(sentence) }
    }
    Provenance { sources, illustrative, note: table.text_or_empty("note") }
}

fn range(table: &Table<'_>, rule: Option<&Rule>) -> Option<Range> {
    let inner = table.table("personal")?;
    let range = Range { least: inner.need_amount("least"), most: inner.need_amount("most") };
    if range.least > range.most {
        inner.fault_at("least", "“least” is more than “most”: exchange them.");
    }
    if range.least < Amount::ZERO {
        inner.fault_at("least", "“least” must not be below 0.");
    }
    match rule.map(Rule::target) {
        Some(None) => {
            inner.fault("A personal target needs a rule with a target, such as count, sum, length or marks.");
        }
        Some(Some(target)) if range.least <= range.most && (target < range.least || target > range.most) => {
            inner
                .fault(format!("The rule's target {target} lies outside {} to {}.", range.least, range.most));
        }
        _ => {}
    }
    inner.finish();
    Some(range)
}

fn signers(table: &Table<'_>) -> Signers {
    let Some(inner) = table.table("signers") else { return Signers::default() };
    let mut capacities = Vec::new();
    for word in inner.texts("capacities") {
        if !CAPACITIES.contains(&word.text.as_str()) {
            inner.fault_of(&word, no_such(&word.text, "a capacity that signs", CAPACITIES.iter().copied()));
        }
        capacities.push(word.text);
    }
    let number = inner.small("number", 1, 9);
    let signers = Signers {
        trainees: inner.yes("trainees", false),
        registered: registered(&inner, "registered"),
        order: inner.yes("order", false),
        approved: inner.yes("approved", false),
        entrusted: inner.yes("entrusted", false),
        either: inner.yes("either", false),
        number: number.unwrap_or(1),
        capacities,
    };
    if signers.order && signers.capacities.len() < 2 {
        inner.fault_at("order", "“order” needs two or more capacities, in the order in which they sign.");
    }
    if signers.order && number.is_some_and(|n| usize::try_from(n).ok() != Some(signers.capacities.len())) {
        inner.fault_at("number", "With “order” every capacity signs once: take “number” away.");
    }
    if signers.either && !(signers.entrusted && signers.registered.is_some()) {
        inner.fault_at("either", "“either” needs both: entrusted = true and registered = { … }.");
    }
    inner.finish();
    signers
}

fn official(table: &Table<'_>, known: &Known<'_>) -> bool {
    let official = table.yes("official", false);
    if official && !known.elsewhere {
        table.fault_at(
            "official",
            "“official” needs official_record = the system that holds it, at the top of the file.",
        );
    }
    official
}

/// One register, or a list of those of which any will do.
fn registered(table: &Table<'_>, key: &'static str) -> Option<Registered> {
    let mut all: Vec<Register> = Vec::new();
    let mut unknown = None;
    for (at, inner) in table.tables(key).iter().enumerate() {
        let body = inner.need_code("body");
        let register = Register {
            body_name: inner.text("body_name").unwrap_or_else(|| body.clone()),
            body,
            categories: inner.texts("category").into_iter().map(|placed| placed.text).collect(),
        };
        let said = inner.word("unknown", Unknown::ALL);
        if at > 0 && said.is_some() {
            let sentence = "“unknown” holds for the whole list: say it with the first register.";
            inner.fault_at("unknown", sentence);
        }
        unknown = unknown.or(said);
        if all.iter().any(|other| other.body == register.body) {
            let sentence = format!("“{}” is named twice: keep one, with all its categories.", register.body);
            inner.fault_at("body", sentence);
        }
        inner.finish();
        all.push(register);
    }
    let mut all = all.into_iter();
    let register = all.next()?;
    Some(Registered { register, or: all.collect(), unknown: unknown.unwrap_or(Unknown::Counts) })
}

/// Points must go forward in both, end at 100, and are refused otherwise.
fn expected(table: &Table<'_>) -> Vec<(u32, u32)> {
    let mut points: Vec<(u32, u32)> = Vec::new();
    for (month, share) in table.pairs("expected") {
        let point =
            u32::try_from(month).ok().zip(u32::try_from(share).ok()).filter(|p| p.0 <= 600 && p.1 <= 100);
        let Some(point) = point else {
            table.fault_at("expected", format!("[{month}, {share}]: months are 0 to 600, shares 0 to 100."));
            continue;
        };
        if points.last().is_some_and(|last| last.0 >= point.0 || last.1 > point.1) {
            let sentence =
                format!("[{month}, {share}] goes back: months must rise and shares must not fall.");
            table.fault_at("expected", sentence);
        }
        points.push(point);
    }
    points
}
