//! Programme and kind files as TOML, facts as JSON, and the engine on whatever of them can be read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::domain::amount::Amount;
use crate::domain::fact::Facts;
use crate::domain::kind::{self, Field, FieldType, Kind};
use crate::domain::outlook::{outlook, overall};
use crate::domain::programme::{self, Version};
use crate::domain::progress::{Assessment, Standing, assess, would_count};
use crate::domain::reading::Flaw;
use crate::domain::rule::describe;
use crate::domain::time::Moment;

use super::{Target, seeds};

/// Stands between the programme and the facts of an input: a comment of TOML.
pub(super) const FACTS: &str = "\n#facts\n";

pub static KIND: Target = Target {
    name: "kind",
    run: |bytes| text(bytes, kind_file),
    seeds: seeds::kinds,
    words: include_str!("words/kind.dict"),
    longest: 6 * 1024,
    memory: 512,
};

pub static PROGRAMME: Target = Target {
    name: "programme",
    run: |bytes| text(bytes, programme_file),
    seeds: seeds::programmes,
    words: include_str!("words/programme.dict"),
    longest: 8 * 1024,
    memory: 512,
};

pub static FACTS_FILE: Target = Target {
    name: "facts",
    run: |bytes| text(bytes, facts_file),
    seeds: seeds::facts,
    words: include_str!("words/facts.dict"),
    longest: 6 * 1024,
    memory: 512,
};

pub static PORTFOLIO: Target = Target {
    name: "portfolio",
    run: |bytes| {
        if let Some(facts) = super::made::facts(bytes) {
            for version in versions() {
                engine(version, &facts, moments(&facts));
            }
        }
    },
    seeds: || vec![vec![0; 400], (0..=255).cycle().take(900).collect(), vec![255; 300]],
    words: include_str!("words/portfolio.dict"),
    longest: 2 * 1024,
    memory: 512,
};

fn text(bytes: &[u8], read: fn(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(text);
    }
}

fn kind_file(text: &str) {
    match kind::read(text) {
        Ok(kind) => kind_holds(&kind),
        Err(flaws) => told(&flaws, text),
    }
}

/// A kind that was taken can be asked about, and what was answered comes back as it was.
fn kind_holds(kind: &Kind) {
    let codes: BTreeSet<&str> = kind.fields.iter().map(|field| field.code.as_str()).collect();
    assert_eq!(codes.len(), kind.fields.len(), "two fields with one code");
    let nothing = kind.read_typed(&BTreeMap::new());
    assert!(nothing.0.is_empty(), "values of nothing");
    let answers: BTreeMap<String, Vec<String>> =
        kind.fields.iter().map(|field| (field.code.clone(), vec![answer(field)])).collect();
    let (values, _) = kind.read_typed(&answers);
    let (again, faults) = kind.read_typed(&kind.typed(&values));
    assert_eq!(values, again, "an answer changes when it is shown and sent again");
    for field in kind.fields.iter().filter_map(|field| Some((field, values.get(&field.code)?))) {
        let _ = field.0.shown(field.1);
        assert!(!faults.iter().any(|fault| fault.field == field.0.code), "what was taken is refused");
    }
}

fn answer(field: &Field) -> String {
    match &field.kind {
        FieldType::Number { min, .. } => min.to_string(),
        FieldType::Minutes { max } => max.to_string(),
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            choices.first().map(|choice| choice.code.clone()).unwrap_or_default()
        }
        FieldType::Date => "2026-11-12".to_owned(),
        FieldType::YesNo => "yes".to_owned(),
        _ => "as\u{301} typed".to_owned(),
    }
}

/// Faults are told in order, each with a line of the file and a sentence.
fn told(flaws: &[Flaw], text: &str) {
    let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    assert!(!flaws.is_empty() && flaws.len() <= 200, "{} faults", flaws.len());
    assert!(flaws.is_sorted(), "faults out of order");
    for flaw in flaws {
        assert!((1..=lines).contains(&flaw.line), "line {} of {lines}: {flaw:?}", flaw.line);
        assert!(flaw.sentence.ends_with(['.', '?']), "no sentence: {flaw:?}");
    }
}

