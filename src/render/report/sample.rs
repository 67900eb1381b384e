//! Believable reports for tests, pictures and the benchmark. Nobody in them exists; the counts are
//! counted from the entries, so that a sample of any size agrees with itself.

use chrono::NaiveDate;

use super::*;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::render::review::{Condition, Said};

mod cohort;
mod entries;

use entries::{case, reading};

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
            life: vec![LifeLine {
                what: "Time out from 1 December 2025 until 28 February 2026".into(),
                recorded_by: "Dr Ruth Adeyemi".into(),
                recorded_at: stamp(2025, 11, 20, 9 * 60),
            }],
            reviews: vec![Reviewed {
                sort: "Midterm".into(),
                held_on: day(2026, 9, 1),
                outcome: "Satisfactory, with actions".into(),
                by: "Dr Ruth Adeyemi".into(),
                capacity: "training lead".into(),
                at: stamp(2026, 9, 1, 16 * 60),
                reasons: "Cardioplegia is not yet secure.".into(),
                next_on: Some(day(2027, 3, 1)),
                conditions: vec![Condition {
                    words: "Log ten cases with cardioplegia".into(),
                    due: day(2027, 2, 1),
                }],
                said: vec![Said {
                    what: "objects".into(),
                    by: "Amira Khan".into(),
                    at: stamp(2026, 9, 3, 9 * 60),
                    words: "It rests on too few cases.".into(),
                }],
            }],
            review: None,
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
