//! The form of a kind filled in as somebody would who means well: every field that must be answered, and
//! whatever a rule looks for.

use std::collections::BTreeMap;

use super::deeds::in_field;
use crate::cli::demo::says;
use crate::domain::amount::Amount;
use crate::domain::kind::{Choice, Field, FieldType, Kind, Outcome, Role};
use crate::domain::rule::{Condition, Test};

/// Stands for the supervisor, and for the site, whose ids are known when it is played.
pub const SUPERVISOR: &str = "@supervisor";
pub const SITE: &str = "@site";

const CONGENITAL: &str = "congenital";
const ADULT: &str = "adult";
const CHILD: &str = "paediatric";

/// What a rule wants to find in an entry.
#[derive(Debug, Clone, Default)]
pub struct Wishes<'v> {
    pub conditions: Vec<&'v Condition>,
    /// Field and choice, code or text.
    pub choices: Vec<(&'v str, &'v str)>,
    pub numbers: Vec<(&'v str, Amount)>,
    /// Fields that say yes.
    pub yes: Vec<&'v str>,
    pub level: Option<&'v str>,
    /// How it ended is said in its own field.
    pub good: bool,
    pub days: i64,
}

impl<'v> Wishes<'v> {
    pub fn about(conditions: &'v [Condition]) -> Wishes<'v> {
        Wishes::default().and(conditions)
    }

    #[must_use]
    pub fn and(mut self, conditions: &'v [Condition]) -> Wishes<'v> {
        self.conditions.extend(conditions);
        for condition in conditions {
            if let Test::Level(level) = &condition.test {
                self.level = Some(level);
            }
        }
        self
    }

    #[must_use]
    pub fn choosing(mut self, field: &'v str, choice: &'v str) -> Wishes<'v> {
        self.choices.push((field, choice));
        self
    }

    #[must_use]
    pub fn numbering(mut self, field: &'v str, amount: Amount) -> Wishes<'v> {
        self.numbers.push((field, amount));
        self
    }

    fn wants(&self, field: &str) -> bool {
        !in_field(&self.conditions, field).is_empty()
            || self.choices.iter().any(|(on, _)| *on == field)
            || self.numbers.iter().any(|(on, _)| *on == field)
            || self.yes.contains(&field)
    }
}

/// Texts by the codes of the kind's fields. `about` is what the requirement is called, `nth` tells several apart.
pub fn answers(kind: &Kind, wishes: &Wishes<'_>, about: &str, nth: usize) -> BTreeMap<String, Vec<String>> {
    let mut typed = BTreeMap::new();
    for field in &kind.fields {
        let told = matches!(
            field.role,
            Some(Role::Title | Role::Type | Role::Site | Role::PartPlayed | Role::Supervision | Role::Result)
        );
        let told = told && (field.role != Some(Role::Result) || field.required || wishes.good);
        if !(field.required || told || wishes.wants(&field.code)) {
            continue;
        }
        let said = answer(field, wishes, about, nth);
        if !said.is_empty() {
            typed.insert(field.code.clone(), said);
        }
    }
    in_sense(kind, wishes, &mut typed);
    typed
}

/// Where a case has a procedure and a group of patients, the one is done in the other.
fn in_sense(kind: &Kind, wishes: &Wishes<'_>, typed: &mut BTreeMap<String, Vec<String>>) {
    let (procedure, group) = ("procedure", "patient-group");
    let has = |field: &str, code: &str| {
        kind.field(field).is_some_and(|field| field.choices().iter().any(|choice| choice.code == code))
    };
    if !(has(procedure, CONGENITAL) && has(group, ADULT)) {
        return;
    }
    let is = |field: &str, code: &str, typed: &BTreeMap<String, Vec<String>>| {
        typed.get(field).is_some_and(|said| said.iter().any(|one| one == code))
    };
    if wishes.wants(group) && !wishes.wants(procedure) && !is(group, ADULT, typed) {
        typed.insert(procedure.to_owned(), vec![CONGENITAL.to_owned()]);
    } else if !wishes.wants(group) && typed.contains_key(group) {
        let fits = if is(procedure, CONGENITAL, typed) { CHILD } else { ADULT };
        typed.insert(group.to_owned(), vec![fits.to_owned()]);
    }
}

fn answer(field: &Field, wishes: &Wishes<'_>, about: &str, nth: usize) -> Vec<String> {
    let tests = in_field(&wishes.conditions, &field.code);
    let mut named: Vec<String> = wishes
        .choices
        .iter()
        .filter(|(on, _)| *on == field.code)
        .map(|(_, choice)| (*choice).to_owned())
        .collect();
    if named.is_empty() {
        let first = |test: &&Test| match test {
            Test::Is { any_of, .. } => any_of.first().cloned(),
            _ => None,
        };
        named.extend(tests.iter().find_map(first));
    }
    match &field.kind {
        FieldType::Choices { choices } if named.is_empty() => first_good(choices, &tests, nth),
        FieldType::Choices { .. } => named,
        FieldType::Choice { choices } if named.is_empty() => first_good(choices, &tests, nth),
        FieldType::Choice { .. } => named.into_iter().take(1).collect(),
        FieldType::Text if !named.is_empty() => named.into_iter().take(1).collect(),
        FieldType::Text => vec![title(field, about, nth)],
        FieldType::LongText => {
            vec![says::ACCOUNTS.get(nth % says::ACCOUNTS.len()).copied().unwrap_or_default().to_owned()]
        }
        FieldType::Number { min, max, .. } => vec![number(field, wishes, &tests, *min, *max).to_string()],
        FieldType::Minutes { max } => {
            let least = Amount::whole(45 + i64::try_from(nth * 23 % 70).unwrap_or(0));
            vec![number(field, wishes, &tests, least, *max).to_string()]
        }
        FieldType::Date => Vec::new(),
        FieldType::YesNo => {
            let no = tests.iter().any(|test| matches!(test, Test::Yes { yes: false, .. }));
            vec![if no { "no" } else { "yes" }.to_owned()]
        }
        FieldType::Person => vec![SUPERVISOR.to_owned()],
        FieldType::Place => vec![SITE.to_owned()],
    }
}

/// What no rule refuses and what did not end badly; other choices in turn.
fn first_good(choices: &[Choice], tests: &[&Test], nth: usize) -> Vec<String> {
    let refused = |code: &String| {
        tests.iter().any(|test| matches!(test, Test::IsNot { none_of, .. } if none_of.contains(code)))
    };
    let good = |one: &&Choice| one.outcome != Some(Outcome::Unsatisfactory) && !refused(&one.code);
    let all: Vec<&Choice> = choices.iter().filter(good).collect();
    let tells = all.iter().any(|one| one.outcome.is_some());
    let at = if tells || all.is_empty() { 0 } else { nth % all.len() };
    all.get(at).map(|one| one.code.clone()).into_iter().collect()
}

fn number(field: &Field, wishes: &Wishes<'_>, tests: &[&Test], min: Amount, max: Amount) -> Amount {
    let wished = wishes.numbers.iter().find(|(on, _)| *on == field.code).map(|(_, amount)| *amount);
    let asked = tests.iter().find_map(|test| match test {
        Test::AtLeast { amount, .. } | Test::AtMost { amount, .. } => Some(*amount),
        _ => None,
    });
    let usual = if field.role == Some(Role::Share) { max } else { min + Amount::whole(2) };
    wished.or(asked).unwrap_or(usual).max(min).min(max)
}

fn title(field: &Field, about: &str, nth: usize) -> String {
    match field.role {
        Some(Role::Title) if nth == 0 => about.to_owned(),
        Some(Role::Title) => format!("{about}, part {}", nth + 1),
        _ => "As agreed with my supervisor".to_owned(),
    }
}
