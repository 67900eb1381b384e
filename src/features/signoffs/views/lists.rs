//! The inbox, what was signed, and the page on which a signature is taken back.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;

use crate::domain::calibration::Shown;
use crate::domain::kind::Kind;
use crate::domain::names::{AccountId, DecisionId, EntryId, capital};
use crate::domain::redaction::UNSIGNED;
use crate::domain::signoff::{CAME_BACK, LAPSED};
use crate::features::entries::Seen;
use crate::features::signoffs::deciding::{lower, said};
use crate::features::signoffs::store::{Decided, DecisionRow, Waiting};
use crate::features::signoffs::together::groups;
use crate::features::signoffs::views::waits_since;
use crate::features::standing::AskedReview;
use crate::web::gate::{SignedIn, Staff};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Pages;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "signoffs/inbox.html")]
pub struct Inbox {
    pub shell: Shell,
    /// `12 bypass cases wait for you`
    pub count: String,
    pub lines: Vec<WaitingLine>,
    /// Where "Start the inbox" leads.
    pub start: String,
    /// Where what is alike is signed together; none where nothing is.
    pub together: Option<&'static str>,
    /// The house shows how people decide, or has said from when on.
    pub figures: bool,
    /// `12 signed and 1 returned in the last seven days`; empty if nothing was.
    pub week: String,
    /// `1 round of feedback waits for you`; empty where none does.
    pub rounds: String,
    /// `Prepare your side of a review until 26 November 2026`, and where.
    pub reviews: Option<(String, String)>,
}

pub struct WaitingLine {
    pub path: String,
    pub trainee: String,
    pub what: String,
    pub day: String,
    pub since: String,
    /// `Reminded on 12 November 2026 by Ann Field`; empty where nobody did.
    pub reminded: String,
    /// `For Sue Carter (away)`; empty where one was asked oneself.
    pub instead: String,
    /// `30 June 2027: Supervised bypass cases`; empty when nothing is due soon.
    pub due: String,
    /// Why it can be decided no more; empty where it can.
    pub frozen: String,
}

/// Rounds of feedback that wait, and reviews with the last day to prepare them.
pub type Elsewhere = (i64, Vec<AskedReview>);

impl Inbox {
    pub fn new(
        who: &Staff,
        waiting: Vec<Waiting>,
        (frozen, instead): (&HashMap<EntryId, String>, &HashMap<AccountId, String>),
        kinds: &[Arc<Kind>],
        (decided, (rounds, reviews)): ((i64, i64), Elsewhere),
        shown: Shown,
    ) -> Inbox {
        // Where all are of one kind, the sentence above says which, and the lines need not.
        let first = waiting.first().map(|one| one.kind.clone()).unwrap_or_default();
        let same = waiting.iter().all(|one| one.kind == first);
        let of = |code: &str| kinds.iter().find(|kind| kind.code == code).map(Arc::as_ref);
        let line = |one: &Waiting| WaitingLine {
            path: paths::inbox_item(one.request.as_str()),
            trainee: one.trainee.clone(),
            what: what(of(&one.kind).filter(|_| !same), &one.title),
            frozen: frozen.get(&one.entry).cloned().unwrap_or_default(),
            day: one.day.to_string(),
            since: waits_since(one.since, who.now, who.zone),
            reminded: one
                .reminded
                .as_ref()
                .map(|(at, by)| {
                    format!("Reminded on {} by {}", at.day_in(who.zone), by.as_deref().unwrap_or("Perfolio"))
                })
                .unwrap_or_default(),
            instead: one
                .instead_of
                .as_ref()
                .and_then(|id| instead.get(id))
                .map(|name| format!("For {name} (away)"))
                .unwrap_or_default(),
            due: one
                .deadline
                .as_ref()
                .map(|due| {
                    let past = if due.day < who.today() { " (past)" } else { "" };
                    format!("{}{past}: {}", due.day, due.requirement)
                })
                .unwrap_or_default(),
        };
        let together = !groups(&waiting, frozen, kinds).is_empty();
        let lines: Vec<WaitingLine> = waiting.iter().map(line).collect();
        Inbox {
            shell: who.shell("Inbox", Place::Inbox),
            count: count(lines.len(), of(&first).filter(|_| same)),
            start: lines.first().map(|first| first.path.clone()).unwrap_or_default(),
            lines,
            together: together.then_some(paths::TOGETHER),
            figures: shown != Shown::Off,
            week: week(decided),
            rounds: match rounds {
                0 => String::new(),
                1 => "1 round of feedback waits for you".to_owned(),
                n => format!("{n} rounds of feedback wait for you"),
            },
            reviews: to_prepare(&reviews),
        }
    }
}

/// The nearest last day first.
fn to_prepare(reviews: &[AskedReview]) -> Option<(String, String)> {
    let first = reviews.first()?;
    let until = first.prepare_by;
    Some(match reviews.len() {
        1 => (format!("Prepare your side of a review until {until}"), paths::review(first.review.as_str())),
        n => (
            format!("Prepare your side of {n} reviews, of the first until {until}"),
            paths::REVIEWS.to_owned(),
        ),
    })
}

fn count(number: usize, kind: Option<&Kind>) -> String {
    match (number, kind) {
        (1, Some(kind)) => format!("1 {} waits for you", lower(&kind.name)),
        (n, Some(kind)) => format!("{n} {} wait for you", kind.plural),
        (1, None) => "1 entry waits for you".to_owned(),
        (n, None) => format!("{n} entries wait for you"),
    }
}

