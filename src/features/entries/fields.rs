//! The fields of a kind as the log form shows them: which control each gets, in which order its choices
//! stand, and what is folded away. Nothing here names a kind; labels, definitions, units and bounds are
//! the kind's own.

use std::collections::BTreeMap;

use crate::domain::kind::{Asker, Choice as KindChoice, Field, FieldType, Kind, Role, Value, Values};
use crate::features::entries::asked::AskedKind;
use crate::features::entries::entered::{SOMEBODY_ELSE, name_of, other_of};
use crate::web::parts::Choice;
use crate::web::typed::Typed;

/// A choice with more than these is a list, not a row.
const IN_A_ROW: usize = 4;
/// What was done is one press while the whole list can be looked over.
const PROCEDURES_IN_A_ROW: usize = 12;
/// So few optional fields need not be folded away.
const FEW: usize = 2;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldView {
    pub name: String,
    pub label: String,
    pub hint: String,
    /// `cards`, `chips`, `select`, `checkboxes`, `number`, `text`, `long`, `date`, `named`.
    pub control: &'static str,
    pub options: Vec<Choice>,
    /// Where a name is typed that the list does not have.
    pub other: String,
    pub unit: String,
    pub decimal: bool,
    /// The field on which it depends, and the answers with which it is asked.
    pub show_field: String,
    pub show_is: String,
    /// The same in words, where no script hides it.
    pub only_if: String,
}

/// All fields, those of a minute first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    pub first: Vec<FieldView>,
    pub folded: Vec<FieldView>,
    /// Free words.
    pub last: Vec<FieldView>,
    /// Something in the folded part is typed or faulty.
    pub open: bool,
}

impl Fields {
    pub fn all(&self) -> impl Iterator<Item = &FieldView> {
        [&self.first, &self.folded, &self.last].into_iter().flatten()
    }

    /// Their names, in the order of the page.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all().map(|field| field.name.as_str())
    }
}

/// What the lists of people and places offer, by id and name.
#[derive(Debug, Clone, Default)]
pub struct Offers {
    pub people: Vec<(String, String)>,
    pub places: Vec<(String, String)>,
}

pub fn fields(asked: &AskedKind, offers: &Offers, recent: &[Values], typed: &Typed) -> Fields {
    let mut all = Fields::default();
    for field in asked.kind.asked_of(Asker::Trainee) {
        let mut view = view(field, asked, offers, recent);
        keep_what_was_typed(&mut view, asked, field, typed);
        match place(field, asked) {
            Place::First => all.first.push(view),
            Place::Folded => all.folded.push(view),
            Place::Last => all.last.push(view),
        }
    }
    if all.folded.len() <= FEW {
        all.first.append(&mut all.folded);
    }
    all.open = all.folded.iter().any(|field| {
        let parts = ["", "-day", "-month", "-year"].map(|part| format!("{}{part}", field.name));
        typed.fault(&field.name).is_some() || parts.iter().any(|name| !typed.word(name).is_empty())
    });
    all
}

/// The assessor's side, in the order of the kind. What the trainee has written decides what is asked at all.
/// Without it the trainee's side is on the same page.
pub fn of_assessor(asked: &AskedKind, written: Option<&Values>) -> Vec<FieldView> {
    let own = |code: &str| asked.kind.field(code).is_some_and(|one| one.asked_of == Asker::Assessor);
    let mut all = Vec::new();
    for field in asked.kind.asked_of(Asker::Assessor) {
        let mut view = view(field, asked, &Offers::default(), &[]);
        if let Some(written) =
            written.filter(|_| field.show_if.as_ref().is_some_and(|show| !own(&show.field)))
        {
            if !field.asked(written) {
                continue;
            }
            (view.show_field, view.only_if) = (String::new(), String::new());
        }
        all.push(view);
    }
    all
}

/// Nobody unchooses one of several by hand: an answer that has a fault because it is not asked is taken away where the
/// form is shown again.
pub fn without_unasked<'f>(fields: impl Iterator<Item = &'f FieldView>, typed: &mut Typed) {
    let is_one_of_several = |field: &&FieldView| matches!(field.control, "cards" | "chips");
    let gone: Vec<&str> = fields
        .filter(|field| field.depends() && typed.fault(&field.name).is_some())
        .filter(is_one_of_several)
        .map(|field| field.name.as_str())
        .collect();
    let kept = typed.words.iter().filter(|(name, _)| !gone.contains(name)).collect();
    typed.words = kept;
}

