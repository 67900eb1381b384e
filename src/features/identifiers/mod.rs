//! What the house looks for so that no patient is named, and what looking inside files said. Other rooms
//! ask `patterns` before they look at words, `refuse` where words are taken or not, and `look_inside` for
//! files. Kinds of findings and answers are kept; what was found never is.

mod inside;
mod store;

pub use inside::{Found, Lookers, MOST, PATIENCE_BYTES, found_inside, look_at_own, look_inside};
pub use store::{
    FileCheck, Outcome, PatternShown, add_pattern, committed_rows, committed_strikes, end_pattern,
    file_check, is_struck, keep_check, patterns, patterns_shown, strike_files, struck_hashes, wait_for_check,
};

use crate::db::conn::Conn;
use crate::domain::fault::{Fault, Faults};
use crate::domain::identifiers::{look, patient_identifier};

/// Several of them by their fields; every one that is refused is told.
// open: the house's forms of numbers are nobody's data
pub fn refuse_all(
    conn: &mut Conn,
    words: &[(String, String)],
    writer_says_nobody: bool,
) -> Result<String, Fault> {
    let (mut faults, mut passed) = (Faults::none(), Vec::new());
    for (field, text) in words {
        match refuse(conn, field, text, writer_says_nobody) {
            Ok(kinds) if kinds.is_empty() => {}
            Ok(kinds) => passed.push(kinds),
            Err(Fault::Typed(found)) => found.iter().for_each(|(field, why)| faults.add(field, why)),
            Err(other) => return Err(other),
        }
    }
    if faults.is_empty() { Ok(passed.join(" ")) } else { Err(faults.into()) }
}

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
