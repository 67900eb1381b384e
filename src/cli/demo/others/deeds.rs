//! From what a programme asks to what somebody would record for it: for each requirement that looks at
//! entries, the entries that would meet it. It reads the rules as data, like the engine, and knows no programme.

use std::collections::BTreeMap;

use super::answers::{Wishes, answers};
use crate::domain::amount::Amount;
use crate::domain::kind::{Confirmer, FieldType, Kind, Recorder, Role};
use crate::domain::programme::{Requirement, Version};
use crate::domain::rule::{
    Category, Condition, Coverage, Exam, Feedback, Held, HeldThing, Length, LengthOf, LengthUnit, Marks,
    Meeting, Mix, Rule, Share, Signoff, Tally, Test, Weight, Window,
};

/// Entries that are planned for one requirement, at most.
const MOST: usize = 40;
/// A requirement that so few entries meet may be met.
const FEW: usize = 7;

/// A requirement with the entries that would meet it, or the registration.
pub struct Asked {
    /// Nothing else comes first.
    pub is_open: bool,
    /// One for each stretch of time, so that it is met at the end only.
    pub goes_on: bool,
    /// So much in every year, so what is done for it is spread over them.
    pub each_year: bool,
    /// What was before the programme counts as well.
    pub any_time: bool,
    pub wanted: Vec<Wanted>,
    pub registration: Option<(String, String)>,
}

impl Asked {
    /// So few entries meet it that somebody in the middle of the programme has done it.
    pub fn is_short(&self) -> bool {
        !self.goes_on && (1..=FEW).contains(&self.wanted.len())
    }
}

#[derive(Debug, Clone)]
pub struct Wanted {
    pub kind: String,
    pub by: Recorder,
    /// How many days it lasts; 0 for what happens on one.
    pub days: i64,
    pub typed: BTreeMap<String, Vec<String>>,
    pub level: String,
}

/// Everything in the programme that looks at entries or registrations itself.
pub fn leaves(version: &Version) -> Vec<Asked> {
    // Of several ways to the same one is gone; of units asked for one by one none is done for their sum too.
    let ways = version.requirements.iter().filter(|one| matches!(one.rule, Rule::Any(_)));
    let others: Vec<&String> = ways.flat_map(|one| one.rule.children().iter().skip(1)).collect();
    let single = |code: &str| {
        let of = |one: &Requirement| match &one.rule {
            Rule::Marks(marks) => marks.units.iter().map(|unit| unit.code.clone()).collect::<Vec<_>>(),
            _ => Vec::new(),
        };
        version
            .requirements
            .iter()
            .map(of)
            .any(|units| units.len() == 1 && units.iter().any(|one| one == code))
    };
    let is_sum = |one: &Requirement| match &one.rule {
        Rule::Marks(marks) => marks.units.len() > 1 && marks.units.iter().all(|unit| single(&unit.code)),
        _ => false,
    };
    let leaf =
        |one: &Requirement| one.rule.combines().is_none() && !others.contains(&&one.code) && !is_sum(one);
    let all = version.requirements.iter().filter(|requirement| leaf(requirement));
    all.map(|requirement| {
        let registration = match &requirement.rule {
            Rule::Held(Held { what: HeldThing::Registration(register), .. }) => {
                let category = register.categories.first().cloned().unwrap_or_default();
                Some((register.body.clone(), category))
            }
            _ => None,
        };
        let planning = Planning { version, requirement };
        let mut wanted = planning.wanted();
        wanted.truncate(MOST);
        let goes_on = matches!(&requirement.rule, Rule::Meeting(Meeting { every_months: Some(_), .. }));
        let each_year = matches!(&requirement.window, Window::Cycle(cycle) if cycle.each.is_some());
        let any_time = requirement.window == Window::Always;
        Asked { each_year, any_time, is_open: requirement.needs.is_empty(), goes_on, wanted, registration }
    })
    .collect()
}

struct Planning<'v> {
    version: &'v Version,
    requirement: &'v Requirement,
}

