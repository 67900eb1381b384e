//! A certificate as the template of its PDF reads it.

use serde::{Deserialize, Serialize};

use crate::domain::time::Day;
use crate::render::report::About;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub about: About,
    pub number: String,
    pub kind: String,
    /// It says that its holder is competent; otherwise only that this was signed.
    pub competence: bool,
    pub duty: String,
    pub holder: String,
    /// Empty where the kind has no scale.
    pub scale: String,
    pub level: String,
    pub levels: Vec<String>,
    pub assessor: String,
    pub capacity: String,
    pub awarded: Day,
    /// `Date of the case`; empty where the day of the award is the day of what was done.
    pub done_label: String,
    pub done: Option<Day>,
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
            competence: true,
            duty: "12-lead ECG".into(),
            holder: "Zoë Müller-Świątek".into(),
            scale: "May do this".into(),
            level: "Alone".into(),
            levels: vec!["With somebody in the room".into(), "Alone".into()],
            assessor: "Helen Marsh".into(),
            capacity: "supervisor".into(),
            awarded: Day::of(2026, 11, 3).unwrap(),
            done_label: String::new(),
            done: None,
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
    use lopdf::Document;

    use super::*;
    use crate::render::pdf;

    /// How many pages it has, and their words without spaces: how runs of type are parted is the reader's.
    fn read(paper: &Certificate) -> (usize, String) {
        let doc = Document::load_mem(&pdf::certificate(paper).unwrap()).unwrap();
        let pages: Vec<u32> = doc.get_pages().into_keys().collect();
        let text = doc.extract_text(&pages).unwrap().replace('\u{200b}', "");
        (pages.len(), text.split_whitespace().collect())
    }

    /// As long as forms let each of them be, and then some.
    fn longest() -> Certificate {
        let to = |text: &str, most: usize| text.chars().cycle().take(most).collect::<String>();
        let level = |number: usize| {
            format!("{number}: with somebody at hand who is fetched at the first sign of trouble")
        };
        Certificate {
            kind: to("Direct observation of practical skills ", 80),
            competence: false,
            duty: to("Setting up and priming the circuit with cell salvage ", 120),
            holder: to("Maximiliana Wilhelmina ", 120),
            scale: to("How far they may go ", 60),
            level: level(1),
            levels: (1..=5).map(level).collect(),
            assessor: to("Ferdinanda Konstantina ", 120),
            capacity: "university administrator".into(),
            done_label: "Date of the discussion with the assessor".into(),
            done: Day::of(2026, 10, 27),
            worth: "Expired".into(),
            check: format!("https://{}.example/certificates", to("training-record-of-the-", 60)),
            ..Certificate::sample()
        }
    }

    #[test]
    fn the_code_stands_on_the_one_sheet_whatever_is_on_it() {
        let (pages, said) = read(&longest());
        assert_eq!(pages, 1, "{said}");
        assert!(said.contains("Expired:thelastdaywas3November2027."), "{said}");
        assert!(said.find("Expired:") < said.find("Thisisto"), "it is read first");
        // Long elsewhere.
        let Certificate { assessor, level, check, .. } = Certificate::sample();
        let usual = Certificate { assessor, level, check, levels: Vec::new(), ..longest() };
        assert_eq!(read(&usual).0, 1);
    }

    #[test]
    fn only_a_certificate_of_competence_says_that_somebody_is_competent() {
        let (pages, said) = read(&Certificate::sample());
        assert_eq!(pages, 1);
        assert!(said.contains("wasfoundcompetentin12-leadECG,atthelevelAlone."), "{said}");
        assert!(said.contains("Awarded3November2026"), "{said}");
        assert_eq!(said.matches("ofcompetence").count(), 1, "{said}");
        let case = Certificate {
            kind: "Bypass case".into(),
            competence: false,
            duty: "Aortic surgery".into(),
            level: "Watches".into(),
            awarded: Day::of(2026, 11, 26).unwrap(),
            done_label: "Date of the case".into(),
            done: Day::of(2026, 10, 27),
            ..Certificate::sample()
        };
        let (_, said) = read(&case);
        assert!(said.contains("Bypasscase,Aorticsurgery,atthelevelWatches."), "{said}");
        assert!(said.contains("Signed26November2026"), "{said}");
        assert!(said.contains("Dateofthecase27October2026"), "{said}");
        assert!(!said.contains("competent") && !said.contains("Awarded"), "{said}");
    }

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
