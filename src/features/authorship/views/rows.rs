//! Rows of a form that grow without a script: as many as say something, a few empty ones, and those that “Add another”
//! asked for. A row that was there stays there, also when it is empty.

use super::asking::Asked;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

/// One row; `rule-units-2`.
pub struct Row {
    /// What it says in a few words, or that it is empty.
    pub title: String,
    /// Not folded away.
    pub opens: bool,
    pub parts: Vec<Asked>,
}

/// No form has more rows than this.
const MOST: usize = 300;
/// So many rows stand open; of more, only those with a fault and the newest.
const OPEN: usize = 4;

/// What a row posts without anybody having said anything.
fn is_silent(field: &str) -> bool {
    ["-test", "-mandatory"].iter().any(|end| field.ends_with(end))
}

fn number_in(field: &str, name: &str) -> Option<usize> {
    let number = field.strip_prefix(name)?.strip_prefix('-')?.split_once('-')?.0.parse().ok()?;
    (number > 0 && number < MOST).then_some(number)
}

fn is_within(field: &str, name: &str) -> bool {
    field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether anything is said, or wrong, under a name.
pub fn speaks(typed: &Typed, name: &str) -> bool {
    let mut said = typed.words.iter().filter(|(field, _)| is_within(field, name));
    said.any(|(field, word)| !word.trim().is_empty() && !is_silent(field)) || is_wrong(typed, name)
}

fn is_wrong(typed: &Typed, name: &str) -> bool {
    typed.faults.iter().any(|(field, _)| is_within(field, name))
}

pub fn rows(typed: &Typed, name: &str, spare: usize, cells: impl Fn(&str) -> Vec<Asked>) -> Vec<Row> {
    let numbers = |is_said: bool| {
        let words = typed
            .words
            .iter()
            .filter(move |(field, word)| !is_said || (!word.trim().is_empty() && !is_silent(field)));
        words.filter_map(|(field, _)| number_in(field, name)).max().unwrap_or(0)
    };
    let (said, posted) = (numbers(true), numbers(false));
    let wants_more = typed.word("more") == name;
    let all = (said + spare).max(posted) + usize::from(wants_more);
    (1..=all)
        .map(|number| {
            let row = format!("{name}-{number}");
            let parts = cells(&row);
            let words: Vec<String> = parts.iter().filter_map(Asked::said).take(3).collect();
            let speaks = speaks(typed, &row);
            let title = match speaks {
                true => words.join(" "),
                false => format!("{number} (empty)"),
            };
            let is_new = wants_more && number == all;
            Row { title, opens: (speaks && said <= OPEN) || is_wrong(typed, &row) || is_new, parts }
        })
        .collect()
}

/// The rows of another part as choices: code and title.
pub fn codes(typed: &Typed, part: &str) -> Vec<Choice> {
    let codes = typed.words.iter().filter_map(|(field, word)| {
        let number = number_in(field, part)?;
        let word = word.trim();
        (field == format!("{part}-{number}-code") && !word.is_empty()).then_some((number, word))
    });
    codes
        .map(|(number, code)| match typed.word(&format!("{part}-{number}-title")).trim() {
            "" => Choice::of(code, code),
            title => Choice::of(code, title),
        })
        .collect()
}
