//! The log form as a page.

use askama::Template;

use crate::domain::fault::Faults;
use crate::domain::kind::Confirmer;
use crate::domain::names::AccountId;
use crate::domain::role::Person;
use crate::features::entries::entered::OUTSIDE;
use crate::features::entries::fields::{FieldView, Fields, fields};
use crate::features::entries::forms::{FILES, REFLECTION};
use crate::features::entries::keeping::{DRAFTS, megabytes};
use crate::features::entries::log::{LogForm, Preview};
use crate::features::entries::panel::{FileLine, file_line};
use crate::features::entries::reason;
use crate::features::entries::refiling::Instead;
use crate::features::entries::store::{ByName, InVain, Unsent};
use crate::files::intake;
use crate::web::page::{Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "entries/log.html")]
pub struct Log {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) heading: String,
    pub(super) about: String,
    /// What was filled in as last time, in words; empty when nothing was.
    pub(super) repeated: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) draft: String,
    pub(super) is_kept: bool,
    pub(super) saved: String,
    /// `Draft saved 14:02`, or nothing yet.
    pub(super) said: String,
    pub(super) period: bool,
    pub(super) day_label: String,
    pub(super) until_label: String,
    pub(super) days: Vec<Choice>,
    pub(super) fields: Fields,
    pub(super) needs_signer: bool,
    /// Said where nobody could sign it.
    pub(super) nobody: String,
    pub(super) supervisors: Vec<Choice>,
    pub(super) away: Vec<String>,
    pub(super) programmes: Vec<Choice>,
    /// Why it cannot be filed under others.
    pub(super) closed: Vec<String>,
    pub(super) takes_camera: bool,
    pub(super) takes_files: bool,
    pub(super) files: Vec<DraftFile>,
    pub(super) file_hint: String,
    /// What one keeps unsubmitted, and how much that may be.
    pub(super) room: String,
    pub(super) takes_reflection: bool,
    pub(super) preview: Preview,
    /// Whom to ask, where assessors are approved by name.
    pub(super) by_name: Option<InVain>,
    /// Of whoever is chosen: that their signature would not count.
    pub(super) vain: Option<InVain>,
    pub(super) submit: String,
    pub(super) changing: bool,
    /// Somebody has signed or returned what this changes.
    pub(super) was_decided: bool,
    /// What was decided on it without an account and waits to be confirmed.
    pub(super) ends: Vec<String>,
    /// What it changes or takes the place of was signed, so a reason is asked for.
    pub(super) asks_why: bool,
    pub(super) back: (String, &'static str),
    /// What this takes the place of.
    pub(super) instead: Option<InsteadOf>,
    /// For which programmes feedback is gathered by rounds inside, and this would be one from elsewhere; may be empty.
    pub(super) inside: String,
}

/// Bytes of one file, and of all files of one's drafts.
pub struct Limits {
    pub file: u64,
    pub drafts: u64,
}

/// An entry that was filed as another type.
pub struct InsteadOf {
    /// `Observed procedure (DOPS), number 12: Vacuum-assisted drainage`
    pub said: String,
    pub path: String,
    pub was_decided: bool,
    /// What was asked and answered there, and has no place here.
    pub left: Vec<(String, String)>,
}

impl InsteadOf {
    fn of(old: Instead) -> InsteadOf {
        InsteadOf {
            said: format!("{}, number {}: {}", old.kind, old.number, old.title),
            path: paths::entry(old.entry.as_str()),
            was_decided: old.was_decided,
            left: old.left,
        }
    }
}

/// A file that is attached already.
pub struct DraftFile {
    pub line: FileLine,
    pub removal: String,
}

