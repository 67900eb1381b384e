//! A programme for those who write it: whose it is, its versions, its drafts, and the form for the next one.

use askama::Template;

use crate::features::authorship::desk::Written;
use crate::features::authorship::store::DraftRow;
use crate::features::programmes::{Owner, Programme, VersionRow};
use crate::web::gate::{Admin, Lead};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "authorship/workshop.html")]
pub struct Workshop {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) versions: Vec<VersionLine>,
    pub(super) drafts: Vec<DraftLine>,
    pub(super) origins: Vec<Choice>,
    pub(super) action: String,
}

pub struct VersionLine {
    pub name: String,
    pub state: &'static str,
    pub href: String,
    pub file: String,
    /// Where it is retired; nothing where it is already.
    pub retire: String,
}

pub struct DraftLine {
    pub id: String,
    pub name: String,
    pub href: String,
    pub state: &'static str,
    pub said: String,
}

impl View for Workshop {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Workshop {
    pub fn new(
        who: &Lead,
        (written, versions, drafts): (Written, Vec<VersionRow>, Vec<(DraftRow, String)>),
        typed: Typed,
    ) -> Workshop {
        let code = &written.programme.code;
        let version = |row: &VersionRow| VersionLine {
            name: format!("Version {}", row.version),
            state: if row.state == "published" { "Published" } else { "Retired" },
            href: paths::version(code, &row.version),
            file: paths::version_file(code, &row.version, "toml"),
            retire: match row.state == "published" {
                true => paths::of_version(paths::VERSION_RETIREMENT, code, &row.version),
                false => String::new(),
            },
        };
        let draft = |(row, by): &(DraftRow, String)| DraftLine {
            id: format!("draft-{}", row.number),
            name: format!("Draft {}", row.number),
            href: paths::of_draft(paths::PROGRAMME_DRAFT, code, row.number),
            state: match row.state.as_str() {
                "open" => "Open",
                "published" => "Published",
                _ => "Closed",
            },
            said: format!("Begun by {by} on {}", row.begun_at.day_in(who.zone)),
        };
        Workshop {
            shell: who.shell(format!("Write {}", written.programme.title), Place::Programmes),
            typed,
            owner: owner_said(written.owner.as_ref()),
            versions: versions.iter().map(version).collect(),
            drafts: drafts.iter().map(draft).collect(),
            origins: origins(&versions, false),
            action: paths::workshop(code),
            title: written.programme.title,
        }
    }
}

fn owner_said(owner: Option<&Owner>) -> String {
    match owner {
        Some(owner) => format!("This programme is looked after by {}.", owner.name),
        None => "This programme came with Perfolio.".to_owned(),
    }
}

fn origins(versions: &[VersionRow], named: bool) -> Vec<Choice> {
    let copy = |row: &VersionRow| {
        let of = if named { format!("{}, ", row.title) } else { String::new() };
        Choice::of(row.id.as_str(), format!("A copy of {of}version {}", row.version))
    };
    let more = [
        Choice::of("file", "A programme file of mine"),
        Choice::of("empty", "Nothing: I write it from the start"),
    ];
    versions.iter().map(copy).chain(more).collect()
}

#[derive(Template)]
#[template(path = "authorship/new.html")]
pub struct NewProgramme {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) institutions: Vec<Choice>,
    pub(super) origins: Vec<Choice>,
}

impl View for NewProgramme {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl NewProgramme {
    pub fn new(
        who: &Lead,
        institutions: Vec<Choice>,
        versions: Vec<VersionRow>,
        typed: Typed,
    ) -> NewProgramme {
        NewProgramme {
            shell: who.shell("Begin a programme", Place::Programmes),
            typed,
            institutions,
            origins: origins(&versions, true),
        }
    }
}

#[derive(Template)]
#[template(path = "authorship/owner.html")]
pub struct OwnerPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) institutions: Vec<Choice>,
    pub(super) action: String,
}

impl View for OwnerPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl OwnerPage {
    pub fn new(
        who: &Admin,
        (programme, owner, institutions): (Programme, Option<Owner>, Vec<Choice>),
        typed: Typed,
    ) -> OwnerPage {
        OwnerPage {
            shell: who.shell(format!("Who looks after {}", programme.title), Place::Programmes),
            typed,
            owner: owner_said(owner.as_ref()),
            institutions,
            action: paths::programme_owner(&programme.code),
            title: programme.title,
        }
    }
}
