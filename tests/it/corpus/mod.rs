//! The corpus of our own making, measured: `cargo xtask corpus` prints these tables, and the tests hold
//! what they were when they were written. Corpus and checks come from the same house, so the figures are
//! a floor under changes and no promise about anybody else's words.

mod files;
mod numbers;
mod table;
mod texts;

use table::Table;

/// Printed with `--nocapture`; what went wrong stands above the table.
fn shown(what: &str, table: &Table) {
    for note in &table.notes {
        println!("{note}");
    }
    println!("\n{what}: {} looked at\n\n{table}", table.looked_at);
}

#[test]
fn texts_keep_their_precision_and_recall() {
    let table = texts::measure();
    shown("Texts", &table);
    assert!(table.looked_at >= 400, "{} texts", table.looked_at);
    assert_eq!(table.by_kind["nhs-number"].recall(), 1.0);
    let all = table.overall();
    assert!(all.precision() >= 0.96 && all.recall() >= 0.98, "{all:?}");
    assert!(table.held.precision() >= 0.96 && table.held.recall() >= 0.94, "{:?}", table.held);
}

#[test]
fn files_keep_their_precision_and_recall() {
    let table = files::measure();
    shown("Files", &table);
    assert!(table.looked_at >= 60, "{} files", table.looked_at);
    for kind in ["nhs-number", "stripped", "locked", "damaged", "unread"] {
        assert_eq!(table.by_kind[kind].recall(), 1.0, "{kind}");
    }
    let all = table.overall();
    assert!(all.precision() >= 0.97 && all.recall() >= 0.97, "{all:?}");
}
