//! Standings in words, for every page of this room: figures that say what they count, the pace as told
//! to the trainee or about them, the year of an enrolment, since when something waits.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::amount::Amount;
use crate::domain::kind::{Kind, Role};
use crate::domain::names::capital;
use crate::domain::outlook::{Forecast, Outlook, expected_by};
use crate::domain::programme::{Necessity, Requirement};
use crate::domain::progress::{Standing, Wait, only_to_enter};
use crate::domain::rule::{Rule, describe};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::standing::course::Course;
use crate::web::parts::Progress;
use crate::web::paths;

/// Who reads: oneself, or somebody who looks after the trainee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Trainee,
    Staff,
}

/// A requirement in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: String,
    pub title: String,
    pub href: String,
    /// `118 of 150 cases signed, 9 submitted`.
    pub figures: String,
    pub state: &'static str,
    pub illustrative: bool,
    /// `Added by Royal Infirmary`; empty where it is the owner's own.
    pub local: String,
    /// `Recommended`, `Optional`; empty where it is required.
    pub necessity: &'static str,
    /// Shown under another requirement.
    pub part: bool,
}

pub fn line(course: &Course, (requirement, standing, outlook): Told<'_>) -> Line {
    Line {
        id: format!("{}-{}", course.row.id, standing.id),
        title: requirement.title.clone(),
        href: paths::requirement(course.row.id.as_str(), &standing.id),
        figures: figures(requirement, standing),
        state: outlook.state.as_str(),
        illustrative: standing.illustrative,
        local: requirement.local.clone().unwrap_or_default(),
        necessity: necessity(standing.necessity),
        part: requirement.part_of.is_some(),
    }
}

/// A requirement, where it stands, and what that means today.
pub type Told<'a> = (&'a Requirement, &'a Standing, &'a Outlook);

pub fn necessity(necessity: Necessity) -> &'static str {
    match necessity {
        Necessity::Required => "",
        Necessity::Recommended => "Recommended",
        Necessity::Optional => "Optional",
        Necessity::Part => "Part of another",
    }
}

/// The figures in words that say what they count, and what waits besides.
pub fn figures(requirement: &Requirement, standing: &Standing) -> String {
    let submitted = &standing.submitted;
    match submitted.is_zero() {
        true => counted(requirement, standing),
        false => {
            told(requirement, standing, &format!(", {submitted} {}", submitted_how(requirement, standing)))
        }
    }
}

/// What is signed here and not yet in the official record waits as well.
pub fn submitted_how(requirement: &Requirement, standing: &Standing) -> &'static str {
    match requirement.official {
        _ if only_to_enter(standing) => "signed and still to be entered",
        true => "submitted or still to be entered",
        false => "submitted",
    }
}

/// The figures alone: `118 of 150 cases signed`.
pub fn counted(requirement: &Requirement, standing: &Standing) -> String {
    told(requirement, standing, "")
}

fn told(requirement: &Requirement, standing: &Standing, waiting: &str) -> String {
    if let Some(lock) = standing.locked_by.first() {
        return format!("Locked: {}", lock.sentence);
    }
    if let Some((by, _)) = &standing.waived {
        return format!("Waived by {by}");
    }
    if let Some(result) = &standing.result {
        return result.clone();
    }
    let Standing { signed, target, unit, .. } = standing;
    match &requirement.rule {
        Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_) => {
            // What is signed here and nowhere else is not among the first.
            let how = if only_to_enter(standing) { "entered" } else { "signed" };
            format!("{signed} of {target} {unit} {how}{waiting}")
        }
        Rule::Signoff(rule) if rule.items.is_empty() => held(standing),
        Rule::Signoff(_) | Rule::Coverage(_) => format!("{signed} of {target} {unit}{waiting}"),
        // Days are told as tenths of months, never as more than they are.
        Rule::Length(_) => format!("{} of {target} {unit}{waiting}", signed.tenths()),
        Rule::Feedback(_) | Rule::Meeting(_) => format!("{signed} of {target} {unit}{waiting}"),
        Rule::Held(_) => held(standing),
        Rule::Exam(_) if *target == Amount::ONE && signed.is_zero() => "No result yet".to_owned(),
        Rule::Marks(_) => format!("{signed} of {target} {unit}{waiting}"),
        Rule::Any(_) if standing.met => format!("{signed} met, one is enough"),
        Rule::Any(_) => "None of them met yet; one is enough".to_owned(),
        Rule::Mix(_) => format!("{signed} {unit}, at least {target} wanted"),
        _ => format!("{signed} of {target} {unit}"),
    }
}

