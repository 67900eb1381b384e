//! A report as a PDF that a panel accepts: cover, contents, summary, chart, requirements, entries with
//! their sign-offs, evidence, verification. Set by typst in this process from a template of ours; the
//! report goes in as data (`json()`), never as source, so that what people typed stays literal. The
//! library itself refuses to write a file that is not PDF/UA-1 (tagged, titled, with alternative
//! texts) and PDF/A-2a (archivable). Same report, same bytes: identifier and date come from it.
//!
//! A server does not call `portfolio` or `cohort` itself but `in_child`, because typesetting takes
//! memory by the hundred megabytes and text by strangers.

use serde::Serialize;
use typst::World;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::RenderFault;
use super::amount::Amount;
use super::certificate::Certificate;
use super::report::{About, Bar, CohortReport, PortfolioReport};

mod child;
mod print_safe;
mod world;

pub use child::{Envelope, child, in_child};
use world::Desk;

const PORTFOLIO: &str = include_str!("../../templates/report/portfolio.typ");
const CERTIFICATE: &str = include_str!("../../templates/report/certificate.typ");
const COHORT: &str = include_str!("../../templates/report/cohort.typ");

/// What the template of a portfolio reads: the report, and what is worked out from it.
#[derive(Serialize)]
struct Sheet<'r> {
    #[serde(flatten)]
    report: &'r PortfolioReport,
    /// For each bar of the chart, in its order.
    to_go: Vec<Amount>,
}

pub fn portfolio(report: &PortfolioReport) -> Result<Vec<u8>, RenderFault> {
    let sheet = Sheet { report, to_go: report.chart.iter().map(Bar::to_go).collect() };
    set(PORTFOLIO, &sheet, &report.about)
}

pub fn cohort(report: &CohortReport) -> Result<Vec<u8>, RenderFault> {
    set(COHORT, report, &report.about)
}

pub fn certificate(paper: &Certificate) -> Result<Vec<u8>, RenderFault> {
    set(CERTIFICATE, paper, &paper.about)
}

fn set(template: &str, sheet: &impl Serialize, about: &About) -> Result<Vec<u8>, RenderFault> {
    let mut data = serde_json::to_value(sheet).map_err(|fault| RenderFault::Input(fault.to_string()))?;
    // Two exports by two people, or of two instants, are two documents.
    let ident = serde_json::to_string(about).map_err(|fault| RenderFault::Input(fault.to_string()))?;
    let fonts = world::fonts();
    let replaced = print_safe::make(&mut data, &fonts);
    if let Some(fields) = data.as_object_mut() {
        fields.insert("unprintable".into(), replaced.into());
    }
    let desk = Desk::new(template, data.to_string(), fonts)?;
    let done = compile(&desk, ident, about);
    // Also after a failure, or every report ever set would stay in memory.
    typst::comemo::evict(0);
    done
}

fn compile(desk: &Desk, ident: String, about: &About) -> Result<Vec<u8>, RenderFault> {
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Perfolio".into())),
        timestamp: made_at(about),
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
            .map_err(|fault| RenderFault::Pdf(fault.message().to_string()))?,
        ..PdfOptions::default()
    };
    let document =
        typst::compile::<PagedDocument>(desk).output.map_err(|f| RenderFault::Pdf(told(desk, &f)))?;
    typst_pdf::pdf(&document, &options).map_err(|f| RenderFault::Pdf(told(desk, &f)))
}

fn made_at(about: &About) -> Option<Timestamp> {
    use chrono::{Datelike, Timelike};
    let at = about.made_at.at.as_naive();
    let byte = |number: u32| u8::try_from(number).ok();
    let (month, day) = (byte(at.month())?, byte(at.day())?);
    let (hour, minute, second) = (byte(at.hour())?, byte(at.minute())?, byte(at.second())?);
    Datetime::from_ymd_hms(at.year(), month, day, hour, minute, second).map(Timestamp::new_utc)
}

/// Every fault with its line in the template, because only a template of ours can be at fault.
fn told(desk: &Desk, faults: &[SourceDiagnostic]) -> String {
    use typst::WorldExt;
    let tell = |fault: &SourceDiagnostic| {
        let line = desk.range(fault.span).and_then(|range| {
            let source = desk.source(fault.span.id()?).ok()?;
            source.lines().byte_to_line(range.start)
        });
        let hints: String = fault.hints.iter().map(|hint| format!(" ({})", hint.v)).collect();
        match line {
            Some(line) => format!("line {}: {}{hints}", line + 1, fault.message),
            None => format!("{}{hints}", fault.message),
        }
    };
    faults.iter().map(tell).collect::<Vec<_>>().join("; ")
}
