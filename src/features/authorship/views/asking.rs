//! The parts of a requirement as fields of a form: each with its choices, and rows for what may come several
//! times. A part renders itself with the parts inside it, so that rows may hold rows.

use std::rc::Rc;

use askama::Template;

use super::bench::{Bench, answers, fields, levels};
use super::rows::{self, Row};
use crate::domain::authoring::{Fields, Part, Said, Sort, TESTS, item_words};
use crate::domain::programme::UsedKind;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

/// One field, or a group of fields, of the form.
#[derive(Template)]
#[template(path = "authorship/asked.html")]
pub struct Asked {
    typed: Rc<Typed>,
    pub name: String,
    pub label: String,
    hint: String,
    /// `line`, `lines`, `prose`, `number`, `tick`, `boxes`, `select`, `order`; with parts inside: `table`, `choice`,
    /// `rows`, `several`; `wait` where the choices follow from another; `text` where only the text can say it.
    shown: &'static str,
    options: Vec<Choice>,
    /// What the empty choice of a list says.
    first: String,
    /// Not folded away: it says something.
    opens: bool,
    rows: Vec<Row>,
    parts: Vec<Asked>,
}

/// What a part is asked among.
#[derive(Clone)]
pub struct Around<'a> {
    pub bench: &'a Bench<'a>,
    pub typed: Rc<Typed>,
    /// Whose fields are offered.
    pub kinds: Vec<&'a UsedKind>,
    /// The field that the cell before named.
    pub field: String,
    /// Empty rows beside those that say something.
    pub spare: usize,
}

impl<'a> Around<'a> {
    /// Of the parts of a rule.
    pub fn rule(bench: &'a Bench<'a>, typed: &Rc<Typed>, rule: &str) -> Around<'a> {
        let named = ["over", "absence", rule].map(|key| format!("rule-{key}"));
        let kinds = bench.named(typed, &named);
        Around { bench, typed: typed.clone(), kinds, field: String::new(), spare: 2 }
    }

    /// Inside a table: the kind or the field that it names are what its other cells are about.
    fn inside(&self, table: &str) -> Around<'a> {
        let kind = format!("{table}-kind");
        let names_kinds = !self.typed.word(&kind).is_empty();
        let field = self.typed.word(&format!("{table}-field"));
        Around {
            kinds: if names_kinds { self.bench.named(&self.typed, &[kind]) } else { self.kinds.clone() },
            field: if field.is_empty() { self.field.clone() } else { field.to_owned() },
            spare: 1,
            ..self.clone()
        }
    }

    fn simple(&self, name: &str, label: &str, hint: &str, shown: &'static str) -> Asked {
        Asked {
            typed: self.typed.clone(),
            name: name.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            shown,
            options: Vec::new(),
            first: String::new(),
            opens: rows::speaks(&self.typed, name),
            rows: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// With choices; what was typed and is none of them stays, so that nothing is lost by opening the page.
    fn choosing(&self, asked: Asked, mut options: Vec<Choice>, first: &str) -> Asked {
        for word in self.typed.words.all(&asked.name).filter(|word| !word.is_empty()) {
            if !options.iter().any(|one| one.value == word) {
                options.push(Choice::of(word, word));
            }
        }
        Asked { options, first: first.to_owned(), ..asked }
    }
}

/// The part as a form asks it; `beyond` where only the text can say what stands there.
pub fn asking(part: &Part, around: &Around<'_>, beyond: bool) -> Asked {
    if beyond {
        return around.simple(&part.name(), part.label, part.hint, "text");
    }
    ask(part, &part.name(), around)
}

fn ask(part: &Part, name: &str, around: &Around<'_>) -> Asked {
    let simple = |shown| around.simple(name, part.label, part.hint, shown);
    let choosing = |shown, options, first: &str| around.choosing(simple(shown), options, first);
    let words = |all: &[(&str, &str)]| all.iter().map(|(value, label)| Choice::of(*value, *label)).collect();
    let bench = around.bench;
    match part.sort {
        Sort::Line | Sort::Mark | Sort::Date => simple("line"),
        Sort::Lines | Sort::Answers => simple("lines"),
        Sort::OwnFields => choosing("boxes", fields(&around.kinds, Fields::Any), ""),
        Sort::Prose => simple("prose"),
        Sort::Amount | Sort::Whole => simple("number"),
        Sort::Tick(_) => simple("tick"),
        Sort::Word(all) => {
            choosing("select", words(all), if part.key() == "necessity" { "" } else { "Not said" })
        }
        Sort::InOrder(all) => choosing("order", words(all), "Nobody more"),
        Sort::Kind => choosing("select", bench.kind_choices(), "Choose"),
        Sort::Kinds => choosing("boxes", bench.kind_choices(), ""),
        Sort::Periods => {
            let mut all = vec![Choice::of("enrolment", "The enrolment itself")];
            all.extend(bench.kind_choices());
            choosing("boxes", all, "")
        }
        Sort::Field(wanted) => choosing("select", fields(&around.kinds, wanted), "None"),
        Sort::Choices => match answers(&around.kinds, &around.field) {
            all if all.is_empty() => simple("wait"),
            all => choosing("boxes", all, ""),
        },
        Sort::Level => choosing("select", levels(&around.kinds), "Any"),
        Sort::Section => choosing("select", bench.sections(), "None"),
        Sort::Requirement => choosing("select", bench.requirements(), "Stands for itself"),
        Sort::Requirements => choosing("boxes", bench.requirements(), ""),
        Sort::RowOf(other) => choosing("select", rows::codes(&around.typed, other), "None"),
        Sort::Combined => {
            let parts = vec![
                choosing("boxes", bench.combined(), ""),
                rows_of(
                    around,
                    &format!("{name}-elsewhere"),
                    ("Or elsewhere", ELSEWHERE_HINT),
                    1,
                    &|row, inner| {
                        vec![
                            inner.simple(
                                &format!("{row}-programme"),
                                "Code of the programme",
                                "Such as bse-tte",
                                "line",
                            ),
                            inner.simple(
                                &format!("{row}-requirement"),
                                "Code of its requirement",
                                "Empty: the programme is completed",
                                "line",
                            ),
                        ]
                    },
                ),
            ];
            Asked { parts, ..simple("several") }
        }
        Sort::Conditions => conditions(around, name, part.label, part.hint),
        Sort::Window | Sort::Day | Sort::Due => super::times::asked(part, name, around),
        Sort::Items(_) => {
            let more = ("Longer words of an item", "A text of its own, and other words for later cohorts");
            let parts = vec![
                simple("lines"),
                rows_of(around, &format!("{name}-words"), more, 1, &cells(item_words())),
            ];
            Asked { parts, ..simple("several") }
        }
        Sort::Table(inner) => {
            let inside = around.inside(name);
            Asked { parts: cells(inner)(name, &inside), ..simple("table") }
        }
        Sort::Rows(inner) => rows_of(around, name, (part.label, part.hint), around.spare, &cells(inner)),
        Sort::Pairs(inner) => rows_of(around, name, (part.label, part.hint), 1, &cells(inner)),
        Sort::Credits(inner) => {
            rows_of(around, name, (part.label, part.hint), around.spare, &|row, inside: &Around<'_>| {
                let mut parts = cells(inner)(row, inside);
                // One answer a row.
                for part in parts.iter_mut().filter(|part| part.shown == "boxes") {
                    (part.shown, part.first) = ("select", "Choose".to_owned());
                }
                parts
            })
        }
    }
}

