//! What stands for an item as a text that can be pasted into another system's form: the item, and of each entry
//! the title, the dates, the fields in words, who signed it here, and, only where its owner wants it, their own
//! reflection.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::names::EntryId;
use crate::domain::official::Place;
use crate::domain::programme::Version;
use crate::features::entries::{names_in, shown_value};
use crate::features::official::desk::signed;
use crate::features::standing::{EntryRow, Holdings};

// open: the entries were reached through an enrolment in sight
pub fn ready(
    conn: &mut Conn,
    version: &Version,
    holdings: &Holdings,
    place: &Place,
    entries: &[&EntryRow],
    thoughts: &HashMap<EntryId, String>,
) -> Result<String, Fault> {
    let mut text = format!("{} {}\n", place.code, place.title);
    for (nth, entry) in entries.iter().enumerate() {
        if nth > 0 {
            text.push('\n');
        }
        of_entry(conn, version, holdings, entry, &mut text)?;
        // Writing to a String cannot fail.
        if let Some(thought) = thoughts.get(&entry.id) {
            let _ = write!(text, "\nReflection\n{thought}\n");
        }
    }
    Ok(text)
}

fn of_entry(
    conn: &mut Conn,
    version: &Version,
    holdings: &Holdings,
    entry: &EntryRow,
    text: &mut String,
) -> Result<(), Fault> {
    let kind = version.kind(&entry.kind.code).map_or(&*entry.kind, |used| &used.kind);
    let names = names_in(conn, kind, &[&entry.values])?;
    let _ = writeln!(text, "{}\n{}: {}", entry.title, kind.day_label, entry.day);
    if let Some(until) = entry.until {
        let _ = writeln!(text, "{}: {until}", kind.until_label);
    }
    for field in &kind.fields {
        if let Some(value) = entry.values.get(&field.code) {
            let _ = writeln!(text, "{}: {}", field.label, shown_value(field, value, &names));
        }
    }
    let _ = writeln!(text, "{}", signed(holdings, entry).replace("Signed here", "Signed in Perfolio"));
    Ok(())
}
