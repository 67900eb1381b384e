//! What the house looks for so that no patient is named, and what looking inside files said. Other rooms
//! ask `patterns` before they look at words, `refuse` where words are taken or not, and `look_inside` for
//! files. Kinds of findings and answers are kept; what was found never is.

mod inside;
mod store;

pub use inside::{Found, Lookers, MOST, PATIENCE_BYTES, found_inside, look_at_own, look_inside};
pub use store::{
    FileCheck, Outcome, PatternShown, add_pattern, committed_rows, end_pattern, file_check, keep_check,
    patterns, patterns_shown, wait_for_check,
};

use crate::db::conn::Conn;
use crate::domain::fault::{Fault, Faults};
use crate::domain::identifiers::{look, patient_identifier};

/// Free words that another person will read: refused with a sentence beside the field, unless the writer
/// says that they have looked and nobody is named. Gives the kinds that were passed over, for the event.
// open: the house's forms of numbers are nobody's data
pub fn refuse(conn: &mut Conn, field: &str, text: &str, writer_says_nobody: bool) -> Result<String, Fault> {
    let house = patterns(conn)?;
    match patient_identifier(text, &house) {
        None => Ok(String::new()),
        Some(_) if writer_says_nobody => {
            let kinds: Vec<&str> = look(text, &house).iter().map(|finding| finding.what.as_str()).collect();
            Ok(kinds.join(" "))
        }
        Some(sentence) => Err(Faults::one(field, sentence).into()),
    }
}
