//! The numbers by which others know a person: a university, an employer, the national school, a register.
//! A file of theirs is matched on them, so one number of one body is one person's at a time. They are compared
//! without spaces and capitals, and kept as they were typed.

use crate::domain::names::{Unfit, one_line};
use crate::text_words;

text_words! {
    /// Whose number it is.
    enum Issuer "sort of number" {
        Student = "student",
        Staff = "staff",
        NationalSchool = "national-school",
        College = "college",
        Hcpc = "hcpc",
        Other = "other",
    }
}

impl Issuer {
    /// The word on the page.
    pub fn shown(self) -> &'static str {
        match self {
            Issuer::Student => "Student number",
            Issuer::Staff => "Staff number",
            Issuer::NationalSchool => "National school number",
            Issuer::College => "College number",
            Issuer::Hcpc => "HCPC number",
            Issuer::Other => "Another number",
        }
    }

    /// There are many universities and employers: which one belongs to the number.
    pub fn asks_body(self) -> bool {
        matches!(self, Issuer::Student | Issuer::Staff | Issuer::Other)
    }
}

/// Characters of a number, and of the name of a body.
const LONGEST: usize = 60;

/// A number that is fit to be kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutsideNumber {
    pub issuer: Issuer,
    /// Empty where the issuer is one body only.
    pub body: String,
    pub number: String,
}

impl OutsideNumber {
    /// The sentence is for whoever typed it, with the field that it is about.
    pub fn of(issuer: Issuer, body: &str, number: &str) -> Result<OutsideNumber, (&'static str, Unfit)> {
        let body = match issuer.asks_body() {
            true => one_line("whose number it is", body, LONGEST).map_err(|why| ("body", why))?,
            false => String::new(),
        };
        let number = one_line("the number", number, LONGEST).map_err(|why| ("number", why))?;
        Ok(OutsideNumber { issuer, body, number })
    }

    /// What is compared.
    pub fn folded(&self) -> Folded {
        Folded { issuer: self.issuer, body: folded_body(&self.body), number: folded_number(&self.number) }
    }

    /// `Student number at the University of Bristol`
    pub fn label(&self) -> String {
        label(self.issuer, &self.body)
    }
}

/// `Student number, University of Bristol`
pub fn label(issuer: Issuer, body: &str) -> String {
    if body.is_empty() { issuer.shown().to_owned() } else { format!("{}, {body}", issuer.shown()) }
}

/// A number as it is compared: the same one whoever typed it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folded {
    pub issuer: Issuer,
    pub body: String,
    pub number: String,
}

pub fn folded_number(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

pub fn folded_body(body: &str) -> String {
    body.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_whoever_typed_it() {
        let typed = |body, number| OutsideNumber::of(Issuer::Student, body, number).unwrap();
        let one = typed("University of Bristol", "AB 12 34");
        assert_eq!(one.folded(), typed(" university  of bristol", "ab1234").folded());
        assert_ne!(one.folded(), typed("University of Bath", "ab1234").folded());
        assert_ne!(one.folded(), typed("University of Bristol", "ab-1234").folded());
        assert_eq!(
            (one.number.as_str(), one.label().as_str()),
            ("AB 12 34", "Student number, University of Bristol")
        );
    }

    #[test]
    fn a_body_belongs_to_some_numbers_only() {
        for issuer in Issuer::ALL {
            let with = OutsideNumber::of(*issuer, "Somewhere", "1").unwrap();
            assert_eq!(with.body.is_empty(), !issuer.asks_body(), "{issuer}");
            let without = OutsideNumber::of(*issuer, " ", "1");
            assert_eq!(without.is_err(), issuer.asks_body(), "{issuer}");
            assert_eq!(OutsideNumber::of(*issuer, "Somewhere", " ").unwrap_err().0, "number");
        }
    }
}