/// Whether the form keeps the field out of sight until somebody unfolds it.
pub fn is_folded(field: &Field, asked: &AskedKind) -> bool {
    matches!(place(field, asked), Place::Folded)
}

enum Place {
    First,
    Folded,
    Last,
}

fn place(field: &Field, asked: &AskedKind) -> Place {
    match (&field.kind, field.role) {
        (FieldType::LongText, _) => Place::Last,
        _ if field.required || asked.codes.contains_key(&field.code) => Place::First,
        (_, None | Some(Role::Share | Role::Notes)) => Place::Folded,
        _ => Place::First,
    }
}

fn view(field: &Field, asked: &AskedKind, offers: &Offers, recent: &[Values]) -> FieldView {
    let mut view = FieldView {
        name: name_of(&field.code),
        label: if field.required { field.label.clone() } else { format!("{} (optional)", field.label) },
        hint: hint(field, asked),
        ..FieldView::default()
    };
    if let Some(show) = &field.show_if {
        view.show_field = name_of(&show.field);
        view.show_is = show.is.join(" ");
        view.only_if = format!("Only if {}.", condition(&asked.kind, &show.field, &show.is));
    }
    match &field.kind {
        FieldType::Text => match asked.codes.get(&field.code) {
            Some(codes) => {
                view.control = "select";
                view.hint = String::new();
                view.options =
                    codes.iter().map(|(code, title)| Choice::of(code, coded(code, title))).collect();
            }
            None => view.control = "text",
        },
        FieldType::LongText => view.control = "long",
        FieldType::Number { unit, decimals, .. } => {
            view.control = "number";
            view.unit = unit.clone();
            view.decimal = *decimals > 0;
        }
        FieldType::Minutes { .. } => {
            view.control = "number";
            view.unit = "minutes".to_owned();
        }
        FieldType::Date => view.control = "date",
        FieldType::YesNo => {
            view.control = "chips";
            view.options = vec![Choice::of("yes", "Yes"), Choice::of("no", "No")];
        }
        FieldType::Choices { choices } => {
            view.control = "checkboxes";
            view.options = choices.iter().map(|choice| option(field, choice, asked)).collect();
        }
        FieldType::Choice { choices } => {
            view.control = control(field, choices);
            view.options = choices.iter().map(|choice| option(field, choice, asked)).collect();
            if field.role == Some(Role::Procedure) {
                used_last_first(&mut view.options, field, recent);
            }
        }
        FieldType::Person | FieldType::Place => {
            let (known, else_) = match field.kind {
                FieldType::Person => (&offers.people, "Somebody else"),
                _ => (&offers.places, "Another place"),
            };
            view.control = "named";
            view.other = other_of(&field.code);
            view.options = known.iter().map(|(id, name)| Choice::of(id, name)).collect();
            used_last_first(&mut view.options, field, recent);
            view.options.push(Choice::of(SOMEBODY_ELSE, else_));
        }
    }
    view
}

/// `S-CS-R1/3 Record a 12-lead ECG`; the title alone where it begins with the code.
fn coded(code: &str, title: &str) -> String {
    match title {
        "" => code.to_owned(),
        title if title.to_lowercase().starts_with(&code.to_lowercase()) => title.to_owned(),
        title => format!("{code} {title}"),
    }
}

/// A list of codes offers also what an earlier version of the programme, or a hand, has put there.
fn keep_what_was_typed(view: &mut FieldView, asked: &AskedKind, field: &Field, typed: &Typed) {
    let word = typed.word(&view.name);
    let listed = view.options.iter().any(|option| option.value == word);
    if asked.codes.contains_key(&field.code) && !word.is_empty() && !listed {
        view.options.push(Choice::of(word, word));
    }
}

fn control(field: &Field, choices: &[KindChoice]) -> &'static str {
    match field.role {
        Some(Role::PartPlayed | Role::Supervision) => "cards",
        Some(Role::Procedure) if choices.len() <= PROCEDURES_IN_A_ROW => "chips",
        _ if choices.len() <= IN_A_ROW => "chips",
        _ => "select",
    }
}

fn hint(field: &Field, asked: &AskedKind) -> String {
    match asked.added.get(&field.code) {
        Some(bodies) if field.hint.is_empty() => format!("Asked by {}.", bodies.join(" and ")),
        _ => field.hint.clone(),
    }
}