impl<'v> Planning<'v> {
    fn kind(&self, code: &str) -> Option<&'v Kind> {
        self.version.kind(code).map(|used| &used.kind)
    }

    /// What the requirement asks of a fact beside its rule.
    fn one(&self, code: &str, wishes: &Wishes<'v>, nth: usize) -> Option<Wanted> {
        let kind = self.kind(code)?;
        let level = wishes.level.map(str::to_owned).or_else(|| {
            let levels = &kind.scale.as_ref()?.levels;
            levels.get(levels.len().saturating_sub(2)).map(|level| level.code.clone())
        });
        Some(Wanted {
            kind: kind.code.clone(),
            by: kind.recorded_by,
            days: wishes.days,
            typed: answers(kind, wishes, &self.requirement.title, nth),
            level: level.filter(|_| kind.confirmed_by != Confirmer::Nobody).unwrap_or_default(),
        })
    }

    fn many(&self, code: &str, wishes: &Wishes<'v>, number: usize) -> Vec<Wanted> {
        (0..number.min(MOST)).filter_map(|nth| self.one(code, wishes, nth)).collect()
    }

    fn wanted(&self) -> Vec<Wanted> {
        match &self.requirement.rule {
            Rule::Count(tally) | Rule::Pool(tally) => self.tally(tally),
            Rule::Sum(tally) => self.sum(tally),
            Rule::Length(length) => self.length(length),
            Rule::Share(share) => self.share(share),
            Rule::Signoff(signoff) => self.signoff(signoff),
            Rule::Coverage(coverage) => self.coverage(coverage),
            Rule::Marks(marks) => self.marks(marks),
            Rule::Exam(exam) => self.exam(exam),
            Rule::Held(Held { what: HeldThing::Fact { kind, about, .. }, words, .. }) => {
                let mut wishes = Wishes::about(about);
                wishes.numbers.extend(words.iter().map(|limit| (limit.field.as_str(), limit.most)));
                self.many(kind, &wishes, 1)
            }
            Rule::Mix(mix) => self.mix(mix),
            Rule::Feedback(feedback) => self.feedback(feedback),
            Rule::Meeting(meeting) => self.meeting(meeting),
            Rule::Held(_) | Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => {
                Vec::new()
            }
        }
    }

    fn tally(&self, tally: &'v Tally) -> Vec<Wanted> {
        let base = Wishes::about(&tally.about).and(&tally.conditions);
        let base = match &tally.weight {
            Weight::ByChoice { field, credits, .. } => {
                let best = credits.iter().max_by_key(|(_, credit)| *credit);
                best.map_or(base.clone(), |(choice, _)| base.clone().choosing(field, choice))
            }
            _ => base,
        };
        let mut all: Vec<Wanted> = Vec::new();
        let number = whole(tally.target);
        for minimum in &tally.minimums {
            let wishes = base.clone().and(&minimum.conditions);
            for nth in 0..whole(minimum.amount).min(number.saturating_sub(all.len())) {
                all.extend(self.one(
                    tally.kinds.first().map_or("", String::as_str),
                    &wishes,
                    all.len() + nth,
                ));
            }
        }
        let latest = tally.latest.iter().fold(base, |wishes, latest| wishes.and(&latest.conditions));
        let kinds = tally.kinds.iter().cycle().take(number.min(MOST).saturating_sub(all.len()));
        let rest: Vec<Wanted> =
            kinds.enumerate().filter_map(|(nth, kind)| self.one(kind, &latest, all.len() + nth)).collect();
        all.extend(rest);
        all
    }

    fn sum(&self, tally: &'v Tally) -> Vec<Wanted> {
        let Weight::Number { field } = &tally.weight else { return Vec::new() };
        let parts: Vec<(&Category, Amount)> = tally.minimums.iter().map(|one| (one, one.amount)).collect();
        let kind = tally.kinds.first().map_or("", String::as_str);
        let base = Wishes::about(&tally.about).and(&tally.conditions);
        let mut all = Vec::new();
        let mut left = tally.target;
        for (part, amount) in parts {
            let wishes = base.clone().and(&part.conditions).numbering(field, share_of(amount, 3));
            all.extend(self.many(kind, &wishes, 3));
            left = left.less(amount);
        }
        if !left.is_zero() {
            let times = match &self.requirement.window {
                Window::Cycle(cycle) if cycle.each.is_some() => i64::from(cycle.years),
                _ => 4,
            };
            let number = usize::try_from(times).unwrap_or(1);
            all.extend(self.many(kind, &base.numbering(field, share_of(left, times)), number));
        }
        all
    }

    fn length(&self, length: &'v Length) -> Vec<Wanted> {
        let LengthOf::Kinds(kinds) = &length.of else { return Vec::new() };
        let units = whole(length.target).max(1);
        let days = match length.unit {
            LengthUnit::Days => units,
            LengthUnit::Weeks => units * 7,
            LengthUnit::Months => units * 31,
        };
        let mut wishes = Wishes::about(&length.about).and(&length.conditions);
        wishes.days = i64::try_from(days).unwrap_or(7);
        if let Some(field) = &length.whole_time {
            wishes.numbers.push((field, Amount::whole(100)));
        }
        self.many(kinds.first().map_or("", String::as_str), &wishes, 1)
    }

    fn share(&self, share: &'v Share) -> Vec<Wanted> {
        let part = &share.part;
        let wishes =
            Wishes::about(&part.about).and(&part.conditions).numbering(&part.field, Amount::whole(7));
        self.many(part.kinds.first().map_or("", String::as_str), &wishes, 8)
    }

    fn signoff(&self, signoff: &'v Signoff) -> Vec<Wanted> {
        let mut base = Wishes::about(&signoff.about);
        base.level = signoff.level.as_deref();
        let Some(field) = &signoff.item else { return self.many(&signoff.kind, &base, 1) };
        let mut all = Vec::new();
        for (nth, item) in signoff.items.iter().take(whole(signoff.target)).enumerate() {
            let of_type = signoff.types.iter().find(|one| Some(&one.code) == item.of_type.as_ref());
            let mut wishes = base.clone().choosing(field, &item.code);
            wishes.level = of_type.and_then(|one| one.level.as_deref()).or(wishes.level);
            let evidence = of_type.map_or(&signoff.evidence, |one| &one.evidence);
            for beside in evidence {
                let with = Wishes::about(&signoff.about).and(&beside.conditions).choosing(field, &item.code);
                let kind = beside.kinds.first().map_or("", String::as_str);
                all.extend(self.many(kind, &with, usize::try_from(beside.at_least).unwrap_or(1)));
            }
            all.extend(self.one(&signoff.kind, &wishes, nth));
        }
        all
    }

    fn coverage(&self, coverage: &'v Coverage) -> Vec<Wanted> {
        let base = Wishes::about(&coverage.about).and(&coverage.conditions);
        let each = usize::try_from(coverage.each).unwrap_or(1);
        let kind = coverage.kinds.first().map_or("", String::as_str);
        let field = self.kind(kind).and_then(|kind| kind.field(&coverage.item));
        let together = field.is_some_and(|field| matches!(field.kind, FieldType::Choices { .. }));
        let mut all = Vec::new();
        // One piece of evidence for two items, as it is in life.
        for pair in coverage.items.chunks(if together { 2 } else { 1 }) {
            let wishes =
                pair.iter().fold(base.clone(), |wishes, item| wishes.choosing(&coverage.item, &item.code));
            all.extend(self.many(kind, &wishes, each));
        }
        all
    }

    fn marks(&self, marks: &'v Marks) -> Vec<Wanted> {
        let Some(kind) = self.kind(&marks.kind) else { return Vec::new() };
        let (unit, mark) = (kind.role(Role::Unit), kind.role(Role::Mark));
        let Some(unit) = unit else { return Vec::new() };
        let one = |(nth, asked): (usize, &'v crate::domain::rule::Unit)| {
            let mut wishes = Wishes::default().choosing(&unit.code, &asked.code);
            if let Some(mark) = mark.filter(|_| !asked.pass_fail) {
                let beyond = BEYOND.get(nth % BEYOND.len()).copied().unwrap_or_default();
                wishes.numbers.push((&mark.code, asked.pass + Amount::whole(beyond)));
            }
            wishes.good = asked.pass_fail;
            self.one(&marks.kind, &wishes, nth)
        };
        marks.units.iter().enumerate().filter_map(one).collect()
    }

    fn exam(&self, exam: &'v Exam) -> Vec<Wanted> {
        let Some(kind) = self.kind(&exam.kind) else { return Vec::new() };
        let mut wishes = Wishes::about(&exam.about).and(&exam.hurdles);
        if let Some(part) = kind.role(Role::Part) {
            wishes = exam.parts.iter().fold(wishes, |wishes, one| wishes.choosing(&part.code, &one.code));
        }
        let pass = exam.parts.iter().filter_map(|part| part.pass).chain(exam.pass).max();
        if let (Some(mark), Some(pass)) = (kind.role(Role::Mark), pass) {
            wishes.numbers.push((&mark.code, pass + Amount::whole(6)));
        }
        self.many(&exam.kind, &wishes, 1)
    }

    fn mix(&self, mix: &'v Mix) -> Vec<Wanted> {
        let Some(field) = self.kind(&mix.kind).and_then(|kind| kind.role(Role::Type)) else {
            return Vec::new();
        };
        let types = field.choices().iter().take(usize::try_from(mix.types).unwrap_or(2).max(2) + 1);
        let types: Vec<&str> = types.map(|choice| choice.code.as_str()).collect();
        let all = types.iter().cycle().take(FIVE_MIXED).enumerate();
        all.filter_map(|(nth, code)| self.one(&mix.kind, &Wishes::default().choosing(&field.code, code), nth))
            .collect()
    }

    fn feedback(&self, feedback: &'v Feedback) -> Vec<Wanted> {
        let mut wishes = Wishes::about(&feedback.about);
        let least = |one: &'v crate::domain::rule::FieldLeast| (one.field.as_str(), one.at_least);
        wishes.numbers.push((&feedback.raters.field, feedback.raters.at_least + Amount::whole(2)));
        wishes.numbers.extend(feedback.groups.iter().map(least));
        wishes.yes.extend(feedback.self_rating.iter().chain(&feedback.released).map(String::as_str));
        self.many(&feedback.kind, &wishes, whole(feedback.target))
    }

    fn meeting(&self, meeting: &'v Meeting) -> Vec<Wanted> {
        let base = Wishes::about(&meeting.about).and(&meeting.conditions);
        let wishes = meeting.attends.iter().fold(base, |wishes, attends| {
            attends.all_of.iter().fold(wishes, |wishes, who| wishes.choosing(&attends.field, who))
        });
        let months = self.version.months.and_then(|months| usize::try_from(months).ok()).unwrap_or(24);
        let every = meeting.every_months.and_then(|every| usize::try_from(every).ok());
        let number = every.map_or(whole(meeting.target), |every| months / every.max(1));
        self.many(&meeting.kind, &wishes, number)
    }
}

/// So many activities make a list without a gap in the time that is looked at.
const FIVE_MIXED: usize = 5;
/// By how much marks pass, in turn.
const BEYOND: [i64; 5] = [9, 14, 4, 17, 11];

fn whole(amount: Amount) -> usize {
    usize::try_from((amount.hundredths() + 99) / 100).unwrap_or(0)
}

/// A part of an amount, rounded up to a whole.
fn share_of(amount: Amount, parts: i64) -> Amount {
    Amount::whole((amount.hundredths() + parts * 100 - 1) / (parts * 100))
}

/// What the first of these tests wants in a field, whatever the others say.
pub fn in_field<'c>(conditions: &[&'c Condition], field: &str) -> Vec<&'c Test> {
    let of = |test: &&Test| match test {
        Test::Is { field: on, .. } | Test::IsNot { field: on, .. } | Test::AtLeast { field: on, .. } => {
            on == field
        }
        Test::AtMost { field: on, .. } | Test::Yes { field: on, .. } => on == field,
        Test::Outcome(_) | Test::Level(_) => false,
    };
    conditions.iter().map(|condition| &condition.test).filter(of).collect()
}
