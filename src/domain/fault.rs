//! What can go wrong, without HTTP. A *refusal* is a rule saying no to a person, with a code and a
//! sentence for them; a *fault* is everything that can end an act early.

/// Sentences by field: what is wrong with what was typed. The empty key is about the whole form. They
/// keep the order in which they were found, which is the order of the fields on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<(String, String)>);

impl Faults {
    pub fn none() -> Faults {
        Faults::default()
    }

    pub fn one(field: impl Into<String>, sentence: impl Into<String>) -> Faults {
        let mut faults = Faults::default();
        faults.add(field, sentence);
        faults
    }

    /// The first sentence about a field stays.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        let field = field.into();
        if self.about(&field).is_none() {
            self.0.push((field, sentence.into()));
        }
    }

    /// Takes the value, or keeps the sentence and gives `None`.
    pub fn take<T, E: std::fmt::Display>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(why) => {
                self.add(field, why.to_string());
                None
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn about(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// In the order of these fields, where the page has them otherwise than they were found: what is about the whole form
    /// first, what is about none of them last.
    #[must_use]
    pub fn in_order<'f>(mut self, fields: impl IntoIterator<Item = &'f str>) -> Faults {
        let page: Vec<&str> = fields.into_iter().collect();
        let place = |name: &str| match name {
            "" => None,
            name => Some(page.iter().position(|one| *one == name).unwrap_or(page.len())),
        };
        self.0.sort_by_key(|(name, _)| place(name));
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

/// A rule says no to this person. Each has a code for machines and a sentence for them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    pub code: &'static str,
    pub sentence: String,
}

impl Refusal {
    pub fn new(code: &'static str, sentence: impl Into<String>) -> Refusal {
        Refusal { code, sentence: sentence.into() }
    }
}

/// `refuse_unless(case.state.is_submitted(), || Refusal::new(..))?`
pub fn refuse_unless(holds: bool, refusal: impl FnOnce() -> Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(refusal()) }
}

/// Why an act or a page ended early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not there, or out of sight: the two look the same.
    #[error("not found")]
    NotFound,
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// What was typed has faults; the page shows them beside the words.
    #[error("what was typed has faults")]
    Typed(Faults),
    /// A unique column already holds this; the name is `table.column` (or the constraint's).
    #[error("{0} is taken")]
    Taken(String),
    /// A row that this one refers to is not there.
    #[error("a row that this one refers to is missing: {0}")]
    Missing(String),
    /// Others were faster or the machine is full; trying again may help.
    #[error("busy: {0}")]
    Busy(String),
    /// Others are served first; the sentence tells the person when to try again.
    #[error("{0}")]
    Later(String),
    /// Too many tries of this kind; the next is taken after so many seconds.
    #[error("too many tries; the next is taken in {seconds} seconds")]
    TooSoon { seconds: u64 },
    /// Ours to mend: the person sees a reference number, the log has this text.
    #[error("{0}")]
    Broken(String),
}

impl Fault {
    pub fn broken(why: impl std::fmt::Display) -> Fault {
        Fault::Broken(why.to_string())
    }
}

impl From<Faults> for Fault {
    fn from(faults: Faults) -> Fault {
        Fault::Typed(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stand_in_the_order_of_the_page() {
        let mut faults = Faults::one("level", "Choose a level.");
        for field in ["elsewhere", "title", "", "why"] {
            faults.add(field, "Wrong.");
        }
        let ordered = faults.in_order(["why", "title", "comment", "level"]);
        let fields: Vec<&str> = ordered.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["", "why", "title", "level", "elsewhere"]);
    }
}
