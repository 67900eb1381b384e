use super::*;

fn shipped(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("programmes").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_shipped_file_is_without_fault() {
    let files: Vec<PathBuf> = [shipped(""), shipped("kinds")].concat();
    assert!(files.len() >= 9, "{files:?}");
    let (code, told) = check(&files, &[]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = check(&shipped(""), &[]);
    assert_eq!(code, 0, "a programme finds its kinds beside it: {told}");
}

fn example(on: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("programmes/perfusion-msc-2025.toml");
    let (code, told) = assess(&file, &root.join("tests/data/facts-perfusion.json"), on, &[]);
    assert_eq!(code, 0, "{told}");
    serde_json::from_str(&told).unwrap()
}

fn of<'v>(answer: &'v Value, id: &str) -> &'v Value {
    answer["requirements"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

#[test]
fn the_example_says_what_counts_and_why_the_rest_does_not() {
    let answer = example("2026-07-15");
    let cases = of(&answer, "bypass-150");
    assert_eq!(cases["signed"], 5);
    assert_eq!(cases["submitted"], 1);
    assert_eq!(cases["target"], 150);
    assert_eq!(cases["counted"], json!(["c01", "c02", "c03", "c04", "c05"]));
    let why: BTreeMap<&str, &str> = cases["not_counted"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["fact"].as_str().unwrap(), one["reason"].as_str().unwrap()))
        .collect();
    let expected = [
        ("c06", "condition"),
        ("c07", "condition"),
        ("c08", "condition"),
        ("c09", "supervisor-not-registered"),
        ("c10", "site-not-accredited"),
        ("c11", "own-signature"),
        ("c12", "signer-is-trainee"),
        ("c13", "outcome-unsatisfactory"),
        ("c14", "returned"),
        ("c15", "waits-for-signature"),
    ];
    assert_eq!(why, BTreeMap::from(expected));
    assert_eq!(cases["waits"][0]["with"], "Sue Carter");
    assert_eq!(cases["state"], "Behind");
    assert_eq!(cases["due"], "2027-06-30");
    assert_eq!(of(&answer, "unit-foundations")["result"], "64");
    assert_eq!(of(&answer, "unit-cardiovascular")["counted"], json!(["u3"]));
    assert_eq!(of(&answer, "unit-adult-bypass")["state"], "Behind");
    assert_eq!(of(&answer, "practical-exam")["locked_by"][0]["sentence"], "needs 150 cases (5 signed)");
    assert_eq!(of(&answer, "mix-aortic")["state"], "Met", "a lead confirmed one in place of ten");
    assert_eq!(of(&answer, "mix-valve")["binding"], false);
    assert_eq!(of(&answer, "college-trainee")["met"], true);
    assert_eq!(answer["holds_until"], "2026-10-01", "the registration lapses");
}

#[test]
fn a_past_day_knows_only_what_was_known_then() {
    let answer = example("2026-01-12T16:00:00Z");
    let cases = of(&answer, "bypass-150");
    assert_eq!(cases["recorded"], 2);
    assert_eq!(cases["counted"], json!(["c01"]), "the second was signed an hour later");
    let lapsed = example("2026-10-01");
    assert_eq!(of(&lapsed, "college-trainee")["state"], "Lapsed");
}

#[test]
fn what_is_wrong_is_said_in_sentences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("programmes/perfusion-msc-2025.toml");
    let facts = root.join("tests/data/facts-perfusion.json");
    let (code, told) = assess(&file, &facts, "tomorrow", &[]);
    assert_eq!(code, 1);
    assert!(told.contains("neither an instant nor a date"), "{told}");
    let (code, told) = assess(&file, &file, "2026-01-01", &[]);
    assert_eq!((code, told.contains("perfusion-msc-2025.toml:1:")), (1, true), "{told}");
    let (code, told) = check(&[PathBuf::from("/nowhere.toml")], &[]);
    assert_eq!((code, told.as_str()), (1, "/nowhere.toml:1: There is no such file.\n1 fault.\n"));
}
