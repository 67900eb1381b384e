//! The table of security requirements (`docs/asvs.md`) says of each line where it is held. This holds the
//! table: every number of the standard's first two levels is there once with its level, each line has a
//! state that its words bear out, whatever file, test or section it names exists, and the counts at its
//! head are those of its lines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const STATES: [&str; 3] = ["holds", "does not apply", "not yet"];

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text(path: &str) -> String {
    std::fs::read_to_string(at(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// One line of the table: `| v5.0.0-1.2.3 | 1 | what | state | where |`.
struct Line {
    number: String,
    level: String,
    what: String,
    state: String,
    place: String,
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn lines() -> Vec<Line> {
    let table = text("docs/asvs.md");
    let rows = table.lines().filter(|line| line.starts_with("| v5.0.0-"));
    rows.map(|row| {
        let cells = cells(row);
        assert_eq!(cells.len(), 5, "{row}");
        Line {
            number: cells[0].trim_start_matches("v5.0.0-").to_owned(),
            level: cells[1].clone(),
            what: cells[2].clone(),
            state: cells[3].clone(),
            place: cells[4].clone(),
        }
    })
    .collect()
}

/// What stands between backticks.
fn named(place: &str) -> Vec<String> {
    place.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Is it a file of this house, a test in one, or a section of a page? Other words in backticks are words.
fn found(name: &str) -> Result<bool, String> {
    let (path, part) = match name.split_once("::") {
        Some((path, part)) => (path, Some(part)),
        None => (name, None),
    };
    let is_path = part.is_some() || path.contains('/') || path.ends_with(".toml") || path.ends_with(".lock");
    if !is_path {
        return Ok(false);
    }
    if !at(path).is_file() {
        return Err(format!("there is no {path}"));
    }
    let Some(part) = part else { return Ok(false) };
    let held = text(path);
    let there = match path.rsplit('.').next() {
        Some("rs") => held.contains(&format!("fn {part}(")),
        Some("md") => {
            held.lines().any(|line| line.trim_start_matches('#').trim() == part && line.starts_with('#'))
        }
        _ => held.contains(part),
    };
    if there { Ok(true) } else { Err(format!("{path} has no “{part}”")) }
}

#[test]
fn each_number_of_the_first_two_levels_is_there_once() {
    let wanted = text("tests/it/asvs/numbers.txt");
    let wanted: Vec<String> = wanted.lines().map(str::to_owned).collect();
    let there: Vec<String> = lines().iter().map(|line| format!("{} {}", line.number, line.level)).collect();
    assert_eq!(wanted.len(), 253);
    for one in &wanted {
        assert_eq!(there.iter().filter(|other| *other == one).count(), 1, "{one}");
    }
    for one in &there {
        assert!(wanted.contains(one), "{one} is not one of them");
    }
    assert_eq!(there, wanted, "the order is another");
}

#[test]
fn each_line_says_where_it_is_held_or_why_not() {
    let mut faults = Vec::new();
    for line in lines() {
        let mut proofs = 0;
        for name in named(&line.place) {
            match found(&name) {
                Ok(true) => proofs += 1,
                Ok(false) => {}
                Err(why) => faults.push(format!("{}: {why}", line.number)),
            }
        }
        let wanted = line.place.contains("wanted");
        let enough = match line.state.as_str() {
            "holds" => proofs > 0 || (wanted && line.place.contains('`')),
            "does not apply" => line.place.len() >= 20 && !wanted,
            "not yet" => line.place.len() >= 20,
            other => {
                faults.push(format!("{}: “{other}” is no state", line.number));
                true
            }
        };
        if !enough || line.what.is_empty() {
            faults.push(format!("{}: {} is not borne out by “{}”", line.number, line.state, line.place));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_counts_at_its_head_are_those_of_its_lines() {
    let mut counted: BTreeMap<u32, [u32; 3]> = BTreeMap::new();
    for line in lines() {
        let chapter: u32 = line.number.split('.').next().unwrap().parse().unwrap();
        let state = STATES.iter().position(|state| *state == line.state).unwrap();
        counted.entry(chapter).or_default()[state] += 1;
    }
    let page = text("docs/asvs.md");
    let head: Vec<Vec<String>> = page
        .lines()
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("| ") && !line.starts_with("| chapter"))
        .map(cells)
        .collect();
    let numbers = |row: &[String]| -> Vec<u32> {
        row[1..].iter().map(|cell| cell.parse().unwrap_or_else(|_| panic!("{row:?}"))).collect()
    };
    let (all, chapters) = head.split_last().unwrap();
    assert_eq!(chapters.len(), counted.len());
    for (row, (chapter, counts)) in chapters.iter().zip(&counted) {
        assert!(row[0].starts_with(&format!("{chapter} ")), "{row:?}");
        assert_eq!(numbers(row), counts, "{row:?}");
    }
    let sum = |state: usize| counted.values().map(|counts| counts[state]).sum::<u32>();
    assert_eq!(numbers(all), [sum(0), sum(1), sum(2)], "{all:?}");
}

#[test]
fn a_name_that_is_nowhere_is_told() {
    assert_eq!(found("docs/security.md::Sessions"), Ok(true));
    assert_eq!(found("src/web/csrf.rs::then_the_origin"), Ok(true));
    assert_eq!(found("src/web/csrf.rs"), Ok(false));
    assert_eq!(found("frame-ancestors"), Ok(false));
    for nowhere in ["src/web/csrf.rs::then_the", "src/nothing.rs", "docs/security.md::Nothing", "x::y"] {
        assert!(found(nowhere).is_err(), "{nowhere}");
    }
}
