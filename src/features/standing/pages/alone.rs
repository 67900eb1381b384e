//! What holds for one person alone, in words: by whom it was set, on which day, and why.

use crate::domain::amount::Amount;
use crate::domain::life::Happening;
use crate::domain::progress::Standing;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::{LifeShown, PersonalTerm};

/// Of one requirement: targets, due days, waivers, and until when the programme's grace was given.
pub fn said(standing: &Standing, terms: &[PersonalTerm], lived: &[LifeShown]) -> Vec<String> {
    personal(standing, terms).into_iter().chain(graces(standing, lived)).collect()
}

fn personal(standing: &Standing, terms: &[PersonalTerm]) -> Vec<String> {
    let own = terms.iter().filter(|term| term.requirement == standing.id);
    own.map(|term| {
        let what = match (term.term.as_str(), term.amount, term.day) {
            ("target", Some(amount), _) => format!("A target of {}", Amount::of_hundredths(amount)),
            ("due", _, Some(day)) => format!("Due on {day}"),
            _ => "Not required".to_owned(),
        };
        let day = term.known_from.day_in(DEFAULT_ZONE);
        format!("{what}, set by {} on {day}: {}", term.by, term.reason)
    })
    .collect()
}

fn graces(standing: &Standing, lived: &[LifeShown]) -> Vec<String> {
    let given = |one: &&LifeShown| {
        one.row.known_until.is_none()
            && one.row.what == Happening::Grace.as_str()
            && one.row.requirement == standing.id
    };
    let said = lived.iter().filter(given).filter_map(|one| {
        let day = one.row.known_from.day_in(DEFAULT_ZONE);
        Some(format!("Grace until {}, given by {} on {day}: {}", one.row.until?, one.by, one.row.reason))
    });
    said.collect()
}
