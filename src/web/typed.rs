//! What somebody typed, in the order in which it came, and what is wrong with it. Nothing typed is
//! lost: the page is shown again with the words in their fields and each fault beside its field.
//! Only passwords and the form's own secrets are not kept.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};

use crate::domain::fault::{Fault, Faults};
use crate::domain::time::Day;

/// Field names that the kit itself puts into every form.
pub const CSRF_FIELD: &str = "csrf";
pub const KEY_FIELD: &str = "key";

/// Pairs of field and word; a field may come several times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<(String, String)>);

impl Words {
    /// The first word of a field as typed, or nothing.
    pub fn one(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, word)| word)
    }

    /// All words of a field, for instance the ticked boxes.
    pub fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == field).map(|(_, word)| word.as_str())
    }

    pub fn has(&self, field: &str, word: &str) -> bool {
        self.all(field).any(|typed| typed == word)
    }

    pub fn add(&mut self, field: impl Into<String>, word: impl Into<String>) {
        self.0.push((field.into(), word.into()));
    }

    /// The three fields of a date, filled in.
    pub fn add_day(&mut self, field: &str, day: Day) {
        self.add(format!("{field}-day"), day.day_of_month().to_string());
        self.add(format!("{field}-month"), day.month().to_string());
        self.add(format!("{field}-year"), day.year().to_string());
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, word)| (field.as_str(), word.as_str()))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The day typed into the three fields of a date: `None` if all are empty, a sentence if it is none.
    pub fn day(&self, field: &str) -> Result<Option<Day>, String> {
        let part = |name: &str| self.one(&format!("{field}-{name}")).trim().to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let typed = (day.parse(), month.parse(), year.parse());
        let found = match typed {
            (Ok(day), Ok(month), Ok(year)) if (1900..=2200).contains(&year) => Day::of(year, month, day),
            _ => None,
        };
        found.map(Some).ok_or_else(|| "Enter a real date, like 2 11 2026.".to_owned())
    }

    /// Without passwords and codes, and without the kit's own fields.
    #[must_use]
    pub fn kept(&self) -> Words {
        let secret = |name: &str| {
            let own = name == CSRF_FIELD || name == KEY_FIELD;
            own || ["password", "one-time-code", "recovery-code"].iter().any(|word| name.contains(word))
        };
        Words(self.0.iter().filter(|(name, _)| !secret(name)).cloned().collect())
    }
}

/// Words that travel through another form's hidden field.
impl Words {
    /// Without passwords and without the token, which is of the session that has ended. With the key.
    #[must_use]
    pub fn held(&self) -> Words {
        let secret = |name: &str| name == CSRF_FIELD || name.contains("password");
        Words(self.0.iter().filter(|(name, _)| !secret(name)).cloned().collect())
    }

    /// As one word; `unpacked` gives them back.
    pub fn packed(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.iter()).finish()
    }

    pub fn unpacked(text: &str) -> Words {
        url::form_urlencoded::parse(text.as_bytes()).collect()
    }
}

impl<F: Into<String>, W: Into<String>> FromIterator<(F, W)> for Words {
    fn from_iter<I: IntoIterator<Item = (F, W)>>(pairs: I) -> Words {
        Words(pairs.into_iter().map(|(field, word)| (field.into(), word.into())).collect())
    }
}

/// What stands in the address behind the question mark: filters and sorting, kept there so that a page
/// can be sent to a colleague. Reading it never fails: a word that nobody knows filters nothing.
#[derive(Debug, Clone, Default)]
pub struct Asked(pub Words);

impl Deref for Asked {
    type Target = Words;
    fn deref(&self) -> &Words {
        &self.0
    }
}

impl FromRequest for Asked {
    type Error = Infallible;
    type Future = Ready<Result<Asked, Infallible>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Asked(url::form_urlencoded::parse(request.query_string().as_bytes()).take(100).collect())))
    }
}

/// A rule's refusal of what a form asks for, as a fault of the whole form: the words stay, and the person
/// can change them. For forms that are filled in; a button's refusal is a page of its own.
pub fn beside_the_form(fault: Fault) -> Fault {
    match fault {
        Fault::Refused(refusal) => Faults::one("", refusal.sentence).into(),
        other => other,
    }
}

/// A form as it is shown: its words and its faults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub words: Words,
    pub faults: Faults,
    /// Seconds until the next try is taken.
    pub wait: Option<u64>,
}

impl Typed {
    /// An empty form.
    pub fn nothing() -> Typed {
        Typed::default()
    }

    /// A form that is filled in already: `Typed::holding([("name", person.name.as_str())])`.
    pub fn holding<F: Into<String>, W: Into<String>>(pairs: impl IntoIterator<Item = (F, W)>) -> Typed {
        Typed { words: pairs.into_iter().collect(), ..Typed::default() }
    }

    pub fn with_faults(mut self, faults: Faults) -> Typed {
        self.faults = faults;
        self
    }

    /// For templates: the word of a field.
    pub fn word(&self, field: &str) -> &str {
        self.words.one(field)
    }

    /// For templates: is this choice ticked?
    pub fn has(&self, field: &str, word: &str) -> bool {
        self.words.has(field, word)
    }

    /// For templates: the sentence beside a field.
    pub fn fault(&self, field: &str) -> Option<&str> {
        self.faults.about(field)
    }

    /// The status of a page that shows this form; `None` if nothing is wrong with it.
    pub fn status(&self) -> Option<StatusCode> {
        match (self.wait, self.faults.is_empty()) {
            (Some(_), _) => Some(StatusCode::TOO_MANY_REQUESTS),
            (None, false) => Some(StatusCode::UNPROCESSABLE_ENTITY),
            (None, true) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_secrets_is_kept_in_order() {
        let words: Words = [
            ("email", "a@x.org"),
            ("password", "p"),
            ("new-password", "q"),
            ("one-time-code", "123456"),
            ("recovery-code", "r"),
            ("csrf", "c"),
            ("key", "k"),
            ("box", "1"),
            ("box", "2"),
        ]
        .into_iter()
        .collect();
        let kept = words.kept();
        assert_eq!(kept.iter().collect::<Vec<_>>(), [("email", "a@x.org"), ("box", "1"), ("box", "2")]);
        assert!(kept.has("box", "2") && !kept.has("box", "3"));
        assert_eq!((kept.one("box"), kept.one("absent")), ("1", ""));
    }

    #[test]
    fn a_date_is_three_fields() {
        let day = |d: &str, m: &str, y: &str| {
            let words: Words = [("on-day", d), ("on-month", m), ("on-year", y)].into_iter().collect();
            words.day("on")
        };
        assert_eq!(day("2", " 11", "2026"), Ok(Day::of(2026, 11, 2)));
        assert_eq!(day("", "", ""), Ok(None));
        for (d, m, y) in [("31", "2", "2026"), ("2", "", "2026"), ("2", "11", "26"), ("x", "1", "2026")] {
            assert!(day(d, m, y).is_err(), "{d} {m} {y}");
        }
    }

    #[test]
    fn faults_decide_the_status() {
        assert_eq!(Typed::nothing().status(), None);
        let faulty = Typed::nothing().with_faults(Faults::one("email", "Enter an email address."));
        assert_eq!(faulty.status(), Some(StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(Typed { wait: Some(3), ..faulty }.status(), Some(StatusCode::TOO_MANY_REQUESTS));
    }
}
