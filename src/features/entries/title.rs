//! The one line by which a person recognises an entry in a list.

use crate::domain::feedback::ROUND;
use crate::domain::kind::{Kind, Role, Value, Values};

/// What stands first in this order: its own title, what was done, which exam or unit, its type.
const ROLES: [Role; 5] = [Role::Title, Role::Procedure, Role::Exam, Role::Unit, Role::Type];
/// Longer titles are cut: lists show one line.
const MOST: usize = 120;

/// `Coronary artery bypass grafting`, `Journal club on cardioplegia`; the kind's name if nothing says more.
pub fn title(kind: &Kind, values: &Values) -> String {
    // Lists are seen by more people than may read it.
    if !kind.may_read.is_empty() {
        return kind.name.clone();
    }
    let shown = |role: Role| {
        let field = kind.role(role)?;
        let shown = field.shown(values.get(&field.code)?);
        (!shown.trim().is_empty()).then_some(shown)
    };
    let first = ROLES.into_iter().find_map(shown).or_else(|| answered(kind, values));
    let first = first.or_else(|| first_words(kind, values));
    cut(&first.unwrap_or_else(|| kind.name.clone()))
}

/// Whether an entry of these words is called so: before a round of feedback was called by who answered, it had its first
/// words, and keeps them.
pub fn is_titled(kind: &Kind, values: &Values, called: &str) -> bool {
    let once = || first_words(kind, values).filter(|_| kind.code == ROUND).map(|words| cut(&words));
    called == title(kind, values) || once().is_some_and(|words| called == words)
}

/// `Feedback round: 10 colleagues answered`
fn answered(kind: &Kind, values: &Values) -> Option<String> {
    let raters = kind.field("raters").filter(|_| kind.code == ROUND)?;
    let number = raters.shown(values.get(&raters.code)?);
    let people = if number == "1" { "colleague" } else { "colleagues" };
    Some(format!("{}: {number} {people} answered", kind.name))
}

/// For kinds without any of these roles: the beginning of what was written.
fn first_words(kind: &Kind, values: &Values) -> Option<String> {
    let text = kind
        .fields
        .iter()
        .filter(|field| field.is_prose())
        .find_map(|f| values.get(&f.code).and_then(Value::text))?;
    let line = text.lines().next().unwrap_or_default().trim();
    (!line.is_empty()).then(|| format!("{}: {line}", kind.name))
}

fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let short: String = line.chars().take(MOST - 1).collect();
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::read;

    fn kind(file: &str) -> Kind {
        read(&std::fs::read_to_string(format!("programmes/kinds/{file}.toml")).unwrap()).unwrap()
    }

    fn of(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(code, text)| ((*code).to_owned(), Value::Text((*text).to_owned()))).collect()
    }

    #[test]
    fn a_case_is_called_by_its_procedure_and_an_activity_by_its_title() {
        assert_eq!(title(&kind("bypass-case"), &of(&[("procedure", "aortic")])), "Aortic surgery");
        let activity = of(&[("title", "Journal club"), ("type", "formal")]);
        assert_eq!(title(&kind("cpd-activity"), &activity), "Journal club");
        let gap = of(&[("why", "Parental leave\nuntil June")]);
        assert_eq!(title(&kind("gap-explanation"), &gap), "Explanation of a gap: Parental leave");
        assert_eq!(title(&kind("gap-explanation"), &Values::new()), "Explanation of a gap");
    }

    #[test]
    fn a_round_is_called_by_who_answered_and_an_old_one_keeps_its_words() {
        use crate::domain::amount::Amount;
        let round = kind("feedback-round");
        let long = "10 colleagues answered, each question from 1 (Needs much work) to 5 (Outstanding).";
        let mut values = of(&[("summary", long)]);
        values.insert("raters".to_owned(), Value::Number(Amount::whole(10)));
        let prose = round.fields.iter().find(|field| field.is_prose()).unwrap();
        values.insert(prose.code.clone(), Value::Text(long.to_owned()));
        assert_eq!(title(&round, &values), "Feedback round: 10 colleagues answered");
        assert!(is_titled(&round, &values, "Feedback round: 10 colleagues answered"));
        assert!(is_titled(&round, &values, &format!("Feedback round: {long}")));
        assert!(!is_titled(&round, &values, "Feedback round: 9 colleagues answered"));
    }

    #[test]
    fn a_long_title_is_cut_to_a_line() {
        let long = "word ".repeat(80);
        let cut = title(&kind("cpd-activity"), &of(&[("title", &long)]));
        assert_eq!(cut.chars().count(), 120);
        assert!(cut.ends_with('…'));
    }
}
