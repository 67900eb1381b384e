//! What a browser may send to set it.

use crate::domain::calibration::Shown;
use crate::domain::fault::Faults;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Asked(pub Shown);

impl FromForm for Asked {
    fn read(words: &Words, faults: &mut Faults) -> Option<Asked> {
        match words.one("shown") {
            "off" => Some(Asked(Shown::Off)),
            "on" => match faults.take("from", words.day("from"))? {
                Some(day) => Some(Asked(Shown::From(day))),
                None => {
                    faults.add("from", "Enter the day from which on it is shown.");
                    None
                }
            },
            _ => {
                faults.add("shown", "Say whether this house shows it.");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_off_or_on_from_a_day() {
        let read = |pairs: &[(&str, &str)]| {
            let mut faults = Faults::none();
            let asked = Asked::read(&pairs.iter().copied().collect(), &mut faults).map(|asked| asked.0);
            (asked, faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(read(&[("shown", "off")]).0, Some(Shown::Off));
        let day = [("shown", "on"), ("from-day", "6"), ("from-month", "12"), ("from-year", "2026")];
        assert_eq!(read(&day).0, Some(Shown::From("2026-12-06".parse().unwrap())));
        assert_eq!(read(&[("shown", "on")]).1, ["from"]);
        assert_eq!(
            read(&[("shown", "on"), ("from-day", "31"), ("from-month", "2"), ("from-year", "2026")]).1,
            ["from"]
        );
        assert_eq!(read(&[]).1, ["shown"]);
    }
}
