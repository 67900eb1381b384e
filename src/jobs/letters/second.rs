//! The letters to a second reader: how many decisions, until when, and nothing of any of them.

use super::Words;
use crate::domain::time::Day;
use crate::features::quality::Told;
use crate::web::paths;

pub(super) fn readings(told: &Told, until: Day, again: bool) -> Words {
    let Told { by, left } = told;
    let decisions = if *left == 1 { "1 decision".to_owned() } else { format!("{left} decisions") };
    let (subject, line) = match again {
        false => (
            format!("{decisions} to read a second time, until {until}"),
            format!(
                "{by} asks you to read {decisions} a second time, until {until}. You judge each entry without knowing what \
                 was decided."
            ),
        ),
        true => (
            format!("Second readings: the last day is {until}"),
            format!("You have until {until} for {decisions} that {by} asked you to read a second time."),
        ),
    };
    Words { subject, lines: vec![line], link: Some(("Read them", paths::SECOND_READINGS.to_owned())) }
}
