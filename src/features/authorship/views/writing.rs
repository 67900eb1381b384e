//! The draft as a whole, its head, its text, and a new requirement.

use askama::Template;

use super::{Around, Told, at, at_requirement, told};
use crate::domain::authoring::{NAMED, RULES, Sheet, head_of, section_of};
use crate::domain::kind::edit::told as version_told;
use crate::domain::programme::Necessity;
use crate::features::authorship::desk::Desk;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "authorship/draft.html")]
pub struct DraftPage {
    pub(super) shell: Shell,
    pub(super) around: Around,
    pub(super) title: String,
    pub(super) workshop: String,
    pub(super) faults: Vec<Told>,
    pub(super) can_be_cut: bool,
    pub(super) sections: Vec<Section>,
    pub(super) links: Links,
}

/// Where to go from the draft.
#[derive(Default)]
pub struct Links {
    pub head: String,
    pub text: String,
    pub add: String,
    pub saves: String,
    pub comparison: String,
    pub simulation: String,
    pub publication: String,
    pub removal: String,
}

pub struct Section {
    pub title: String,
    pub requirements: Vec<Line>,
}

pub struct Line {
    pub code: String,
    pub title: String,
    pub tags: Vec<&'static str>,
    pub sentence: String,
    pub href: String,
}

impl View for DraftPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl DraftPage {
    pub fn new(who: &Lead, desk: &Desk) -> DraftPage {
        DraftPage::with(who.shell(Around::of(desk).caption, Place::Programmes), desk)
    }

    pub(super) fn with(shell: Shell, desk: &Desk) -> DraftPage {
        let around = Around::of(desk);
        let link = |pattern| at(desk, pattern);
        DraftPage {
            shell,
            title: desk
                .read
                .version
                .as_ref()
                .map(|v| v.title.clone())
                .filter(|t| !t.is_empty())
                .unwrap_or_else(|| desk.written.programme.title.clone()),
            workshop: paths::workshop(&desk.written.programme.code),
            faults: told(desk, &desk.read),
            can_be_cut: desk.read.sheet.is_some(),
            sections: sections(desk),
            links: Links {
                head: link(paths::DRAFT_HEAD),
                text: link(paths::DRAFT_TEXT),
                add: link(paths::DRAFT_REQUIREMENTS),
                saves: link(paths::DRAFT_SAVES),
                comparison: link(paths::DRAFT_COMPARISON),
                simulation: link(paths::DRAFT_SIMULATION),
                publication: link(paths::DRAFT_PUBLICATION),
                removal: link(paths::DRAFT_DROPPED),
            },
            around,
        }
    }
}

/// The requirements as the file has them, under their sections; what is in none comes last.
fn sections(desk: &Desk) -> Vec<Section> {
    let known: Vec<(String, String)> = match &desk.read.version {
        Some(version) => version.sections.iter().map(|one| (one.code.clone(), one.title.clone())).collect(),
        None => Vec::new(),
    };
    let of = |code: &str| desk.read.requirement(code).and_then(|one| one.section.clone());
    let lines = |wanted: Option<&str>| -> Vec<Line> {
        let codes = desk.read.codes().into_iter().filter(|code| match (of(code), wanted) {
            (Some(section), Some(wanted)) => section == wanted,
            (section, None) => !known.iter().any(|(code, _)| Some(code) == section.as_ref()),
            (None, Some(_)) => false,
        });
        codes.map(|code| line(desk, code)).collect()
    };
    let mut all: Vec<Section> = known
        .iter()
        .map(|(code, title)| Section { title: title.clone(), requirements: lines(Some(code)) })
        .collect();
    let rest = lines(None);
    if !rest.is_empty() {
        let title = if all.is_empty() { "Requirements" } else { "In no section" };
        all.push(Section { title: title.to_owned(), requirements: rest });
    }
    all
}

fn line(desk: &Desk, code: &str) -> Line {
    let found = desk.read.requirement(code);
    let sentence = desk.read.sentence(code);
    let mut tags = Vec::new();
    if sentence.is_none() {
        tags.push("Has a fault");
    }
    if let Some(one) = found {
        match one.necessity {
            Necessity::Recommended => tags.push("Recommended"),
            Necessity::Optional => tags.push("Optional"),
            Necessity::Required | Necessity::Part => {}
        }
        if one.provenance.illustrative {
            tags.push("Illustrative");
        }
    }
    let flaws = desk.read.flaws_of(code);
    let first = || flaws.first().map(|flaw| flaw.sentence.clone()).unwrap_or_default();
    Line {
        code: code.to_owned(),
        title: found
            .map(|one| one.title.clone())
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| code.to_owned()),
        tags,
        sentence: sentence.unwrap_or_else(first),
        href: at_requirement(desk, paths::DRAFT_REQUIREMENT, code),
    }
}

#[derive(Template)]
#[template(path = "authorship/head.html")]
pub struct HeadPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Around,
    pub(super) kinds: Vec<Choice>,
    pub(super) action: String,
    pub(super) text: String,
}

