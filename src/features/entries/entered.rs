//! From the words of the log form to what would be recorded, with every fault beside its field. Pure:
//! the form, the draft and the preview all read the same words in the same way.

use std::collections::BTreeMap;

use crate::domain::fault::Faults;
use crate::domain::kind::{Field, FieldType, Kind, Values};
use crate::domain::names::{AccountId, EnrolmentId};
use crate::domain::time::Day;
use crate::features::entries::asked::AskedKind;
use crate::features::entries::fields::condition;
use crate::web::typed::Words;

/// The choice that leads to a name typed by hand.
pub const SOMEBODY_ELSE: &str = "other";

/// The answer to "Who is to sign it?" that names nobody: a link is made for somebody without an account.
pub const OUTSIDE: &str = "outside";

/// The name of a kind's field in the form; its own prefix keeps it apart from the form's own.
pub fn name_of(code: &str) -> String {
    format!("f-{code}")
}

/// What was written on an earlier form of the kind for questions that this one asks no more.
pub fn without_place(words: &Words, kind: &Kind) -> Vec<String> {
    let asked: Vec<String> = kind.fields.iter().map(|field| name_of(&field.code)).collect();
    let is_asked = |name: &str| {
        asked.iter().any(|one| {
            name.strip_prefix(one.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    };
    let lost = words
        .iter()
        .filter(|(name, word)| name.starts_with("f-") && !word.trim().is_empty() && !is_asked(name));
    lost.map(|(_, word)| word.trim().to_owned()).collect()
}

pub fn other_of(code: &str) -> String {
    format!("f-{code}-other")
}

/// What the words say. With faults it is what can be read already, for a draft or a preview.
#[derive(Debug, Clone, Default)]
pub struct Entered {
    pub day: Option<Day>,
    pub until: Option<Day>,
    pub values: Values,
    pub ask: Option<AccountId>,
    /// Somebody without an account is to sign it, through a link.
    pub outside: bool,
    pub under: Vec<EnrolmentId>,
    pub faults: Faults,
}

/// `may_be_under`: the enrolments whose programme uses the kind; with one there is nothing to choose.
pub fn entered(words: &Words, asked: &AskedKind, may_be_under: &[EnrolmentId], today: Day) -> Entered {
    let kind = &asked.kind;
    let mut faults = Faults::none();
    let day = day(words, today, kind.period, &kind.day_label, &mut faults);
    let until = match kind.period {
        true => faults.take("until", words.day("until")).flatten(),
        false => None,
    };
    if let (Some(day), Some(until)) = (day, until)
        && until < day
    {
        faults.add("until", "The last day is before the first. Check both.");
    }
    let (values, wrong) = kind.read_typed(&typed(words, &kind.fields));
    for fault in wrong {
        faults.add(name_of(&fault.field), fault.sentence);
    }
    let under = under(words, may_be_under);
    if under.is_empty() {
        faults.add("under", "Choose at least one programme, so that somebody can see it.");
    }
    let outside = words.one("ask") == OUTSIDE;
    let ask = Some(words.one("ask")).filter(|id| !id.is_empty() && !outside).map(AccountId::new);
    Entered { day, until, values, ask, outside, under, faults }
}

/// The same of a form with both sides, on which nothing that is answered is dropped unsaid: an answer to what is not
/// asked with the others is a fault beside it. A browser with scripts does not send one.
pub fn entered_whole(words: &Words, asked: &AskedKind, under: &[EnrolmentId], today: Day) -> Entered {
    let mut found = entered(words, asked, under, today);
    let kind = &asked.kind;
    let typed = typed(words, &kind.fields);
    let (answers, _) = kind.read_answers(&typed, &found.values);
    say_unasked(kind, kind.fields.iter(), &typed, &[&found.values, &answers], &mut found.faults);
    found
}

/// Of these fields of a form those that hold something and are not asked with `said`, the answers of both its sides.
pub(super) fn say_unasked<'k>(
    kind: &'k Kind,
    fields: impl Iterator<Item = &'k Field>,
    typed: &BTreeMap<String, Vec<String>>,
    said: &[&Values],
    faults: &mut Faults,
) {
    let answered =
        |field: &Field| typed.get(&field.code).into_iter().flatten().any(|text| !text.trim().is_empty());
    for field in fields.filter(|field| !said.iter().any(|values| field.asked(values)) && answered(field)) {
        let Some(show) = &field.show_if else { continue };
        let only = condition(kind, &show.field, &show.is);
        let sentence = format!("This is asked only if {only}. Leave it empty, or change that answer.");
        faults.add(name_of(&field.code), sentence);
    }
}

fn day(words: &Words, today: Day, period: bool, label: &str, faults: &mut Faults) -> Option<Day> {
    let found = match (period, words.one("when")) {
        (false, "today") => Some(today),
        (false, "yesterday") => Some(today.plus_days(-1)),
        _ => faults.take("on", words.day("on"))?,
    };
    match found {
        None => faults.add("on", format!("Enter the {}.", label.to_lowercase())),
        Some(day) if day > today => faults.add("on", "This day is still to come. Enter a day up to today."),
        Some(_) => {}
    }
    found
}

fn under(words: &Words, possible: &[EnrolmentId]) -> Vec<EnrolmentId> {
    // The form always sends an empty one, so that "none ticked" differs from "not asked".
    if possible.len() == 1 || words.all("under").next().is_none() {
        return possible.to_vec();
    }
    possible.iter().filter(|id| words.has("under", id.as_str())).cloned().collect()
}

/// The form's words by field code, as a kind reads them.
pub(super) fn typed(words: &Words, fields: &[Field]) -> BTreeMap<String, Vec<String>> {
    let texts = |field: &Field| -> Vec<String> {
        let name = name_of(&field.code);
        match field.kind {
            FieldType::Person | FieldType::Place if words.one(&name) == SOMEBODY_ELSE => {
                vec![words.one(&other_of(&field.code)).to_owned()]
            }
            FieldType::Date => match words.day(&name) {
                Ok(day) => day.map(Day::iso).into_iter().collect(),
                Err(_) => vec!["no date".to_owned()],
            },
            _ => words.all(&name).map(str::to_owned).collect(),
        }
    };
    fields.iter().map(|field| (field.code.clone(), texts(field))).collect()
}

/// The words with the day as a date: "today" must not move when the draft is opened again tomorrow.
pub fn settled(words: &Words, today: Day) -> Words {
    let day = match words.one("when") {
        "today" => today,
        "yesterday" => today.plus_days(-1),
        _ => return words.clone(),
    };
    let is_date = |name: &str| name == "when" || name.starts_with("on-");
    let rest = words.iter().filter(|(name, _)| !is_date(name)).map(|(n, w)| (n.to_owned(), w.to_owned()));
    rest.chain(day_words("on", day)).chain([("when".to_owned(), "other".to_owned())]).collect()
}

/// A day as the three fields of a date.
pub fn day_words(name: &str, day: Day) -> [(String, String); 3] {
    [
        (format!("{name}-day"), day.day_of_month().to_string()),
        (format!("{name}-month"), day.month().to_string()),
        (format!("{name}-year"), day.year().to_string()),
    ]
}

/// The words in which a form shows these values again. `known` are ids of people and places that the
/// form's lists offer; any other name goes where names are typed.
pub fn words_of(asked: &AskedKind, values: &Values, known: impl Fn(&Field, &str) -> bool) -> Words {
    let mut words = Words::default();
    let texts = asked.kind.typed(values);
    for field in &asked.kind.fields {
        for text in texts.get(&field.code).into_iter().flatten() {
            let name = name_of(&field.code);
            match field.kind {
                FieldType::Person | FieldType::Place if !known(field, text) => {
                    words.add(name, SOMEBODY_ELSE);
                    words.add(other_of(&field.code), text.clone());
                }
                FieldType::Date => {
                    for (name, word) in text.parse::<Day>().iter().flat_map(|day| day_words(&name, *day)) {
                        words.add(name, word);
                    }
                }
                _ => words.add(name, text.clone()),
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::kind::read;

    fn asked(file: &str) -> AskedKind {
        let text = std::fs::read_to_string(format!("programmes/kinds/{file}.toml")).unwrap();
        AskedKind::plain(Arc::new(read(&text).unwrap()))
    }

    fn today() -> Day {
        Day::of(2026, 11, 12).unwrap()
    }

    fn of(pairs: &[(&str, &str)]) -> Words {
        pairs.iter().copied().collect()
    }

    const CASE: [(&str, &str); 9] = [
        ("when", "yesterday"),
        ("f-procedure", "cabg"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", "other"),
        ("f-supervisor-other", "Dr Moss"),
        ("f-site", "site-1"),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
    ];

    #[test]
    fn a_case_is_read_and_comes_back_as_the_same_words() {
        let (asked, one) = (asked("bypass-case"), [EnrolmentId::new("e1")]);
        let found = entered(&of(&CASE), &asked, &one, today());
        assert_eq!(found.faults, Faults::none());
        assert_eq!(found.day, Some(today().plus_days(-1)));
        assert_eq!(found.values["supervisor"].text(), Some("Dr Moss"));
        assert_eq!(found.under, one);
        let again = words_of(&asked, &found.values, |_, id| id == "site-1");
        assert_eq!((again.one("f-site"), again.one("f-supervisor")), ("site-1", "other"));
        assert_eq!(again.one("f-supervisor-other"), "Dr Moss");
    }

    #[test]
    fn each_fault_stands_beside_its_field() {
        let asked = asked("bypass-case");
        let (one, two) = (EnrolmentId::new("e1"), EnrolmentId::new("e2"));
        let words = of(&[
            ("when", "other"),
            ("on-day", "13"),
            ("on-month", "11"),
            ("on-year", "2026"),
            ("under", ""),
            ("f-bypass-minutes", "soon"),
            ("f-procedure", "cabg"),
        ]);
        let found = entered(&words, &asked, &[one.clone(), two.clone()], today());
        for field in ["on", "under", "f-part-played", "f-site", "f-bypass-minutes"] {
            assert!(found.faults.about(field).is_some(), "{field}: {:?}", found.faults);
        }
        assert_eq!(found.faults.about("f-supervisor"), None, "not asked without supervision");
        let none = entered(&of(&[]), &asked, &[one.clone(), two.clone()], today());
        assert_eq!(none.faults.about("on"), Some("Enter the date of the case."));
        assert_eq!(none.under, [one, two], "everything, unless said otherwise");
    }

    #[test]
    fn on_one_page_what_is_answered_and_not_asked_is_said() {
        let (asked, one) = (asked("meeting"), [EnrolmentId::new("e1")]);
        let of = |sort: &str| {
            let words = [("when", "today"), ("f-sort", sort), ("f-in-place", "rotations")];
            entered_whole(&of(&words), &asked, &one, today())
        };
        let regular = of("monthly");
        let fault = regular.faults.about("f-in-place").unwrap();
        assert!(fault.contains("“Meeting” is First meeting, Check-in after six months"), "{fault}");
        assert_eq!(of("induction").faults, Faults::none());
        assert!(of("induction").values.contains_key("in-place"));
    }

    #[test]
    fn a_period_ends_after_it_begins() {
        let words = of(&[
            ("on-day", "5"),
            ("on-month", "3"),
            ("on-year", "2026"),
            ("until-day", "4"),
            ("until-month", "3"),
            ("until-year", "2026"),
            ("f-why", "leave"),
        ]);
        let found = entered(&words, &asked("gap-explanation"), &[EnrolmentId::new("e")], today());
        assert!(found.faults.about("until").is_some());
    }

    #[test]
    fn today_becomes_a_date_before_it_is_kept() {
        let kept = settled(&of(&[("when", "today"), ("on-day", "1"), ("f-site", "s")]), today());
        assert_eq!((kept.one("when"), kept.day("on")), ("other", Ok(Some(today()))));
        assert_eq!(kept.one("f-site"), "s");
        let other = of(&[("when", "other"), ("on-day", "1")]);
        assert_eq!(settled(&other, today()), other);
    }
}
