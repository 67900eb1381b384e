//! A requirement as plain sentences, for its page: what counts, how much, when, and whose word it takes.

use crate::domain::kind::{Kind, lower};
use crate::domain::programme::{Registered, Requirement, Version};
use crate::domain::time::Day;

use super::{
    Anchor, Condition, Edge, Exam, Held, HeldThing, Marks, Mix, Register, Rule, Tally, Test, Weight, Window,
};

/// The rule of a requirement in words, a few sentences at most.
pub fn describe(requirement: &Requirement, version: &Version) -> String {
    let mut sentences = match &requirement.rule {
        Rule::Count(tally) | Rule::Sum(tally) => counted(tally, version),
        Rule::Marks(marks) => credits(marks),
        Rule::Exam(exam) => passed(exam, requirement),
        Rule::Held(held) => valid(held, version),
        Rule::Mix(mix) => varied(mix, version),
        Rule::All(of) => vec![format!("All of these: {}", titles(of, version))],
        Rule::Any(of) => vec![format!("Any one of these: {}", titles(of, version))],
        Rule::AtLeast { number, of } => {
            vec![format!("At least {number} of these {}: {}", of.len(), titles(of, version))]
        }
        Rule::Percent { percent, of } => vec![
            format!("{percent} % of these {}: {}", of.len(), titles(of, version)),
            "Only required and confirmed ones are in the denominator".to_owned(),
        ],
    };
    if let Some(wanted) = &requirement.supervised_by {
        sentences.push(format!("Supervised by {}", registered(wanted)));
    }
    if requirement.accredited_site {
        sentences.push("At a site that was accredited on the day".to_owned());
    }
    sentences.extend(window(&requirement.window, version));
    if let Some(range) = requirement.personal {
        let (least, most) = (range.least, range.most);
        sentences.push(format!(
            "The figure is set for each person, from {least} to {most}, by a named person with a reason"
        ));
    }
    if !requirement.needs.is_empty() {
        sentences.push(format!("Opens when these are met: {}", titles(&requirement.needs, version)));
    }
    sentences.extend(signers(requirement));
    if let Some(due) = &requirement.due {
        let hour = due.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        sentences.push(format!("Due by {}{hour}", edge(&due.edge, version)));
    }
    sentences.join(". ") + "."
}

fn titles(codes: &[String], version: &Version) -> String {
    let title = |code: &String| version.requirement(code).map_or_else(|| code.clone(), |r| r.title.clone());
    codes.iter().map(title).collect::<Vec<_>>().join("; ")
}

fn kind<'v>(code: &str, version: &'v Version) -> Option<&'v Kind> {
    version.kind(code).map(|used| &used.kind)
}

fn counted(tally: &Tally, version: &Version) -> Vec<String> {
    let first = tally.kinds.first().and_then(|code| kind(code, version));
    let where_ = phrases(&tally.conditions, first);
    let mut all = match &tally.weight {
        Weight::Number { field } => {
            let label = first.and_then(|kind| kind.field(field)).map_or(field.as_str(), |f| f.label.as_str());
            vec![format!("{label}: at least {} {} together{where_}", tally.target, tally.unit)]
        }
        _ => vec![format!("At least {} {}{where_}", tally.target, tally.unit)],
    };
    if let Weight::ByChoice { field, credits, otherwise } = &tally.weight {
        let field = first.and_then(|kind| kind.field(field));
        let label = |code: &String| {
            let choice = field.and_then(|field| field.choices().iter().find(|choice| &choice.code == code));
            choice.map_or_else(|| code.clone(), |choice| choice.label.clone())
        };
        let named: Vec<String> =
            credits.iter().map(|(code, amount)| format!("“{}” {amount}", label(code))).collect();
        all.push(format!("Each counts {otherwise}, but {}", named.join(", ")));
    }
    all.extend(
        tally.minimums.iter().map(|least| format!("At least {} of them: {}", least.amount, least.label)),
    );
    if tally.minimums.len() > 1 {
        all.push("One entry may serve several of these".to_owned());
    }
    all.extend(tally.caps.iter().map(|cap| format!("At most {} count: {}", cap.amount, cap.label)));
    if tally.one_per_case {
        all.push("One case gives at most one credit".to_owned());
    }
    all
}

