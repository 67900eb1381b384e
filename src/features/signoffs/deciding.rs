//! One entry on one screen and the two things to do with it. Used by the inbox, where somebody was
//! asked, and by what a lead confirms, where nobody is asked: the two differ only in their *desk*, that
//! is, in the addresses around the entry and in what comes next.

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Kind, Outcome as KindOutcome, Values};
use crate::domain::names::{DecisionId, EntryId, ScanId};
use crate::domain::policy::Grant;
use crate::domain::policy::signoffs::{
    Decide, may_decide, may_return, may_take_back, may_take_out, may_undo, may_undo_begun,
};
use crate::domain::role::{Person, Sight};
use crate::domain::signoff::{ReturnReason, asks_outcome, satisfactory};
use crate::domain::time::Day;
use crate::features::entries::{
    Assessed, Closed, Seen, close_requests, free_words_of, hide_from_owner, in_its_names, mark_withdrawn,
    seen,
};
use crate::features::identifiers::{refuse, refuse_all};
use crate::features::signoffs::again;
use crate::features::signoffs::forms::{OnScreen, Retraction, Return, Sign};
use crate::features::signoffs::store::{self, DecisionRow, DeputisedRow, New};
use crate::features::{rooms, standing};
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

    /// It goes back, and is not signed.
    fn returns(&self) -> bool {
        false
    }

    /// The free words by their fields, and whether the signer says that they name nobody.
    fn words(&self, seen: &Seen) -> (Vec<(String, String)>, bool);

    /// The code of a room that they say they scanned.
    fn scan(&self) -> Option<ScanId> {
        None
    }

    /// What is corrected of the entry itself before it is decided on: its next version, as an event.
    fn correct(&mut self, _: &mut Tx<'_>, _: &Person, _: &EntryId) -> Result<Option<Event>, Fault> {
        Ok(None)
    }

    /// What is kept of it, or what is missing from it.
    fn decision(self, seen: &Seen) -> Result<New, Fault>;
}

impl Says for Sign {
    fn on_screen(&self) -> &OnScreen {
        &self.on_screen
    }

    fn words(&self, seen: &Seen) -> (Vec<(String, String)>, bool) {
        let mut words = if seen.asks_assessor() { free_words_of(&seen.kind, &self.side) } else { Vec::new() };
        words.push(("comment".to_owned(), self.comment.clone()));
        (words, self.nobody)
    }

    fn scan(&self) -> Option<ScanId> {
        self.side.scan()
    }

    fn correct(&mut self, tx: &mut Tx<'_>, person: &Person, entry: &EntryId) -> Result<Option<Event>, Fault> {
        again::put(tx, person, entry, self)
    }

    fn decision(self, seen: &Seen) -> Result<New, Fault> {
        signature(&seen.kind, (&seen.values, seen.day), seen.asks_assessor(), self)
    }
}

impl Says for Return {
    fn on_screen(&self) -> &OnScreen {
        &self.on_screen
    }

    fn chip(&self) -> Option<ReturnReason> {
        self.reason
    }

    fn returns(&self) -> bool {
        true
    }

    fn words(&self, _: &Seen) -> (Vec<(String, String)>, bool) {
        (vec![("words".to_owned(), self.words.clone())], self.nobody)
    }

