//! What may say who a patient is: a look at free words for the numbers, dates and names that must never
//! be in a portfolio. It finds what has a form of its own and what is called by its name; the README says
//! what it cannot find. A finding is a question to the person who wrote the words, never a verdict: it
//! holds them until they are corrected or the person says what it is instead. What was found is in no
//! row, log, letter or event; only the kind, the place and the answer are.

mod birth;
mod contact;
mod date;
mod health_number;
mod hospital_number;
mod pattern;
mod plain;
mod postcode;
mod titled;

use std::collections::BTreeMap;
use std::ops::Range;

pub use pattern::{Pattern, Patterns, Wrong};

use crate::text_words;

text_words! {
    /// A kind of finding.
    enum What "kind of finding" {
        NhsNumber = "nhs-number",
        ChiNumber = "chi-number",
        HcNumber = "hc-number",
        HospitalNumber = "hospital-number",
        BirthDate = "birth-date",
        Name = "name",
        Postcode = "postcode",
        Phone = "phone",
        Email = "email",
        /// A form that the house added.
        House = "house",
    }
    /// Why a finding is no patient's. A closed list, so that the answer itself names nobody.
    enum Reason "reason" {
        Colleague = "colleague",
        Place = "place",
        Thing = "thing",
        WorkingDay = "working-day",
        Chance = "chance",
        Invented = "invented",
    }
}

impl What {
    /// Behind “this looks like”.
    pub fn shown(self) -> &'static str {
        match self {
            What::NhsNumber => "an NHS number",
            What::ChiNumber => "a CHI number",
            What::HcNumber => "an H&C number",
            What::HospitalNumber => "a hospital number",
            What::BirthDate => "a date of birth",
            What::Name => "a person's name",
            What::Postcode => "a postcode",
            What::Phone => "a telephone number",
            What::Email => "an e-mail address",
            What::House => "a number of your hospital",
        }
    }

    /// Answers that make sense for it, the likeliest first.
    pub fn reasons(self) -> &'static [Reason] {
        use Reason::*;
        match self {
            What::NhsNumber | What::ChiNumber | What::HcNumber | What::HospitalNumber | What::House => {
                &[Thing, Chance, Invented]
            }
            What::BirthDate => &[WorkingDay, Colleague, Chance, Invented],
            What::Name => &[Colleague, Chance, Invented],
            What::Postcode | What::Phone | What::Email => &[Place, Colleague, Thing, Chance, Invented],
        }
    }
}

impl Reason {
    pub fn shown(self) -> &'static str {
        match self {
            Reason::Colleague => "It is a colleague's, or my own",
            Reason::Place => "It is a hospital's, a department's or a firm's",
            Reason::Thing => "It numbers a thing: a device, a batch, an article, an order",
            Reason::WorkingDay => "It is the day of something else, nobody's birthday",
            Reason::Chance => "It is an ordinary word or number that only looks like one",
            Reason::Invented => "It is made up, for teaching",
        }
    }
}

/// Something that looks like an identifier, and where in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub what: What,
    /// Bytes of the text that was looked at.
    pub span: Range<usize>,
    /// The name of the house's form that found it.
    pub form: Option<String>,
}

/// A finding in tokens.
struct Hit {
    what: What,
    first: usize,
    last: usize,
}

impl Hit {
    fn new(what: What, first: usize, last: usize) -> Hit {
        Hit { what, first, last }
    }
}

/// Everything in the text that looks like an identifier, in the order of the text. Takes time in
/// proportion to its length.
pub fn look(text: &str, house: &Patterns) -> Vec<Finding> {
    let read = plain::Text::of(text);
    let hits = [
        health_number::find(&read),
        hospital_number::find(&read),
        birth::find(&read),
        contact::phones(&read),
        contact::emails(&read),
        postcode::find(&read),
        titled::find(&read),
    ];
    let mut all: Vec<Finding> = hits
        .into_iter()
        .flatten()
        .map(|hit| Finding { what: hit.what, span: read.span(hit.first, hit.last), form: None })
        .collect();
    for pattern in house.iter() {
        let found = pattern.find(text).into_iter();
        all.extend(found.map(|span| Finding { what: What::House, span, form: Some(pattern.name.clone()) }));
    }
    once_each(all)
}

/// Of findings that overlap the first by kind stays: an NHS number is not also told as a telephone's.
fn once_each(mut all: Vec<Finding>) -> Vec<Finding> {
    all.sort_by_key(|finding| (finding.what, finding.span.start));
    let mut kept: BTreeMap<usize, Finding> = BTreeMap::new();
    for finding in all {
        // What is kept never overlaps, so only the last one that begins before this one's end can.
        let nearest = kept.range(..finding.span.end).next_back();
        if nearest.is_none_or(|(_, known)| known.span.end <= finding.span.start) {
            kept.insert(finding.span.start, finding);
        }
    }
    kept.into_values().collect()
}

/// For free words in forms that nobody can explain beside: the first finding as a sentence for the person
/// who typed it.
pub fn patient_identifier(text: &str, house: &Patterns) -> Option<String> {
    let finding = look(text, house).into_iter().next()?;
    let found = text.get(finding.span.clone()).unwrap_or_default();
    Some(format!(
        "“{found}” looks like {}. Take it out, or say it in another way: no patient may be named here.",
        finding.what.shown()
    ))
}

#[cfg(test)]
mod tests;
