//! The three formats against the report and against each other.

use super::amount::Amount;
use super::report::{CohortReport, PortfolioReport};
use super::{csv, pdf, xlsx};

mod agreement;
mod tagged;

/// Everything that typst, a shell or a spreadsheet could take for more than text.
const NASTY: &str = "#strong[x] $a^2$ *b* _c_ `d` <label> @ref = head // gone \\ #{1+1}";
const FORMULA: &str = "=HYPERLINK(\"x.org\",\"click\")";

/// The sample with a comment and a title that nobody should have typed.
fn awkward() -> PortfolioReport {
    let mut report = PortfolioReport::sample();
    let entry = report.entries.iter_mut().find(|e| !e.decisions.is_empty()).unwrap();
    entry.title = FORMULA.into();
    entry.decisions[0].comment = format!("{NASTY} 🫀 {}", "y".repeat(200));
    report
}

/// (code, [recorded, submitted, signed, target]) as every format has to show them.
type Figures = Vec<(String, [Option<Amount>; 4])>;

fn figures(report: &PortfolioReport) -> Figures {
    let rows = report.requirements.iter();
    rows.map(|r| (r.code.clone(), [r.recorded, r.submitted, r.signed, r.target])).collect()
}

fn cohort_figures(report: &CohortReport) -> Figures {
    let rows = report.trainees.iter().flat_map(|t| t.standings.iter().map(move |s| (t, s)));
    rows.map(|(t, s)| (format!("{} {}", t.trainee, s.code), [s.recorded, s.submitted, s.signed, s.target]))
        .collect()
}
