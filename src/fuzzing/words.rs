//! Words that somebody types: amounts, days, names, addresses, forms of numbers, free text, and the
//! answers to the questions of a kind.

use crate::domain::amount::Amount;
use crate::domain::folding::fold;
use crate::domain::identifiers::{Finding, Pattern, Patterns, look, patient_identifier};
use crate::domain::names::{EmailAddress, capital, one_line, prose};
use crate::domain::territory::Over;
use crate::domain::time::{Day, Moment};

use super::{Target, seeds};

pub static TYPED: Target = Target {
    name: "typed",
    run: typed,
    seeds: seeds::typed,
    words: include_str!("words/typed.dict"),
    longest: 2 * 1024,
    memory: 512,
};

pub static FREE_TEXT: Target = Target {
    name: "free_text",
    run: free_text,
    seeds: seeds::free_texts,
    words: include_str!("words/free_text.dict"),
    longest: 4 * 1024,
    memory: 512,
};

fn typed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    amounts(&text);
    times(&text);
    lines(&text);
    if let Some(over) = Over::parse(&text) {
        assert_eq!(Over::parse(&over.code()), Some(over), "another scope");
    }
}

fn amounts(text: &str) {
    for amount in [Amount::typed(text), serde_json::from_str(text).ok()].into_iter().flatten() {
        let shown = amount.to_string();
        // Beyond nine digits nothing can be typed, and JSON may say more.
        let back = Amount::typed(&shown);
        assert!(back == Some(amount) || amount.hundredths().abs() >= 100_000_000_000, "{shown} is {back:?}");
        let written = serde_json::to_string(&amount).unwrap_or_default();
        assert_eq!(serde_json::from_str(&written).ok(), Some(amount), "{written} reads as another amount");
    }
}

fn times(text: &str) {
    if let Ok(day) = text.parse::<Day>() {
        assert_eq!(day.iso().parse::<Day>().ok(), Some(day));
        for zone in [chrono_tz::Europe::London, chrono_tz::Pacific::Apia, chrono_tz::America::Sao_Paulo] {
            assert!(day.starts_in(zone) <= day.ends_in(zone), "{day} ends before it begins");
        }
        assert!(!day.to_string().is_empty());
    }
    if let Ok(at) = text.parse::<Moment>() {
        assert_eq!(at.to_string().parse::<Moment>().ok(), Some(at));
        for zone in chrono_tz::TZ_VARIANTS.iter().step_by(60) {
            let _ = (at.shown_in(*zone), at.day_in(*zone).starts_in(*zone));
        }
    }
}

fn lines(text: &str) {
    if let Ok(address) = EmailAddress::parse(text) {
        let plain = address.as_str();
        assert!(!plain.contains(|c: char| c.is_whitespace() || c.is_control()), "{plain:?}");
        let again = EmailAddress::parse(&address.folded());
        assert!(again.is_ok_and(|again| again.folded() == address.folded()), "{plain:?}");
    }
    if let Ok(line) = one_line("a name", text, 80) {
        assert!(line.chars().count() <= 80 && !line.contains(char::is_control), "{line:?}");
        assert_eq!(one_line("a name", &line, 80).as_ref(), Ok(&line), "a name changes when it is kept again");
    }
    if let Ok(kept) = prose("a text", text, 500) {
        assert!(kept.chars().count() <= 500 && !kept.contains('\r'), "{kept:?}");
        assert_eq!(prose("a text", &kept, 500).as_ref(), Ok(&kept), "a text changes when it is kept again");
    }
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "folded twice is folded once");
    let _ = capital(text);
}

/// The first two lines are a form of the house and its example; the rest is what somebody wrote.
fn free_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(3, '\n');
    let (form, example) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let rest = lines.next().unwrap_or_default();
    let pattern = Pattern::read("Ours", form, example).ok();
    if let Some(pattern) = &pattern {
        let example = example.trim();
        assert_eq!(pattern.find(example).as_slice(), std::slice::from_ref(&(0..example.len())));
    }
    let house = Patterns::of(pattern.into_iter().collect(), 1);
    for part in [rest, &text] {
        let findings = look(part, &house);
        found(part, &findings);
        assert_eq!(patient_identifier(part, &house).is_some(), !findings.is_empty());
    }
}

/// Every finding is some words of the text, in its order, none within another.
pub(super) fn found(text: &str, findings: &[Finding]) {
    let mut end = 0;
    for finding in findings {
        assert!(finding.span.start >= end, "findings overlap: {findings:?}");
        assert!(text.get(finding.span.clone()).is_some_and(|words| !words.is_empty()), "{finding:?}");
        end = finding.span.end;
    }
}
