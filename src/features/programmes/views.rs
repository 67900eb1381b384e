//! The pages of this room as plain values.

use askama::Template;

use crate::domain::programme::{Necessity, Provenance, Requirement, Version};
use crate::domain::role::Capacity;
use crate::domain::rule::describe;
use crate::domain::time::Day;
use crate::features::programmes::fields::by_field;
use crate::features::programmes::figure::{Looked, cohort, head_code, head_line, open_figure};
use crate::features::programmes::form::Form;
use crate::features::programmes::store::{Figure, Owner, Programme, VersionRow};
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};

#[derive(Template)]
#[template(path = "programmes/programmes.html")]
pub struct Programmes {
    shell: Shell,
    /// Where a lead puts a programme together; none for everybody else.
    put_together: Option<&'static str>,
    /// By field.
    groups: Vec<(String, Vec<Card>)>,
    may_begin: bool,
    /// Programmes of the house's own that the reader writes or keeps: title, whose, and where.
    written: Vec<(String, String, String)>,
}

struct Card {
    /// An example, or retired: nobody is enrolled on it.
    example: bool,
    title: String,
    href: String,
    award: String,
    cohort: String,
    asks: String,
}

impl View for Programmes {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Programmes {
    pub fn new(
        who: &SignedIn,
        versions: Vec<(VersionRow, std::sync::Arc<Version>, Vec<Figure>)>,
        written: Vec<(Programme, Owner, bool)>,
    ) -> Programmes {
        let card = |(row, version, figures): (VersionRow, std::sync::Arc<Version>, Vec<Figure>)| Card {
            example: !version.offered,
            title: format!("{}, version {}", version.title, version.version),
            href: paths::version(&row.code, &row.version),
            award: version.award.clone(),
            cohort: cohort(&version),
            asks: asks(&version, &figures),
        };
        let groups = by_field(versions, |(row, version, _)| (row.code.clone(), version.field.clone()));
        Programmes {
            shell: who.shell("Programmes", Place::Programmes),
            put_together: who.person().capacities.contains(&Capacity::Lead).then_some(paths::ASP),
            groups: groups
                .into_iter()
                .map(|(field, all)| (field, all.into_iter().map(card).collect()))
                .collect(),
            may_begin: who.is(Capacity::Lead),
            written: written
                .into_iter()
                .map(|(programme, owner, writes)| {
                    let at = if writes {
                        paths::workshop(&programme.code)
                    } else {
                        paths::programme_owner(&programme.code)
                    };
                    (programme.title, owner.name, at)
                })
                .collect(),
        }
    }
}

/// "12 requirements; 3 figures are illustrative"
fn asks(version: &Version, figures: &[Figure]) -> String {
    let confirmed = |asked: &Requirement| figures.iter().any(|figure| figure.requirement == asked.code);
    let open = version.requirements.iter().filter(|r| r.provenance.illustrative && !confirmed(r)).count();
    let all = version.requirements.len();
    match open {
        0 => format!("{all} requirements."),
        1 => format!("{all} requirements; 1 of them is illustrative until somebody confirms it."),
        _ => format!("{all} requirements; {open} of them are illustrative until somebody confirms them."),
    }
}

#[derive(Template)]
#[template(path = "programmes/version.html")]
pub struct VersionPage {
    shell: Shell,
    title: String,
    about: String,
    rows: Vec<Fact>,
    illustrative: usize,
    sections: Vec<Section>,
    /// Where a lead moves people to another version.
    moving: Option<String>,
    /// Title and address of each form in which it can be had.
    files: Vec<(&'static str, String)>,
    /// Its file, and where its next version is written and given away, for who may.
    links: Vec<(String, String)>,
}

struct Section {
    title: String,
    text: String,
    requirements: Vec<Asked>,
}

struct Asked {
    anchor: String,
    title: String,
    part_of: String,
    tags: Vec<&'static str>,
    text: String,
    rule: String,
    note: String,
    confirmed: String,
    sources: Vec<Source>,
    /// Where the reader may confirm or replace the figure.
    confirm: Option<String>,
}

/// A line of the head, with where its figure comes from.
struct Fact {
    key: String,
    value: String,
    tag: &'static str,
    note: String,
    confirmed: String,
    sources: Vec<Source>,
    /// Where the reader may confirm it.
    confirm: Option<String>,
}

impl Fact {
    fn new(key: &str, value: String, from: Option<&Provenance>) -> Fact {
        Fact {
            key: key.to_owned(),
            value,
            tag: if from.is_some_and(|from| from.illustrative) { "Illustrative" } else { "" },
            confirmed: String::new(),
            confirm: None,
            note: from.map(|from| from.note.clone()).unwrap_or_default(),
            sources: from.iter().flat_map(|from| &from.sources).map(|text| source(text)).collect(),
        }
    }
}

impl Fact {
    /// Of what the head says and a lead may confirm.
    fn of_head(looked: &Looked, key: &str) -> Option<Fact> {
        let version = &looked.version;
        let (title, value) = head_line(version, key)?;
        let mut row = Fact::new(title, value, version.figures.get(key));
        let code = head_code(key);
        if let Some(figure) = looked.confirmed(&code) {
            (row.tag, row.confirmed) = ("Confirmed", said_by(figure));
        }
        let may = looked.may_confirm && open_figure(version, &code).is_some();
        row.confirm = may.then(|| paths::figure(&version.code, &version.version, &code));
        Some(row)
    }
}

struct Source {
    text: String,
    /// Sources are addresses or names of documents; only addresses are links.
    is_address: bool,
}

impl View for VersionPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl VersionPage {
    pub fn new(who: &SignedIn, looked: &Looked) -> VersionPage {
        let (version, title) = (&looked.version, looked.title());
        let mut rows: Vec<Fact> = Vec::new();
        let plain = |key: &str, value: String| Fact::new(key, value, None);
        rows.push(plain("Leads to", version.award.clone()));
        rows.push(plain("Set by", version.body.clone()));
        rows.extend(["cohort", "months", "freeze"].into_iter().filter_map(|key| Fact::of_head(looked, key)));
        rows.push(plain("Official record", official(version)));
        rows.push(plain("Who is called what", version.called_otherwise().join(", ")));
        let owner = looked.owner.as_ref().map(|owner| owner.name.clone());
        let owner = owner.unwrap_or_else(|| "Nobody here: it came with Perfolio".to_owned());
        rows.push(plain("Looked after by", owner));
        rows.retain(|row| !row.value.is_empty());
        let open =
            |asked: &&Requirement| asked.provenance.illustrative && looked.confirmed(&asked.code).is_none();
        let known = |code: &str| version.sections.iter().any(|section| section.code == code);
        let mut sections: Vec<Section> = version
            .sections
            .iter()
            .map(|section| Section {
                title: section.title.clone(),
                text: section.text.clone(),
                requirements: asked_in(looked, |code| code == Some(&section.code)),
            })
            .collect();
        sections.push(Section {
            title: "Other requirements".to_owned(),
            text: String::new(),
            requirements: asked_in(looked, |code| !code.is_some_and(|code| known(code))),
        });
        sections.retain(|section| !section.requirements.is_empty());
        VersionPage {
            shell: who.shell(title.clone(), Place::Programmes),
            title,
            about: version.about.clone(),
            rows,
            illustrative: version.requirements.iter().filter(open).count(),
            sections,
            moving: who.is(Capacity::Lead).then(|| paths::new_move(&version.code)),
            files: files(version),
            links: links(who, looked),
        }
    }
}

fn files(version: &Version) -> Vec<(&'static str, String)> {
    let address = |form: Form| paths::version_file(&version.code, &version.version, form.word());
    Form::ALL.into_iter().map(|form| (form.title(), address(form))).collect()
}

fn links(who: &SignedIn, looked: &Looked) -> Vec<(String, String)> {
    let (code, number) = (&looked.version.code, &looked.version.version);
    let mut all = Vec::new();
    if looked.may_write && who.is(Capacity::Lead) {
        all.push(("Versions and drafts of this programme".to_owned(), paths::workshop(code)));
    }
    if who.is(Capacity::Lead) {
        let add = "What your institution adds to this version".to_owned();
        all.push((add, paths::of_version(paths::LAYER, code, number)));
    }
    if who.is(Capacity::Admin) {
        all.push(("Who looks after this programme".to_owned(), paths::programme_owner(code)));
    }
    all
}

fn official(version: &Version) -> String {
    match version.official_record.as_deref() {
        None | Some("here") => "Kept here".to_owned(),
        Some(system) => format!("Kept in {system}; Perfolio is the working record"),
    }
}

fn asked_in(looked: &Looked, belongs: impl Fn(Option<&String>) -> bool) -> Vec<Asked> {
    let version = &looked.version;
    let mine = version.requirements.iter().filter(|asked| belongs(asked.section.as_ref()));
    mine.map(|asked| asked_of(looked, asked)).collect()
}

fn asked_of(looked: &Looked, asked: &Requirement) -> Asked {
    let version = &looked.version;
    let figure = looked.confirmed(&asked.code);
    let as_it_holds = match figure.and_then(|figure| figure.amount) {
        Some(amount) => Requirement { rule: asked.rule.with_target(amount), ..asked.clone() },
        None => asked.clone(),
    };
    let mut tags = Vec::new();
    match asked.necessity {
        Necessity::Required => {}
        Necessity::Recommended => tags.push("Recommended"),
        Necessity::Optional => tags.push("Optional"),
        Necessity::Part => tags.push("Part of another"),
    }
    if asked.provenance.illustrative {
        tags.push(if figure.is_some() { "Confirmed" } else { "Illustrative" });
    }
    let parent = asked.part_of.as_deref().and_then(|code| version.requirement(code));
    let may = looked.may_confirm && open_figure(version, &asked.code).is_some();
    Asked {
        anchor: format!("asked-{}", asked.code),
        title: asked.title.clone(),
        part_of: parent.map(|parent| parent.title.clone()).unwrap_or_default(),
        tags,
        text: asked.text.clone(),
        rule: describe(&as_it_holds, version),
        note: asked.provenance.note.clone(),
        confirmed: figure.map(said_by).unwrap_or_default(),
        sources: asked.provenance.sources.iter().map(|text| source(text)).collect(),
        confirm: may.then(|| paths::figure(&version.code, &version.version, &asked.code)),
    }
}

fn said_by(figure: &Figure) -> String {
    let day: Day = figure.known_from.day_in(crate::domain::time::DEFAULT_ZONE);
    let what = match figure.amount {
        Some(amount) => format!("The figure {amount} was confirmed"),
        None => "It was confirmed as it is written".to_owned(),
    };
    format!("{what} by {} on {day}. Source: {}", figure.by, figure.source)
}

fn source(text: &str) -> Source {
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    Source { text: text.to_owned(), is_address }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::Programmes);
    let card = Card {
        example: true,
        title: "MSc Clinical Perfusion Science, version 2025".to_owned(),
        href: paths::version("perfusion-msc", "2025"),
        award: "MSc".to_owned(),
        cohort: "For people of every cohort.".to_owned(),
        asks: "12 requirements.".to_owned(),
    };
    let asked = |code: &str, confirm: bool| Asked {
        anchor: format!("asked-{code}"),
        title: "Supervised bypass cases <b>".to_owned(),
        part_of: "Practice".to_owned(),
        tags: vec!["Recommended", "Illustrative"],
        text: "Cases that you ran.".to_owned(),
        rule: "At least 150 cases.".to_owned(),
        note: "No public source.".to_owned(),
        confirmed: "The figure 40 was confirmed by Lea O’Neill on 2 November 2026.".to_owned(),
        sources: vec![source("https://x.org/a"), source("Unit catalogue")],
        confirm: confirm.then(|| paths::figure("perfusion-msc", "2025", code)),
    };
    let section = Section {
        title: "Supervised practice".to_owned(),
        text: "In an accredited hospital.".to_owned(),
        requirements: vec![asked("cases", true), asked("mix", false)],
    };
    vec![
        Sample::of(
            "programmes/programmes",
            &Programmes {
                shell: shell("Programmes"),
                groups: vec![("Perfusion".to_owned(), vec![card])],
                may_begin: true,
                put_together: Some(paths::ASP),
                written: vec![(
                    "ECG on the wards".to_owned(),
                    "Northgate Hospital".to_owned(),
                    paths::workshop("ecg-on-the-wards"),
                )],
            },
        ),
        Sample::of(
            "programmes/programmes, none",
            &Programmes {
                shell: shell("Programmes"),
                put_together: None,
                groups: vec![],
                may_begin: false,
                written: vec![],
            },
        ),
        Sample::of(
            "programmes/version",
            &VersionPage {
                shell: shell("MSc"),
                title: "MSc, version 2025".to_owned(),
                about: "Two years in a post.".to_owned(),
                rows: vec![
                    Fact::new("Leads to", "MSc".to_owned(), None),
                    Fact::new(
                        "Lasts",
                        "24 months".to_owned(),
                        Some(&Provenance {
                            sources: vec!["https://example.org/handbook".to_owned()],
                            illustrative: true,
                            note: "A hospital’s page says two years.".to_owned(),
                        }),
                    ),
                ],
                illustrative: 2,
                sections: vec![section],
                moving: Some(paths::new_move("perfusion-msc")),
                files: vec![("CASE 1.1 (JSON)", paths::version_file("perfusion-msc", "2025", "case"))],
                links: vec![("Versions and drafts of this programme".to_owned(), paths::workshop("p"))],
            },
        ),
    ]
}