fn programme_file(input: &str) {
    let (file, facts) = input.split_once(FACTS).unwrap_or((input, ""));
    let version = match programme::read(file, kinds()) {
        Ok(version) => version,
        Err(flaws) => return told(&flaws, file),
    };
    for requirement in &version.requirements {
        let _ = describe(requirement, &version);
    }
    let facts = match serde_json::from_str::<Facts>(facts) {
        Ok(facts) => vec![facts],
        Err(_) => [facts, file].iter().filter_map(|text| super::made::facts(text.as_bytes())).collect(),
    };
    for facts in &facts {
        engine(&version, facts, moments(facts));
    }
}

fn facts_file(text: &str) {
    let Ok(facts) = serde_json::from_str::<Facts>(text) else { return };
    let written = serde_json::to_string(&facts).unwrap_or_default();
    let again = serde_json::from_str::<Facts>(&written).ok();
    assert_eq!(again.as_ref(), Some(&facts), "facts change when they are written");
    for version in versions() {
        engine(version, &facts, moments(&facts));
    }
}

/// Instants around which the facts lie, and far away from them.
fn moments(facts: &Facts) -> Vec<Moment> {
    let zone = facts.enrolment.zone;
    let start = facts.enrolment.started;
    let middle = facts.facts.get(facts.facts.len() / 2).map_or(start, |fact| fact.day);
    let far = ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"].iter().filter_map(|text| text.parse().ok());
    [start.plus_days(400), middle].into_iter().map(|day| day.ends_in(zone)).chain(far).collect()
}

/// What must hold of every answer (`progress.rs`, requirements.md "Properties worth testing").
fn engine(version: &Version, facts: &Facts, moments: Vec<Moment>) {
    let ids: BTreeSet<&str> = facts.facts.iter().map(|fact| fact.id.as_str()).collect();
    let rows: BTreeSet<&str> = facts.registrations.iter().map(|row| row.id.as_str()).collect();
    let told_apart = ids.len() == facts.facts.len() && rows.len() == facts.registrations.len();
    for at in moments {
        let assessment = assess(version, facts, at);
        holds(version, &assessment);
        if told_apart {
            let mut turned = facts.clone();
            turned.facts.reverse();
            turned.registrations.reverse();
            assert_eq!(assess(version, &turned, at), assessment, "the order of facts matters");
        }
        for today in [assessment.day, assessment.day.plus_days(1000), assessment.day.plus_days(-1000)] {
            let outlooks = outlook(version, facts, &assessment, today);
            assert_eq!(outlooks.len(), assessment.requirements.len(), "a requirement without its outlook");
            let line = overall(&assessment, &outlooks);
            assert!(line.met <= line.of && line.behind <= line.of, "{line:?}");
        }
        if let Some(draft) = facts.facts.first() {
            let _ = would_count(version, facts, draft, at);
        }
    }
}

fn holds(version: &Version, assessment: &Assessment) {
    assert_eq!(assessment.requirements.len(), version.requirements.len(), "a requirement is missing");
    assert!(
        assessment.holds_until.is_none_or(|day| day > assessment.day),
        "it holds until {:?}",
        assessment.holds_until
    );
    for standing in &assessment.requirements {
        figures(standing);
    }
    let written = serde_json::to_string(assessment).unwrap_or_default();
    let again = serde_json::from_str::<Assessment>(&written).ok();
    assert_eq!(again.as_ref(), Some(assessment), "an answer changes when it is stored");
}

fn figures(standing: &Standing) {
    let all = [standing.recorded, standing.submitted, standing.signed, standing.target];
    assert!(all.iter().all(|amount| *amount >= Amount::ZERO), "less than nothing: {standing:?}");
    assert!(standing.signed + standing.submitted <= standing.recorded, "{standing:?}");
    assert!(!standing.met || standing.would_meet, "met, and would not be: {standing:?}");
    assert!(!(standing.met && standing.locked), "met and locked: {standing:?}");
}

/// The kinds that are shipped.
pub(super) fn kinds() -> &'static [Kind] {
    static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
    KINDS.get_or_init(|| {
        super::shipped("programmes/kinds").iter().filter_map(|text| kind::read(text).ok()).collect()
    })
}

/// The programmes that are shipped, and one with every rule and modifier.
fn versions() -> &'static [Version] {
    static VERSIONS: OnceLock<Vec<Version>> = OnceLock::new();
    VERSIONS.get_or_init(|| {
        let mut files = super::shipped("programmes");
        files.push(seeds::EVERYTHING.to_owned());
        files.iter().filter_map(|text| programme::read(text, kinds()).ok()).collect()
    })
}
