//! The letter to the work address is answered. Opening it alone confirms nothing: mail programs open links before
//! their readers do, so the page has a button. Whoever did not decide says so, and it ends there. From then on the link
//! says what became of it: a tab that is loaded again, or a second finger, finds no missing page.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::assessor::{Hindrance, Standing};
use crate::domain::audit::Event;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::{BookId, EntryId};
use crate::domain::policy::assessors::{DOMAIN_NOT_ALLOWED, OutsideCase, may_decide_outside};
use crate::domain::policy::signoffs::CHANGED;
use crate::domain::time::Moment;
use crate::features::accounts::house_of;
use crate::features::enrolments;
use crate::features::entries::{Seen, VersionShown, in_its_names, seen};
use crate::features::outside::acts::repeated::in_short;
use crate::features::outside::became::became;
use crate::features::outside::case::{self, Held, as_owner, in_vain_besides, outside_case};
use crate::features::outside::store::{self, StatementRow, Whom};
use crate::features::outside::{forms, jobs, pages, views};
use crate::features::signoffs::{keep_decision, keep_late, said};
use crate::features::standing;
use crate::web::form::Form;
use crate::web::gate::{Holder, Public};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::{saying, see_other};

pub async fn confirm(who: Holder, app: App, token: Path<String>, mut form: Form<forms::Answered>) -> Answer {
    who.visit().limits.link(who.visit().address)?;
    let theirs = form.given()?.theirs;
    let done = if theirs { confirms(&app, &token).await } else { denies(&app, &token).await };
    match done {
        Ok(sentence) => saying(paths::outside_confirmation(&token), sentence),
        // Also of an earlier letter: its page says that there is a newer one.
        Err(Fault::NotFound) => pages::confirming::asked(who, app, token).await,
        Err(Fault::Refused(refusal)) if refusal.code == OVER => over(&who, &app, &token, theirs).await,
        Err(Fault::Refused(refusal)) if refusal.code == DOMAIN_NOT_ALLOWED => {
            waits_on(&who, &app, &token).await
        }
        Err(Fault::Refused(refusal)) => {
            let sentence = format!("{} Your decision of then counts for nothing.", refusal.sentence);
            page(views::Ended::refused(&who, "This cannot be confirmed", &sentence))
        }
        Err(other) => Err(other.into()),
    }
}

/// It was answered before, or the time is over. The same answer again leads to what became of it; another changes nothing.
async fn over(who: &Public, app: &App, token: &str, theirs: bool) -> Answer {
    let asked = token.to_owned();
    let became = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let row = store::by_confirmation(r.conn(), &asked)?;
            became(r.conn(), &shelf, &row, now)?.ok_or_else(|| Fault::broken("it waits for its letter still"))
        })
        .await?;
    if became.theirs == Some(theirs) {
        return see_other(paths::outside_confirmation(token));
    }
    let sentence = format!("{} What you have just sent changes nothing.", became.sentence);
    page(views::Ended::refused(who, became.heading, &sentence))
}

/// A lead took the domain away: nothing ends, and it can be confirmed once one allows it again.
async fn waits_on(who: &Public, app: &App, token: &str) -> Answer {
    let asked = token.to_owned();
    let sentence = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let row = store::by_confirmation(r.conn(), &asked)?;
            let owner = store::owner_of(r.conn(), &row.ticket)?;
            let seen = seen(r.conn(), &shelf, &as_owner(&owner, now), &row.entry)?;
            Ok(seen.called.say(&format!(
                "Addresses like yours are not allowed here at present, so it counts for nothing yet. It is not lost: ask {} to \
                 have their training lead allow the domain again, and then open this link again and confirm it, by {}.",
                seen.owner_name,
                row.confirm_until().shown_in(seen.zone)
            )))
        })
        .await?;
    page(views::Ended::refused(who, "This cannot be confirmed yet", &sentence))
}

async fn denies(app: &App, token: &str) -> Result<String, Fault> {
    let (entry, asked) = (entry_of(app, token).await?, token.to_owned());
    app.write(Books::of_entry(&entry), move |tx| denied(tx, &asked)).await?;
    Ok("Thank you for saying so.".to_owned())
}

