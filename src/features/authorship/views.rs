//! The pages of this room as plain values.

mod adding;
mod asking;
mod bench;
mod conflict;
mod judging;
mod layering;
mod requirement;
mod rows;
mod samples;
mod times;
mod workshop;
mod writing;

pub use adding::{LayerKindPage, LayerRequirementPage, StricterPage, layer_sentence};
pub use conflict::ConflictPage;
pub use judging::{ComparisonPage, PublicationPage, SavesPage, SimulationPage};
pub use layering::LayerPage;
pub use requirement::{RequirementPage, Sentence};
pub use samples::samples;
pub use workshop::{NewProgramme, OwnerPage, Workshop};
pub use writing::{AddPage, DraftPage, HeadPage, TextPage};

use crate::features::authorship::desk::{Desk, Read};
use crate::web::paths;

/// What every page of a draft shows around its content.
pub struct Around {
    /// `MSc Clinical Perfusion Science, draft 2 of version 2026`
    pub caption: String,
    pub back: String,
    /// The number of the save that is shown, for the next one.
    pub saved: i32,
    pub is_open: bool,
}

impl Around {
    fn of(desk: &Desk) -> Around {
        let version = desk.read.version.as_ref().map(|version| version.version.clone()).unwrap_or_default();
        let title = desk
            .read
            .version
            .as_ref()
            .map_or(desk.written.programme.title.as_str(), |version| &version.title);
        Around {
            caption: format!("{title}, version {version}, draft {}", desk.draft.number),
            back: at(desk, paths::PROGRAMME_DRAFT),
            saved: desk.draft.saves,
            is_open: desk.draft.is_open(),
        }
    }
}

impl Desk {
    fn bench(&self) -> bench::Bench<'_> {
        bench::Bench { version: self.read.version.as_ref(), codes: self.read.codes() }
    }
}

/// One of the addresses of this draft.
fn at(desk: &Desk, pattern: &str) -> String {
    paths::of_draft(pattern, &desk.written.programme.code, desk.draft.number)
}

fn at_requirement(desk: &Desk, pattern: &str, code: &str) -> String {
    paths::of_draft_requirement(pattern, &desk.written.programme.code, desk.draft.number, code)
}

/// A fault of the file, with the way to where it is mended.
pub struct Told {
    pub line: usize,
    pub sentence: String,
    pub href: String,
}

fn told(desk: &Desk, read: &Read) -> Vec<Told> {
    let one = |flaw: &crate::domain::reading::Flaw| {
        let href = match read.requirement_of(flaw).filter(|code| !code.is_empty()) {
            Some(code) => at_requirement(desk, paths::DRAFT_REQUIREMENT, code),
            None => at(
                desk,
                if read.sheet.is_some() && !flaw.path.is_empty() {
                    paths::DRAFT_HEAD
                } else {
                    paths::DRAFT_TEXT
                },
            ),
        };
        Told { line: flaw.line, sentence: flaw.sentence.clone(), href }
    };
    read.flaws.iter().map(one).collect()
}

#[cfg(test)]
mod tests;
