//! A portfolio, or a cohort, as bytes. A room gathers a report under the asker's sight and hands it
//! here; what comes back is a file. Pure: no database, no HTTP, no clock, so the same report gives
//! the same bytes. CSV and XLSX print one set of tables (`tables`), the PDF prints the report
//! itself, and an amount is spelled in exactly one place (`Amount`), so that the three agree.

pub mod amount;
pub mod certificate;
pub mod csv;
pub mod pdf;
pub mod report;
pub mod review;
pub mod tables;
pub mod xlsx;

use crate::domain::fault::Fault;

#[cfg(test)]
mod tests;

/// Why a report did not become a file, as a sentence for the log and the exports page.
#[derive(Debug, thiserror::Error)]
pub enum RenderFault {
    #[error("The CSV file could not be written: {0}.")]
    Csv(String),
    #[error("The Excel file could not be written: {0}.")]
    Xlsx(String),
    #[error("The PDF could not be made: {0}.")]
    Pdf(String),
    #[error("The report that was handed over could not be read: {0}.")]
    Input(String),
    #[error("The program that makes PDFs could not be started: {0}.")]
    Start(String),
    #[error(
        "The PDF took longer than {0} seconds and was stopped. Ask for fewer entries, or try again later."
    )]
    TooSlow(u64),
    /// It was not begun: others are being drawn, and waiting for one of them took too long.
    #[error("Two others are being drawn. Try again in a minute.")]
    Waits,
    #[error("The program that makes PDFs stopped early: {0}")]
    Stopped(String),
}

/// What a page that is asked for as a file answers.
impl From<RenderFault> for Fault {
    fn from(why: RenderFault) -> Fault {
        match why {
            RenderFault::Waits => Fault::Later(why.to_string()),
            other => Fault::broken(other),
        }
    }
}
