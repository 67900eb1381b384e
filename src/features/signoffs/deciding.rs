//! One entry on one screen and the two things to do with it. Used by the inbox, where somebody was
//! asked, and by what a lead confirms, where nobody is asked: the two differ only in their *desk*, that
//! is, in the addresses around the entry and in what comes next.

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{DecisionId, EntryId};
use crate::domain::policy::signoffs::{may_decide, may_take_back};
use crate::domain::role::{Person, Sight};
use crate::domain::signoff::{ReturnReason, asks_outcome, satisfactory};
use crate::features::entries::{Seen, seen};
use crate::features::identifiers::refuse;
use crate::features::signoffs::forms::{OnScreen, Retraction, Return, Sign};
use crate::features::signoffs::store::{self, DecisionRow, DeputisedRow, New};
use crate::features::standing;
use crate::web::form::{Form, FromForm};
use crate::web::oops::Answer;
use crate::web::page::Flash;
use crate::web::paths;
use crate::web::reply::leaving;

/// Where the entry lies: its own address, and what comes after it once it is decided.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The screen itself.
    pub here: String,
    pub sign: String,
    pub send_back: String,
    /// `3 of 12`, or nothing for an entry outside any row.
    pub position: String,
    pub next: Option<String>,
    pub previous: Option<String>,
    /// The list that it lies in.
    pub list: &'static str,
    pub list_name: &'static str,
}

/// What comes after this entry; asked before the decision is kept, while it still has its place.
pub type Next = fn(&mut Conn, &Shelf, &Sight, &EntryId) -> Result<String, Fault>;

/// What a form says about the entry on the screen: a signature, or a return.
pub trait Says: Send + 'static {
    fn on_screen(&self) -> &OnScreen;

    /// The chip that was pressed, for the event; words of one's own stay out of the book.
    fn chip(&self) -> Option<ReturnReason> {
        None
    }

    /// The field of the free words, the words, and whether the signer says that they name nobody.
    fn words(&self) -> (&'static str, &str, bool);

    /// What is kept of it, or what is missing from it.
    fn decision(self, seen: &Seen) -> Result<New, Fault>;
}

impl Says for Sign {
    fn on_screen(&self) -> &OnScreen {
        &self.on_screen
    }

    fn words(&self) -> (&'static str, &str, bool) {
        ("comment", &self.comment, self.nobody)
    }

    fn decision(self, seen: &Seen) -> Result<New, Fault> {
        signature(seen, self)
    }
}

impl Says for Return {
    fn on_screen(&self) -> &OnScreen {
        &self.on_screen
    }

    fn chip(&self) -> Option<ReturnReason> {
        self.reason
    }

    fn words(&self) -> (&'static str, &str, bool) {
        ("words", &self.words, self.nobody)
    }

    fn decision(self, _: &Seen) -> Result<New, Fault> {
        Ok(New {
            verdict: Verdict::Returned,
            satisfactory: false,
            level: String::new(),
            reason: self.reason.map(|reason| reason.shown().to_owned()).unwrap_or_default(),
            comment: self.words,
        })
    }
}

/// Decides on what was on the screen and gives the address of what comes next.
pub async fn decide<T: Says + FromForm>(
    who: &Person,
    app: &App,
    entry: &EntryId,
    form: &mut Form<T>,
    next: Next,
) -> Result<String, Fault> {
    let given = form.given()?;
    let (person, entry) = (who.clone(), entry.clone());
    let next = upcoming(&person, app, &entry, next).await?;
    app.write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
        Ok(put_decision(tx, &person, &entry, given)?.map(|_| next))
    })
    .await
}

/// Read before the write and not in it: the order of a list is nobody's decision, and everybody's writes
/// would wait while it is made.
async fn upcoming(who: &Person, app: &App, entry: &EntryId, next: Next) -> Result<String, Fault> {
    let (sight, entry) = (who.sight(), entry.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        next(r.conn(), &shelf, &sight, &entry)
    })
    .await
}

