//! The `[case]` table: what the things of a programme are called in the CASE 1.1 file that they came from, kept
//! for the next export. Nothing acts on it, so a `Version` does not have it; but what it names must be there,
//! and it may hold only what CASE knows.

use std::collections::BTreeSet;

use crate::domain::reading::Table;
use crate::domain::rule::Rule;

use super::read::no_such;
use super::{Requirement, Section};

/// Attributes of a CFDocument, but those that the programme says itself.
pub(crate) const DOCUMENT: &[&str] = &[
    "identifier",
    "uri",
    "frameworkType",
    "caseVersion",
    "lastChangeDateTime",
    "officialSourceURL",
    "publisher",
    "subject",
    "subjectURI",
    "language",
    "version",
    "adoptionStatus",
    "statusStartDate",
    "statusEndDate",
    "licenseURI",
    "notes",
];

/// Of a CFItem.
pub(crate) const ITEM: &[&str] = &[
    "identifier",
    "uri",
    "alternativeLabel",
    "CFItemType",
    "CFItemTypeURI",
    "humanCodingScheme",
    "listEnumeration",
    "conceptKeywords",
    "conceptKeywordsURI",
    "notes",
    "subject",
    "subjectURI",
    "language",
    "educationLevel",
    "licenseURI",
    "statusStartDate",
    "statusEndDate",
    "lastChangeDateTime",
];

/// Of a CFAssociation, but its ends.
pub(crate) const LINK: &[&str] = &[
    "identifier",
    "associationType",
    "sequenceNumber",
    "uri",
    "CFAssociationGroupingURI",
    "lastChangeDateTime",
    "notes",
];

pub(crate) const DEFINITIONS: &[&str] =
    &["CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings"];

pub(super) fn check(top: &Table<'_>, sections: &[Section], requirements: &[Requirement]) {
    let Some(table) = top.table("case") else { return };
    for (key, known) in [("document", DOCUMENT), ("definitions", DEFINITIONS)] {
        if let Some(inner) = table.table(key) {
            only(&inner, &[known]);
        }
    }
    let items = table.tables("items");
    let known = if items.is_empty() { BTreeSet::new() } else { addresses(sections, requirements) };
    for item in &items {
        let of = item.need_text("of");
        if !of.is_empty() && !known.contains(&of) {
            let sentence = format!(
                "“{of}” is nothing in this programme: write sections/CODE, requirements/CODE or requirements/CODE/ITEM."
            );
            item.fault_at("of", sentence);
        }
        item.texts("made");
        only(item, &[ITEM, &["of", "made"]]);
    }
    for link in table.tables("links") {
        link.need_text("associationType");
        for end in ["from", "to"] {
            if !link.has(end) {
                link.fault(format!(
                    "“{end}” is missing: add the identifier of what the association is between."
                ));
            }
        }
        link.text("under");
        link.text("means");
        only(&link, &[LINK, &["from", "to", "under", "means"]]);
    }
    table.finish();
}

/// `sections/x`, `requirements/x` and `requirements/x/item` of everything that there is.
fn addresses(sections: &[Section], requirements: &[Requirement]) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = sections.iter().map(|one| format!("sections/{}", one.code)).collect();
    for requirement in requirements {
        let own = format!("requirements/{}", requirement.code);
        let codes: Vec<&str> = match &requirement.rule {
            Rule::Signoff(signoff) => signoff.items.iter().map(|item| item.code.as_str()).collect(),
            Rule::Coverage(coverage) => coverage.items.iter().map(|item| item.code.as_str()).collect(),
            Rule::Marks(marks) => marks.units.iter().map(|unit| unit.code.as_str()).collect(),
            Rule::Exam(exam) => exam.parts.iter().map(|part| part.code.as_str()).collect(),
            _ => Vec::new(),
        };
        all.extend(codes.into_iter().map(|code| format!("{own}/{code}")));
        all.insert(own);
    }
    all
}

fn only(table: &Table<'_>, known: &[&[&str]]) {
    for key in table.open_keys() {
        if !known.iter().any(|list| list.contains(&key.text.as_str())) {
            let names = known.iter().flat_map(|list| list.iter().copied());
            table.fault_of(&key, no_such(&key.text, "an attribute of CASE 1.1", names));
        }
    }
}
