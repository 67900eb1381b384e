//! A certificate as the template of its PDF reads it.

use serde::{Deserialize, Serialize};

use crate::domain::time::Day;
use crate::render::report::About;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub about: About,
    pub number: String,
    pub kind: String,
    pub duty: String,
    pub holder: String,
    /// Empty where the kind has no scale.
    pub scale: String,
    pub level: String,
    pub levels: Vec<String>,
    pub assessor: String,
    pub capacity: String,
    pub awarded: Day,
    /// The last day in words, or that none is set.
    pub lasts: String,
    /// `Valid`, when it was printed.
    pub worth: String,
    /// The address of the page that checks it.
    pub check: String,
    /// Dark modules of the code, column and row.
    pub squares: Vec<(i32, i32)>,
    /// Modules on a side.
    pub side: i32,
}

#[cfg(test)]
impl Certificate {
    pub fn sample() -> Certificate {
        use crate::render::report::CohortReport;
        Certificate {
            about: CohortReport::sample().about,
            number: "7H3K-9M2P-X4QD".into(),
            kind: "Certificate of competence".into(),
            duty: "12-lead ECG".into(),
            holder: "Zoë Müller-Świątek".into(),
            scale: "May do this".into(),
            level: "Alone".into(),
            levels: vec!["With somebody in the room".into(), "Alone".into()],
            assessor: "Helen Marsh".into(),
            capacity: "supervisor".into(),
            awarded: Day::of(2026, 11, 3).unwrap(),
            lasts: "3 November 2027".into(),
            worth: "Valid".into(),
            check: "https://perfolio.example/certificates".into(),
            squares: vec![(4, 4), (5, 4)],
            side: 29,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf;

    #[test]
    fn a_certificate_is_one_tagged_sheet() {
        let bytes = pdf::certificate(&Certificate::sample()).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        assert_eq!(
            bytes,
            pdf::certificate(&Certificate::sample()).unwrap(),
            "the same sheet, the same bytes"
        );
        let none = Certificate {
            level: String::new(),
            levels: Vec::new(),
            scale: String::new(),
            ..Certificate::sample()
        };
        assert!(pdf::certificate(&none).unwrap().starts_with(b"%PDF-"));
    }
}
