//! The pure function alone: portfolios of 500, 5 000 and 50 000 facts under a programme as large as the
//! scientist training, loading apart. Time must not grow faster than what it takes to look at each word of
//! them once, which itself grows faster than the portfolio once that is larger than the processor's memory.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use perfolio::domain::fact::{Fact, Facts};
use perfolio::domain::kind::{self, Kind};
use perfolio::domain::programme::{self, Version};
use perfolio::domain::progress::assess;
use perfolio::domain::time::{DEFAULT_ZONE, Day};
use serde_json::{Value, json};

use crate::client::Done;

const SIZES: [usize; 3] = [500, 5_000, 50_000];
/// Modules of ten activities each, every one with its pool, its discussions and its cases.
const MODULES: usize = 14;
const TRIES: u32 = 9;

const KINDS: [&str; 8] = [
    include_str!("../../tests/worked/kinds/activity.toml"),
    include_str!("../../tests/worked/kinds/case.toml"),
    include_str!("../../tests/worked/kinds/cbd.toml"),
    include_str!("../../tests/worked/kinds/dops.toml"),
    include_str!("../../tests/worked/kinds/meeting.toml"),
    include_str!("../../tests/worked/kinds/oce.toml"),
    include_str!("../../tests/worked/kinds/reflection.toml"),
    include_str!("../../tests/worked/kinds/unit.toml"),
];

/// One line for each size: the middle of some tries, and how it grew.
pub fn measured() -> Done<()> {
    println!("\nassessment alone, without loading");
    let version = version()?;
    let as_of = Day::of(2028, 6, 30).ok_or("no such day")?.ends_in(DEFAULT_ZONE);
    let mut before: Option<Duration> = None;
    for size in SIZES {
        let facts: Facts = serde_json::from_value(facts(size)).map_err(|why| why.to_string())?;
        let mut took: Vec<Duration> = Vec::new();
        for _ in 0..TRIES {
            let begun = Instant::now();
            let assessment = assess(&version, &facts, as_of);
            took.push(begun.elapsed());
            if assessment.requirements.len() != version.requirements.len() {
                return Err("an assessment left requirements out".to_owned());
            }
        }
        let middle = middle(took);
        let floor = middle_of(|| {
            black_box(touched(black_box(&facts)));
        });
        let grew = before.map(|before| middle.as_secs_f64() / before.as_secs_f64().max(1e-9));
        let grew =
            grew.map(|times| format!(", {times:.1} times as long for 10 times as many")).unwrap_or_default();
        println!(
            "  {size:>6} facts under {} requirements: {:.2} ms{grew}; {:.1} times as long as looking at each word of them once",
            version.requirements.len(),
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
    programme::read(&text(&kinds), &kinds).map_err(flawed)
}

fn text(kinds: &[Kind]) -> String {
    let mut text =
        "programme = \"large\"\nversion = \"1\"\ntitle = \"Large\"\nbody = \"B\"\nmonths = 36\n".to_owned();
    // Writing to a String cannot fail.
    for kind in kinds {
        let _ = writeln!(text, "[[kinds]]\nkind = \"{}\"\nversion = 1", kind.code);
    }
    let mut asked = |code: &str, carries: &str, rule: &str| {
        let _ = writeln!(
            text,
            "[[requirements]]\ncode = \"{code}\"\ntitle = \"The {code}\"\nsource = \"here\"\n{carries}\nrule = {{ {rule} }}"
        );
    };
    for module in 0..MODULES {
        let phase = format!("phase = \"{}\"", module % 3 + 1);
        let items: Vec<String> = (0..10)
            .map(|item| format!("{{ code = \"M{module}/{item}\", title = \"Item {item}\", type = \"eta\" }}"))
            .collect();
        let types = "types = [{ code = \"eta\", title = \"E\", level = \"indirect\", evidence = { label = \"seen\", kind = [\"dops\", \"oce\"], at_least = 1 } }]";
        let rule =
            format!("signoff = \"activity\", item = \"activity\", {types}, items = [{}]", items.join(", "));
        asked(&format!("m{module}"), &phase, &rule);
        let about = format!("about = {{ field = \"activity\", is = \"M{module}/0\" }}");
        asked(&format!("pool{module}"), &phase, &format!("pool = [\"dops\", \"oce\"], target = 3, {about}"));
        asked(&format!("cbd{module}"), &phase, &format!("count = \"cbd\", target = 3, {about}"));
    }
    asked(
        "cases",
        "due = { months = 30 }",
        "count = \"case\", target = 150, where = { field = \"part-played\", is = \"ran-it\" }, cap = { label = \"standby\", at_most = 10, where = { field = \"procedure\", is = \"standby\" } }, minimum = { label = \"valve\", at_least = 20, where = { field = \"procedure\", is = \"valve\" } }",
    );
    asked("best", "window = { any_months = 24 }", "count = \"case\", target = 100");
    asked(
        "domains",
        "",
        "coverage = \"reflection\", item = \"domains\", items = [{ code = \"clinical\", title = \"C\" }, { code = \"research\", title = \"R\" }]",
    );
    asked("monthly", "window = \"enrolment\"", "meeting = \"meeting\", every_months = 1");
    asked(
        "msc",
        "",
        "marks = \"unit\", units = [{ code = \"TAUGHT\", title = \"T\", credits = 110, pass = 50 }]",
    );
    asked(
        "sixty",
        "necessity = \"part\"",
        "percent = 60, by = \"items\", of = [{ phase = \"1\" }, { phase = \"2\" }]",
    );
    asked("end", "needs = [\"sixty\"]", "all = [\"sixty\", { phase = \"3\" }, \"cases\"]");
    text
}

const IN_TURN: [&str; 12] = [
    "case",
    "activity",
    "case",
    "dops",
    "case",
    "oce",
    "case",
    "cbd",
    "reflection",
    "case",
    "meeting",
    "case",
];

/// Round and round.
fn nth<'a>(words: &[&'a str], at: usize) -> &'a str {
    words.get(at % words.len().max(1)).copied().unwrap_or_default()
}

