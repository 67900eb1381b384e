//! The parts of a requirement as fields of a form: each with its choices, and rows for what may come several
//! times. Choices come from the draft itself: its kinds with their fields, its sections, its requirements.

use crate::domain::authoring::{Fields, Part, Said, Sort, TESTS};
use crate::domain::kind::{Field, FieldType};
use crate::domain::programme::UsedKind;
use crate::features::authorship::desk::Desk;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

/// One field, or a group of fields, of the form.
pub struct Asking {
    pub name: String,
    pub label: String,
    pub hint: String,
    /// How it is shown: `line`, `lines`, `prose`, `number`, `tick`, `radios`, `boxes`, `select`, `conditions`,
    /// `categories`, `window`, `day`, or `text` where only the text can say it.
    pub shown: &'static str,
    pub options: Vec<Choice>,
    /// `rule-where-1`, with one empty row at the end.
    pub rows: Vec<Row>,
    /// What the empty choice of a list says.
    pub first: String,
}

pub struct Row {
    pub name: String,
    pub number: usize,
    /// Not folded away: it says something.
    pub opens: bool,
}

/// What the fields of a rule's kinds offer.
pub struct Offered {
    pub fields: Vec<Choice>,
    pub tests: Vec<Choice>,
}

pub fn asking(part: &Part, desk: &Desk, rule: &str, typed: &Typed, beyond: bool) -> Asking {
    let kinds = of_rule(desk, rule, typed);
    let choices =
        |all: &[(&str, &str)]| all.iter().map(|(value, label)| Choice::of(*value, *label)).collect();
    let (shown, options, first): (&'static str, Vec<Choice>, &'static str) = match part.sort {
        _ if beyond => ("text", Vec::new(), ""),
        Sort::Line => ("line", Vec::new(), ""),
        Sort::Lines | Sort::Items | Sort::Units => ("lines", Vec::new(), ""),
        Sort::Prose => ("prose", Vec::new(), ""),
        Sort::Amount | Sort::Whole => ("number", Vec::new(), ""),
        Sort::Tick(_) => ("tick", Vec::new(), ""),
        Sort::Word(words) => {
            ("select", choices(words), if part.key() == "necessity" { "" } else { "Not said" })
        }
        Sort::Words(words) => ("boxes", choices(words), ""),
        Sort::Kind => ("select", kinds_of(desk), "Choose"),
        Sort::Kinds => ("boxes", kinds_of(desk), ""),
        Sort::Periods => {
            let mut all = vec![Choice::of("enrolment", "The enrolment itself")];
            all.extend(kinds_of(desk));
            ("boxes", all, "")
        }
        Sort::Field(wanted) => ("select", fields(&kinds, wanted), "None"),
        Sort::Level => ("select", levels(&kinds), "Any"),
        Sort::Section => ("select", sections(desk), "None"),
        Sort::Requirement => ("select", requirements(desk), "Stands for itself"),
        Sort::Requirements => ("boxes", requirements(desk), ""),
        Sort::Conditions => ("conditions", Vec::new(), ""),
        Sort::Categories(_) => ("categories", Vec::new(), ""),
        Sort::Window => ("window", windows(), ""),
        Sort::Day => ("day", days(), ""),
    };
    let name = part.name();
    let rows = if part.sort.is_rows() && !beyond { rows(&name, typed) } else { Vec::new() };
    let (label, hint, first) = (part.label.to_owned(), part.hint.to_owned(), first.to_owned());
    Asking { name, label, hint, shown, options, rows, first }
}

pub fn offered(desk: &Desk, rule: &str, typed: &Typed) -> Offered {
    Offered {
        fields: fields(&of_rule(desk, rule, typed), Fields::Any),
        tests: TESTS.iter().map(|(value, label)| Choice::of(*value, *label)).collect(),
    }
}