const ELSEWHERE_HINT: &str = "Where the same person stands in another programme";

/// The cells of a table or of a row.
fn cells(all: &'static [Part]) -> impl Fn(&str, &Around<'_>) -> Vec<Asked> {
    |name, inside| all.iter().map(|cell| ask(cell, &format!("{name}-{}", cell.key()), inside)).collect()
}

type Cells<'c> = dyn Fn(&str, &Around<'_>) -> Vec<Asked> + 'c;

fn rows_of(
    around: &Around<'_>,
    name: &str,
    (label, hint): (&str, &str),
    spare: usize,
    cells: &Cells<'_>,
) -> Asked {
    let rows = rows::rows(&around.typed, name, spare, |row| cells(row, &around.inside(row)));
    Asked { rows, ..around.simple(name, label, hint, "rows") }
}

pub(super) fn conditions(around: &Around<'_>, name: &str, label: &str, hint: &str) -> Asked {
    rows_of(around, name, (label, hint), 1, &|row, inside| {
        let simple =
            |what: &str, label, hint, shown| inside.simple(&format!("{row}-{what}"), label, hint, shown);
        let tests = TESTS.iter().map(|(value, label)| Choice::of(*value, *label)).collect();
        vec![
            inside.choosing(
                simple("field", "Field", "", "select"),
                fields(&inside.kinds, Fields::Any),
                "Choose",
            ),
            inside.choosing(simple("test", "Test", "", "select"), tests, ""),
            simple("value", "Answer or number", "Several answers: separate them with a semicolon", "line"),
            simple(
                "because",
                "Why the others do not count",
                "After “because”, such as: you only observed",
                "line",
            ),
        ]
    })
}

impl Asked {
    /// A choice with what it may need below it, which is folded away while the choice needs nothing.
    pub(super) fn with(self, parts: Vec<Asked>) -> Asked {
        let needs_none = ["", "always", "enrolment", "start", "end", "window"];
        let opens =
            !needs_none.contains(&self.typed.word(&self.name)) || parts.iter().skip(1).any(|part| part.opens);
        Asked { opens, parts, ..self }
    }

    pub(super) fn plain(
        around: &Around<'_>,
        name: &str,
        label: &str,
        hint: &str,
        shown: &'static str,
    ) -> Asked {
        around.simple(name, label, hint, shown)
    }

    pub(super) fn chosen(
        around: &Around<'_>,
        (name, label, hint): (&str, &str, &str),
        options: Vec<Choice>,
        first: &str,
    ) -> Asked {
        around.choosing(around.simple(name, label, hint, "select"), options, first)
    }

    /// What was chosen in one of several places.
    fn chosen_at(&self, place: &usize) -> &str {
        self.typed.words.all(&self.name).nth(*place).unwrap_or_default()
    }

    /// A line of a row's heading: what was typed, a choice by its label.
    pub(super) fn said(&self) -> Option<String> {
        let word = self.typed.word(&self.name).trim();
        match self.shown {
            "line" | "number" if !word.is_empty() => Some(word.to_owned()),
            "select" if !word.is_empty() => {
                self.options.iter().find(|one| one.value == word).map(|one| one.label.clone())
            }
            _ => None,
        }
    }
}

/// The words of the form as the domain reads them.
pub fn said(typed: &Typed) -> Said {
    crate::features::authorship::forms::said(&typed.words)
}
