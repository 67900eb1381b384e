//! The page of a file of progress.

use askama::Template;

use super::back;
use crate::domain::official::{Columns, Flaw};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::ProgressFile;
use crate::features::official::progress::{Around, Looked};
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "official/progress_file.html")]
pub struct ProgressPage {
    shell: Shell,
    typed: Typed,
    system: String,
    programme: String,
    back: (String, String),
    list: String,
    action: String,
    /// Of the file that was looked at.
    columns: Vec<Choice>,
    looked: Option<LookShown>,
    files: Vec<FileShown>,
}

pub struct LookShown {
    text: String,
    matched: Vec<MatchShown>,
    agrees: usize,
    open: usize,
    lists: Vec<(String, Vec<String>)>,
    can_take_in: bool,
}

pub struct MatchShown {
    item: String,
    day: String,
    line: usize,
    entries: Vec<String>,
}

pub struct FileShown {
    what: String,
    undone: bool,
    undo: String,
}

impl View for ProgressPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl ProgressPage {
    pub fn new(who: &SignedIn, around: Around, looked: Option<Looked>, typed: Typed) -> ProgressPage {
        let title = format!("Progress file from {}", around.system);
        let place = if around.by_lead { Place::People } else { Place::Requirements };
        ProgressPage::of(who.shell(title, place), around, looked, typed)
    }

    pub(super) fn of(shell: Shell, around: Around, looked: Option<Looked>, mut typed: Typed) -> ProgressPage {
        let id = around.row.id.as_str();
        if let Some(looked) = &looked {
            choose(&mut typed, looked.columns);
        }
        ProgressPage {
            back: back(around.by_lead, &around.row.name, id),
            list: paths::to_enter(id),
            action: paths::progress_file(id),
            files: around.files.iter().map(|file| taken(file, id)).collect(),
            columns: looked.as_ref().map(|looked| columns(&looked.headings)).unwrap_or_default(),
            looked: looked.map(|looked| look(&looked, &around.system)),
            system: around.system,
            programme: around.programme,
            typed,
            shell,
        }
    }
}

/// What was guessed stands in the lists, unless somebody chose otherwise.
fn choose(typed: &mut Typed, columns: Columns) {
    if typed.has("columns", "chosen") {
        return;
    }
    let all = [
        ("item", columns.item),
        ("status", columns.status),
        ("day", columns.day),
        ("reference", columns.reference),
    ];
    for (name, at) in all {
        if let Some(at) = at {
            typed.words.add(name, at.to_string());
        }
    }
}

fn taken(file: &ProgressFile, enrolment: &str) -> FileShown {
    let row = &file.row;
    let count = if row.matched == 1 { "1 item".to_owned() } else { format!("{} items", row.matched) };
    let when = row.known_from.shown_in(DEFAULT_ZONE);
    let undone = row.known_until.map(|at| format!("; undone on {}", at.shown_in(DEFAULT_ZONE)));
    FileShown {
        what: format!("{count} marked on {when}, by {}{}", file.by, undone.clone().unwrap_or_default()),
        undone: undone.is_some(),
        undo: paths::progress_undoing(enrolment, row.id.as_str()),
    }
}

fn columns(headings: &[String]) -> Vec<Choice> {
    let heading = |(at, text): (usize, &String)| match text.trim() {
        "" => Choice::of(at.to_string(), format!("Column {}", at + 1)),
        text => Choice::of(at.to_string(), text),
    };
    headings.iter().enumerate().map(heading).collect()
}

fn look(looked: &Looked, system: &str) -> LookShown {
    let compared = &looked.compared;
    let lines = |flaws: &[Flaw]| {
        flaws.iter().map(|flaw| format!("Line {}: {}", flaw.line, flaw.sentence)).collect::<Vec<_>>()
    };
    let lists = [
        ("Lines that are not understood".to_owned(), lines(&looked.flaws)),
        ("Differs".to_owned(), lines(&compared.differs)),
        (format!("In {system}, not signed here"), lines(&compared.not_here)),
        (format!("Signed here, not in {system}"), compared.not_there.clone()),
    ];
    let titled = |id: &String| {
        let found = looked.titles.iter().find(|(known, _)| known == id);
        found.map_or_else(|| id.clone(), |(_, title)| title.clone())
    };
    LookShown {
        text: looked.text.clone(),
        matched: compared
            .matched
            .iter()
            .map(|one| MatchShown {
                item: one.item.clone(),
                day: one.day.to_string(),
                line: one.line,
                entries: one.entries.iter().map(titled).collect(),
            })
            .collect(),
        agrees: compared.agrees.len(),
        open: compared.open,
        lists: lists
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(title, lines)| (format!("{title}: {}", lines.len()), lines))
            .collect(),
        can_take_in: looked.hindered.is_none() && !compared.matched.is_empty(),
    }
}
