//! Believable reports for tests, pictures and the benchmark. Nobody in them exists; the counts are
//! counted from the entries, so that a sample of any size agrees with itself.

use chrono::NaiveDate;

use super::*;
use crate::domain::time::{DEFAULT_ZONE, Moment};

const PROCEDURES: [&str; 6] = [
    "Coronary artery bypass grafting, three grafts",
    "Aortic valve replacement",
    "Mitral valve repair",
    "Aortic root replacement with circulatory arrest",
    "Coronary artery bypass grafting and aortic valve replacement",
    "Redo mitral valve replacement",
];
const PARTS: [&str; 3] = ["Performed under supervision", "Assisted", "Observed"];
const SIGNERS: [&str; 2] = ["Helen Marsh", "Dr Owen Price"];
const PER_CASE: &str = "CPB-150 Supervised bypass cases";

impl PortfolioReport {
    pub fn sample() -> PortfolioReport {
        PortfolioReport::sample_of(14)
    }

    /// The same person with this many cases logged.
    pub fn sample_of(cases: usize) -> PortfolioReport {
        let mut entries: Vec<EntryRow> = (0..cases).map(case).collect();
        entries.push(reading(cases));
        let counting = |state: &str| {
            let found = entries.iter().filter(|e| e.state == state && !e.counts_for.is_empty()).count();
            Amount::whole(i64::try_from(found).unwrap_or(i64::MAX))
        };
        let (signed, submitted) = (counting("Signed"), counting("With others"));
        let recorded = Amount(signed.0 + submitted.0 + counting("Returned").0);
        let target = Amount::whole(150);
        PortfolioReport {
            about: about("Training portfolio of Amira Khan", "Amira Khan"),
            person: "Amira Khan".into(),
            programme: "MSc Clinical Perfusion Science".into(),
            version: "2026/27".into(),
            cohort: "October 2025".into(),
            official_record: "The College keeps the register and the University the marks; this document \
                              shows what was recorded in Perfolio."
                .into(),
            enrolled_on: day(2025, 10, 1),
            due_on: Some(day(2027, 9, 30)),
            summary: Summary {
                met: 2,
                of: 4,
                headlines: vec![
                    format!(
                        "{signed} of {target} supervised bypass cases are signed and {submitted} wait with others."
                    ),
                    "The practical exam stays locked until the cases are complete.".into(),
                ],
            },
            chart: vec![
                Bar {
                    label: "Supervised bypass cases".into(),
                    signed,
                    submitted,
                    target,
                    expected_today: Some(Amount::whole(83)),
                    unit: "cases".into(),
                },
                Bar {
                    label: "Taught credits".into(),
                    signed: Amount::whole(60),
                    submitted: Amount(0),
                    target: Amount::whole(180),
                    expected_today: Some(Amount::whole(90)),
                    unit: "credits".into(),
                },
                Bar {
                    label: "Study days".into(),
                    signed: Amount(1250),
                    submitted: Amount(100),
                    target: Amount::whole(12),
                    expected_today: None,
                    unit: "days".into(),
                },
            ],
            requirements: requirements(recorded, submitted, signed, target),
            entries,
            marks: marks(),
            registrations: registrations(),
            verification: Verification {
                book: "Portfolio of Amira Khan".into(),
                head: 412,
                hash: hash(412),
                how: "Ask the house that made this document to run “perfolio verify”: it recomputes every \
                      link up to this one, and the hash must be the same."
                    .into(),
            },
        }
    }
}

impl CohortReport {
    pub fn sample() -> CohortReport {
        let names = ["Amira Khan", "Ben Okafor", "Carys Llewellyn", "Zoë Müller-Świątek"];
        CohortReport {
            about: about("Cohort October 2025", "Dr Ruth Adeyemi"),
            programmes: vec!["MSc Clinical Perfusion Science, version 2026/27".into()],
            trainees: names.iter().zip(0_i64..).map(|(name, n)| trainee(name, n)).collect(),
        }
    }
}

fn about(title: &str, asked_by: &str) -> About {
    About {
        title: title.into(),
        institution: "Northgate University Hospitals".into(),
        zone: "Europe/London".into(),
        as_at: stamp(2026, 11, 12, 14 * 60 + 2),
        asked_by: asked_by.into(),
        made_at: stamp(2026, 11, 12, 14 * 60 + 3),
    }
}

