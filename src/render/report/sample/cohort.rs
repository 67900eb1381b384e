//! Four trainees of one cohort, two of them behind.

use super::*;

impl CohortReport {
    pub fn sample() -> CohortReport {
        let names = ["Amira Khan", "Ben Okafor", "Carys Llewellyn", "Zoë Müller-Świątek"];
        CohortReport {
            about: about("Cohort October 2025", "Dr Ruth Adeyemi"),
            programmes: vec!["MSc Clinical Perfusion Science, version 2026/27".into()],
            trainees: names.iter().zip(0_i64..).map(|(name, n)| trainee(name, n)).collect(),
            verification: Verification {
                book: "The house".into(),
                head: 97,
                hash: hash(97),
                how: "Ask the house that made this document to run “perfolio verify”.".into(),
            },
        }
    }
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