async fn confirms(app: &App, token: &str) -> Result<String, Fault> {
    let entry = entry_of(app, token).await?;
    let asked = token.to_owned();
    let books = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let row = waiting(r.conn(), &asked)?;
            let owner = store::owner_of(r.conn(), &row.ticket)?;
            let seen = seen(r.conn(), &shelf, &as_owner(&owner, now), &row.entry)?;
            Ok(vec![BookId::house(), BookId::from(seen.portfolio)])
        })
        .await?;
    let asked = token.to_owned();
    let done = app.write(books, move |tx| confirmed(tx, &asked)).await;
    let done = in_its_names(app, &entry, done).await;
    if let Err(Fault::Refused(refusal)) = &done
        && refusal.code != OVER
        && refusal.code != DOMAIN_NOT_ALLOWED
    {
        let (why, asked) = (Hindrance::of(refusal.code), token.to_owned());
        app.write(Books::of_entry(&entry), move |tx| overtaken(tx, &asked, why)).await?;
    }
    done
}

async fn entry_of(app: &App, token: &str) -> Result<EntryId, Fault> {
    let asked = token.to_owned();
    app.read(move |r| Ok(store::by_confirmation(r.conn(), &asked)?.entry)).await
}

/// The code of the refusal of a letter that was answered, or whose time is over: what became of it says the rest.
const OVER: &str = "letter-over";

/// What the letter asks about, while it can be answered: of two answers at once the second finds that it cannot.
fn waiting(conn: &mut Conn, token: &str) -> Result<StatementRow, Fault> {
    let row = store::by_confirmation(conn, token)?;
    refuse_unless(row.is_unconfirmed(), || Refusal::new(OVER, "This was answered already."))?;
    Ok(row)
}

fn confirmed(tx: &mut Tx<'_>, token: &str) -> Result<Outcome<String>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let row = waiting(tx.conn(), token)?;
    // The nightly letter tells of it: nothing is to be written.
    refuse_unless(now < row.confirm_until(), || Refusal::new(OVER, "The seven days ended."))?;
    let held = held_then(tx.conn(), &shelf, &row, now)?;
    let identity = row.identity();
    let Possible { whom, case, then } = possible(tx.conn(), &shelf, &held, &row)?;
    let (person, known) = store::known(tx, &whom, (&identity, &case::mailbox(&identity)?))?;
    if let Some(before) = &whom.resembles {
        jobs::tell_resembling(tx, &held.seen.id, &held.seen.owner, (&person, before))?;
    }
    let grant = may_decide_outside(&person, &case)?;
    let seen = &held.seen;
    let decided = row.decided()?;
    let vain = match decided.verdict {
        _ if then.is_some() => vec![THEN.to_owned()],
        Verdict::Signed => in_vain_besides(tx.conn(), &shelf, &held, (&person, grant.act().capacity))?,
        Verdict::Returned => Vec::new(),
    };
    let decision = match &then {
        Some(then) => keep_late(tx, &grant, (seen, then), &decided)?,
        None => keep_decision(tx, &grant, seen, &decided)?,
    };
    let statement = store::confirm(tx, &row.id, &decision.id)?;
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    let (word, verb) = match decided.verdict {
        Verdict::Signed => ("entry/signed", "signed"),
        Verdict::Returned => ("entry/returned", "returned"),
    };
    let event = grant
        .event(word, format!("entry/{}", seen.id))
        .with("level", &decision.level)
        .with("statement", &statement.id)
        .row(&decision)
        .in_book(seen.portfolio.clone());
    let counts = if vain.is_empty() { "It counts from now on." } else { "It is recorded." };
    let beside = match then {
        Some(_) => format!(" {THEN}"),
        None => in_short(&vain),
    };
    let sentence = format!(
        "You {verb} the {} of {} on {}. {counts} Thank you, {}.{beside}",
        said(seen),
        seen.owner_name,
        row.taken_at.shown_in(seen.zone),
        identity.name
    );
    Ok(Outcome::of(sentence, event).and_all(known))
}

/// What a decision that is confirmed now rests on.
struct Possible {
    whom: Whom,
    case: OutsideCase,
    /// The version that was read, where the entry has a newer one.
    then: Option<VersionShown>,
}