impl View for Log {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

/// The piece that a script puts into the form while one types.
#[derive(Template)]
#[template(path = "entries/preview.html")]
pub struct PreviewPart {
    pub preview: Preview,
    pub vain: Option<InVain>,
}

/// Whom one may ask by name, and somebody who has no account here.
fn signers(supervisors: &[(String, String)], by_name: &ByName, outside: bool) -> Vec<Choice> {
    let label = |id: &String, name: &String| by_name.label(&AccountId::new(id.as_str()), name);
    let named = supervisors.iter().map(|(id, name)| Choice::of(id, label(id, name)));
    named.chain(outside.then(|| Choice::of(OUTSIDE, "Someone without an account, by a link"))).collect()
}

pub fn log_title(form: &LogForm) -> String {
    match form.editing {
        Some((_, number, _)) => format!("Change number {number}"),
        None => format!("Log {}", form.asked.kind.one()),
    }
}

/// As the page has them.
fn in_order(faults: Faults, fields: &Fields) -> Faults {
    let named = |all: &[FieldView]| all.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    let own = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let page = [
        own(&["why", "on", "until"]),
        named(&fields.first),
        named(&fields.folded),
        own(&["ask", "under"]),
        named(&fields.last),
        own(&["evidence", "reflection", "double"]),
    ];
    faults.in_order(page.iter().flatten().map(String::as_str))
}

impl Log {
    pub fn new(shell: Shell, person: &Person, form: LogForm, limits: Limits) -> Log {
        let kind = form.asked.kind.clone();
        let mut typed = form.typed;
        typed.words.add("reflection", form.reflection.clone());
        let (today, yesterday) = (person.today(), person.today().plus_days(-1));
        let removal = |id: &str| paths::draft_evidence_removal(form.draft.as_str(), id);
        let needs_signer = kind.confirmed_by == Confirmer::Supervisor;
        let chosen = form.supervisors.iter().find(|(id, _)| needs_signer && id == typed.word("ask"));
        let vain = chosen.and_then(|(id, name)| form.by_name.in_vain(&AccountId::new(id.as_str()), name));
        let what = if form.editing.is_some() { "the change" } else { "this entry" };
        let submit = match form.supervisors.as_slice() {
            [(_, only)] if needs_signer && !form.outside => format!("Submit to {only}"),
            _ => format!("Submit {what}"),
        };
        let fields = fields(&form.asked, &form.offers, &form.recent, &typed);
        typed.faults = in_order(typed.faults, &fields);
        Log {
            heading: log_title_of(&form.editing, &kind),
            about: kind.about.clone(),
            repeated: listed(&form.repeated),
            kind: kind.code.clone(),
            name: crate::domain::kind::lower(&kind.name),
            is_kept: form.saved_at.is_some(),
            saved: form.saved_at.map(|at| at.millis().to_string()).unwrap_or_default(),
            said: form
                .saved_at
                .map(|at| match at.day_in(person.zone) == today {
                    true => format!("Draft saved {}", at.clock_in(person.zone)),
                    false => format!("Draft saved {}", at.shown_in(person.zone)),
                })
                .unwrap_or_default(),
            period: kind.period,
            day_label: kind.day_label.clone(),
            until_label: kind.until_label.clone(),
            days: vec![
                Choice::of("today", format!("Today, {today}")),
                Choice::of("yesterday", format!("Yesterday, {yesterday}")),
            ],
            fields,
            needs_signer,
            supervisors: signers(&form.supervisors, &form.by_name, form.outside),
            away: form.away.clone(),
            nobody: form.nobody,
            closed: form.closed.clone(),
            programmes: form.programmes.iter().map(|(id, title)| Choice::of(id, title)).collect(),
            takes_camera: form.takes.camera,
            takes_files: form.takes.files,
            files: form
                .files
                .iter()
                .map(|file| DraftFile { line: file_line(file), removal: removal(file.id.as_str()) })
                .collect(),
            file_hint: format!(
                "Pictures, PDF or Word files, up to {} MB each and {FILES} in all. Check that no patient can be \
                 recognised; where and when a picture was taken is removed.",
                limits.file / 1_000_000
            ),
            room: room(form.unsent, limits.drafts),
            takes_reflection: kind.reflection && form.editing.is_none(),
            preview: form.preview,
            by_name: form.by_name.hint().filter(|_| needs_signer),
            vain,
            submit,
            changing: form.editing.is_some(),
            asks_why: form.asks_why,
            ends: form.ends,
            was_decided: form.editing.as_ref().is_some_and(|(_, _, decided)| *decided),
            instead: form.instead.map(InsteadOf::of),
            inside: if form.editing.is_none() { listed(&form.inside) } else { String::new() },
            back: match &form.editing {
                Some((id, ..)) => (paths::entry(id.as_str()), "Back to the entry"),
                None => (paths::PORTFOLIO.to_owned(), "Back to the portfolio"),
            },
            draft: form.draft.to_string(),
            shell,
            typed,
        }
    }

    pub(super) fn accept(&self) -> &'static str {
        intake::ACCEPT
    }

    pub(super) fn why_label(&self) -> &'static str {
        match self.instead {
            Some(_) => "Why do you file what was signed as another type?",
            None => "Why do you change what was signed?",
        }
    }

    pub(super) fn why_hint(&self) -> &'static str {
        match self.instead {
            Some(_) => {
                "One sentence. It stands with the new entry, and whoever signed is told that there is one. No names, numbers \
                 or dates of birth of patients"
            }
            None => {
                "One sentence. It stands with the new version, and whoever signed is told that there is one. No names, \
                 numbers or dates of birth of patients"
            }
        }
    }

    pub(super) fn most_why(&self) -> usize {
        reason::MOST
    }

    pub(super) fn most_reflection(&self) -> usize {
        REFLECTION
    }

    pub(super) fn autosave(&self) -> String {
        paths::draft(&self.draft)
    }

    pub(super) fn asks_preview(&self) -> String {
        paths::draft_at(paths::DRAFT_PREVIEW, &self.draft)
    }

    pub(super) fn upload(&self) -> String {
        paths::draft_at(paths::DRAFT_EVIDENCE, &self.draft)
    }

    pub(super) fn deletion(&self) -> String {
        paths::draft_at(paths::DRAFT_DELETION, &self.draft)
    }
}

/// `You keep 3 of at most 100 drafts; their files take 12 of 500 MB.`
fn room(unsent: Unsent, most: u64) -> String {
    let files = match unsent.bytes {
        0 => String::new(),
        bytes => format!("; their files take {} of {} MB", megabytes(bytes), most / 1_000_000),
    };
    format!("You keep {} of at most {DRAFTS} drafts{files}.", unsent.drafts)
}

fn log_title_of(
    editing: &Option<(crate::domain::names::EntryId, i32, bool)>,
    kind: &crate::domain::kind::Kind,
) -> String {
    match editing {
        Some((_, number, _)) => format!("Change number {number}: {}", kind.one()),
        None => format!("Log {}", kind.one()),
    }
}

impl FieldView {
    /// It is asked only with some answers of another field.
    pub fn depends(&self) -> bool {
        !self.show_field.is_empty()
    }

    /// Its choices have definitions.
    pub fn explains(&self) -> bool {
        self.options.iter().any(|option| !option.hint.is_empty())
    }
}

/// `the hospital, the part and the rest`, as a sentence lists things.
fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
