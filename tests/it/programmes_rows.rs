//! The shipped programmes against the table they were written from: every row of it (`tests/rows/section9.toml`)
//! is held by requirements that exist, with the figure and the badge that the row gives them; every shipped
//! programme is assessed on a believable trainee (`tests/worked/programmes`); and no kind asks who a patient is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use perfolio::domain::amount::Amount;
use perfolio::domain::fact::Facts;
use perfolio::domain::kind::{self, Confirmer, Kind};
use perfolio::domain::programme::{self, Version};
use perfolio::domain::progress::{Reason, assess};
use perfolio::domain::time::{Day, Moment};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rows: Vec<Row>,
}

/// One row, or the part of it that one version holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    row: String,
    figure: String,
    programme: Option<String>,
    version: Option<String>,
    #[serde(default)]
    requirements: Vec<String>,
    /// The figure of the first requirement named.
    target: Option<i64>,
    #[serde(default)]
    illustrative: bool,
    /// The test of a rule that is the house's own.
    house: Option<PathBuf>,
    /// What nothing holds yet.
    missing: Option<String>,
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let all = std::fs::read_dir(format!("programmes/{folder}")).unwrap();
    let all = all.map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> =
        all.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    files.sort();
    files
}

fn kinds() -> Vec<Kind> {
    let read = |path: &PathBuf| kind::read(&std::fs::read_to_string(path).unwrap());
    let files = toml_files("kinds");
    files
        .iter()
        .map(|path| read(path).unwrap_or_else(|flaws| panic!("{}: {flaws:#?}", path.display())))
        .collect()
}

/// Every shipped version by the name of its file.
fn versions() -> BTreeMap<String, Version> {
    let kinds = kinds();
    let read = |path: &PathBuf| {
        let version = programme::read(&std::fs::read_to_string(path).unwrap(), &kinds);
        let version = version.unwrap_or_else(|flaws| panic!("{}: {flaws:#?}", path.display()));
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), version)
    };
    toml_files("").iter().map(read).collect()
}

#[test]
fn every_row_of_the_table_has_the_requirements_that_hold_it() {
    let versions = versions();
    let table: Table = toml::from_str(&std::fs::read_to_string("tests/rows/section9.toml").unwrap()).unwrap();
    let named: std::collections::BTreeSet<&str> = table.rows.iter().map(|row| row.row.as_str()).collect();
    assert_eq!(named.len(), 87, "the table has 87 rows");
    for row in &table.rows {
        let told = format!("{} ({})", row.row, row.figure);
        if let Some(test) = &row.house {
            assert!(Path::new(test).is_file(), "{told}: no {}", test.display());
            continue;
        }
        if row.missing.is_some() {
            assert!(row.requirements.is_empty(), "{told}: it is held after all");
            continue;
        }
        let file = format!("{}-{}", row.programme.as_deref().unwrap(), row.version.as_deref().unwrap());
        let version = versions.get(&file).unwrap_or_else(|| panic!("{told}: no programmes/{file}.toml"));
        let found = row
            .requirements
            .iter()
            .map(|code| version.requirement(code).unwrap_or_else(|| panic!("{told}: no “{code}” in {file}")));
        let found: Vec<_> = found.collect();
        let first = found.first().unwrap_or_else(|| panic!("{told}: it names no requirement"));
        if let Some(target) = row.target {
            assert_eq!(
                first.rule.target(),
                Some(Amount::whole(target)),
                "{told}: the figure of {}",
                first.code
            );
        }
        assert_eq!(first.provenance.illustrative, row.illustrative, "{told}: the badge of {}", first.code);
    }
}

#[test]
fn every_shipped_programme_has_an_answer_for_a_believable_trainee() {
    let on: Moment = "2026-11-21T12:00:00Z".parse().unwrap();
    for (file, version) in versions() {
        assert_eq!(
            file,
            format!("{}-{}", version.code, version.version),
            "a file is named after its version"
        );
        let text = std::fs::read_to_string(format!("tests/worked/programmes/{file}.json")).unwrap();
        let facts: Facts = serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{file}: {fault}"));
        for fact in &facts.facts {
            let used =
                version.kind(&fact.kind).unwrap_or_else(|| panic!("{file}: {} of {}", fact.id, fact.kind));
            let fields = &used.kind.fields;
            let strange = fact.values.keys().find(|code| !fields.iter().any(|field| &&field.code == code));
            assert_eq!(strange, None, "{file}: {} has a field that its kind does not know", fact.id);
        }
        let assessment = assess(&version, &facts, on);
        assert_eq!(assessment.requirements.len(), version.requirements.len(), "{file}");
        assert!(
            assessment.requirements.iter().any(|one| !one.recorded.is_zero()),
            "{file}: nothing is recorded"
        );
        for one in &assessment.requirements {
            assert!(one.signed + one.submitted <= one.recorded, "{file}: {}", one.id);
        }
    }
}

