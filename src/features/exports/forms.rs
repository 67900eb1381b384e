//! What is asked for: about whom, in which form, as at when.

use crate::domain::fault::Faults;
use crate::domain::names::{DepartmentId, EnrolmentId, VersionId};
use crate::domain::time::Day;
use crate::features::exports::store::Format;
use crate::features::exports::store::chosen::Cohort;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Ask {
    pub about: About,
    pub format: Format,
    /// Its last instant; now where none was chosen.
    pub day: Option<Day>,
}

#[derive(Debug, Clone)]
pub enum About {
    Portfolio(EnrolmentId),
    Cohort(Cohort),
}

/// From the form, or from the address of its page.
pub fn about(words: &Words) -> About {
    let chosen = |field: &str| Some(words.one(field).to_owned()).filter(|word| !word.is_empty());
    match chosen("enrolment") {
        Some(id) => About::Portfolio(EnrolmentId::new(id)),
        None => About::Cohort(Cohort {
            version: chosen("version").map(VersionId::new),
            cohort: chosen("cohort"),
            department: chosen("department").map(DepartmentId::new),
        }),
    }
}

impl FromForm for Ask {
    fn read(words: &Words, faults: &mut Faults) -> Option<Ask> {
        let format = match words.one("format").parse::<Format>() {
            Ok(format) => Some(format),
            Err(_) => {
                faults.add("format", "Choose PDF, Excel or CSV.");
                None
            }
        };
        let day = match words.one("when") {
            "now" => Some(None),
            "day" => match words.day("day") {
                Ok(Some(day)) => Some(Some(day)),
                Ok(None) => {
                    faults.add("day", "Enter the day, or choose now.");
                    None
                }
                Err(why) => {
                    faults.add("day", why);
                    None
                }
            },
            _ => {
                faults.add("when", "Choose now or a day.");
                None
            }
        };
        Some(Ask { about: about(words), format: format?, day: day? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Ask, Vec<String>> {
        let words: Words = pairs.iter().copied().collect();
        let mut faults = Faults::none();
        Ask::read(&words, &mut faults)
            .ok_or_else(|| faults.iter().map(|(field, _)| field.to_owned()).collect())
    }

    #[test]
    fn each_missing_word_is_told_at_its_field() {
        assert_eq!(read(&[]).err().unwrap(), ["format", "when"]);
        assert_eq!(read(&[("format", "doc"), ("when", "day")]).err().unwrap(), ["format", "day"]);
        let late =
            [("format", "pdf"), ("when", "day"), ("day-day", "31"), ("day-month", "2"), ("day-year", "2026")];
        assert_eq!(read(&late).err().unwrap(), ["day"]);
        let ask = read(&[("format", "csv"), ("when", "now"), ("enrolment", "e")]).ok().unwrap();
        assert!(matches!(ask.about, About::Portfolio(_)) && ask.day.is_none() && ask.format == Format::Csv);
    }
}
