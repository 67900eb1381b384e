//! The dry run: what would come in, line by line, and what stands in the way.

use askama::Template;

use crate::domain::earlier::reading::Read;
use crate::features::earlier::looking::{LEAVE, Looked, TAKE_OUT};
use crate::features::earlier::views::with_form;
use crate::features::entries::{About, LOOKED, Question, title};
use crate::web::gate::Trainee;
use crate::web::page::{Place, Shell, View as _};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::typed::Typed;

const PAGE: usize = 100;
/// Questions on one page; the rest come when these are answered.
const ASKED: usize = 40;

#[derive(Template)]
#[template(path = "earlier/lines.html")]
pub struct LinesPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) mark: String,
    pub(super) source: String,
    pub(super) all: usize,
    pub(super) coming: usize,
    pub(super) faulty: usize,
    pub(super) doubles: usize,
    pub(super) about_doubles: Vec<Choice>,
    pub(super) questions: Vec<Asked>,
    /// More questions than are shown.
    pub(super) more: usize,
    pub(super) waiting: Vec<String>,
    /// Columns nothing is read from.
    pub(super) dropped: Vec<String>,
    pub(super) lines: Vec<LineRow>,
    pub(super) only_faulty: bool,
    pub(super) pages: Pages,
    /// Name and what takes it off.
    pub(super) scans: Vec<(String, String)>,
    pub(super) mapping: String,
    pub(super) here: String,
    pub(super) scans_at: String,
    pub(super) end: String,
}

pub(super) struct LineRow {
    pub line: u32,
    pub day: String,
    pub title: String,
    pub state: &'static str,
    pub why: Vec<String>,
}

pub(super) struct Asked {
    pub name: String,
    pub legend: String,
    pub place: String,
    /// Before, what was found, after.
    pub excerpt: Option<(String, String, String)>,
    pub choices: Vec<Choice>,
    /// Why it cannot go on as it is.
    pub never: &'static str,
}

with_form!(LinesPage);

impl LinesPage {
    pub fn new(who: &Trainee, found: &Looked, mut typed: Typed) -> LinesPage {
        let (upload, id) = (&found.upload, found.upload.draft.as_str());
        let answers = &upload.answers;
        for (key, said) in answers {
            let name = if key == "doubles" { key.clone() } else { format!("why-{key}") };
            if typed.word(&name).is_empty() {
                typed.words.add(name, said.clone());
            }
        }
        let only_faulty = typed.word("show") == "faulty";
        let faulty = found.reads.iter().filter(|read| !read.faults.is_empty()).count();
        let shown: Vec<&Read> =
            found.reads.iter().filter(|read| !only_faulty || !read.faults.is_empty()).collect();
        let last = shown.len().saturating_sub(1) / PAGE + 1;
        let number = typed.word("page").parse::<usize>().unwrap_or(1).clamp(1, last);
        let turned = |to: usize| {
            let show = if only_faulty { "&show=faulty" } else { "" };
            format!("{}?page={to}{show}#lines", paths::earlier_lines(id))
        };
        let mut questions: Vec<Asked> = found.about_files.iter().map(about_file).collect();
        questions.extend(found.held.iter().map(|one| {
            let mut asked = about_file(&one.question);
            let lines: Vec<String> = one.lines.iter().take(5).map(u32::to_string).collect();
            let more = if one.lines.len() > 5 { ", …" } else { "" };
            asked.place = format!("{}, line {}{more}", one.question.place, lines.join(", "));
            if !one.required {
                asked.choices.insert(0, Choice::of(TAKE_OUT, "Take it out: leave the whole cell empty"));
            }
            asked
        }));
        let more = questions.len().saturating_sub(ASKED);
        questions.truncate(ASKED);
        LinesPage {
            shell: who.shell("What comes in?", Place::Portfolio),
            mark: found.mark(),
            source: upload.source.clone(),
            all: found.reads.len(),
            coming: found.coming(answers).len(),
            faulty,
            doubles: found.doubles(),
            about_doubles: vec![
                Choice::of(LEAVE, "Leave them out: they are the same cases"),
                Choice::of("bring", "Bring them in too: they are other cases"),
            ],
            questions,
            more,
            waiting: found.waiting.clone(),
            dropped: upload.mapping.dropped(&upload.table).into_iter().map(str::to_owned).collect(),
            lines: shown.iter().skip((number - 1) * PAGE).take(PAGE).map(|read| row(found, read)).collect(),
            only_faulty,
            pages: Pages {
                earlier: (number > 1).then(|| turned(number - 1)),
                later: (number < last).then(|| turned(number + 1)),
            },
            scans: found.files.iter().map(|file| (file.name.clone(), file.id.to_string())).collect(),
            mapping: paths::earlier_draft(id),
            here: paths::earlier_lines(id),
            scans_at: paths::earlier_scans(id),
            end: paths::earlier_end(id),
            typed,
        }
    }
}

fn row(found: &Looked, read: &Read) -> LineRow {
    let mut why = read.faults.clone();
    if let Some(line) = read.like {
        why.push(format!("It says the same of the same day as line {line}."));
    }
    if let Some(number) = found.twins.get(&read.line) {
        why.push(format!("You have recorded the like of that day already, as number {number}."));
    }
    let state = match (read.faults.is_empty(), found.is_double(read)) {
        (false, _) => "Faulty",
        (true, true) => "Likely double",
        (true, false) => "Comes in",
    };
    LineRow {
        line: read.line,
        day: read.day.map(|day| day.to_string()).unwrap_or_default(),
        title: title(&found.kind, &read.values),
        state,
        why,
    }
}

fn about_file(question: &Question) -> Asked {
    let name = format!("why-{}", question.key);
    let excerpt = question.found.clone().map(|found| (found.before, found.text, found.after));
    let (legend, choices, never) = match question.about {
        About::Looks(what) => {
            let choices = what.reasons().iter().map(|one| Choice::of(one.as_str(), one.shown())).collect();
            (format!("This looks like {}. What is it?", what.shown()), choices, "")
        }
        About::Unread => (
            "Pictures and scans cannot be read by Perfolio. Look yourself".to_owned(),
            vec![Choice::of(LOOKED, "I have looked at every page, and nobody is named on it")],
            "",
        ),
        About::Never(why) => ("This file cannot be checked".to_owned(), Vec::new(), why),
    };
    Asked { name, legend, place: question.place.clone(), excerpt, choices, never }
}
