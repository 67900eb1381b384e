//! Reading the house's TOML files so that *every* fault is told at once, each with its line, the place
//! in the file and what to write instead. Kind and programme files share this; what a table may hold is
//! learnt from the keys that its reader asks for, so a list of known keys can never go stale.

mod nearest;
mod quoted;
mod table;

use std::cell::RefCell;
use std::fmt;

use serde::Serialize;
use toml::de::DeTable;

pub(crate) use nearest::nearest;
pub(crate) use quoted::quoted;
pub(crate) use table::{Mixed, Table};

/// A file larger than this is not a programme.
const LARGEST: usize = 1_000_000;
/// After so many faults the rest is not told.
const MOST_FLAWS: usize = 200;
/// After so many no more is looked for. More than are told: they are found in another order than their lines.
const MOST_FOUND: usize = 2 * MOST_FLAWS;

/// One fault in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Flaw {
    /// From 1.
    pub line: usize,
    /// `requirements[3].rule.where[0]`; empty for the file itself.
    pub path: String,
    /// What is wrong and what to write instead.
    pub sentence: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.sentence)
    }
}

/// The file as it is being read: where its lines begin, and what was wrong so far.
pub(crate) struct Page {
    starts: Vec<usize>,
    flaws: RefCell<Vec<Flaw>>,
}

impl Page {
    fn of(text: &str) -> Page {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Page { starts: std::iter::once(0).chain(breaks).collect(), flaws: RefCell::default() }
    }

    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    fn is_full(&self) -> bool {
        self.flaws.borrow().len() >= MOST_FOUND
    }

    /// Told while there is room: what a word may have meant is not looked for a hundred thousand times.
    fn tell(&self, line: usize, path: &str, sentence: impl Into<String>) {
        if !self.is_full() {
            let (path, sentence) = (path.to_owned(), sentence.into());
            self.flaws.borrow_mut().push(Flaw { line, path, sentence });
        }
    }
}

/// What is not TOML in a text, with its lines; nothing where it can be read.
pub(crate) fn syntax(text: &str) -> Vec<Flaw> {
    look_page(text, |_| Some(())).1
}

/// Parses the text, lets `build` read the top table, and gives its answer only if there was no fault.
pub(crate) fn read_page<T>(text: &str, build: impl FnOnce(&Table<'_>) -> Option<T>) -> Result<T, Vec<Flaw>> {
    match look_page(text, build) {
        (Some(value), flaws) if flaws.is_empty() => Ok(value),
        (_, flaws) if flaws.is_empty() => {
            Err(vec![Flaw { line: 1, path: String::new(), sentence: "The file says nothing.".to_owned() }])
        }
        (_, flaws) => Err(flaws),
    }
}

/// The same, and what could be understood in spite of its faults beside them: for somebody who is still writing.
pub(crate) fn look_page<T>(
    text: &str,
    build: impl FnOnce(&Table<'_>) -> Option<T>,
) -> (Option<T>, Vec<Flaw>) {
    if text.len() > LARGEST {
        let sentence = "The file is larger than 1 MB: a programme or kind file holds text only.".to_owned();
        return (None, vec![Flaw { line: 1, path: String::new(), sentence }]);
    }
    let page = Page::of(text);
    let (top, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(1, |span| page.line(span.start));
        page.tell(
            line,
            "",
            format!("This is not TOML: {}.", error.message().trim_end_matches('.').replace('\n', ", ")),
        );
    }
    let broken: Vec<usize> = page.flaws.borrow().iter().map(|flaw| flaw.line).collect();
    let built = build(&Table::top(&page, top.get_ref()));
    let mut flaws = page.flaws.into_inner();
    // What follows from broken syntax on the same line would only confuse.
    flaws.retain(|flaw| flaw.sentence.starts_with("This is not TOML") || !broken.contains(&flaw.line));
    flaws.sort();
    flaws.dedup();
    flaws.truncate(MOST_FLAWS);
    (built, flaws)
}