/// What was submitted when a deadline froze it.
pub fn left_at_deadline(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 was still submitted then and stays so: nobody can decide it any more".to_owned()),
        _ => Some(format!("{count} were still submitted then and stay so: nobody can decide them any more")),
    }
}

fn held(standing: &Standing) -> String {
    if let Some(day) = standing.holds_until.filter(|_| standing.met) {
        return format!("Confirmed, and valid until {} at least", day.plus_days(-1));
    }
    let said = if standing.met {
        "Confirmed"
    } else if standing.lapsed {
        "No longer valid"
    } else if only_to_enter(standing) {
        "Signed, to be entered"
    } else if !standing.submitted.is_zero() || !standing.recorded.is_zero() {
        "Recorded, not confirmed yet"
    } else {
        "Nothing recorded"
    };
    said.to_owned()
}

/// The bar of a requirement that is worked off, with the line where today should be.
pub fn bar(course: &Course, (requirement, standing, _): Told<'_>) -> Option<Progress> {
    let counts = requirement.rule.combines().is_none()
        && !matches!(requirement.rule, Rule::Exam(_) | Rule::Held(_) | Rule::Mix(_) | Rule::Share(_));
    let shown = counts && standing.target > Amount::ONE && standing.waived.is_none();
    let (due, started) = (standing.due, course.row.started_on);
    shown.then(|| Progress {
        signed: standing.signed,
        submitted: standing.submitted,
        target: standing.target,
        expected: if standing.met {
            None
        } else {
            expected_by(requirement, standing.target, due, started, course.today).map(whole)
        },
    })
}

/// A line through a case is told as the case before it.
pub fn whole(amount: Amount) -> Amount {
    Amount::whole(amount.hundredths().div_euclid(100))
}

/// How fast it goes and how fast it would have to, in one sentence.
pub fn pace(forecast: &Forecast, reader: Reader) -> String {
    match reader {
        Reader::Trainee => forecast.sentence.clone(),
        Reader::Staff => forecast.about.clone(),
    }
}

/// What stands behind the state of a requirement, for whoever asks *why?*.
pub fn why(course: &Course, told: Told<'_>) -> Vec<String> {
    let (requirement, standing, outlook) = told;
    let mut said = vec![describe(requirement, &course.version)];
    let progress = bar(course, told).and_then(|bar| bar.expected);
    if let Some(expected) = progress.filter(|_| standing.binding) {
        let have = standing.signed + standing.submitted;
        said.push(format!("By today the plan expects {expected}; {have} are signed or submitted."));
    }
    match outlook.behind_from {
        Some(day) if day <= course.today => {}
        Some(day) => said.push(format!("With nothing more done, this is Behind from {day}.")),
        None => {}
    }
    said.extend(waiting(standing, course));
    said.extend(standing.warnings.iter().map(|warning| {
        let count = warning.facts.len();
        match count {
            0 => format!("{}.", capital(&warning.sentence)),
            1 => format!("{}: this is so for 1 of them.", capital(&warning.sentence)),
            _ => format!("{}: this is so for {count} of them.", capital(&warning.sentence)),
        }
    }));
    said
}

/// `14 wait with two people, the oldest since 3 November 2026.` Those inside what it combines too.
fn waiting(standing: &Standing, course: &Course) -> Option<String> {
    let inside =
        course.lines().filter(|told| standing.children.iter().any(|child| child.code == told.0.code));
    let all: BTreeMap<&str, &Wait> = (inside.flat_map(|told| &told.1.waits).chain(&standing.waits))
        .map(|wait| (wait.fact.as_str(), wait))
        .collect();
    let oldest = all.values().map(|wait| wait.since).min()?;
    let people: BTreeSet<&str> = all.values().map(|wait| wait.with.as_str()).collect();
    let with = match people.first().filter(|_| people.len() == 1) {
        Some(one) => (*one).to_owned(),
        None => format!("{} people", people.len()),
    };
    let day = oldest.day_in(DEFAULT_ZONE);
    Some(match all.len() {
        1 => format!("1 waits with {with}, since {day}."),
        many => format!("{many} wait with {with}, the oldest since {day}."),
    })
}

