//! `perfolio programme check`, `assess`, `export` and `import`: programmes as files, without a house. A
//! programme finds its kinds among the files named, then in the folder `kinds` beside it, then among
//! those that are shipped. Nothing here panics on any input; every fault is a sentence.

mod exchange;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::domain::amount::Amount;
use crate::domain::fact::Facts;
use crate::domain::kind::{self, Kind};
use crate::domain::outlook::{Outlook, outlook, overall};
use crate::domain::programme::{self, Version};
use crate::domain::progress::{Assessment, Standing, assess as assess_facts};
use crate::domain::reading::Flaw;
use crate::domain::time::{Day, Moment};

pub use exchange::{Form, Said, Source, export, import};

/// Exit code and output. Faults and answers alike are for the reader of the terminal.
pub type Printed = (i32, String);

/// Explains every fault of kind and programme files, told apart by their content.
pub fn check(files: &[PathBuf], shipped: &[Kind]) -> Printed {
    let mut lines = Vec::new();
    let (mut faults, mut programmes, mut kinds) = (0, Vec::new(), Vec::new());
    let mut tell = |file: &Path, flaws: &[Flaw]| {
        for flaw in flaws {
            lines.push(format!("{}:{flaw}", file.display()));
        }
        faults += flaws.len();
    };
    for file in files {
        match text(file) {
            Err(sentence) => tell(file, &[whole(sentence)]),
            Ok(text) if is_kind(&text) => match kind::read(&text) {
                Ok(kind) => kinds.push(kind),
                Err(flaws) => tell(file, &flaws),
            },
            Ok(text) => programmes.push((file, text)),
        }
    }
    let named = kinds.len();
    for (file, text) in &programmes {
        let known = with_neighbours(file, &kinds, shipped);
        if let Err(flaws) = programme::read(text, &known) {
            tell(file, &flaws);
        }
    }
    lines.push(match faults {
        0 => format!(
            "No faults in {} and {}.",
            some(programmes.len(), "programme"),
            some(named, "kind of entry")
        ),
        1 => "1 fault.".to_owned(),
        many => format!("{many} faults."),
    });
    (i32::from(faults > 0), lines.join("\n") + "\n")
}

/// The assessment and the outlook of a facts file, as JSON. `on` is an instant, or a date meaning its
/// last instant in the zone of the facts.
pub fn assess(file: &Path, facts: &Path, on: &str, shipped: &[Kind]) -> Printed {
    match assessed(file, facts, on, shipped) {
        Ok(answer) => (0, answer),
        Err(sentence) => (1, sentence + "\n"),
    }
}

fn assessed(file: &Path, facts_file: &Path, on: &str, shipped: &[Kind]) -> Result<String, String> {
    let named = |path: &Path| text(path).map_err(|sentence| format!("{}: {sentence}", path.display()));
    let text_of_file = named(file)?;
    let version = programme::read(&text_of_file, &with_neighbours(file, &[], shipped)).map_err(|flaws| {
        let lines: Vec<String> = flaws.iter().map(|flaw| format!("{}:{flaw}", file.display())).collect();
        format!("{}\nThe programme has faults, so nothing was assessed.", lines.join("\n"))
    })?;
    let facts: Facts = serde_json::from_str(&named(facts_file)?)
        .map_err(|fault| format!("{}:{}: {fault}", facts_file.display(), fault.line()))?;
    let as_of = instant(on, &facts)?;
    let assessment = assess_facts(&version, &facts, as_of);
    let outlooks = outlook(&version, &facts, &assessment, assessment.day);
    let answer = answer(&version, &assessment, &outlooks);
    serde_json::to_string_pretty(&answer).map(|text| text + "\n").map_err(|fault| fault.to_string())
}

fn instant(on: &str, facts: &Facts) -> Result<Moment, String> {
    match (on.parse::<Moment>(), on.parse::<Day>()) {
        (Ok(moment), _) => Ok(moment),
        (_, Ok(day)) => Ok(day.ends_in(facts.enrolment.zone)),
        _ => {
            Err(format!("“{on}” is neither an instant nor a date: write 2026-11-12T14:02:33Z or 2026-11-12."))
        }
    }
}

