use std::path::Path;

use super::*;

/// All but the house, whose addresses are another's as soon as a page changes: what was found there has a
/// test of its own.
const TARGETS: [&Target; 20] = [
    &archive::BACKUP,
    &archive::BACKUP_ROWS,
    &tables::CSV,
    &tables::LOGBOOK,
    &documents::DOCX_ARCHIVE,
    &documents::DOCX_WORDS,
    &documents::PDF_TEXT,
    &documents::PICTURE,
    &engine::FACTS_FILE,
    &engine::KIND,
    &engine::PORTFOLIO,
    &engine::PROGRAMME,
    &exchange::CASE,
    &exchange::LIST,
    &forms::ANSWERS,
    &forms::HEADERS,
    &forms::MULTIPART,
    &forms::URLENCODED,
    &words::FREE_TEXT,
    &words::TYPED,
];

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        files.map(|file| file.path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_once_broke_something_breaks_nothing_now() {
    let folder = home().join("tests/fuzzed");
    let known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    for name in names(&folder) {
        assert!(known.contains(&name.as_str()), "tests/fuzzed/{name} is of no target");
    }
    for target in TARGETS {
        for file in std::fs::read_dir(folder.join(target.name)).into_iter().flatten().flatten() {
            // Named first, so that the name stands above the panic.
            println!("{}", file.path().display());
            (target.run)(&std::fs::read(file.path()).unwrap());
        }
    }
}

#[test]
fn every_target_has_seeds_that_hold() {
    for target in TARGETS {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{}", target.name);
        for seed in seeds {
            (target.run)(&seed);
        }
    }
}

/// Its own forms, filled in with what would be seen if it became markup, and its own addresses: a few of all.
#[test]
fn the_house_answers_its_own_forms() {
    let seeds = (house::HOUSE.seeds)();
    for seed in seeds.iter().step_by(9) {
        (house::HOUSE.run)(seed);
    }
}

#[test]
fn what_is_markup_is_told_from_what_is_typed() {
    for page in ["<p>so <zq\">", "<input value=\"so \"zq 12\">", "<a title=\"\"zq\">"] {
        assert!(house::as_markup(page).is_some(), "{page}");
    }
    for page in ["<p>zq &lt;zq</p>", "<input value=\"zq 12 &#34;zq\">"] {
        assert_eq!(house::as_markup(page), None);
    }
}

#[test]
fn every_target_has_its_program() {
    let mut known: Vec<String> =
        TARGETS.iter().map(|target| target.name).chain([house::HOUSE.name]).map(str::to_owned).collect();
    known.sort();
    assert_eq!(names(&home().join("fuzz/src/bin")), known);
}

#[test]
fn a_target_is_prepared_with_seeds_words_and_limits() {
    let folder = tempfile::tempdir().unwrap();
    words::TYPED.prepare(folder.path()).unwrap();
    assert_eq!(std::fs::read(folder.path().join("seeds/000")).unwrap(), b"12");
    let words = std::fs::read_to_string(folder.path().join("words.dict")).unwrap();
    assert!(words.lines().all(|word| word.starts_with('"') && word.ends_with('"')), "{words}");
    let limits = std::fs::read_to_string(folder.path().join("limits")).unwrap();
    assert_eq!(limits, "-max_len=2048\n-rss_limit_mb=512\n");
}
