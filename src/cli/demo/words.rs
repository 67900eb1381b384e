//! The words that a person of the demo types into a form, by the form's own names of fields.

use super::cases::Case;
use super::house::Places;
use crate::domain::names::AccountId;
use crate::domain::time::Day;
use crate::web::typed::Words;

pub fn day(words: &mut Words, name: &str, day: Day) {
    words.add(format!("{name}-day"), day.day_of_month().to_string());
    words.add(format!("{name}-month"), day.month().to_string());
    words.add(format!("{name}-year"), day.year().to_string());
}

/// A field of the kind; nothing is typed where there is nothing to say.
fn field(words: &mut Words, code: &str, word: impl Into<String>) {
    let word = word.into();
    if !word.is_empty() {
        words.add(format!("f-{code}"), word);
    }
}

fn number(words: &mut Words, code: &str, value: i64) {
    if value > 0 {
        field(words, code, value.to_string());
    }
}

/// The whole form of a case, sent to the supervisor who was there.
pub fn of_case(case: &Case, on: Day, supervisor: &AccountId, places: &Places) -> Words {
    let mut words = begun(case, on, places);
    field(&mut words, "part-played", case.part);
    field(&mut words, "supervision", case.supervision);
    field(&mut words, "supervisor", supervisor.as_str());
    field(&mut words, "urgency", case.urgency);
    field(&mut words, "patient-group", case.group);
    field(&mut words, "age-band", case.age_band);
    field(&mut words, "redo", if case.redo { "yes" } else { "no" });
    number(&mut words, "share", case.share);
    number(&mut words, "cross-clamp-minutes", case.clamp);
    number(&mut words, "arrest-minutes", case.arrest);
    number(&mut words, "cerebral-minutes", case.cerebral);
    if case.coldest > 0 {
        field(&mut words, "lowest-temperature", format!("{}.{}", case.coldest / 10, case.coldest % 10));
    }
    field(&mut words, "cardioplegia", case.cardioplegia);
    field(&mut words, "circuit", case.circuit);
    field(&mut words, "cell-salvage", if case.cell_salvage { "yes" } else { "no" });
    if case.balloon {
        field(&mut words, "balloon-pump", "yes");
    }
    field(&mut words, "incidents", case.incident);
    words.add("ask", supervisor.as_str());
    words
}

/// A form that was begun on the way home and not finished.
pub fn begun(case: &Case, on: Day, places: &Places) -> Words {
    let mut words = Words::default();
    words.add("when", "other");
    day(&mut words, "on", on);
    field(&mut words, "procedure", case.procedure);
    if let Some(site) = places.sites.get(case.site) {
        field(&mut words, "site", site.as_str());
    }
    number(&mut words, "bypass-minutes", case.bypass);
    words
}

/// Put right after it came back.
pub fn put_right(case: &Case) -> Case {
    Case { bypass: if case.bypass > 0 { case.bypass + 4 } else { 0 }, ..case.clone() }
}

pub fn of_activity(
    (sort, title, learnt, changed): (&str, &str, &str, &str),
    on: Day,
    profile: bool,
) -> Words {
    let mut words = Words::default();
    words.add("when", "other");
    day(&mut words, "on", on);
    field(&mut words, "title", title);
    field(&mut words, "type", sort);
    field(&mut words, "learnt", learnt);
    field(&mut words, "benefit", changed);
    field(&mut words, "profile", if profile { "yes" } else { "no" });
    words
}

pub fn of_paper((title, sort): (&str, &str), on: Day) -> Words {
    let mut words = Words::default();
    words.add("when", "other");
    day(&mut words, "on", on);
    field(&mut words, "title", title);
    field(&mut words, "type", sort);
    words
}
