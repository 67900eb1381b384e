//! What stands on a page in the place of something that was struck out: that it was, when and by whom.

use crate::features::entries::panel::{Step, happened};
use crate::features::entries::seen::{FileShown, Seen};
use crate::features::entries::store::StruckShown;
use crate::files::intake::STRUCK_OUT;

/// In the place of words.
pub const STRUCK: &str = "Struck out";

/// A file, or its name alone, may have been struck out.
pub fn name_of(file: &FileShown) -> &str {
    match (file.name.is_empty(), file.media_type == STRUCK_OUT) {
        (false, _) => &file.name,
        (true, true) => "A file that was struck out",
        (true, false) => "A file whose name was struck out",
    }
}

pub(super) fn steps(entry: &Seen, struck: &[StruckShown]) -> Vec<(i64, Step)> {
    let step = |one: &StruckShown| {
        let by = if one.by.is_empty() { "Perfolio" } else { &one.by };
        let mut step = happened("Struck out", by, one.at.shown_in(entry.zone));
        step.said.push(match one.erased {
            true => "Its owner was erased, with everything that was recorded.".to_owned(),
            false => format!("It held {}. Nobody can read it again.", one.sort.shown()),
        });
        if one.reopened {
            step.said.push("The entry is assessed again.".to_owned());
        }
        (one.at.millis(), step)
    };
    struck.iter().map(step).collect()
}
