//! Each file under `tests/faults` has one fault, and says in its first line in which line it is and what
//! somebody who wrote it is told.

use crate::domain::progress::tests::shelf;

#[test]
fn every_faulty_file_is_told_its_line_and_what_to_write_instead() {
    let mut files: Vec<_> = std::fs::read_dir(shelf::root().join("tests/faults"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 60, "{}", files.len());
    let mut wrong = Vec::new();
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        let wanted = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap();
        let flaws = super::read(&text, shelf::kinds()).err().unwrap_or_default();
        let told: Vec<String> = flaws.iter().map(ToString::to_string).collect();
        if told != [wanted] {
            wrong.push(format!(
                "WRONG\t{}\t{}",
                path.file_stem().unwrap().to_string_lossy(),
                told.join(" ¦ ")
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
