//! What a browser may send to write a programme.

use crate::domain::authoring::{Head, NAMED, Said};
use crate::domain::fault::Faults;
use crate::domain::kind::is_code;
use crate::domain::names::{InstitutionId, VersionId, one_line, prose};
use crate::web::form::FromForm;
use crate::web::typed::{CSRF_FIELD, KEY_FIELD, Words};
use crate::web::upload::Allowed;

/// Larger than any programme.
const FILE: u64 = 1_000_000;

/// Words whose meaning depends on the draft; `said` and `base` read them.
pub struct AsTyped;

impl FromForm for AsTyped {
    fn read(_: &Words, _: &mut Faults) -> Option<AsTyped> {
        Some(AsTyped)
    }
}

/// The words of a requirement's form, without the form's own.
pub fn said(words: &Words) -> Said {
    let mut said = Said::new();
    let own =
        [CSRF_FIELD, KEY_FIELD, "saved", "do", "more", "rule", "rule-next", "institution", "seen", "own"];
    for (field, word) in words.iter().filter(|(field, _)| !own.contains(field)) {
        said.entry(field.to_owned()).or_default().push(word.replace("\r\n", "\n"));
    }
    said
}

/// The number of the save that the writer had before them.
pub fn base(words: &Words) -> i32 {
    words.one("saved").parse().unwrap_or(0)
}

/// From what a draft begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Version(VersionId),
    File,
    Empty,
}

fn origin(words: &Words, faults: &mut Faults) -> Option<Origin> {
    match words.one("from") {
        "file" => Some(Origin::File),
        "empty" => Some(Origin::Empty),
        "" => {
            faults.add("from", "Choose what the draft begins with.");
            None
        }
        id => Some(Origin::Version(VersionId::new(id))),
    }
}

/// The name of a version: `2026`, `2026-b`.
fn version_name(words: &Words, faults: &mut Faults) -> Option<String> {
    let name = words.one("version").trim().to_lowercase();
    if is_code(&name) {
        return Some(name);
    }
    faults.add(
        "version",
        "Enter a name for the version, such as 2027: lower-case letters, digits and hyphens.",
    );
    None
}

/// A draft of a programme that is there.
pub struct Draft {
    pub origin: Origin,
    pub version: String,
}

impl FromForm for Draft {
    const FILES: Allowed = Allowed { most: 1, bytes_each: FILE, lenient: false };

    fn read(words: &Words, faults: &mut Faults) -> Option<Draft> {
        let (origin, version) = (origin(words, faults), version_name(words, faults));
        Some(Draft { origin: origin?, version: version? })
    }
}

/// A programme of an institution's own, with its first draft.
pub struct NewProgramme {
    pub institution: InstitutionId,
    pub code: String,
    pub title: String,
    pub draft: Draft,
}

impl FromForm for NewProgramme {
    const FILES: Allowed = Draft::FILES;

    fn read(words: &Words, faults: &mut Faults) -> Option<NewProgramme> {
        let title = faults.take("title", one_line("a title", words.one("title"), 200));
        let code = words.one("code").trim().to_owned();
        if !is_code(&code) {
            faults
                .add("code", "Enter a code of lower-case letters, digits and hyphens, such as cardiac-ward.");
        }
        let institution = words.one("institution");
        if institution.is_empty() {
            faults.add("institution", "Choose whose programme it is.");
        }
        let draft = Draft::read(words, faults);
        Some(NewProgramme {
            institution: InstitutionId::new(institution),
            code,
            title: title?,
            draft: draft?,
        })
    }
}

/// To whom a programme is given.
pub struct Owner {
    pub institution: InstitutionId,
}

impl FromForm for Owner {
    fn read(words: &Words, faults: &mut Faults) -> Option<Owner> {
        let institution = words.one("institution");
        if institution.is_empty() {
            faults.add("institution", "Choose an institution.");
            return None;
        }
        Some(Owner { institution: InstitutionId::new(institution) })
    }
}

/// Head, kinds and sections of a draft.
pub struct DraftHead {
    pub head: Head,
    pub kinds: Vec<(String, u32)>,
    pub sections: Vec<[String; 3]>,
}

impl FromForm for DraftHead {
    fn read(words: &Words, faults: &mut Faults) -> Option<DraftHead> {
        let title = faults.take("title", one_line("a title", words.one("title"), 200));
        let version = version_name(words, faults);
        let about = faults.take("about", prose("the introduction", words.one("about"), 4000));
        let months = words.one("months").trim().to_owned();
        if !months.is_empty() && months.parse::<u32>().is_err() {
            faults.add("months", "Enter the months as a whole number, like 24.");
        }
        let from = faults.take("cohort-from", words.day("cohort-from"));
        let until = faults.take("cohort-until", words.day("cohort-until"));
        let kinds = words.all("kinds").filter_map(|word| {
            let (code, version) = word.rsplit_once('.')?;
            Some((code.to_owned(), version.parse().ok()?))
        });
        let mut sections = Vec::new();
        for line in words.one("sections").lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut parts = line.splitn(3, '|').map(|part| part.trim().to_owned());
            match (parts.next(), parts.next().filter(|title| !title.is_empty())) {
                (Some(code), Some(title)) if is_code(&code) => {
                    sections.push([code, title, parts.next().unwrap_or_default()]);
                }
                _ => faults.add(
                    "sections",
                    format!(
                        "“{line}”: write each line as code | title, such as practice | Supervised practice."
                    ),
                ),
            }
        }
        let line = |field: &str| words.one(field).split_whitespace().collect::<Vec<_>>().join(" ");
        let head = Head {
            title: title?,
            version: version?,
            award: line("award"),
            body: line("body"),
            about: about?,
            months,
            official_record: line("official_record"),
            names: NAMED.map(|capacity| line(&format!("names-{capacity}"))),
            cohort_from: from?,
            cohort_until: until?,
            offered: words.has("offered", "yes"),
        };
        Some(DraftHead { head, kinds: kinds.collect(), sections })
    }
}