/// The believable trainee's record with every supervisor's signature given in another capacity.
fn signed_as(version: &Version, facts: &Facts, capacity: &str, approved: bool) -> Facts {
    let mut facts = facts.clone();
    let supervised =
        |code: &str| version.kind(code).is_some_and(|used| used.kind.confirmed_by == Confirmer::Supervisor);
    for fact in facts.facts.iter_mut().filter(|fact| supervised(&fact.kind)) {
        for one in fact.confirmed.iter_mut().filter(|one| one.capacity == "supervisor") {
            one.capacity = capacity.to_owned();
            one.approved = Some(approved);
        }
    }
    facts
}

#[test]
fn an_approved_assessor_without_an_account_counts_wherever_a_shipped_programme_asks_for_approval() {
    let on: Moment = "2026-11-21T12:00:00Z".parse().unwrap();
    let asks = |version: &Version| version.requirements.iter().any(|one| one.signers.approved);
    let mut seen = 0;
    for (file, version) in versions().into_iter().filter(|(_, version)| asks(version)) {
        let text = std::fs::read_to_string(format!("tests/worked/programmes/{file}.json")).unwrap();
        let facts: Facts = serde_json::from_str(&text).unwrap();
        let with =
            |capacity, approved| assess(&version, &signed_as(&version, &facts, capacity, approved), on);
        let (appointed, outside) = (with("supervisor", true), with("assessor", true));
        let nobodys = with("assessor", false);
        let mut counted = 0;
        for one in version.requirements.iter().filter(|one| one.signers.approved) {
            let of = |all: &perfolio::domain::progress::Assessment| {
                all.requirements.iter().find(|found| found.id == one.code).unwrap().clone()
            };
            let (like, theirs, refused) = (of(&appointed), of(&outside), of(&nobodys));
            assert_eq!((theirs.signed, theirs.met), (like.signed, like.met), "{file}: {}", one.code);
            assert!(theirs.not_counted.iter().all(|one| one.reason != Reason::SignerCapacity), "{file}");
            assert!(refused.signed <= like.signed, "{file}: {}", one.code);
            let told = refused.not_counted.iter().any(|one| one.reason == Reason::SignerNotApproved);
            assert!(told || refused.signed == like.signed, "{file}: {}: not approved, and counts", one.code);
            counted += usize::from(told && !theirs.signed.is_zero());
        }
        assert!(counted > 0, "{file}: nothing is signed in this example");
        seen += 1;
    }
    assert!(seen >= 9, "{seen} programmes ask for approval");
}

#[test]
fn nobody_belongs_to_two_versions_of_a_programme() {
    type Cohort = (Option<Day>, Option<Day>, String);
    let mut by_code: BTreeMap<String, Vec<Cohort>> = BTreeMap::new();
    for (file, version) in versions() {
        let range = (version.cohort_from, version.cohort_until);
        if range != (None, None) {
            by_code.entry(version.code).or_default().push((range.0, range.1, file));
        }
    }
    for mut ranges in by_code.into_values() {
        ranges.sort();
        for pair in ranges.windows(2) {
            let (until, from) = (pair[0].1.unwrap(), pair[1].0.unwrap());
            assert!(until < from, "{} and {} overlap", pair[0].2, pair[1].2);
        }
    }
}

#[test]
fn no_kind_asks_who_a_patient_is() {
    let forbidden =
        ["date of birth", "nhs number", "hospital number", "patient name", "postcode", "patient's name"];
    for kind in kinds() {
        for field in &kind.fields {
            let label = field.label.to_lowercase();
            let found = forbidden.iter().find(|words| label.contains(*words));
            assert_eq!(found, None, "{} {}: {}", kind.code, kind.version, field.code);
        }
    }
}

#[test]
fn a_lead_can_confirm_or_replace_every_illustrative_figure() {
    for (file, version) in versions() {
        for asked in version.requirements.iter().filter(|asked| asked.provenance.illustrative) {
            let figure = asked.rule.target();
            let figure = figure.unwrap_or_else(|| panic!("{file}: {} has no figure to confirm", asked.code));
            let other = asked.rule.with_target(figure + Amount::ONE);
            assert_eq!(other.target(), Some(figure + Amount::ONE), "{file}: {}", asked.code);
        }
    }
}

#[test]
fn whoever_must_record_a_fact_can_and_somebody_can_confirm_it() {
    use perfolio::domain::kind::{Confirmer, FieldType, Recorder};
    for (file, version) in versions() {
        for used in &version.kinds {
            let kind = &used.kind;
            // What a lead records stands in tables of short fields, and is signed by the same lead.
            if kind.recorded_by == Recorder::Lead {
                assert_eq!(kind.confirmed_by, Confirmer::Lead, "{file}: {}", kind.code);
                let typed = |field: &perfolio::domain::kind::Field| {
                    matches!(field.kind, FieldType::Person | FieldType::Place)
                };
                assert!(
                    !kind.fields.iter().any(typed),
                    "{file}: {} asks a lead for people or places",
                    kind.code
                );
            }
        }
    }
}