impl View for HeadPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl HeadPage {
    pub fn new(who: &Lead, desk: &Desk, mut typed: Typed) -> HeadPage {
        if typed.words.is_empty() {
            fill_head(&mut typed, desk);
        }
        let named = |code: &str, version: u32| {
            desk.read.kinds().iter().any(|used| used.kind.code == code && used.kind.version == version)
        };
        let newest = |code: &str| {
            desk.read.house.iter().filter(|kind| kind.code == code).map(|kind| kind.version).max()
        };
        // The newest of each kind, and older ones that the draft names.
        let shown = desk
            .read
            .house
            .iter()
            .filter(|kind| newest(&kind.code) == Some(kind.version) || named(&kind.code, kind.version));
        HeadPage {
            shell: who.shell("Title, cohort, kinds and sections", Place::Programmes),
            kinds: shown
                .map(|kind| {
                    Choice::of(
                        format!("{}.{}", kind.code, kind.version),
                        format!("{} ({})", kind.name, version_told(kind.version)),
                    )
                })
                .collect(),
            typed,
            around: Around::of(desk),
            action: at(desk, paths::DRAFT_HEAD),
            text: at(desk, paths::DRAFT_TEXT),
        }
    }
}

fn fill_head(typed: &mut Typed, desk: &Desk) {
    let Some(head) = head_of(&desk.text) else { return };
    for (name, word) in [
        ("title", &head.title),
        ("version", &head.version),
        ("award", &head.award),
        ("body", &head.body),
        ("about", &head.about),
        ("months", &head.months),
        ("official_record", &head.official_record),
    ] {
        typed.words.add(name, word.as_str());
    }
    for (capacity, name) in NAMED.into_iter().zip(&head.names) {
        typed.words.add(format!("names-{capacity}"), name.as_str());
    }
    for (name, day) in [("cohort-from", head.cohort_from), ("cohort-until", head.cohort_until)] {
        if let Some(day) = day {
            typed.words.add_day(name, day);
        }
    }
    if head.offered {
        typed.words.add("offered", "yes");
    }
    for used in desk.read.kinds() {
        typed.words.add("kinds", format!("{}.{}", used.kind.code, used.kind.version));
    }
    let section = |sheet: &Sheet, code: &str| {
        let (title, text) = section_of(sheet.block("sections", code)?)?;
        let text = text.replace('\n', " ");
        Some(
            [code, title.as_str(), text.as_str()]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" | "),
        )
    };
    if let Some(sheet) = &desk.read.sheet {
        let lines: Vec<String> =
            sheet.codes("sections").into_iter().filter_map(|code| section(sheet, code)).collect();
        typed.words.add("sections", lines.join("\n"));
    }
}

#[derive(Template)]
#[template(path = "authorship/text.html")]
pub struct TextPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Around,
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) faults: Vec<Told>,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) rows: usize,
}

impl View for TextPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl TextPage {
    pub fn whole(who: &Lead, desk: &Desk, typed: Typed) -> TextPage {
        let faults = told(desk, &desk.read);
        let place = (at(desk, paths::DRAFT_TEXT), at(desk, paths::PROGRAMME_DRAFT));
        let hint =
            "The whole programme file. Everything that the format can say can be written here".to_owned();
        TextPage::of(who, desk, typed, ("The whole text", hint), &desk.text, faults, place)
    }

    /// One requirement's block; its faults have the lines of the block.
    pub fn block(who: &Lead, desk: &Desk, code: &str, typed: Typed) -> TextPage {
        let sheet = desk.read.sheet.as_ref();
        let block = sheet.and_then(|sheet| sheet.block("requirements", code)).unwrap_or_default();
        let first = sheet.and_then(|sheet| sheet.line("requirements", code)).unwrap_or(1);
        let mut faults: Vec<Told> = desk
            .read
            .flaws_of(code)
            .into_iter()
            .map(|flaw| Told { line: flaw.line, sentence: flaw.sentence.clone(), href: "#words".to_owned() })
            .collect();
        for fault in &mut faults {
            fault.line = (fault.line + 1).saturating_sub(first).max(1);
        }
        let place = (
            at_requirement(desk, paths::DRAFT_REQUIREMENT_TEXT, code),
            at_requirement(desk, paths::DRAFT_REQUIREMENT, code),
        );
        let hint =
            "This requirement as the file has it. What the form cannot say can be written here".to_owned();
        TextPage::of(who, desk, typed, ("The requirement as text", hint), block, faults, place)
    }

    fn of(
        who: &Lead,
        desk: &Desk,
        mut typed: Typed,
        (title, hint): (&str, String),
        text: &str,
        faults: Vec<Told>,
        (action, back): (String, String),
    ) -> TextPage {
        if typed.words.is_empty() {
            typed.words.add("words", text);
        }
        TextPage {
            shell: who.shell(title, Place::Programmes),
            rows: text.lines().count().clamp(10, 30),
            typed,
            around: Around::of(desk),
            title: title.to_owned(),
            hint,
            faults,
            action,
            back,
        }
    }
}

#[derive(Template)]
#[template(path = "authorship/add.html")]
pub struct AddPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Around,
    pub(super) rules: Vec<Choice>,
    pub(super) sections: Vec<Choice>,
    pub(super) action: String,
}

impl View for AddPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl AddPage {
    pub fn new(who: &Lead, desk: &Desk, typed: Typed) -> AddPage {
        AddPage {
            shell: who.shell("Add a requirement", Place::Programmes),
            typed,
            around: Around::of(desk),
            rules: RULES.iter().map(|(key, label)| Choice::of(*key, *label)).collect(),
            sections: desk.bench().sections(),
            action: at(desk, paths::DRAFT_REQUIREMENTS),
        }
    }
}