/// Refused where the decision can be confirmed no more.
fn possible(conn: &mut Conn, shelf: &Shelf, held: &Held, row: &StatementRow) -> Result<Possible, Fault> {
    let then = superseded(&held.seen, row)?.cloned();
    // It was the latest when they read it: what the trainee has written since is another version, and waits for itself.
    let on_screen = then.is_none().then_some((&row.version, row.root.as_str()));
    let (account, whom, mut case) = outside_case(conn, shelf, held, &row.identity(), on_screen)?;
    if then.is_some() && case.decide.state != EntryState::Withdrawn {
        (case.decide.state, case.decide.next) = (EntryState::Submitted, Vec::new());
    }
    may_decide_outside(&account, &case)?;
    Ok(Possible { whom, case, then })
}

/// Why it cannot be confirmed now, so that nobody is asked to press in vain; what is not theirs can still be said.
// open: whoever holds the link of the letter
pub fn hindered(
    conn: &mut Conn,
    shelf: &Shelf,
    held: &Held,
    row: &StatementRow,
) -> Result<Option<String>, Fault> {
    match possible(conn, shelf, held, row) {
        Ok(_) => Ok(None),
        // The lead may allow it again within the seven days.
        Err(Fault::Refused(refusal)) if refusal.code == DOMAIN_NOT_ALLOWED => Ok(None),
        Err(Fault::Refused(refusal)) => Ok(Some(held.seen.called.say(&refusal.sentence))),
        Err(other) => Err(other),
    }
}

/// Said where the entry has a newer version.
const THEN: &str = "It stands beside the version that you read: the trainee has changed the entry since.";

/// The version that was on the screen, where the entry has a newer one; none where it is the latest still. Refused if
/// those words are not there any more, or somebody else has decided on them.
fn superseded<'s>(seen: &'s Seen, row: &StatementRow) -> Result<Option<&'s VersionShown>, Fault> {
    if row.version == seen.version {
        return Ok(None);
    }
    let gone = || Refusal::new(CHANGED, "It was changed after you decided.");
    let then = seen.versions.iter().find(|version| version.id == row.version && version.root == row.root);
    let then = then.ok_or_else(gone)?;
    let decided = seen.decisions.iter().any(|decision| decision.stands() && decision.version == then.id);
    if decided {
        return Err(Refusal::new("decided-meanwhile", "It has been decided already.").into());
    }
    Ok(Some(then))
}

/// The entry as it is now, with the link that was used then. What closed it meanwhile refuses.
pub fn held_then(conn: &mut Conn, shelf: &Shelf, row: &StatementRow, now: Moment) -> Result<Held, Fault> {
    let ticket = store::ticket(conn, &row.ticket)?;
    let seen = seen(conn, shelf, &as_owner(&ticket.owner, now), &ticket.entry)?;
    let closings = enrolments::closings(conn, shelf, &seen.filings, now)?;
    if seen.filings.iter().all(|id| closings.contains_key(id))
        && let Some(closing) = seen.filings.iter().find_map(|id| closings.get(id))
    {
        return Err(Refusal::new("link-closed", closing.sentence.clone()).into());
    }
    let house = house_of(&enrolments::institutions_of(conn, &seen.filings)?);
    Ok(Held { ticket, seen, house, ended: None, now })
}

fn overtaken(tx: &mut Tx<'_>, token: &str, why: Hindrance) -> Result<Outcome<()>, Fault> {
    let row = waiting(tx.conn(), token)?;
    let row = store::end_statement(tx, &row.id, Standing::Overtaken, Some(why))?;
    jobs::tell_owner(tx, &row)?;
    let event = Event::new("anonymous", "statement/overtaken", format!("entry/{}", row.entry));
    Ok(Outcome::of((), event.with("statement", &row.id).with("why", why)))
}

fn denied(tx: &mut Tx<'_>, token: &str) -> Result<Outcome<()>, Fault> {
    let row = waiting(tx.conn(), token)?;
    let row = store::end_statement(tx, &row.id, Standing::Denied, None)?;
    jobs::tell_owner(tx, &row)?;
    jobs::tell_leads(tx, &row)?;
    let event = Event::new("anonymous", "statement/denied", format!("entry/{}", row.entry));
    Ok(Outcome::of((), event.with("statement", &row.id)))
}
