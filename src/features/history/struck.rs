//! What was struck out, against the redactions in the book. A salt that is gone without a redaction was taken
//! behind the house's back, however well the hashes still fit; and words that a redaction took away must not be
//! there again.

use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::domain::entry::{Covers, struck};
use crate::domain::fault::Fault;
use crate::domain::names::{PortfolioId, QualityActionId};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::history::check::Wrong;
use crate::features::history::store;
use crate::features::redactions::{self, RedactionRow};

#[derive(Debug, Clone, Default)]
pub struct StruckReport {
    /// A sentence for each redaction.
    pub told: Vec<String>,
    pub wrong: Vec<Wrong>,
}

// open: verification compares salts and commitments, and shows places
pub fn verify_struck(conn: &mut Conn, portfolio: &PortfolioId) -> Result<StruckReport, Fault> {
    let mut report = StruckReport::default();
    let rows = redactions::of_portfolio(conn, portfolio)?;
    let mut expected: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    for row in &rows {
        let Ok(left) = row.left() else {
            report.wrong.push(Wrong::at(format!("redactions/{}", row.id), "cannot be read"));
            continue;
        };
        // A whole person is told as one.
        if row.erasure_id.is_none() {
            report.told.push(told(row, left.len()));
        }
        for one in left.into_iter().filter(|one| !one.left.is_empty()) {
            expected.insert((one.row, one.key), (one.left, row.id.to_string()));
        }
    }
    let actions: Vec<QualityActionId> = expected
        .keys()
        .filter_map(|(row, _)| row.strip_prefix("quality_actions/").map(QualityActionId::new))
        .collect();
    for covered in store::covered(conn, portfolio, &actions)? {
        // A row of release 0.1.0 has no salts; unreadable ones are found where the row is checked.
        let covers: Covers = serde_json::from_str(&covered.salts).unwrap_or_default();
        for (key, left) in struck(&covers) {
            match expected.remove(&(covered.row.clone(), key.to_owned())) {
                Some((known, _)) if known == left => {}
                Some(_) => report.wrong.push(Wrong::at(
                    &covered.row,
                    format!("what is left of its {key} is not what its redaction says"),
                )),
                None => report.wrong.push(Wrong::at(
                    &covered.row,
                    format!("its {key} was struck out, and no redaction in the book tells of it"),
                )),
            }
        }
    }
    for ((row, key), (_, redaction)) in expected {
        let what = format!("its {key} was struck out by redactions/{redaction}, and is there again");
        report.wrong.push(Wrong::at(row, what));
    }
    Ok(report)
}

fn told(row: &RedactionRow, cells: usize) -> String {
    let on = row.struck_at.day_in(DEFAULT_ZONE);
    let files = row.hashes().count();
    let place = match (&row.entry_id, &row.review_id) {
        (Some(entry), _) => format!("entries/{entry}"),
        (None, Some(review)) => format!("reviews/{review}"),
        (None, None) => format!("redactions/{}", row.id),
    };
    let mut text = format!("{place}: {cells} pieces of text");
    if files > 0 {
        text.push_str(&format!(" and {files} files"));
    }
    text.push_str(&format!(" were struck out on {on}; what is left of them fits"));
    text
}