/// A choice in the house's words; where the only body that says it otherwise has its own word, that
/// stands first.
fn option(field: &Field, choice: &KindChoice, asked: &AskedKind) -> Choice {
    let said = asked.words.get(&(field.code.clone(), choice.code.clone()));
    let bodies = said.into_iter().flatten().map(|(body, words)| format!("{body}: “{words}”."));
    let meaning = [choice.definition.clone()].into_iter().filter(|text| !text.is_empty()).chain(bodies);
    Choice::of(&choice.code, &choice.label).meaning(meaning.collect::<Vec<_>>().join(" "))
}

/// Choices that were used lately stand before the others, the latest first.
fn used_last_first(options: &mut [Choice], field: &Field, recent: &[Values]) {
    let mut turn: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, values) in recent.iter().enumerate() {
        if let Some(code) = values.get(&field.code).and_then(Value::text) {
            turn.entry(code).or_insert(at);
        }
    }
    options.sort_by_key(|option| turn.get(option.value.as_str()).copied().unwrap_or(usize::MAX));
}

/// `“Meeting” is First meeting, Check-in after six months`: when a field is asked that depends on another.
pub fn condition(kind: &Kind, code: &str, is: &[String]) -> String {
    let Some(other) = kind.field(code) else { return format!("“{code}” is {}", is.join(", ")) };
    let labels: Vec<&str> = match other.choices() {
        [] => is.iter().map(String::as_str).collect(),
        all => all.iter().filter(|one| is.contains(&one.code)).map(|one| one.label.as_str()).collect(),
    };
    format!("“{}” is {}", other.label, labels.join(", "))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::fault::Faults;
    use crate::domain::kind::read;

    fn asked(file: &str) -> AskedKind {
        let text = std::fs::read_to_string(format!("programmes/kinds/{file}.toml")).unwrap();
        AskedKind::plain(Arc::new(read(&text).unwrap()))
    }

    fn names(fields: &[FieldView]) -> Vec<&str> {
        fields.iter().map(|field| field.name.as_str()).collect()
    }

    #[test]
    fn a_case_asks_first_what_everybody_must_say_and_folds_the_rest() {
        let all = fields(&asked("bypass-case"), &Offers::default(), &[], &Typed::nothing());
        assert_eq!(
            names(&all.first),
            [
                "f-procedure",
                "f-part-played",
                "f-supervision",
                "f-supervisor",
                "f-site",
                "f-urgency",
                "f-patient-group"
            ]
        );
        assert_eq!(names(&all.last), ["f-incidents"]);
        assert!(all.folded.len() > 8 && !all.open);
        let controls: Vec<&str> = all.first.iter().map(|field| field.control).collect();
        assert_eq!(controls, ["chips", "cards", "cards", "named", "named", "chips", "chips"]);
        let supervisor = &all.first[3];
        assert_eq!(
            (supervisor.show_field.as_str(), supervisor.show_is.as_str()),
            ("f-supervision", "beside-me in-theatre near")
        );
        assert!(supervisor.only_if.contains("Beside me, In theatre, Near"));
    }

    #[test]
    fn a_short_kind_folds_nothing() {
        let all = fields(&asked("cpd-activity"), &Offers::default(), &[], &Typed::nothing());
        assert_eq!(names(&all.first), ["f-title", "f-type", "f-profile"]);
        assert!(all.folded.is_empty());
        assert_eq!(names(&all.last), ["f-learnt", "f-benefit"]);
    }

    #[test]
    fn a_fault_or_a_word_opens_what_is_folded() {
        let open = |typed: &Typed| fields(&asked("bypass-case"), &Offers::default(), &[], typed).open;
        assert!(open(&Typed::holding([("f-bypass-minutes", "95")])));
        assert!(open(&Typed::nothing().with_faults(Faults::one("f-share", "Enter a number."))));
        assert!(!open(&Typed::holding([("f-procedure", "cabg")])));
    }

    #[test]
    fn what_was_used_last_stands_first() {
        let used = |code: &str| Values::from([("procedure".to_owned(), Value::Text(code.to_owned()))]);
        let recent = [used("valve"), used("aortic"), used("valve")];
        let all = fields(&asked("bypass-case"), &Offers::default(), &recent, &Typed::nothing());
        let order: Vec<&str> = all.first[0].options.iter().take(3).map(|o| o.value.as_str()).collect();
        assert_eq!(order, ["valve", "aortic", "cabg"]);
    }
}