/// Half of them cases, the rest what a trainee of such a programme records.
fn facts(size: usize) -> Value {
    let one = |at: usize| {
        let kind = nth(&IN_TURN, at);
        let day = Day::of(2025, 9, 2).map(|day| day.plus_days(i64::try_from(at % 1000).unwrap_or(0)));
        let item = format!("M{}/{}", at / 7 % MODULES, at / 3 % 10);
        let values = match kind {
            "case" => json!({
                "part-played": nth(&["ran-it", "assisted", "observed"], at / 2),
                "procedure": nth(&["grafting", "valve", "standby"], at / 5),
            }),
            "reflection" => json!({ "domains": ["clinical", "research"] }),
            "meeting" => json!({ "sort": "monthly" }),
            _ => json!({ "activity": item }),
        };
        let signed = !at.is_multiple_of(9);
        let capacity = if kind == "meeting" { "lead" } else { "supervisor" };
        let at_noon = day.map(|day| format!("{}T12:00:00.000Z", day.iso())).unwrap_or_default();
        let confirmed =
            json!([{ "person": "sue", "name": "Sue Carter", "capacity": capacity, "at": at_noon }]);
        json!({
            "id": format!("f{at:06}"),
            "kind": kind,
            "day": day,
            "values": values,
            "state": if signed { "signed" } else { "submitted" },
            "level": "indirect",
            "confirmed": if signed { confirmed } else { json!([]) },
            "waits_with": if signed { Value::Null } else { json!({ "name": "Sue Carter", "since": at_noon }) },
            "known_from": at_noon,
        })
    };
    json!({ "enrolment": { "started": "2025-09-01" }, "facts": (0..size).map(one).collect::<Vec<_>>() })
}
