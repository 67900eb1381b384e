//! Cases and one study day, varied by their number and by nothing else.

use super::*;

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
pub fn case(n: usize) -> EntryRow {
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
            text("Urgency", if n.is_multiple_of(3) { "Urgent" } else { "Elective" }),
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
        shown_by: if n == 3 {
            "Dr A. Malik, who proved an address by a code. Observed.".into()
        } else {
            String::new()
        },
        version,
    };
    match state {
        "Returned" => vec![decision("Returned", None, "Please add the cross-clamp time.", 1)],
        "Signed" if n.is_multiple_of(3) => {
            let words = "Calm when the venous line was obstructed; announced each step.";
            vec![decision("Signed", Some("3 – Performs with distant supervision"), words, 1)]
        }
        "Signed" => vec![decision("Signed", Some("2 – Performs with direct supervision"), "", 1)],
        _ => Vec::new(),
    }
}

pub fn reading(cases: usize) -> EntryRow {
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

fn text(label: &str, value: &str) -> Field {
    Field { label: label.into(), value: value.into(), number: None, unit: String::new() }
}

fn measured(label: &str, number: i64, unit: &str) -> Field {
    let value = format!("{number} {unit}");
    Field { label: label.into(), value, number: Some(Amount::whole(number)), unit: unit.into() }
}
