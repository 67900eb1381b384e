//! An entry as a text that can be pasted into another system's form: the item, the title, the dates, the
//! fields in words, who signed it here, and, only where its owner wants it, their own reflection.

use std::fmt::Write as _;

use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::programme::Version;
use crate::features::entries::{names_in, shown_value};
use crate::features::official::desk::{Place, signed};
use crate::features::standing::{EntryRow, Holdings};

// open: the entry was reached through an enrolment in sight
pub fn ready(
    conn: &mut Conn,
    version: &Version,
    holdings: &Holdings,
    place: &Place,
    entry: &EntryRow,
    thought: Option<&String>,
) -> Result<String, Fault> {
    let kind = version.kind(&entry.kind.code).map_or(&*entry.kind, |used| &used.kind);
    let names = names_in(conn, kind, &[&entry.values])?;
    let mut text =
        format!("{} {}\n{}\n{}: {}\n", place.code, place.title, entry.title, kind.day_label, entry.day);
    // Writing to a String cannot fail.
    if let Some(until) = entry.until {
        let _ = writeln!(text, "{}: {until}", kind.until_label);
    }
    for field in &kind.fields {
        if let Some(value) = entry.values.get(&field.code) {
            let _ = writeln!(text, "{}: {}", field.label, shown_value(field, value, &names));
        }
    }
    let _ = writeln!(text, "{}", signed(holdings, entry).replace("Signed here", "Signed in Perfolio"));
    if let Some(thought) = thought {
        let _ = write!(text, "\nReflection\n{thought}\n");
    }
    Ok(text)
}