/// ` where part played is “Assisted” or “Ran the bypass”, and …`
fn phrases(conditions: &[Condition], kind: Option<&Kind>) -> String {
    // "Is" says all that an "is not" of the same field does; files have both for the sake of two reasons.
    let said = |field: &str| {
        conditions.iter().any(|c| matches!(&c.test, Test::Is { field: other, .. } if other == field))
    };
    let needless = |c: &&Condition| matches!(&c.test, Test::IsNot { field, .. } if said(field));
    let all: Vec<String> = conditions.iter().filter(|c| !needless(c)).map(|c| phrase(c, kind)).collect();
    if all.is_empty() { String::new() } else { format!(" where {}", all.join(", and ")) }
}

fn phrase(condition: &Condition, kind: Option<&Kind>) -> String {
    let label = |code: &str| {
        let label = kind.and_then(|kind| kind.field(code)).map_or(code, |field| field.label.as_str());
        lower(label)
    };
    let words = |field: &str, codes: &[String]| {
        let choices =
            kind.and_then(|kind| kind.field(field)).map(|field| field.choices()).unwrap_or_default();
        let word = |code: &String| {
            choices.iter().find(|c| &c.code == code).map_or(code.clone(), |c| c.label.clone())
        };
        codes.iter().map(|code| format!("“{}”", word(code))).collect::<Vec<_>>().join(" or ")
    };
    match &condition.test {
        Test::Is { field, any_of } => format!("{} is {}", label(field), words(field, any_of)),
        Test::IsNot { field, none_of } => format!("{} is not {}", label(field), words(field, none_of)),
        Test::AtLeast { field, amount } => format!("{} is at least {amount}", label(field)),
        Test::AtMost { field, amount } => format!("{} is at most {amount}", label(field)),
        Test::Yes { field, yes } => format!("{} is {}", label(field), if *yes { "yes" } else { "no" }),
        Test::Outcome(outcome) => format!("the outcome is {outcome}"),
        Test::Level(level) => {
            let levels = kind
                .and_then(|kind| kind.scale.as_ref())
                .map(|scale| scale.levels.as_slice())
                .unwrap_or_default();
            let word =
                levels.iter().find(|one| &one.code == level).map_or(level.as_str(), |one| one.label.as_str());
            format!("the level is “{word}” or higher")
        }
    }
}

fn credits(marks: &Marks) -> Vec<String> {
    match marks.units.as_slice() {
        [unit] => {
            vec![format!("Unit {}, {} credits: a mark of at least {}", unit.code, unit.credits, unit.pass)]
        }
        units => {
            let mut all =
                vec![format!("{} credits from {} units, each with its pass mark", marks.target, units.len())];
            let bands: Vec<String> =
                marks.bands.iter().map(|band| format!("{} from {}", band.name, band.from)).collect();
            if !bands.is_empty() {
                all.push(format!("The mean is weighted by credits: {}", bands.join(", ")));
            }
            all
        }
    }
}

fn passed(exam: &Exam, requirement: &Requirement) -> Vec<String> {
    let mut all = match exam.parts.as_slice() {
        [] => vec![format!("{} is passed", requirement.title)],
        parts => {
            let names: Vec<&str> = parts.iter().map(|part| part.title.as_str()).collect();
            vec![format!("Every part is passed: {}", names.join("; "))]
        }
    };
    all.extend(exam.pass.map(|pass| format!("The pass mark is {pass}")));
    all.extend(exam.attempts.map(|most| format!("There are at most {most} attempts")));
    all
}