/// `Year 2 of 2 · ends 31 August 2027`.
pub fn period(started: Day, ends: Day, today: Day) -> String {
    if today < started {
        return format!("starts {started}");
    }
    if today > ends {
        return format!("ended {ends}");
    }
    let years = |days: i64| (days * 4 + 1460) / 1461;
    let (whole, now) = (years(ends.days_since(started) - 7), years(today.days_since(started) + 1));
    if whole < 2 {
        format!("ends {ends}")
    } else {
        format!("Year {} of {whole} · ends {ends}", now.min(whole))
    }
}

/// `since 4 November 2026 (17 days)`.
pub fn since(since: Moment, now: Moment, zone: chrono_tz::Tz) -> String {
    let (then, today) = (since.day_in(zone), now.day_in(zone));
    match today.days_since(then) {
        days if days <= 0 => "since today".to_owned(),
        1 => "since yesterday".to_owned(),
        days => format!("since {then} ({days} days)"),
    }
}

/// `12 November 2026 (20 days ago)`.
pub fn ago(at: Moment, now: Moment, zone: chrono_tz::Tz) -> String {
    let (then, today) = (at.day_in(zone), now.day_in(zone));
    match today.days_since(then) {
        days if days <= 0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{then} ({days} days ago)"),
    }
}

/// `1 draft`, `3 drafts`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// The first words of a text, cut between words.
pub fn first_words(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let cut: String = flat.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{whole} …")
}

/// What a draft is about, as far as it says it: its title or its procedure. The form's names of fields
/// are the kind's, after `f-`.
pub fn called(kind: &Kind, words: &[(String, String)]) -> Option<String> {
    [Role::Title, Role::Procedure, Role::Type].into_iter().find_map(|role| {
        let field = kind.role(role)?;
        let name = format!("f-{}", field.code);
        let word = words.iter().find(|(one, word)| *one == name && !word.is_empty()).map(|(_, word)| word)?;
        let label = field.choices().iter().find(|choice| choice.code == *word);
        Some(label.map_or_else(|| word.clone(), |choice| choice.label.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_year_of_an_enrolment() {
        let (start, end) = (day("2025-09-01"), day("2027-08-31"));
        assert_eq!(period(start, end, day("2025-09-01")), "Year 1 of 2 · ends 31 August 2027");
        assert_eq!(period(start, end, day("2026-08-31")), "Year 1 of 2 · ends 31 August 2027");
        assert_eq!(period(start, end, day("2026-11-12")), "Year 2 of 2 · ends 31 August 2027");
        assert_eq!(period(start, end, day("2027-08-31")), "Year 2 of 2 · ends 31 August 2027");
        assert_eq!(period(start, end, day("2027-09-01")), "ended 31 August 2027");
        assert_eq!(period(start, day("2026-03-01"), day("2025-10-01")), "ends 1 March 2026");
        assert_eq!(period(start, end, day("2025-08-01")), "starts 1 September 2025");
    }

    #[test]
    fn words_are_cut_between_words() {
        assert_eq!(first_words("which cardioplegia?", 40), "which cardioplegia?");
        assert_eq!(first_words("which\ncardioplegia was it", 14), "which …");
    }

    #[test]
    fn waiting_is_told_in_days() {
        let zone = crate::domain::time::DEFAULT_ZONE;
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let now = at("2026-11-21T10:00:00Z");
        assert_eq!(since(at("2026-11-21T09:00:00Z"), now, zone), "since today");
        assert_eq!(since(at("2026-11-20T23:00:00Z"), now, zone), "since yesterday");
        assert_eq!(since(at("2026-11-04T09:00:00Z"), now, zone), "since 4 November 2026 (17 days)");
    }
}