fn case(n: usize) -> EntryRow {
    let back = i64::try_from(n).unwrap_or(0);
    let on = day(2026, 11, 9).plus_days(-back * 2);
    let pick = |of: &[&str], at: usize| of.iter().cycle().nth(at % of.len()).map_or("", |s| *s).to_owned();
    let part = pick(&PARTS, if n % 5 == 4 { 2 } else { n % 2 });
    let state = match n {
        0 | 3 => "With others",
        6 => "Returned",
        _ => "Signed",
    };
    let counts = part != "Observed";
    let since =
        Stamp::of(on.plus_days(1).starts_in(DEFAULT_ZONE).plus_seconds(8 * 3600 + 1440), DEFAULT_ZONE);
    let minutes = 61 + back * 37 % 90;
    EntryRow {
        number: (1000 - back).to_string(),
        day: on,
        kind: "Bypass case".into(),
        title: pick(&PROCEDURES, n),
        fields: vec![
            text("Part played", &part),
            text("Supervision given", "Supervisor in the room"),
            text("Urgency", if n % 3 == 0 { "Urgent" } else { "Elective" }),
            text("Age band", "60 to 69"),
            measured("Bypass time", minutes, "minutes"),
            measured("Cross-clamp time", minutes * 2 / 3, "minutes"),
            Field {
                label: "Lowest temperature".into(),
                value: "32.5 °C".into(),
                number: Some(Amount(3250)),
                unit: "°C".into(),
            },
        ],
        state: state.into(),
        version: if n % 7 == 6 { 2 } else { 1 },
        content_hash: hash(back),
        decisions: decisions(n, state, &since),
        waits: (state == "With others").then(|| Waits { with: pick(&SIGNERS, n), since: since.clone() }),
        counts_for: if counts { vec![PER_CASE.into()] } else { Vec::new() },
        not_for: if counts {
            Vec::new()
        } else {
            vec![NotFor { requirement: PER_CASE.into(), reason: "observed cases do not count".into() }]
        },
        evidence: if n % 4 == 1 {
            vec![EvidenceRow {
                name: format!("perfusion-record-{}.pdf", 1000 - back),
                media: "PDF".into(),
                size: "214 kB".into(),
                hash: hash(9000 + back),
            }]
        } else {
            Vec::new()
        },
    }
}

fn decisions(n: usize, state: &str, since: &Stamp) -> Vec<DecisionRow> {
    let decision = |verdict: &str, level: Option<&str>, comment: &str, version| DecisionRow {
        signer: SIGNERS.iter().cycle().nth(n % 2).map_or("", |s| *s).into(),
        capacity: "Supervisor".into(),
        verdict: verdict.into(),
        at: Stamp::of(since.at.plus_seconds(93_600), DEFAULT_ZONE),
        level: level.map(Into::into),
        comment: comment.into(),
        version,
    };
    match state {
        "Returned" => vec![decision("Returned", None, "Please add the cross-clamp time.", 1)],
        "Signed" if n % 3 == 0 => {
            let words = "Calm when the venous line was obstructed; announced each step.";
            vec![decision("Signed", Some("3 – Performs with distant supervision"), words, 1)]
        }
        "Signed" => vec![decision("Signed", Some("2 – Performs with direct supervision"), "", 1)],
        _ => Vec::new(),
    }
}

fn reading(cases: usize) -> EntryRow {
    let mut entry = case(cases.max(7));
    entry.number = "12".into();
    entry.day = day(2026, 3, 4);
    entry.kind = "CPD activity".into();
    entry.title = "Regional study day: blood conservation".into();
    entry.fields = vec![
        text("Type of activity", "Course attended"),
        measured("Time", 390, "minutes"),
        text(
            "What it was about",
            "Near-patient testing, cell salvage and the threshold for transfusion on bypass.",
        ),
    ];
    entry.state = "Recorded".into();
    entry.decisions = Vec::new();
    entry.counts_for = Vec::new();
    entry.not_for = Vec::new();
    entry.evidence = Vec::new();
    entry.content_hash = hash(77);
    entry
}