fn valid(held: &Held, version: &Version) -> Vec<String> {
    let on = match &held.on {
        Some(edge_) => format!("on {} (before that has come: today)", edge(edge_, version)),
        None => "today".to_owned(),
    };
    match &held.what {
        HeldThing::Registration(one) => vec![format!("A registration with {} is valid {on}", register(one))],
        HeldThing::Fact { kind: code, title, .. } => {
            let name = kind(code, version).map_or(code.as_str(), |kind| kind.name.as_str());
            let name = if title.is_empty() { name } else { title.as_str() };
            vec![format!("{name}: confirmed, and valid {on}")]
        }
    }
}

fn varied(mix: &Mix, version: &Version) -> Vec<String> {
    let plural = kind(&mix.kind, version).map_or(mix.kind.as_str(), |kind| kind.plural.as_str());
    let mut all = vec![format!("At least {} different types among the {plural}", mix.types)];
    if let Some(months) = mix.gap_months {
        all.push(format!("Every gap of {months} months or more in the dated list is explained"));
    }
    all.push("There is no number of hours or points to reach".to_owned());
    all
}

fn register(register: &Register) -> String {
    match register.categories.as_slice() {
        [] => register.body_name.clone(),
        some => format!("{} ({})", register.body_name, some.join(" or ")),
    }
}

fn registered(wanted: &Registered) -> String {
    format!("somebody registered with {} on the day", register(&wanted.register))
}

fn signers(requirement: &Requirement) -> Vec<String> {
    let signers = &requirement.signers;
    let mut all = Vec::new();
    if signers.number > 1 {
        all.push(format!("Signed by {} different people", signers.number));
    }
    if let Some(wanted) = &signers.registered {
        all.push(format!("Signed by {}", registered(wanted)));
    }
    all
}

fn window(window: &Window, version: &Version) -> Option<String> {
    match window {
        Window::Always => None,
        Window::Enrolment => Some("Only what was done during the enrolment counts".to_owned()),
        Window::Between { from, until } => {
            let from = from.as_ref().map(|one| format!("from {}", edge(one, version)));
            let until = until.as_ref().map(|one| format!("until {}", edge(one, version)));
            let both: Vec<String> = from.into_iter().chain(until).collect();
            Some(format!("Only what was done {} counts", both.join(" ")))
        }
        Window::LastMonths(months) => Some(format!("Only the last {months} months count")),
        Window::Year { month, day } => {
            let shown = Day::of(2025, *month, *day).map(|day| day.naive().format("%-d %B").to_string());
            Some(format!("Only the year that began on {} counts", shown.unwrap_or_default()))
        }
    }
}

/// `22 months after the start`, `the 2nd 30 June after the start`.
fn edge(edge: &Edge, version: &Version) -> String {
    let anchor = match &edge.anchor {
        Anchor::Start => "the start".to_owned(),
        Anchor::End => "the end of the enrolment".to_owned(),
        Anchor::Day(day) => day.to_string(),
        Anchor::Nth { n, month, day } => {
            let shown = Day::of(2025, *month, *day).map(|day| day.naive().format("%-d %B").to_string());
            let ending = match (n % 10, n % 100) {
                (1, rest) if rest != 11 => "st",
                (2, rest) if rest != 12 => "nd",
                (3, rest) if rest != 13 => "rd",
                _ => "th",
            };
            format!("the {n}{ending} {} after the start", shown.unwrap_or_default())
        }
        Anchor::Fact { kind: code, about } => {
            let kind = kind(code, version);
            let name = kind.map_or(code.clone(), |kind| lower(&kind.name));
            format!("the day of the first confirmed {name}{}", phrases(about, kind))
        }
        Anchor::Met(code) => {
            let title = version.requirement(code).map_or(code.as_str(), |one| one.title.as_str());
            format!("the day on which “{title}” was met")
        }
    };
    let side = |number: i64| if number < 0 { "before" } else { "after" };
    match (edge.months, edge.days) {
        (0, 0) => anchor,
        (months, 0) => format!("{} months {} {anchor}", months.abs(), side(months.into())),
        (0, days) => format!("{} days {} {anchor}", days.abs(), side(days)),
        (months, days) => format!("{months} months and {days} days after {anchor}"),
    }
}