impl View for Inbox {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// `Bypass case: Aortic surgery`, or the title alone where it says the kind already.
fn what(kind: Option<&Kind>, title: &str) -> String {
    match kind {
        Some(kind) if !title.starts_with(&kind.name) => format!("{}: {title}", kind.name),
        _ => title.to_owned(),
    }
}

fn week((signed, returned): (i64, i64)) -> String {
    match (signed, returned) {
        (0, 0) => String::new(),
        (signed, 0) => format!("You signed {signed} in the last seven days."),
        (0, returned) => format!("You returned {returned} in the last seven days."),
        (signed, returned) => format!("You signed {signed} and returned {returned} in the last seven days."),
    }
}

#[derive(Template)]
#[template(path = "signoffs/signed.html")]
pub struct Signed {
    pub shell: Shell,
    pub lines: Vec<SignedLine>,
    pub trainee: String,
    pub pages: Pages,
}

pub struct SignedLine {
    pub entry: String,
    pub trainee: String,
    pub what: String,
    pub day: String,
    /// The word on the tag: `Signed`, `Returned`, `Came back` or `Taken back`.
    pub state: &'static str,
    /// The level, that it was not good enough, the reason: whatever there is to say.
    pub said: Vec<String>,
    pub at: String,
    /// Where the signature may be taken back; nothing for what cannot be.
    pub take_back: Option<String>,
}

/// What was decided, with the form that it was decided on.
type Rows = Vec<(Decided, Arc<Kind>)>;

impl Signed {
    pub fn new(
        who: &SignedIn,
        (rows, returned): (Rows, &HashMap<DecisionId, String>),
        trainee: &str,
        number: usize,
        more: bool,
    ) -> Signed {
        let line = |(row, kind): &(Decided, Arc<Kind>)| SignedLine {
            entry: format!("{}{}", ENTRIES, row.entry),
            trainee: row.trainee.clone(),
            what: what(Some(kind), &row.title),
            day: row.day.to_string(),
            state: match (row.verdict.as_str(), row.ended) {
                (_, Some(_)) => ending(&row.ended_why),
                ("signed", None) => "Signed",
                _ => "Returned",
            },
            said: lines_of(row, kind, returned.get(&row.id)),
            at: row.at.shown_in(who.zone),
            take_back: (row.verdict == "signed" && row.ended.is_none())
                .then(|| paths::retraction(row.id.as_str())),
        };
        Signed {
            shell: who.shell("What you decided", Place::Signed),
            lines: rows.iter().map(line).collect(),
            trainee: trainee.to_owned(),
            pages: Pages {
                earlier: (number > 1).then(|| page_path(trainee, number - 1)),
                later: more.then(|| page_path(trainee, number + 1)),
            },
        }
    }
}

const ENTRIES: &str = "/entries/";

fn page_path(trainee: &str, number: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !trainee.is_empty() {
        query.append_pair("trainee", trainee);
    }
    format!("{}?{}", paths::SIGNED, query.append_pair("page", &number.to_string()).finish())
}

/// What became of a decision that stands no more.
fn ending(why: &str) -> &'static str {
    match why {
        CAME_BACK => "Came back",
        LAPSED | UNSIGNED => "No longer signed",
        _ => "Taken back",
    }
}

/// `returned`: who returned what came back.
fn lines_of(row: &Decided, kind: &Kind, returned: Option<&String>) -> Vec<String> {
    let levels = kind.scale.as_ref().map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let level = levels.iter().find(|level| level.code == row.level).map(|level| level.label.clone());
    let unfit = (row.verdict == "signed" && !row.satisfactory).then(|| "Not satisfactory".to_owned());
    let ended = row.ended.map(|_| match (ending(&row.ended_why), returned) {
        (what, Some(name)) => format!("{what}: returned by {name}"),
        (what, None) => format!("{what}: {}", row.ended_why),
    });
    let said = [row.reason.clone(), row.comment.clone()].into_iter().filter(|text| !text.is_empty());
    level.into_iter().chain(unfit).chain(said).chain(ended).collect()
}

impl View for Signed {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "signoffs/retraction.html")]
pub struct Retraction {
    pub shell: Shell,
    pub typed: Typed,
    pub action: String,
    /// `Bypass case of 3 November 2026, Ann Field`
    pub what: String,
    pub kind: String,
    pub title: String,
    pub at: String,
    /// Whether the trainee is told, and reads why.
    pub told: bool,
    /// What the signer says by taking out with it what they wrote down themselves; empty where they cannot.
    pub take_out: String,
}

impl Retraction {
    pub fn new(who: &SignedIn, row: &DecisionRow, (seen, out): (&Seen, bool), typed: Typed) -> Retraction {
        Retraction {
            shell: who.shell("Take a signature back", Place::Signed),
            typed,
            action: paths::retraction(row.id.as_str()),
            what: format!("{}, {}", capital(&said(seen)), seen.owner_name),
            kind: lower(&seen.kind.name),
            title: seen.title.clone(),
            at: row.known_from.shown_in(who.zone),
            told: !seen.is_closed_to_owner(),
            take_out: if out { take_out(&seen.owner_name) } else { String::new() },
        }
    }
}

pub(super) fn take_out(owner: &str) -> String {
    format!("It was never to be in the portfolio of {owner}: take it out as well")
}

impl View for Retraction {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
