//! The PDFs taken apart with another library: tagged, titled, bookmarked, page-labelled, and saying
//! what the report says. Setting one takes about a second in a debug build, so there are few.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object};

use super::*;

fn portfolio() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| pdf::portfolio(&awkward()).unwrap())
}

fn cohort() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| pdf::cohort(&CohortReport::sample()).unwrap())
}

/// All words in reading order, one space apart, without the invisible places to break.
fn words(bytes: &[u8]) -> String {
    let doc = Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = doc.get_pages().into_keys().collect();
    let text = doc.extract_text(&pages).unwrap().replace('\u{200b}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row of figures as both templates print it.
fn printed(figures: [Option<Amount>; 4], unit: &str, state: &str) -> String {
    let cells = figures.map(|f| f.map_or("–".to_owned(), |amount| amount.to_string())).join(" ");
    [cells.as_str(), unit, state].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_pdf_of_a_portfolio_holds_the_numbers_of_the_report() {
    let report = awkward();
    let words = words(portfolio());
    let rows = words.split_once("signed is what counts.").expect("the requirements").1;
    // A code may be broken after its hyphen.
    let close = |text: &str| text.replace(' ', "");
    let rows = close(rows);
    for (row, (_, figures)) in report.requirements.iter().zip(figures(&report)) {
        let line = format!("Code: {} {}", row.code, printed(figures, &row.unit, &row.state));
        assert!(rows.contains(&close(&line)), "“{line}” is not there");
    }
    for bar in &report.chart {
        let line = format!("{} {} {} {} {}", bar.label, bar.signed, bar.submitted, bar.to_go(), bar.target);
        assert!(words.contains(&line), "{line}");
    }
    assert!(words.contains(&format!("{} of {} requirements are met", report.summary.met, report.summary.of)));
    for entry in &report.entries {
        assert!(words.contains(&format!("{}. {}", entry.number, entry.title)), "{}", entry.number);
    }
    for wanted in ["As at 12 November 2026, 14:02", "Asked by Amira Khan", "version 2026/27", "Page 2 of"] {
        assert!(words.contains(wanted), "{wanted}");
    }
    assert!(words.contains(&report.verification.hash));
    for wanted in ["Cardioplegia is not yet secure.", "Log ten cases with cardioplegia (by 1 February 2027)"]
    {
        assert!(words.contains(wanted), "{wanted}");
    }
    let objection = "Amira Khan objects, 3 September 2026, 09:00: It rests on too few cases.";
    assert!(words.contains(objection), "{words}");
}

#[test]
fn the_pdf_of_a_cohort_holds_the_numbers_of_the_report() {
    let report = CohortReport::sample();
    let words = words(cohort());
    let mut rest = words.split_once("Requirements by trainee").expect("the part by trainee").1;
    for trainee in &report.trainees {
        rest = rest.split_once(&trainee.trainee).expect("the trainee's heading").1;
        for row in &trainee.standings {
            let figures = [row.recorded, row.submitted, row.signed, row.target];
            let line = format!("{} {} {}", row.code, row.title, printed(figures, &row.unit, &row.state));
            rest = rest.split_once(&line).unwrap_or_else(|| panic!("{}: {line}", trainee.trainee)).1;
        }
    }
}

#[test]
fn what_people_typed_stays_literal_and_what_cannot_be_drawn_is_marked() {
    let words = words(portfolio());
    assert!(words.contains(NASTY));
    assert!(words.contains(FORMULA));
    assert!(words.contains("1 character of what people typed cannot be drawn"));
    assert!(words.contains(&"y".repeat(30)));
}

#[test]
fn the_same_report_gives_the_same_pdf_and_another_instant_another() {
    let mut report = awkward();
    assert!(pdf::portfolio(&report).unwrap() == portfolio());
    let zone = crate::domain::time::DEFAULT_ZONE;
    report.about.made_at = crate::render::amount::Stamp::of(report.about.made_at.at.plus_seconds(1), zone);
    assert!(pdf::portfolio(&report).unwrap() != portfolio());
}

/// How often each role stands in the structure tree, and every alternative text.
fn tree(doc: &Document) -> (BTreeMap<String, usize>, Vec<String>) {
    fn walk(doc: &Document, node: &Object, roles: &mut BTreeMap<String, usize>, alts: &mut Vec<String>) {
        match doc.dereference(node).unwrap().1 {
            Object::Array(items) => items.iter().for_each(|item| walk(doc, item, roles, alts)),
            Object::Dictionary(fields) => {
                if let Ok(role) = fields.get(b"S").and_then(Object::as_name) {
                    *roles.entry(String::from_utf8_lossy(role).into_owned()).or_default() += 1;
                }
                if let Ok(alt) = fields.get(b"Alt") {
                    alts.push(lopdf::decode_text_string(alt).unwrap());
                }
                if let Ok(children) = fields.get(b"K") {
                    walk(doc, children, roles, alts);
                }
            }
            _ => {}
        }
    }
    let (mut roles, mut alts) = (BTreeMap::new(), Vec::new());
    walk(doc, doc.catalog().unwrap().get(b"StructTreeRoot").unwrap(), &mut roles, &mut alts);
    (roles, alts)
}

fn part<'d>(doc: &'d Document, of: &'d Dictionary, name: &str) -> &'d Dictionary {
    let found = of.get(name.as_bytes()).unwrap_or_else(|_| panic!("no {name}"));
    doc.dereference(found).unwrap().1.as_dict().unwrap()
}

fn held(bytes: &[u8]) -> (BTreeMap<String, usize>, Vec<String>) {
    let doc = Document::load_mem(bytes).unwrap();
    let catalog = doc.catalog().unwrap();
    assert!(part(&doc, catalog, "MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
    assert!(part(&doc, catalog, "ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert!(part(&doc, catalog, "Outlines").get(b"First").is_ok(), "bookmarks");
    assert!(part(&doc, catalog, "PageLabels").get(b"Nums").is_ok(), "page labels");
    let (_, metadata) = doc.dereference(catalog.get(b"Metadata").unwrap()).unwrap();
    let metadata = String::from_utf8(metadata.as_stream().unwrap().content.clone()).unwrap();
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "PDF/UA-1");
    assert!(metadata.contains("<pdfaid:part>2</pdfaid:part>"), "PDF/A-2");
    tree(&doc)
}

#[test]
fn a_portfolio_is_tagged_and_its_chart_is_told_in_words() {
    let report = awkward();
    let (roles, alts) = held(portfolio());
    let count = |role: &str| roles.get(role).copied().unwrap_or(0);
    assert!(count("H1") >= 7, "{roles:?}");
    assert!(count("TOCI") >= 7, "{roles:?}");
    assert!(count("Table") >= 6, "{roles:?}");
    assert!(count("TH") >= 40 && count("TD") > 100, "{roles:?}");
    assert_eq!(count("H4"), report.entries.len(), "a heading for every entry: {roles:?}");
    assert_eq!(count("Figure"), 1, "{roles:?}");
    let bar = &report.chart[0];
    let told =
        format!("{}: {} signed, {} submitted, {} to go", bar.label, bar.signed, bar.submitted, bar.to_go());
    assert!(alts.iter().any(|alt| alt.contains(&told)), "{alts:?}");
}

#[test]
fn a_cohort_is_tagged() {
    let (roles, _) = held(cohort());
    assert_eq!(roles.get("Table").copied(), Some(1 + CohortReport::sample().trainees.len()), "{roles:?}");
    assert!(roles.contains_key("TH") && roles.contains_key("H2"), "{roles:?}");
}

#[test]
fn an_empty_portfolio_and_an_empty_cohort_are_still_documents() {
    let mut report = PortfolioReport::sample_of(0);
    report.entries.clear();
    report.chart.clear();
    report.requirements.clear();
    report.marks.clear();
    report.registrations.clear();
    report.life.clear();
    report.reviews.clear();
    assert!(words(&pdf::portfolio(&report).unwrap()).contains("No entries were recorded by this time."));
    let mut report = CohortReport::sample();
    report.trainees.clear();
    assert!(words(&pdf::cohort(&report).unwrap()).contains("Nobody was enrolled by this time."));
}

/// One letter that slips through would cost somebody the whole document.
#[test]
fn whatever_people_type_there_is_a_document() {
    // Every letter of the scripts around Europe, a sample of all others; alone, and in one long word.
    let all =
        || ('\u{1}'..='\u{2ffff}').filter(|c| u32::from(*c) < 0x2600 || u32::from(*c).is_multiple_of(997));
    let apart: String = all().flat_map(|c| [c, ' ']).collect();
    let close: String = all().collect();
    let mut report = PortfolioReport::sample_of(2);
    // Regular, bold and italic.
    report.entries[1].decisions[0].comment = apart.clone();
    report.entries[1].fields[0].value = close.clone();
    report.entries[1].title = apart.chars().take(0x1000).collect();
    report.entries[0].title = close.chars().take(0x1000).collect();
    report.requirements[1].note = apart + &close;
    report.about.title = "عنوان 标题 🫀\u{301}\u{e001}".into();
    pdf::portfolio(&report).unwrap();
}