fn requirements(recorded: Amount, submitted: Amount, signed: Amount, target: Amount) -> Vec<RequirementRow> {
    let row = |code: &str, section: &str, title: &str, rule: &str, state: &str| RequirementRow {
        code: code.into(),
        section: section.into(),
        title: title.into(),
        rule: rule.into(),
        recorded: None,
        submitted: None,
        signed: None,
        target: None,
        unit: String::new(),
        state: state.into(),
        due: None,
        source: None,
        note: String::new(),
    };
    vec![
        RequirementRow {
            recorded: Some(recorded),
            submitted: Some(submitted),
            signed: Some(signed),
            target: Some(target),
            unit: "cases".into(),
            due: Some(day(2027, 3, 1)),
            source: Some("University of Bristol, unit BRMSM0071".into()),
            note: format!("{} more to sign.", signed.short_of(target)),
            ..row(
                "CPB-150",
                "Clinical practice",
                "Supervised bypass cases",
                "At least 150 supervised bypass cases.",
                "On track",
            )
        },
        RequirementRow {
            recorded: Some(Amount(1350)),
            submitted: Some(Amount(100)),
            signed: Some(Amount(1250)),
            target: Some(Amount::whole(12)),
            unit: "days".into(),
            ..row("STUDY-12", "Clinical practice", "Study days", "At least 12 study days.", "Met")
        },
        RequirementRow {
            source: Some("University of Bristol, programme catalogue 2027/28".into()),
            ..row(
                "UNIT-72",
                "University",
                "Foundations in Clinical Perfusion Science",
                "Pass the unit with at least 50.",
                "Met",
            )
        },
        RequirementRow {
            note: "Locked by CPB-150.".into(),
            source: Some("Education Rules, 2017 edition".into()),
            ..row(
                "EXAM",
                "Accreditation",
                "Practical examination",
                "Pass the practical examination.",
                "Locked",
            )
        },
    ]
}

fn marks() -> Vec<MarkRow> {
    vec![MarkRow {
        kind: "Unit mark".into(),
        code: "BRMSM0072".into(),
        title: "Foundations in Clinical Perfusion Science".into(),
        on: day(2026, 6, 18),
        attempt: Some(1),
        mark: Some(Amount(6450)),
        credits: Some(Amount::whole(20)),
        outcome: "Pass".into(),
        entered_by: "Dr Ruth Adeyemi".into(),
        entered_at: stamp(2026, 6, 22, 11 * 60),
    }]
}

fn registrations() -> Vec<RegistrationRow> {
    vec![RegistrationRow {
        body: "College of Clinical Perfusion Scientists".into(),
        category: "Trainee".into(),
        number: "T-0417".into(),
        valid_from: Some(day(2025, 10, 1)),
        valid_until: Some(day(2027, 12, 31)),
        confirmed_by: Some("Dr Ruth Adeyemi".into()),
        confirmed_at: Some(stamp(2025, 10, 14, 9 * 60 + 30)),
    }]
}

fn trainee(name: &str, n: i64) -> TraineeRow {
    let signed = Amount::whole(98 - n * 31);
    let cases = StandingRow {
        code: "CPB-150".into(),
        title: "Supervised bypass cases".into(),
        recorded: Some(Amount(signed.0 + 500)),
        submitted: Some(Amount::whole(4)),
        signed: Some(signed),
        target: Some(Amount::whole(150)),
        unit: "cases".into(),
        state: if n < 2 { "On track" } else { "Behind" }.into(),
        due: Some(day(2027, 3, 1)),
        waits_longest_days: Some(u32::try_from(n * 6 + 2).unwrap_or(0)),
        waits_with: Some("Helen Marsh".into()),
    };
    let days = StandingRow {
        code: "STUDY-12".into(),
        title: "Study days".into(),
        recorded: Some(Amount(1250)),
        submitted: Some(Amount(0)),
        signed: Some(Amount(1250)),
        target: Some(Amount::whole(12)),
        unit: "days".into(),
        state: "Met".into(),
        due: None,
        waits_longest_days: None,
        waits_with: None,
    };
    TraineeRow {
        trainee: name.into(),
        programme: "MSc Clinical Perfusion Science".into(),
        version: "2026/27".into(),
        cohort: "October 2025".into(),
        state: cases.state.clone(),
        met: 1,
        of: 2,
        behind: u32::from(n >= 2),
        waiting: 4,
        last_entry: Some(day(2026, 11, 9).plus_days(-n)),
        standings: vec![cases, days],
    }
}

fn text(label: &str, value: &str) -> Field {
    Field { label: label.into(), value: value.into(), number: None, unit: String::new() }
}

fn measured(label: &str, number: i64, unit: &str) -> Field {
    let value = format!("{number} {unit}");
    Field { label: label.into(), value, number: Some(Amount::whole(number)), unit: unit.into() }
}

fn hash(seed: i64) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(seed.to_be_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn day(year: i32, month: u32, on: u32) -> Day {
    Day::of(year, month, on).unwrap_or_else(|| Day::from_naive(NaiveDate::default()))
}

fn stamp(year: i32, month: u32, on: u32, minutes: i64) -> Stamp {
    let midnight: Moment = day(year, month, on).starts_in(DEFAULT_ZONE);
    Stamp::of(midnight.plus_seconds(minutes * 60), DEFAULT_ZONE)
}
