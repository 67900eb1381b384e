//! Answers put together so that nobody can be told from the figures. The whole needs `LEAST` answers. Words, and groups
//! told apart, need the floor; a group needs the group's floor in each question, and so does what is left of the whole
//! without the groups that are shown: otherwise it could be worked out by taking them away.

use std::collections::BTreeMap;

use crate::domain::kind::Values;

use super::form::Form;
use super::{LEAST, Question};

/// What one colleague rated; who that was is known to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub group: String,
    pub ratings: Values,
}

/// Of one question: how many chose each level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The lowest level first.
    pub chosen: Vec<usize>,
}

impl Figures {
    fn of<'a>(question: &Question<'_>, answers: impl Iterator<Item = &'a Answer>) -> Figures {
        let mut chosen = vec![0; question.levels.len()];
        for answer in answers {
            let said = answer.ratings.get(&question.field.code).and_then(|value| value.text());
            let at = said.and_then(|code| question.figure(code));
            if let Some(count) = at.and_then(|at| chosen.get_mut(at - 1)) {
                *count += 1;
            }
        }
        Figures { chosen }
    }

    pub fn count(&self) -> usize {
        self.chosen.iter().sum()
    }

    /// In tenths, rounded; none without an answer.
    fn mean_tenths(&self) -> Option<usize> {
        let count = self.count();
        let sum: usize = self.chosen.iter().zip(1..).map(|(n, level): (&usize, usize)| n * level).sum();
        (count > 0).then(|| (sum * 20 + count) / (count * 2))
    }

    /// `4.3`
    pub fn mean(&self) -> String {
        self.mean_tenths().map_or_else(String::new, |tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// The lowest and the highest level that was chosen, from 1.
    pub fn spread(&self) -> Option<(usize, usize)> {
        let low = self.chosen.iter().position(|count| *count > 0)?;
        let high = self.chosen.iter().rposition(|count| *count > 0)?;
        Some((low + 1, high + 1))
    }

    /// `3 to 5`, or `4`.
    pub fn spread_shown(&self) -> String {
        match self.spread() {
            Some((low, high)) if low == high => low.to_string(),
            Some((low, high)) => format!("{low} to {high}"),
            None => String::new(),
        }
    }
}

/// One group in one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFigures {
    pub label: String,
    pub figures: Figures,
}

/// One question of the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    pub code: String,
    pub label: String,
    /// None where fewer than `LEAST` could say.
    pub whole: Option<Figures>,
    /// Only groups that are told apart.
    pub groups: Vec<GroupFigures>,
    /// What the trainee said of themself: the level from 1, and its label.
    pub own: Option<(usize, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub answers: usize,
    /// How many answered of each group of the form.
    pub by_group: Vec<(String, String, usize)>,
    pub questions: Vec<Put>,
    /// Whether words may be shown.
    pub words: bool,
    /// The scale: its labels, lowest first.
    pub scale: Vec<String>,
}

impl Summary {
    /// Whether there is anything that may be handed over.
    pub fn can_be_shown(&self) -> bool {
        self.answers >= LEAST
    }
}

/// Which groups may be told apart, by how many of each answered. Those below the floor are folded into the whole, and
/// as many others with them as it takes that what is folded has the floor as well.
pub fn shown_groups(counts: &[(String, usize)], floor: usize) -> Vec<String> {
    let floor = floor.max(1);
    let mut shown: Vec<&(String, usize)> = counts.iter().filter(|(_, count)| *count >= floor).collect();
    let whole: usize = counts.iter().map(|(_, count)| count).sum();
    loop {
        let left = whole - shown.iter().map(|(_, count)| count).sum::<usize>();
        if left == 0 || left >= floor {
            break;
        }
        // The smallest goes with them; of equals the last.
        let Some(least) = shown.iter().rev().min_by_key(|(_, count)| *count).map(|(code, _)| code.clone())
        else {
            break;
        };
        shown.retain(|(code, _)| *code != least);
    }
    shown.into_iter().map(|(code, _)| code.clone()).collect()
}

pub fn put_together(
    form: Form<'_>,
    answers: &[Answer],
    own: &Values,
    (floor, group_floor): (usize, usize),
) -> Summary {
    let in_group = |code: &str| answers.iter().filter(|answer| answer.group == code).count();
    let enough = answers.len() >= floor.max(LEAST);
    let question = |question: Question<'_>| {
        let of = |code: Option<&str>| {
            let chosen = answers.iter().filter(|answer| code.is_none_or(|code| answer.group == code));
            Figures::of(&question, chosen)
        };
        let by_group: BTreeMap<&str, Figures> =
            form.groups().iter().map(|group| (group.code.as_str(), of(Some(&group.code)))).collect();
        let counts: Vec<(String, usize)> =
            by_group.iter().map(|(code, figures)| ((*code).to_owned(), figures.count())).collect();
        let told_apart = if enough { shown_groups(&counts, group_floor.max(LEAST)) } else { Vec::new() };
        let groups = form.groups().iter().filter(|group| told_apart.contains(&group.code));
        let groups = groups.filter_map(|group| {
            let figures = by_group.get(group.code.as_str())?.clone();
            Some(GroupFigures { label: group.label.clone(), figures })
        });
        let said = own.get(&question.field.code).and_then(|value| value.text());
        let level = said.and_then(|code| question.figure(code));
        let label = level.and_then(|at| question.levels.get(at - 1)).map(|level| level.label.clone());
        Put {
            code: question.field.code.clone(),
            label: question.field.label.clone(),
            whole: Some(of(None)).filter(|figures| figures.count() >= LEAST),
            groups: groups.collect(),
            own: level.zip(label),
        }
    };
    Summary {
        answers: answers.len(),
        by_group: form
            .groups()
            .iter()
            .map(|group| (group.code.clone(), group.label.clone(), in_group(&group.code)))
            .collect(),
        questions: form.questions().map(question).collect(),
        words: enough,
        scale: form.levels().iter().map(|level| level.label.clone()).collect(),
    }
}

/// The summary in words, as the entry keeps it. `comments`: what is handed on, each with its question.
pub fn words(summary: &Summary, comments: &[(String, String)], withheld: usize) -> String {
    let mut lines = vec![format!(
        "{} colleagues answered, each question from 1 ({}) to {} ({}).",
        summary.answers,
        summary.scale.first().map_or("", String::as_str),
        summary.scale.len(),
        summary.scale.last().map_or("", String::as_str)
    )];
    for question in &summary.questions {
        let own = match &question.own {
            Some((level, _)) => format!("; self-rating {level}"),
            None => String::new(),
        };
        lines.push(match &question.whole {
            Some(figures) => format!(
                "{}: {} on average, {} ({} answers){own}.",
                question.label,
                figures.mean(),
                figures.spread_shown(),
                figures.count()
            ),
            None => format!("{}: too few could say{own}.", question.label),
        });
    }
    let mut before = "";
    for (question, text) in comments {
        if question != before {
            lines.push(String::new());
            lines.push(question.clone());
        }
        lines.push(format!("• {text}"));
        before = question;
    }
    match (summary.words, withheld) {
        (false, _) => {
            lines.push(String::new());
            lines.push("Too few answered for comments to be shown.".to_owned());
        }
        (true, 0) => {}
        (true, withheld) => {
            lines.push(String::new());
            let comments = if withheld == 1 { "1 comment was" } else { &format!("{withheld} comments were") };
            lines.push(format!("{comments} withheld by the supervisor."));
        }
    }
    lines.join("\n")
}
