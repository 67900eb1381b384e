//! The pages of this room as plain values.

mod editor;

use std::sync::Arc;

use askama::Template;
use chrono_tz::Tz;

use crate::domain::kind::Kind;
use crate::domain::kind::edit::told;
use crate::features::entries::{
    AskedKind, Fields, Offers, SideView, fields, is_at_once, sample_side, side_on_one_page,
};
use crate::features::kinds::store::{Draft, Version};
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

pub use editor::Editor;

#[derive(Template)]
#[template(path = "kinds/kinds.html")]
pub struct Kinds {
    shell: Shell,
    typed: Typed,
    rows: Vec<Line>,
}

struct Line {
    path: String,
    name: String,
    about: String,
    /// `version 2`
    version: String,
    writing: bool,
}

impl Kinds {
    pub fn new(shell: Shell, kinds: &[Arc<Kind>], writing: &[String], typed: Typed) -> Kinds {
        let line = |kind: &Arc<Kind>| Line {
            path: paths::kind(&kind.code),
            name: kind.name.clone(),
            about: kind.about.clone(),
            version: told(kind.version),
            writing: writing.contains(&kind.code),
        };
        let mut rows: Vec<Line> = kinds.iter().map(line).collect();
        // One that was never published has no version yet.
        let new = writing.iter().filter(|code| !kinds.iter().any(|kind| kind.code == **code));
        rows.extend(new.map(|code| Line {
            path: paths::kind_draft(code),
            name: code.clone(),
            about: String::new(),
            version: "not published yet".to_owned(),
            writing: true,
        }));
        rows.sort_by_key(|row| row.name.to_lowercase());
        Kinds { shell, typed, rows }
    }
}

impl View for Kinds {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

/// A form as it will look, both sides on one page.
pub struct Preview {
    pub nothing: Typed,
    pub about: String,
    pub fields: Fields,
    pub side: SideView,
    pub scale: String,
    pub levels: Vec<(String, String)>,
    /// Who signs, and who reads.
    pub said: Vec<String>,
}

impl Preview {
    pub fn of(kind: &Kind) -> Preview {
        let asked = AskedKind::plain(Arc::new(kind.clone()));
        let level = |one: &crate::domain::kind::Choice| (one.label.clone(), one.definition.clone());
        let signs = match (kind.signers.is_empty(), kind.confirmed_by.as_str()) {
            (false, _) => "A supervisor signs it, and then a training lead.".to_owned(),
            (true, "nobody") => "Nobody signs it.".to_owned(),
            (true, "lead") => "A training lead confirms it.".to_owned(),
            (true, _) => "A supervisor signs it.".to_owned(),
        };
        let reads = match kind.may_read.as_slice() {
            [] => "Whoever sees the portfolio reads it.".to_owned(),
            some => {
                let names: Vec<&str> = some.iter().map(|one| one.as_str()).collect();
                format!("Only these read it: {}.", names.join(", "))
            }
        };
        Preview {
            nothing: Typed::nothing(),
            about: kind.about.clone(),
            fields: fields(&asked, &Offers::default(), &[], &Typed::nothing()),
            side: side_on_one_page(&asked),
            scale: kind.scale.as_ref().map(|scale| scale.name.clone()).unwrap_or_default(),
            levels: kind.scale.iter().flat_map(|scale| &scale.levels).map(level).collect(),
            said: vec![signs, reads],
        }
    }

    fn sample() -> Preview {
        Preview {
            nothing: Typed::nothing(),
            about: "Somebody <watched>.".to_owned(),
            fields: Fields::default(),
            side: sample_side(),
            scale: "Supervision needed".to_owned(),
            levels: vec![("With <somebody>".to_owned(), "In the room.".to_owned())],
            said: vec!["A supervisor signs it.".to_owned()],
        }
    }
}

/// One form with its versions.
#[derive(Template)]
#[template(path = "kinds/kind.html")]
pub struct Versions {
    shell: Shell,
    preview: Preview,
    /// The newest version is used at once.
    at_once: bool,
    rows: Vec<VersionLine>,
    /// `Lea Brook, 12 November 2026, 14:02`; empty where nobody writes the next one.
    writing: String,
    draft: String,
    back: String,
}

struct VersionLine {
    number: u32,
    told: String,
    since: String,
    questions: String,
}

impl Versions {
    pub fn new(shell: Shell, zone: Tz, versions: Vec<Version>, draft: Option<Draft>) -> Versions {
        let code = versions.first().map(|one| one.kind.code.clone()).unwrap_or_default();
        let line = |one: &Version| VersionLine {
            number: one.kind.version,
            told: told(one.kind.version),
            since: one.since.day_in(zone).to_string(),
            questions: match one.kind.fields.len() {
                1 => "1 question".to_owned(),
                many => format!("{many} questions"),
            },
        };
        Versions {
            preview: versions.first().map_or_else(Preview::sample, |newest| Preview::of(&newest.kind)),
            rows: versions.iter().map(line).collect(),
            writing: draft.map(|one| format!("{}, {}", one.by, one.saved.shown_in(zone))).unwrap_or_default(),
            at_once: is_at_once(&code),
            draft: paths::kind_draft(&code),
            back: paths::kind_version(&code),
            shell,
        }
    }
}

impl View for Versions {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::Programmes);
    let line = |name: &str, writing| Line {
        path: paths::kind("dops"),
        name: name.to_owned(),
        about: "Somebody <watched>.".to_owned(),
        version: told(1001),
        writing,
    };
    let kinds = Kinds {
        shell: shell("Forms"),
        typed: Typed::nothing(),
        rows: vec![line("Observed <procedure>", true), line("Meeting", false)],
    };
    let number = |number| VersionLine {
        number,
        told: told(number),
        since: "12 November 2026".to_owned(),
        questions: "9 questions".to_owned(),
    };
    let versions = Versions {
        shell: shell("Observed <procedure>"),
        preview: Preview::sample(),
        at_once: true,
        rows: vec![number(1001), number(2), number(1)],
        writing: "Lea <Brook>, 12 November 2026, 14:02".to_owned(),
        draft: paths::kind_draft("dops"),
        back: paths::kind_version("dops"),
    };
    let mut all = vec![Sample::of("kinds/kinds", &kinds), Sample::of("kinds/kind", &versions)];
    all.extend(editor::samples(shell("Observed procedure: next version")));
    all
}