/// The kinds that the form names; all of the draft's while it names none.
fn of_rule<'d>(desk: &'d Desk, rule: &str, typed: &Typed) -> Vec<&'d UsedKind> {
    let named: Vec<&UsedKind> = desk
        .read
        .kinds()
        .iter()
        .filter(|used| {
            ["over", "absence", rule].iter().any(|key| typed.has(&format!("rule-{key}"), &used.kind.code))
        })
        .collect();
    if named.is_empty() { desk.read.kinds().iter().collect() } else { named }
}

fn kinds_of(desk: &Desk) -> Vec<Choice> {
    desk.read.kinds().iter().map(|used| Choice::of(&used.kind.code, &used.kind.name)).collect()
}

pub fn sections(desk: &Desk) -> Vec<Choice> {
    let sections = desk.read.version.iter().flat_map(|version| &version.sections);
    sections.map(|section| Choice::of(&section.code, &section.title)).collect()
}

fn requirements(desk: &Desk) -> Vec<Choice> {
    let title = |code: &str| {
        desk.read.requirement(code).map(|one| one.title.clone()).filter(|title| !title.is_empty())
    };
    desk.read
        .codes()
        .into_iter()
        .map(|code| Choice::of(code, title(code).unwrap_or_else(|| code.to_owned())))
        .collect()
}

fn fields(kinds: &[&UsedKind], wanted: Fields) -> Vec<Choice> {
    let fits = |field: &&Field| match wanted {
        Fields::Any => true,
        Fields::Number => matches!(field.kind, FieldType::Number { .. } | FieldType::Minutes { .. }),
        Fields::YesNo => matches!(field.kind, FieldType::YesNo),
    };
    let mut all: Vec<Choice> = Vec::new();
    for field in kinds.iter().flat_map(|used| used.kind.fields.iter()).filter(fits) {
        if !all.iter().any(|one| one.value == field.code) {
            all.push(Choice::of(&field.code, &field.label));
        }
    }
    all
}

fn levels(kinds: &[&UsedKind]) -> Vec<Choice> {
    let levels = kinds.iter().filter_map(|used| used.kind.scale.as_ref()).flat_map(|scale| &scale.levels);
    levels.map(|level| Choice::of(&level.code, &level.label)).collect()
}

fn windows() -> Vec<Choice> {
    let all = [
        ("", "At any time"),
        ("enrolment", "During the enrolment"),
        ("between", "Between two days"),
        ("last_months", "In the last months, up to today"),
        ("any_months", "In any months that follow one another"),
        ("year_from", "In each year from a day, or each cycle of years"),
        ("always", "Always (written out)"),
    ];
    all.map(|(value, label)| Choice::of(value, label)).into()
}

fn days() -> Vec<Choice> {
    let all = [
        ("", "No day"),
        ("day", "On a day, the same for everybody"),
        ("after", "So long after the start"),
        ("before-end", "So long before the end"),
        ("nth", "On the first, second, … such day after the start"),
        ("every", "On the next such day"),
        ("start", "On the first day of the enrolment"),
        ("end", "On the last day of the enrolment"),
        ("window", "On the last day of the time above"),
    ];
    all.map(|(value, label)| Choice::of(value, label)).into()
}

/// As many as there are, and one more.
fn rows(name: &str, typed: &Typed) -> Vec<Row> {
    let number = |field: &str| -> Option<usize> {
        field.strip_prefix(name)?.strip_prefix('-')?.split_once('-')?.0.parse().ok()
    };
    let said = typed.words.iter().filter(|(_, word)| !word.trim().is_empty());
    let most = said.filter_map(|(field, _)| number(field).filter(|n| *n < 100)).max().unwrap_or(0);
    (1..=most + 1)
        .map(|number| Row { name: format!("{name}-{number}"), number, opens: number <= most })
        .collect()
}

/// The words of the form as the domain reads them.
pub fn said(typed: &Typed) -> Said {
    crate::features::authorship::forms::said(&typed.words)
}