    fn decision(self, _: &Seen) -> Result<New, Fault> {
        Ok(New {
            verdict: Verdict::Returned,
            satisfactory: false,
            level: String::new(),
            reason: self.reason.map(|reason| reason.shown().to_owned()).unwrap_or_default(),
            comment: self.words,
            assessed: Assessed::default(),
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
    let of = entry.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
            Ok(put_decision(tx, &person, &entry, given)?.map(|_| next))
        })
        .await;
    in_its_names(app, &of, done).await
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
    mut given: impl Says,
) -> Result<Outcome<DecisionRow>, Fault> {
    let corrected = given.correct(tx, person, entry)?;
    let (row, event, seen) = put_one(tx, person, entry, given, store::keep)?;
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    let done = Outcome::of(row, event);
    Ok(match corrected {
        Some(first) => done.after(Outcome::of((), first)),
        None => done,
    })
}

/// How a decision is written: with a letter of its own or without.
pub type Put = fn(&mut Tx<'_>, &Grant<Decide>, &Seen, &New) -> Result<DecisionRow, Fault>;

/// Decides on one of those for which the write has taken their books. The standing is left to the caller.
pub fn put_one(
    tx: &mut Tx<'_>,
    person: &Person,
    entry: &EntryId,
    given: impl Says,
    put: Put,
) -> Result<(DecisionRow, Event, Seen), Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let seen = seen(tx.conn(), &shelf, &person.sight(), entry)?;
    let current = given.on_screen().is_of(&seen);
    let case = store::decide_case(tx.conn(), (&shelf, now), person, &seen, current)?;
    let grant = if given.returns() { may_return(person, &case) } else { may_decide(person, &case) }?;
    let (words, nobody) = given.words(&seen);
    let chip = given.chip();
    let code = rooms::stated(tx.conn(), &person.sight(), given.scan(), (now, person.zone));
    let decided = both(given.decision(&seen), refuse_all(tx.conn(), &words, nobody));
    let ((mut new, passed), code) = both(decided, code)?;
    new.assessed.not_before(person.today())?;
    new.assessed.say_scanned(code);
    let instead = store::standing_in(tx.conn(), &person.sight(), &seen)?;
    let row = put(tx, &grant, &seen, &new)?;
    if let Some((away, absent)) = &instead {
        let (decision, absence) = (row.id.clone(), away.absence.clone());
        let beside = DeputisedRow { decision, absence, instead_of: absent.clone() };
        store::keep_deputised(tx, &grant, &seen, &beside)?;
    }
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
    let event = passed_over(event.row(&row), &passed);
    Ok((row, event, seen))
}

/// Both, or the faults of both together: what is missing and what may name a patient is said at once.
pub fn both<A, B>(one: Result<A, Fault>, other: Result<B, Fault>) -> Result<(A, B), Fault> {
    match (one, other) {
        (Err(Fault::Typed(mut faults)), Err(Fault::Typed(more))) => {
            more.iter().for_each(|(field, sentence)| faults.add(field, sentence));
            Err(Fault::Typed(faults))
        }
        (one, other) => Ok((one?, other?)),
    }
}

/// What looked like an identifier in the words and, as their writer says, names nobody: the kinds only.
pub fn passed_over(event: Event, kinds: &str) -> Event {
    if kinds.is_empty() { event } else { event.with("explained", kinds) }
}

/// Undoes a decision, inside a write that has taken the entry's book. What was begun with it is withdrawn with it, and its
/// owner never finds it. The standing is left to the caller.
pub fn put_undo(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &DecisionId,
) -> Result<(DecisionRow, Vec<Event>, Seen), Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let before = store::decision(tx.conn(), &person.sight(), id)?;
    let seen = seen(tx.conn(), &shelf, &person.sight(), &before.entry)?;
    let case = store::decided_case(tx.conn(), &before, &seen)?;
    let grant = may_undo(person, &case, now)?;
    let row = store::undo(tx, &grant, &before, &seen)?;
    let event = grant.event("decision/undone", format!("entry/{}", before.entry));
    let mut events = vec![event_on(event, &row)];
    if case.begun_with {
        let withdraw = may_undo_begun(person, &seen.id, &case, now)?;
        close_requests(tx, &withdraw, &seen.id, None, Closed::Withdrawn)?;
        let version = mark_withdrawn(tx, &withdraw, &seen.version)?;
        hide_from_owner(tx, &withdraw)?;
        let event = withdraw.event("entry/withdrawn", format!("entry/{}", seen.id));
        events.push(event.with("version", &seen.version).row(&version));
    }
    Ok((row, events, seen))
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
    let case = store::decided_case(tx.conn(), &before, &seen)?;
    let grant = may_take_back(person, &case)?;
    let out = given.out.then(|| may_take_out(person, &seen.id, &case)).transpose()?;
    let passed = refuse(tx.conn(), "reason", &given.reason, given.nobody)?;
    let row = store::take_back(tx, &grant, &before, &seen, &given.reason)?;
    let event = grant.event("decision/taken-back", format!("entry/{}", before.entry));
    let event = event_on(passed_over(event, &passed), &row);
    let mut withdrawn = Vec::new();
    if let Some(out) = out {
        close_requests(tx, &out, &seen.id, None, Closed::Withdrawn)?;
        let version = mark_withdrawn(tx, &out, &seen.version)?;
        let event = out.event("entry/withdrawn", format!("entry/{}", seen.id));
        withdrawn.push(event.with("version", &seen.version).row(&version));
    }
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    Ok(Outcome::of(row, event).and_all(withdrawn))
}

/// What is kept of a signature, or what is missing from it: the kind says what is asked. `written`: what the entry
/// says, and its day; `asks_side`: nobody has answered the assessor's side yet.
pub fn signature(kind: &Kind, written: (&Values, Day), asks_side: bool, given: Sign) -> Result<New, Fault> {
    let (assessed, mut faults) = match asks_side {
        true => given.side.read(kind, written),
        false => (Assessed::default(), Faults::none()),
    };
    let levels = kind.scale.as_ref().map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let level_known = levels.iter().any(|level| level.code == given.level);
    if asks_outcome(kind, written.0) && given.outcome.is_none() {
        faults.add("outcome", "Say whether it was good enough.");
    }
    if !levels.is_empty() && !level_known {
        faults.add("level", "Choose a level: it signs at the same time.");
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    // What the form says of the outcome, on either side, stands above the level, as it does for the rules.
    let satisfactory = match kind.outcome(&assessed.answers).or(kind.outcome(written.0)) {
        Some(outcome) => outcome == KindOutcome::Satisfactory,
        None => satisfactory(kind, &given.level, given.outcome),
    };
    Ok(New {
        verdict: Verdict::Signed,
        satisfactory,
        level: if level_known { given.level } else { String::new() },
        reason: String::new(),
        comment: given.comment,
        assessed,
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
    // The same form came again, after what it did was undone: its answer then is not so any more.
    if !decision.stands() {
        let sentence =
            "This decision was taken back, so nothing is signed by it. To record it, open the form anew.";
        return leaving(next, Flash::saying(sentence));
    }
    let what = match (decision.verdict, seen.kind.confirmed_by) {
        (Verdict::Returned, _) => "Returned",
        (Verdict::Signed, crate::domain::kind::Confirmer::Lead) => "Confirmed",
        (Verdict::Signed, _) => "Signed",
    };
    let and_then = match &seen.request {
        Some(open) if decision.verdict == Verdict::Signed => {
            format!(" The next signature is asked of {}.", open.asked_name)
        }
        Some(open) => format!(" It waits with {} again.", open.asked_name),
        _ => String::new(),
    };
    let sentence = format!("{what}: {}, {}.{and_then}", said(&seen), seen.owner_name);
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
pub fn event_on(event: Event, row: &DecisionRow) -> Event {
    event.with("decision", &row.id).row(row)
}
