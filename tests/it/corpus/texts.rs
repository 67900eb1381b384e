//! The corpus of sentences, `tests/corpus/texts.txt`.

use perfolio::domain::identifiers::{Patterns, look};

use super::numbers::{Chance, filled};
use super::table::{Counts, Table};

pub struct Line {
    pub text: String,
    pub there: Counts,
}

/// Every sentence with its numbers made. The seed is the line's own number, so that a new line changes no
/// other.
pub fn lines() -> Vec<Line> {
    let file =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/texts.txt")).unwrap();
    let wanted = file.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    wanted
        .map(|(at, line)| {
            let mut parts = line.split('|');
            let (kinds, text) = (parts.next().unwrap(), parts.next().unwrap());
            let times = parts.next().map_or(1, |times| times.parse().unwrap());
            let there =
                kinds.split(',').filter(|kind| *kind != "-").map(|kind| (kind.to_owned(), times)).collect();
            Line { text: filled(text, &mut Chance::of(at as u64 + 1)), there }
        })
        .collect()
}

pub fn found_in(text: &str) -> Counts {
    let mut counts = Counts::new();
    for finding in look(text, &Patterns::default()) {
        *counts.entry(finding.what.as_str().to_owned()).or_default() += 1;
    }
    counts
}

pub fn measure() -> Table {
    let mut table = Table::default();
    for line in lines() {
        table.add(&line.text, &line.there, &found_in(&line.text));
    }
    table
}
