//! What the owner of a portfolio is told of something that somebody else wrote in it and that is signed: what it is, who
//! began it, and that they are asked to say that they have seen it. They may never have heard of it before.

use crate::domain::kind::{Kind, Recorder};
use crate::domain::names::AccountId;
use crate::domain::time::Day;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The name of its kind.
    pub what: String,
    /// Who wrote it, by name and by id.
    pub by: String,
    pub writer: AccountId,
    /// It is of a kind that a lead enters, such as marks: nobody asks whether it was seen.
    pub entered: bool,
    /// Its owner has said already that they have seen it.
    pub seen: bool,
}

impl Begun {
    pub fn of(kind: &Kind, (writer, by): (AccountId, String), seen: bool) -> Begun {
        let entered = kind.recorded_by == Recorder::Lead;
        Begun { what: kind.name.clone(), by, writer, entered, seen }
    }

    fn verb(&self) -> &'static str {
        if self.entered { "entered" } else { "began" }
    }

    /// `Sue Carter began and signed an entry in your portfolio`
    pub fn subject(&self, signer: &str) -> String {
        match signer == self.by {
            true => format!("{signer} {} and signed an entry in your portfolio", self.verb()),
            false => format!("{signer} signed what {} {} in your portfolio", self.by, self.verb()),
        }
    }

    /// What was signed, and what its owner is asked for.
    pub fn lines(&self, signer: &str, day: Day) -> Vec<String> {
        let (what, by, verb) = (&self.what, &self.by, self.verb());
        let mut lines = vec![match signer == by {
            true => format!("{what} of {day}: {by} {verb} it in your portfolio and signed it."),
            false => format!("{what} of {day}: {by} {verb} it in your portfolio, and {signer} signed it."),
        }];
        if !self.seen && !self.entered {
            lines.push("You are asked to say that you have seen it, and can answer there.".to_owned());
        }
        lines
    }

    /// `what they began in your portfolio: Meeting of 12 November 2026`, after the name of whoever signed or returned it.
    pub fn called(&self, signer: &str, day: Day) -> String {
        let by = if signer == self.by { "they" } else { self.by.as_str() };
        format!("what {by} {} in your portfolio: {} of {day}", self.verb(), self.what)
    }

    /// What became of it once somebody returned it: to whoever wrote it, and to others who had to do with it.
    pub fn came_back(&self, to: &AccountId, signer: &str, day: Day) -> String {
        let what = &self.what;
        match self.writer == *to {
            true => {
                format!("{what} of {day}: {signer} returned it. You wrote it: answer it again and sign it.")
            }
            false => {
                let by = &self.by;
                format!(
                    "{what} of {day}: {signer} returned it. {by} wrote it, and it waits to be answered and signed anew."
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_what_it_is_and_who_began_it() {
        let day = Day::of(2026, 11, 12).unwrap();
        let begun = Begun {
            what: "Meeting".to_owned(),
            by: "Sue Carter".to_owned(),
            writer: AccountId::new("sue"),
            entered: false,
            seen: false,
        };
        assert_eq!(
            begun.lines("Sue Carter", day),
            [
                "Meeting of 12 November 2026: Sue Carter began it in your portfolio and signed it.",
                "You are asked to say that you have seen it, and can answer there.",
            ]
        );
        let seen = Begun { seen: true, ..begun };
        assert_eq!(
            seen.lines("Lea Brook", day),
            ["Meeting of 12 November 2026: Sue Carter began it in your portfolio, and Lea Brook signed it."]
        );
        assert_eq!(seen.subject("Lea Brook"), "Lea Brook signed what Sue Carter began in your portfolio");
        assert_eq!(
            seen.called("Lea Brook", day),
            "what Sue Carter began in your portfolio: Meeting of 12 November 2026"
        );
        assert_eq!(
            seen.called("Sue Carter", day),
            "what they began in your portfolio: Meeting of 12 November 2026"
        );
    }

    #[test]
    fn what_came_back_is_said_to_its_writer_and_to_others() {
        let begun = Begun {
            what: "Supervisor's report".to_owned(),
            by: "Sue Carter".to_owned(),
            writer: AccountId::new("sue"),
            entered: false,
            seen: false,
        };
        let day = Day::of(2026, 11, 12).unwrap();
        assert_eq!(
            begun.came_back(&AccountId::new("sue"), "Lea Brook", day),
            "Supervisor's report of 12 November 2026: Lea Brook returned it. You wrote it: answer it again and sign it."
        );
        assert_eq!(
            begun.came_back(&AccountId::new("dep"), "Lea Brook", day),
            "Supervisor's report of 12 November 2026: Lea Brook returned it. Sue Carter wrote it, and it waits to be \
             answered and signed anew."
        );
    }
}
