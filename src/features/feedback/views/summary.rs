//! What was said, put together, as its pages show it.

use crate::domain::feedback::{Figures, Summary};

/// One question: label and rows of who and what.
pub struct QuestionSaid {
    pub label: String,
    pub rows: Vec<(String, String)>,
}

fn figures(figures: &Figures) -> String {
    format!(
        "{} on average, {} ({} answers)",
        figures.mean(),
        match figures.spread() {
            Some((low, high)) if low == high => format!("all {low}"),
            _ => format!("from {}", figures.spread_shown()),
        },
        figures.count()
    )
}

pub fn said(summary: &Summary, own: &str) -> Vec<QuestionSaid> {
    let question = |put: &crate::domain::feedback::Put| {
        let whole = put.whole.as_ref().map_or_else(|| "Too few could say".to_owned(), figures);
        let mut rows = vec![("All colleagues".to_owned(), whole)];
        rows.extend(put.groups.iter().map(|group| (group.label.clone(), figures(&group.figures))));
        if let Some((level, label)) = &put.own {
            rows.push((own.to_owned(), format!("{level}: {label}")));
        }
        QuestionSaid { label: put.label.clone(), rows }
    };
    match summary.can_be_shown() {
        true => summary.questions.iter().map(question).collect(),
        false => Vec::new(),
    }
}
