//! The pure function alone: portfolios of 500, 5 000 and 50 000 facts under the shipped scientist training
//! programme, loading apart. Time must not grow faster than what it takes to look at each word of them once,
//! which itself grows faster than the portfolio once that is larger than the processor's memory.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use perfolio::domain::amount::Amount;
use perfolio::domain::fact::{Confirmation, Enrolment, Fact, FactState, Facts, WaitsWith};
use perfolio::domain::kind::{self, Confirmer, FieldType, Kind, Value, Values};
use perfolio::domain::programme::{self, Requirement, Version};
use perfolio::domain::progress::assess;
use perfolio::domain::rule::{Rule, Test};
use perfolio::domain::time::{DEFAULT_ZONE, Day};

use crate::client::Done;

const SIZES: [usize; 3] = [500, 5_000, 50_000];
const TRIES: u32 = 9;

const PROGRAMME: &str = include_str!("../../programmes/stp-cardiac-2022.toml");
const KINDS: [&str; 16] = [
    include_str!("../../programmes/kinds/training-activity.toml"),
    include_str!("../../programmes/kinds/dops.toml"),
    include_str!("../../programmes/kinds/oce.toml"),
    include_str!("../../programmes/kinds/cbd.toml"),
    include_str!("../../programmes/kinds/module-signoff.toml"),
    include_str!("../../programmes/kinds/feedback-round.toml"),
    include_str!("../../programmes/kinds/meeting.toml"),
    include_str!("../../programmes/kinds/review.toml"),
    include_str!("../../programmes/kinds/placement.toml"),
    include_str!("../../programmes/kinds/unit-result-2.toml"),
    include_str!("../../programmes/kinds/exam-attempt-2.toml"),
    include_str!("../../programmes/kinds/document-2.toml"),
    include_str!("../../programmes/kinds/certificate-2.toml"),
    include_str!("../../programmes/kinds/entry-criterion.toml"),
    include_str!("../../programmes/kinds/learning-time.toml"),
    include_str!("../../programmes/kinds/reflection.toml"),
];

/// One line for each size: the middle of some tries, and how it grew.
pub fn measured() -> Done<()> {
    println!("\nassessment alone, without loading");
    let version = version()?;
    let started = Day::of(2022, 9, 1).ok_or("no such day")?;
    let as_of = started.plus_days(1030).ends_in(DEFAULT_ZONE);
    let mut before: Option<Duration> = None;
    for size in SIZES {
        let facts = facts(&version, started, size)?;
        let mut took: Vec<Duration> = Vec::new();
        let mut told = 0_usize;
        for _ in 0..TRIES {
            let begun = Instant::now();
            let assessment = assess(&version, &facts, as_of);
            took.push(begun.elapsed());
            if assessment.requirements.len() != version.requirements.len() {
                return Err("an assessment left requirements out".to_owned());
            }
            told = assessment.requirements.iter().map(|one| one.counted.len() + one.not_counted.len()).sum();
        }
        let middle = middle(took);
        let floor = middle_of(|| {
            black_box(touched(black_box(&facts)));
        });
        let grew = before.map(|before| middle.as_secs_f64() / before.as_secs_f64().max(1e-9));
        let grew =
            grew.map(|times| format!(", {times:.1} times as long for 10 times as many")).unwrap_or_default();
        println!(
            "  {size:>6} facts under the {} requirements of {} {} ({told} reasons told): {:.2} ms{grew}; {:.1} times as long as looking at each word of them once",
            version.requirements.len(),
            version.code,
            version.version,
            middle.as_secs_f64() * 1000.0,
            middle.as_secs_f64() / floor.as_secs_f64().max(1e-9)
        );
        before = Some(middle);
    }
    Ok(())
}

fn middle(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or_default()
}

fn middle_of(mut work: impl FnMut()) -> Duration {
    let mut took = Vec::new();
    for _ in 0..TRIES {
        let begun = Instant::now();
        work();
        took.push(begun.elapsed());
    }
    middle(took)
}

/// The floor: what it takes to look at each word of each fact. 500 of them lie in the processor's own memory, 50 000
/// (over 100 MB) do not, so that even this grows faster than the portfolio.
fn touched(facts: &Facts) -> usize {
    let text = |words: &str| words.bytes().map(usize::from).sum::<usize>();
    let one = |fact: &Fact| {
        let values = fact.values.iter().map(|(field, value)| {
            text(field)
                + match value {
                    kind::Value::Text(words) => text(words),
                    kind::Value::Several(all) => all.iter().map(|words| text(words)).sum(),
                    _ => 1,
                }
        });
        let signed =
            fact.confirmed.iter().map(|one| text(&one.person) + text(&one.name) + text(&one.capacity));
        text(&fact.id) + text(&fact.kind) + values.sum::<usize>() + signed.sum::<usize>()
    };
    facts.facts.iter().map(one).sum()
}

fn version() -> Done<Version> {
    let flawed = |flaws: Vec<perfolio::domain::reading::Flaw>| {
        flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let kinds = KINDS.iter().map(|text| kind::read(text).map_err(flawed)).collect::<Done<Vec<Kind>>>()?;
    programme::read(PROGRAMME, &kinds).map_err(flawed)
}

/// How often a trainee records what a requirement asks: activities and hours again and again, an exam once.
fn often(requirement: &Requirement) -> usize {
    match &requirement.rule {
        Rule::Signoff(rule) if !rule.items.is_empty() => 12,
        Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_) => 6,
        Rule::Share(_) => 40,
        Rule::Meeting(_) => 8,
        _ => 1,
    }
}

