//! Entries, their decisions and their evidence as tables. Kinds have different fields, so the table
//! of entries has its fixed columns and after them one column per field label, in the order in which
//! the labels first appear; a unit goes into the header, so that the cell is a bare number.

use super::{Cell, Column, Table};
use crate::render::report::{EntryRow, Field};

const FIXED: [(&str, u8); 12] = [
    ("Entry", 9),
    ("Day", 18),
    ("Kind", 18),
    ("Title", 44),
    ("State", 14),
    ("Waits with", 24),
    ("Waits since", 24),
    ("Counts for", 36),
    ("Does not count for", 44),
    ("Files", 8),
    ("Version", 9),
    ("Content hash", 68),
];

pub fn entries(entries: &[EntryRow]) -> Table<'_> {
    let mut labels: Vec<String> = Vec::new();
    for field in entries.iter().flat_map(|e| &e.fields) {
        let label = column_name(field);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let mut table = Table::new("Entries", &FIXED);
    table.columns.extend(labels.iter().map(|name| Column { name: name.clone(), width: 20 }));
    table.with(entries.iter().map(move |e| row(e, &labels)))
}

/// The label with its unit; one that would read like a fixed column is told apart.
fn column_name(field: &Field) -> String {
    let name = match field.unit.as_str() {
        "" => field.label.clone(),
        unit => format!("{} ({unit})", field.label),
    };
    let taken = name == "Table" || FIXED.iter().any(|(fixed, _)| name.eq_ignore_ascii_case(fixed));
    if taken { format!("{name} (field)") } else { name }
}

fn row(entry: &EntryRow, labels: &[String]) -> Vec<Cell> {
    let joined = |parts: Vec<String>| Cell::from(parts.join("; ").as_str());
    let not_for = entry.not_for.iter().map(|n| format!("{}: {}", n.requirement, n.reason));
    let mut cells = vec![
        (&entry.number).into(),
        entry.day.into(),
        (&entry.kind).into(),
        (&entry.title).into(),
        (&entry.state).into(),
        entry.waits.as_ref().map(|w| &w.with).into(),
        entry.waits.as_ref().map(|w| &w.since).into(),
        joined(entry.counts_for.clone()),
        joined(not_for.collect()),
        u32::try_from(entry.evidence.len()).unwrap_or(u32::MAX).into(),
        entry.version.into(),
        (&entry.content_hash).into(),
    ];
    cells.extend(labels.iter().map(|label| {
        let here: Vec<&Field> = entry.fields.iter().filter(|f| column_name(f) == *label).collect();
        match here.as_slice() {
            [Field { number: Some(number), .. }] => (*number).into(),
            many => joined(many.iter().map(|f| f.value.clone()).collect()),
        }
    }));
    cells
}

pub fn sign_offs(entries: &[EntryRow]) -> Table<'_> {
    let columns = [
        ("Entry", 9),
        ("Day", 18),
        ("Title", 44),
        ("Verdict", 12),
        ("Signer", 24),
        ("Capacity", 18),
        ("Decided at", 24),
        ("Level", 36),
        ("Comment", 60),
        ("Signed without an account", 60),
        ("Version", 9),
        ("Content hash", 68),
    ];
    let of_entry = |entry: &EntryRow| {
        let decided = entry.decisions.iter().map(|d| {
            // The hash shown is of the present version; an older decision was made on older content.
            let hash = if d.version == entry.version { entry.content_hash.as_str() } else { "" };
            vec![
                (&entry.number).into(),
                entry.day.into(),
                (&entry.title).into(),
                (&d.verdict).into(),
                (&d.signer).into(),
                (&d.capacity).into(),
                (&d.at).into(),
                d.level.as_ref().into(),
                (&d.comment).into(),
                (&d.shown_by).into(),
                d.version.into(),
                hash.into(),
            ]
        });
        decided.collect::<Vec<_>>()
    };
    Table::new("Sign-offs", &columns).with(entries.iter().flat_map(of_entry))
}

pub fn evidence(entries: &[EntryRow]) -> Table<'_> {
    let columns = [("Entry", 9), ("File", 40), ("Type", 14), ("Size", 12), ("SHA-256 of the file", 68)];
    let of_entry = |entry: &EntryRow| {
        let files = entry.evidence.iter().map(|file| {
            vec![
                (&entry.number).into(),
                (&file.name).into(),
                (&file.media).into(),
                (&file.size).into(),
                (&file.hash).into(),
            ]
        });
        files.collect::<Vec<Vec<Cell>>>()
    };
    Table::new("Evidence", &columns).with(entries.iter().flat_map(of_entry))
}
