//! Holds who may know whom, how long a file may grow, which words say nothing, and that no query
//! forgets to ask who is looking. It reads the sources as text (no compiler), so each law has small
//! samples beside it that show what it catches and what it leaves alone.

mod law;
mod samples;
mod source;
mod tokens;

use std::path::Path;

use source::Source;

fn house() -> Vec<Source> {
    Source::all_under(Path::new(env!("CARGO_MANIFEST_DIR")), "src")
}

/// All faults at once, each with its place: one run tells everything that is to be mended.
fn hold(law: fn(&[Source]) -> Vec<String>) {
    let faults = law(&house());
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_reader_sees_the_house() {
    let house = house();
    assert!(house.len() > 15, "only {} files were read", house.len());
    let conn = house.iter().find(|file| file.path == "src/db/conn.rs").unwrap();
    assert!(conn.paths.iter().any(|path| path.starts_with("diesel")), "no diesel in src/db/conn.rs");
    assert!(conn.paths.iter().all(|path| path.line > 0 && path.line <= conn.lines.len()));
}

#[test]
fn arrows_point_down() {
    hold(law::layers);
}

#[test]
fn a_room_is_entered_through_its_door() {
    hold(law::doors);
}

#[test]
fn crates_stay_where_they_belong() {
    hold(law::crates);
}

#[test]
fn the_rules_know_no_machinery() {
    hold(law::pure_core);
}

#[test]
fn files_stay_short() {
    hold(law::length);
}

#[test]
fn names_say_what_things_are() {
    hold(law::names);
}

#[test]
fn every_query_asks_who_is_looking() {
    hold(law::stores);
}