/// As the requirements ask for them, each as often as it is recorded; one in ten is a reflection, which none asks.
fn facts(version: &Version, started: Day, size: usize) -> Done<Facts> {
    let asked = |requirement: &&Requirement| !requirement.rule.kinds().is_empty();
    let turns: Vec<&Requirement> = (version.requirements.iter().filter(asked))
        .flat_map(|requirement| std::iter::repeat_n(requirement, often(requirement)))
        .collect();
    let facts = (0..size)
        .map(|at| {
            // A step that has no divisor in common with the number of turns comes to every one of them.
            let requirement = turns.get(at.wrapping_mul(101) % turns.len().max(1)).filter(|_| at % 10 > 0);
            fact(version, requirement.copied(), started.plus_days(days(at, size)), at)
        })
        .collect::<Done<Vec<Fact>>>()?;
    Ok(Facts {
        enrolment: Enrolment::begun(started),
        facts,
        registrations: Vec::new(),
        elsewhere: Vec::new(),
    })
}

/// A portfolio grows from day to day: what was recorded later happened later.
fn days(at: usize, size: usize) -> i64 {
    i64::try_from(at * 1000 / size.max(1)).unwrap_or(0)
}

fn fact(version: &Version, requirement: Option<&Requirement>, day: Day, at: usize) -> Done<Fact> {
    let codes = requirement.map(|one| one.rule.kinds()).unwrap_or_else(|| vec!["reflection"]);
    let code = codes.get(at % codes.len().max(1)).ok_or("a requirement without a kind")?;
    let kind = &version.kind(code).ok_or_else(|| format!("no kind {code}"))?.kind;
    let noon = day.starts_in(DEFAULT_ZONE).plus_seconds(43_200);
    let signed = !at.is_multiple_of(9) || kind.confirmed_by == Confirmer::Nobody;
    let signers = requirement.map(|one| one.signers.capacities.as_slice()).unwrap_or_default();
    let confirmed = Confirmation {
        person: "sue".to_owned(),
        name: "Sue Carter".to_owned(),
        capacity: signers.first().cloned().unwrap_or_else(|| kind.confirmed_by.as_str().to_owned()),
        at: noon,
        own: false,
        current_trainee: false,
        registrations: None,
        approved: Some(true),
        approved_for: Vec::new(),
        approved_other_days: false,
        entrusted: None,
    };
    let waits = WaitsWith { name: "Sue Carter".to_owned(), since: noon };
    Ok(Fact {
        id: format!("01K0000000000000000{at:07}"),
        kind: kind.code.clone(),
        label: String::new(),
        day,
        until: kind.period.then(|| day.plus_days(20)),
        values: values(kind, requirement, at),
        state: if signed { FactState::Signed } else { FactState::Submitted },
        state_since: Some(noon),
        outcome: None,
        level: kind
            .scale
            .as_ref()
            .and_then(|scale| scale.levels.get(2 + at % 3))
            .map(|level| level.code.clone()),
        waits_with: (!signed).then_some(waits),
        confirmed: if signed { vec![confirmed] } else { Vec::new() },
        supervised_by: None,
        site_accredited: None,
        case: None,
        known_from: Some(noon),
        filed: true,
        items: Vec::new(),
        accepted: None,
        entered: (!at.is_multiple_of(3)).then_some(day),
        entered_items: std::collections::BTreeMap::new(),
    })
}

/// Every field of the form filled in, so that it is the requirement's business and names one of its items.
fn values(kind: &Kind, requirement: Option<&Requirement>, at: usize) -> Values {
    let mut values: Values = BTreeMap::new();
    for field in &kind.fields {
        let choice =
            |choices: &[kind::Choice]| choices.get(at / 3 % choices.len().max(1)).map(|one| one.code.clone());
        let value = match &field.kind {
            FieldType::Choice { choices } => choice(choices).map(Value::Text),
            FieldType::Choices { choices } => choice(choices).map(|one| Value::Several(vec![one])),
            FieldType::Number { .. } | FieldType::Minutes { .. } => {
                Some(Value::Number(Amount::whole(i64::try_from(at % 60).unwrap_or(0))))
            }
            FieldType::YesNo => Some(Value::Yes(at.is_multiple_of(2))),
            FieldType::LongText => Some(Value::Text("What was done, seen and thought about it. ".repeat(4))),
            _ => Some(Value::Text(format!("Entry {at}"))),
        };
        values.extend(value.map(|value| (field.code.clone(), value)));
    }
    let Some(requirement) = requirement else { return values };
    for condition in requirement.rule.about() {
        if let Test::Is { field, any_of } = &condition.test {
            values.extend(any_of.first().map(|code| (field.clone(), Value::Text(code.clone()))));
        }
    }
    if let Some((field, items)) = requirement.rule.items() {
        let item = items.get(at / 7 % items.len().max(1));
        values.extend(item.map(|item| (field.to_owned(), Value::Text(item.code.clone()))));
    }
    if let Rule::Marks(marks) = &requirement.rule {
        let unit = marks.units.get(at % marks.units.len().max(1));
        values.extend(unit.map(|unit| ("unit".to_owned(), Value::Text(unit.code.clone()))));
    }
    values
}