/// Decides, inside a write that has taken the entry's book.
pub fn put_decision(
    tx: &mut Tx<'_>,
    person: &Person,
    entry: &EntryId,
    given: impl Says,
) -> Result<Outcome<DecisionRow>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let seen = seen(tx.conn(), &shelf, &person.sight(), entry)?;
    let current = given.on_screen().is_of(&seen);
    let case = store::decide_case(tx.conn(), (&shelf, now), person, &seen, current)?;
    let grant = may_decide(person, &case)?;
    let (field, words, nobody) = given.words();
    let passed = refuse(tx.conn(), field, words, nobody)?;
    let chip = given.chip();
    let new = given.decision(&seen)?;
    let instead = store::standing_in(tx.conn(), &person.sight(), &seen)?;
    let row = store::keep(tx, &grant, &seen, &new)?;
    if let Some((away, absent)) = &instead {
        let (decision, absence) = (row.id.clone(), away.absence.clone());
        let beside = DeputisedRow { decision, absence, instead_of: absent.clone() };
        store::keep_deputised(tx, &grant, &seen, &beside)?;
    }
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    let event = match new.verdict {
        Verdict::Signed => grant.event("entry/signed", format!("entry/{entry}")).with("level", &row.level),
        Verdict::Returned => grant.event("entry/returned", format!("entry/{entry}")),
    };
    let event = match instead {
        Some((_, absent)) => event.with("deputising-for", absent),
        None => event,
    };
    let event = match chip {
        Some(chip) => event.with("reason", chip),
        None => event,
    };
    let event = event.row(&row);
    Ok(Outcome::of(row, passed_over(event, &passed)))
}

/// What looked like an identifier in the words and, as their writer says, names nobody: the kinds only.
pub fn passed_over(event: crate::domain::audit::Event, kinds: &str) -> crate::domain::audit::Event {
    if kinds.is_empty() { event } else { event.with("explained", kinds) }
}

/// Takes a signature back, inside a write that has taken the entry's book.
pub fn put_retraction(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &DecisionId,
    given: &Retraction,
) -> Result<Outcome<DecisionRow>, Fault> {
    let shelf = tx.shelf();
    let before = store::decision(tx.conn(), &person.sight(), id)?;
    let seen = seen(tx.conn(), &shelf, &person.sight(), &before.entry)?;
    let grant = may_take_back(person, &store::decided_case(&before, &seen)?)?;
    let passed = refuse(tx.conn(), "reason", &given.reason, given.nobody)?;
    let row = store::take_back(tx, &grant, &before, &seen, &given.reason)?;
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    let event = grant.event("decision/taken-back", format!("entry/{}", before.entry));
    let event = event_on(passed_over(event, &passed), &row);
    Ok(Outcome::of(row, event))
}

/// What is kept of a signature, or what is missing from it: the kind says what is asked.
fn signature(seen: &Seen, given: Sign) -> Result<New, Fault> {
    let levels = seen.kind.scale.as_ref().map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let level_known = levels.iter().any(|level| level.code == given.level);
    if !levels.is_empty() && !level_known {
        return Err(Faults::one("level", "Choose a level: it signs at the same time.").into());
    }
    if asks_outcome(&seen.kind, &seen.values) && given.outcome.is_none() {
        return Err(Faults::one("outcome", "Say whether it was good enough.").into());
    }
    Ok(New {
        verdict: Verdict::Signed,
        satisfactory: satisfactory(&seen.kind, &given.level, given.outcome),
        level: if level_known { given.level } else { String::new() },
        reason: String::new(),
        comment: given.comment,
    })
}

/// Leads on to what comes next and says what was done, with Undo. Read afterwards, so that a form sent
/// twice is answered in the same way.
pub async fn lead_on(who: &Person, app: &App, entry: &EntryId, next: String) -> Answer {
    let (sight, account, entry) = (who.sight(), who.account.clone(), entry.clone());
    let done = app
        .read(move |r| {
            let shelf = r.shelf();
            let seen = seen(r.conn(), &shelf, &sight, &entry)?;
            let mine = seen.decisions.iter().rev().find(|decision| decision.signer == account).cloned();
            Ok(mine.map(|decision| (decision, seen)))
        })
        .await?;
    let Some((decision, seen)) = done else { return leaving(next, Flash::saying("Done.")) };
    let what = match (decision.verdict, seen.kind.confirmed_by) {
        (Verdict::Returned, _) => "Returned",
        (Verdict::Signed, crate::domain::kind::Confirmer::Lead) => "Confirmed",
        (Verdict::Signed, _) => "Signed",
    };
    let sentence = format!("{what}: {}, {}.", said(&seen), seen.owner_name);
    leaving(next, Flash::saying(sentence).offering("Undo", paths::undoing(decision.id.as_str())))
}

/// `bypass case of 3 November 2026`
pub fn said(seen: &Seen) -> String {
    format!("{} of {}", lower(&seen.kind.name), seen.day)
}

/// `Bypass case` in the middle of a sentence; a word such as `CPD` stays as it is.
pub fn lower(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

impl OnScreen {
    /// It is still the latest version, word for word.
    pub fn is_of(&self, seen: &Seen) -> bool {
        self.version == seen.version && self.root == seen.root
    }
}

/// The event of an act on a decision.
pub fn event_on(event: crate::domain::audit::Event, row: &DecisionRow) -> crate::domain::audit::Event {
    event.with("decision", &row.id).row(row)
}