/// The documented answer: the standing of each requirement with its outlook in one object.
pub fn answer(version: &Version, assessment: &Assessment, outlooks: &[Outlook]) -> Value {
    let outlooks_by: BTreeMap<&str, &Outlook> = outlooks.iter().map(|one| (one.id.as_str(), one)).collect();
    let requirements: Vec<Value> = assessment
        .requirements
        .iter()
        .map(|standing| requirement(standing, outlooks_by.get(standing.id.as_str()).copied()))
        .collect();
    let overall = overall(assessment, outlooks);
    json!({
        "programme": version.code,
        "version": version.version,
        "engine": assessment.engine,
        "as_of": assessment.as_of,
        "day": assessment.day,
        "life": assessment.life,
        "overall": overall,
        "holds_until": assessment.holds_until,
        "requirements": requirements,
    })
}

fn requirement(standing: &Standing, outlook: Option<&Outlook>) -> Value {
    let counted: Vec<&str> = standing.counted.iter().map(|one| one.fact.as_str()).collect();
    let credits: BTreeMap<&str, Amount> = standing
        .counted
        .iter()
        .filter(|one| one.credit != Amount::ONE)
        .map(|one| (one.fact.as_str(), one.credit))
        .collect();
    let labels: BTreeMap<&str, &str> = (standing.counted.iter())
        .filter(|one| !one.label.is_empty())
        .map(|one| (one.fact.as_str(), one.label.as_str()))
        .collect();
    let mut value = serde_json::to_value(standing).unwrap_or_else(|_| json!({ "id": standing.id }));
    if let Some(object) = value.as_object_mut() {
        object.insert("counted".to_owned(), json!(counted));
        object.insert("credits".to_owned(), json!(credits));
        object.insert("labels".to_owned(), json!(labels));
        object.insert("state".to_owned(), json!(outlook.map(|one| one.state)));
        object.insert("forecast".to_owned(), json!(outlook.and_then(|one| one.forecast.as_ref())));
        let why = outlook.map(|one| one.no_forecast.as_str()).filter(|why| !why.is_empty());
        object.insert("no_forecast".to_owned(), json!(why));
        object.insert("expected".to_owned(), json!(outlook.and_then(|one| one.expected)));
        object.insert("behind_from".to_owned(), json!(outlook.and_then(|one| one.behind_from)));
    }
    value
}

fn whole(sentence: String) -> Flaw {
    Flaw { line: 1, path: String::new(), sentence }
}

fn some(number: usize, noun: &str) -> String {
    match (number, noun) {
        (1, _) => format!("1 {noun}"),
        (_, "kind of entry") => format!("{number} kinds of entry"),
        _ => format!("{number} {noun}s"),
    }
}

fn text(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|fault| match fault.kind() {
        std::io::ErrorKind::NotFound => "There is no such file.".to_owned(),
        _ => format!("This file cannot be read ({fault})."),
    })?;
    String::from_utf8(bytes).map_err(|_| "This is not a text in UTF-8.".to_owned())
}

/// A kind file names its `kind` in the first table; a programme names its `programme` there.
fn is_kind(text: &str) -> bool {
    let top = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let mut keys = top.filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim());
    keys.any(|key| key == "kind")
}

/// The kinds named, those in the folder `kinds` beside the programme (or beside the file, if it lies in
/// one), and the shipped ones; the first of each code and version holds.
fn with_neighbours(file: &Path, named: &[Kind], shipped: &[Kind]) -> Vec<Kind> {
    let mut all: Vec<Kind> = named.to_vec();
    let folder = file.parent().unwrap_or(Path::new(".")).join("kinds");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let beside = files.iter().filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let beside = beside.filter_map(|path| kind::read(&text(path).ok()?).ok());
    for kind in beside.chain(shipped.iter().cloned()) {
        if !all.iter().any(|one| one.code == kind.code && one.version == kind.version) {
            all.push(kind);
        }
    }
    all
}

#[cfg(test)]
mod tests;
