//! Whoever holds a link decides: first the screen, for which a code is sent or which waits to be confirmed, then the
//! code. A form that is sent twice is no second decision, because the link works once, and gets the first answer. What was
//! typed is shown again at every fault, and where the entry has changed meanwhile (409) with what has changed.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::assessor::{Mailbox, Scanned, work_address};
use crate::domain::audit::Event;
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::job::{Job, Notice, OutsideLetter};
use crate::domain::names::{AccountId, BookId, CodeId, EntryId};
use crate::domain::policy::assessors::{OutsideCase, may_come_from, may_decide_outside, may_prove};
use crate::features::entries::{STILL_TO_COME, Seen};
use crate::features::identifiers::refuse_all;
use crate::features::outside::acts::repeated;
use crate::features::outside::case::{self, Held, held, in_vain_besides, outside_case};
use crate::features::outside::forms::{self, Decided, Given, Proven, Screen, Wish};
use crate::features::outside::jobs;
use crate::features::outside::pages::holder;
use crate::features::outside::store::{self, Tried};
use crate::features::signoffs::{NewDecision, Says, both, keep_decision, passed_over};
use crate::features::{rooms, standing};
use crate::web::form::Form;
use crate::web::gate::{Holder, Public};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Typed, Words, beside_the_form};

/// What comes of the screen.
enum Next {
    /// The words again.
    Edit,
    /// A code is on its way to this address.
    Code(String),
    /// It waits for the letter to be answered.
    Waits(String),
}

pub async fn ask(who: Holder, app: App, token: Path<String>, mut form: Form<Screen>) -> Answer {
    match asked(&who, &app, &token, &mut form).await {
        Ok(Next::Edit) => again(&who, &app, &token, forms::said(&form.words), None).await,
        Ok(Next::Code(address)) => {
            holder::code(&who, &token, &forms::said(&form.words), &address, Typed::nothing())
        }
        Ok(Next::Waits(sentence)) => saying(paths::outside(&token), sentence),
        Err(Fault::TooSoon { seconds }) => {
            too_soon(&who, &app, &token, &forms::said(&form.words), seconds).await
        }
        Err(fault) => again(&who, &app, &token, forms::said(&form.words), Some(fault)).await,
    }
}

/// No other letter is sent yet. Whoever was sent a code keeps the page on which it is typed.
async fn too_soon(who: &Public, app: &App, token: &str, words: &Words, seconds: u64) -> Answer {
    let (asked, address) = (token.to_owned(), words.one("address").trim().to_owned());
    let mailbox = Mailbox::folded(&address.to_lowercase());
    let works = app.read(move |r| {
        let now = r.now();
        store::code_works(r.conn(), &asked, &mailbox, now)
    });
    if words.one("do") == "later" || !works.await? {
        return again(who, app, token, words.clone(), Some(Fault::TooSoon { seconds })).await;
    }
    let sentence = match seconds.div_ceil(60) {
        1 => "The code of the newest letter still works. Another can be sent in a minute.".to_owned(),
        minutes => {
            format!("The code of the newest letter still works. Another can be sent in {minutes} minutes.")
        }
    };
    let typed = Typed { wait: Some(seconds), ..Typed::nothing() };
    holder::code(who, token, words, &address, typed.with_faults(Faults::one(forms::CODE, sentence)))
}

/// The screen again; where the link was used for just these words, what was said of them then.
async fn again(who: &Public, app: &App, token: &str, words: Words, fault: Option<Fault>) -> Answer {
    match repeated::first_answer(app, token, &words).await? {
        Some(sentence) => saying(paths::outside(token), sentence),
        None => holder::again(who, app, token, words, fault).await,
    }
}

async fn asked(who: &Public, app: &App, token: &str, form: &mut Form<Screen>) -> Result<Next, Fault> {
    // Before anything is shown again: the words may be asked for as often as a code is.
    who.visit().limits.link(who.visit().address)?;
    let screen = match form.given() {
        Err(Fault::Typed(faults)) => return Err(besides(app, token, forms::said(&form.words), faults).await),
        screen => screen?,
    };
    let Some(given) = screen.given else { return Ok(Next::Edit) };
    let (entry, mailbox) = (entry_of(app, token).await?, case::mailbox(&given.identity)?);
    if screen.wish == Wish::Later {
        who.visit().limits.letter(&format!("outside {}", mailbox.as_str()))?;
        return Ok(Next::Waits(wait(app, token, entry, given).await?));
    }
    let (asked, address) = (token.to_owned(), given.address.clone());
    app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let held = held(r.conn(), &shelf, &asked, now)?;
        live(&held)?;
        let on_screen = given.decided.on_screen();
        let on_screen = Some((&on_screen.version, on_screen.root.as_str()));
        let (_, _, case) = outside_case(r.conn(), &shelf, &held, &given.identity, on_screen)?;
        let may = may_prove(&case).map_err(|refusal| at_the_address(refusal.into()));
        let looked = looked(r.conn(), &given, &held);
        let room = stated_room(r.conn(), &given.room, &held);
        both(both(both(may, new_decision(given.decided, &held.seen)), looked), room)?;
        Ok(())
    })
    .await?;
    who.visit().limits.letter(&format!("outside {}", mailbox.as_str()))?;
    let (asked, to) = (token.to_owned(), address.clone());
    app.write_quietly(Why::CodeTried, move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let held = held(tx.conn(), &shelf, &asked, now)?;
        live(&held)?;
        let code = store::ask_code(tx, (&held.ticket.id, &held.ticket.owner), &to)?;
        tx.later(Job::WriteOutside { what: OutsideLetter::Code { code } })
    })
    .await?;
    app.bell.notify_one();
    Ok(Next::Code(address.as_str().to_owned()))
}

/// Of words that are not whole yet, whether the address and the code of the room would do: all is said at once.
async fn besides(app: &App, token: &str, words: Words, mut faults: Faults) -> Fault {
    let asked = token.to_owned();
    let found = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let held = held(r.conn(), &shelf, &asked, now)?;
        live(&held)?;
        let room = stated_room(r.conn(), words.one(forms::ROOM).trim(), &held).map(|_| ());
        let address = match work_address(words.one("address")) {
            Ok(address) => {
                let domains = store::allowed_under(r.conn(), &held.seen.filings)?;
                let mailbox = Mailbox::of(&address);
                may_come_from(domains.iter().any(|domain| domain.covers(&mailbox)))
            }
            // The form says it.
            Err(_) => Ok(()),
        };
        both(address.map_err(|refusal| at_the_address(refusal.into())), room)
    });
    if let Err(Fault::Typed(more)) = found.await {
        more.iter().for_each(|(field, sentence)| faults.add(field, sentence));
    }
    Fault::Typed(faults)
}

/// Taken now, and counted nowhere until the letter to the work address is answered.
async fn wait(app: &App, token: &str, entry: EntryId, given: Given) -> Result<String, Fault> {
    let (token, book) = (token.to_owned(), Books::of_entry(&entry));
    app.write(book, move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let held = held(tx.conn(), &shelf, &token, now)?;
        live(&held)?;
        // Who they are is asked once they have shown it, when the letter is answered.
        let (_, passed) = judged(tx, &held, &given, |_, case| may_prove(case))?;
        let Given { decided, observed, identity, room, .. } = given;
        let mut decided = new_decision(decided, &held.seen)?;
        decided.assessed.code = stated_room(tx.conn(), &room, &held)?;
        if !store::use_up(tx, &held.ticket.id)? {
            return Err(used().into());
        }
        let (ticket, seen) = (&held.ticket, &held.seen);
        let new = store::New {
            ticket,
            seen,
            decided: &decided,
            observed: &observed,
            identity: &identity,
            decision: None,
        };
        let row = store::put(tx, &new)?;
        let letter = OutsideLetter::Confirm { statement: row.id.clone() };
        tx.later(Job::WriteOutside { what: letter })?;
        tx.later_at(Job::LapseStatement { statement: row.id.clone() }, row.confirm_until())?;
        let event = Event::new("anonymous", "entry/unconfirmed", format!("entry/{}", seen.id))
            .with("statement", &row.id)
            .with("ticket", &ticket.id);
        let sentence = repeated::waits(seen, &identity.address, row.confirm_until());
        Ok(Outcome::of(sentence, passed_over(event, &passed)))
    })
    .await
}

pub async fn decide(who: Holder, app: App, token: Path<String>, mut form: Form<Proven>) -> Answer {
    match decided(&who, &app, &token, &mut form).await {
        Ok(sentence) => saying(paths::outside(&token), sentence),
        Err(Fault::Typed(faults)) if faults.about(forms::CODE).is_some() => {
            let words = forms::said(&form.words);
            let address = words.one("address").to_owned();
            holder::code(&who, &token, &words, &address, Typed::nothing().with_faults(faults))
        }
        Err(fault) => again(&who, &app, &token, forms::said(&form.words), Some(fault)).await,
    }
}

async fn decided(who: &Public, app: &App, token: &str, form: &mut Form<Proven>) -> Result<String, Fault> {
    let entry = entry_of(app, token).await?;
    let Proven { given, code } = form.given()?;
    who.visit().limits.code(who.visit().address, &format!("outside {entry}"))?;
    let (asked, mailbox) = (token.to_owned(), case::mailbox(&given.identity)?);
    let tried = app.write_quietly(Why::CodeTried, move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let held = held(tx.conn(), &shelf, &asked, now)?;
        live(&held)?;
        Ok((store::tried(tx, &held.ticket.id, &mailbox, (&asked, &code))?, held.seen.portfolio))
    });
    let (tried, portfolio) = tried.await?;
    let code = match tried {
        Tried::Right(code) => code,
        Tried::Wrong { left } => {
            let tries = if left == 1 { "1 try is left".to_owned() } else { format!("{left} tries are left") };
            return Err(Faults::one(forms::CODE, format!("This code is not right. {tries}.")).into());
        }
        Tried::Over => {
            // PostgreSQL shows each statement what is committed by then: the code may have gone because the same form,
            // sent twice, decided between the look at the link and the look at the code. Then it is the link that is used.
            let asked = token.to_owned();
            app.read(move |r| {
                let (shelf, now) = (r.shelf(), r.now());
                live(&held(r.conn(), &shelf, &asked, now)?)
            })
            .await?;
            let sentence =
                "This code works no more: it is too old, or was tried too often. Have another one sent.";
            return Err(Faults::one(forms::CODE, sentence).into());
        }
        Tried::Guessed => {
            let token = token.to_owned();
            app.write(Books::of_entry(&entry), move |tx| guessed(tx, &token)).await?;
            return Err(Refusal::new("link-guessed", "Too many wrong codes were typed.").into());
        }
    };
    let token = token.to_owned();
    let books = vec![BookId::house(), BookId::from(portfolio)];
    app.write(books, move |tx| put(tx, &token, given, &code)).await
}

/// The link ends: the book says so, and whoever made it is told.
fn guessed(tx: &mut Tx<'_>, token: &str) -> Result<Outcome<()>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let held = held(tx.conn(), &shelf, token, now)?;
    live(&held)?;
    let (ticket, seen) = (&held.ticket, &held.seen);
    if !store::end_guessed(tx, &ticket.id)? {
        return Err(used().into());
    }
    let what = Notice::LinkGuessed { entry: seen.id.clone(), day: seen.day };
    tx.later(Job::Tell { to: ticket.owner.clone(), what })?;
    let event = Event::new("anonymous", "entry/link-guessed", format!("entry/{}", seen.id));
    Ok(Outcome::of((), event.with("ticket", &ticket.id)))
}

/// The decision, its statement and the end of the link, inside a write that has taken both books.
fn put(tx: &mut Tx<'_>, token: &str, given: Given, code: &CodeId) -> Result<Outcome<String>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let held = held(tx.conn(), &shelf, token, now)?;
    live(&held)?;
    let proved = |account: &AccountId, case: &OutsideCase| may_decide_outside(account, case).map(|_| ());
    let (judged, passed) = judged(tx, &held, &given, proved)?;
    let mailbox = case::mailbox(&given.identity)?;
    let (person, known) = store::known(tx, &judged.whom, (&given.identity, &mailbox))?;
    if let Some(before) = &judged.whom.resembles {
        jobs::tell_resembling(tx, &held.seen.id, &held.seen.owner, (&person, before))?;
    }
    let grant = may_decide_outside(&person, &judged.case)?;
    let code_of_room = stated_room(tx.conn(), &given.room, &held)?;
    // The link before its code, as whoever asks for another code holds them: neither waits for the other.
    if !store::use_up(tx, &held.ticket.id)? || !store::use_code(tx, code)? {
        return Err(used().into());
    }
    let Given { decided, observed, identity, .. } = given;
    let (ticket, seen) = (&held.ticket, &held.seen);
    let mut decided = new_decision(decided, seen)?;
    decided.assessed.code = code_of_room;
    let vain = match decided.verdict {
        Verdict::Signed => in_vain_besides(tx.conn(), &shelf, &held, (&person, grant.act().capacity))?,
        Verdict::Returned => Vec::new(),
    };
    let row = keep_decision(tx, &grant, seen, &decided)?;
    let decision = Some(&row.id);
    let new =
        store::New { ticket, seen, decided: &decided, observed: &observed, identity: &identity, decision };
    let statement = store::put(tx, &new)?;
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    let word = match decided.verdict {
        Verdict::Signed => "entry/signed",
        Verdict::Returned => "entry/returned",
    };
    let event = grant
        .event(word, format!("entry/{}", seen.id))
        .with("level", &row.level)
        .with("statement", &statement.id)
        .with("ticket", &ticket.id)
        .row(&row)
        .in_book(seen.portfolio.clone());
    let sentence = repeated::decided(seen, decided.verdict, (&identity.name, &vain));
    Ok(Outcome::of(sentence, passed_over(event, &passed)).and_all(known))
}

/// What was found out about whoever decides.
struct Judged {
    whom: store::Whom,
    case: OutsideCase,
}

/// Asks the rule before anything is written, and looks at the words. The second is what was passed over in them.
fn judged(
    tx: &mut Tx<'_>,
    held: &Held,
    given: &Given,
    rule: impl Fn(&AccountId, &OutsideCase) -> Result<(), Refusal>,
) -> Result<(Judged, String), Fault> {
    let shelf = tx.shelf();
    let on_screen = given.decided.on_screen();
    let on_screen = Some((&on_screen.version, on_screen.root.as_str()));
    let (account, whom, case) = outside_case(tx.conn(), &shelf, held, &given.identity, on_screen)?;
    let ruled = rule(&account, &case).map_err(|refusal| at_the_address(refusal.into()));
    let (_, passed) = both(ruled, looked(tx.conn(), given, held))?;
    Ok((Judged { whom, case }, passed))
}

fn looked(conn: &mut Conn, given: &Given, held: &Held) -> Result<String, Fault> {
    let today = held.now.day_in(held.seen.zone);
    if given.observed.on > today {
        return Err(Faults::one("on", STILL_TO_COME).into());
    }
    let mut words = match &given.decided {
        Decided::Sign(sign) => sign.words(&held.seen).0,
        Decided::Return(back) => vec![("comment".to_owned(), back.words.clone())],
    };
    words.push(("place".to_owned(), given.observed.place.clone()));
    refuse_all(conn, &words, given.nobody)
}

/// What stands beside the decision of the code that hung there; a fault at its field where none is like what was typed.
fn stated_room(conn: &mut Conn, typed: &str, held: &Held) -> Result<Option<Scanned>, Fault> {
    rooms::typed_in(conn, typed, (held.now, held.seen.zone)).map_err(|fault| match fault {
        Fault::Refused(refusal) => Faults::one(forms::ROOM, refusal.sentence).into(),
        other => other,
    })
}

/// What is kept of it, or what is missing from it, at the fields of this screen.
pub fn new_decision(decided: Decided, seen: &Seen) -> Result<NewDecision, Fault> {
    let new = match decided {
        Decided::Sign(sign) => sign.decision(seen),
        Decided::Return(back) => back.decision(seen),
    };
    new.map_err(|fault| match fault {
        Fault::Typed(faults) if faults.about("level").is_some() => {
            Faults::one("decision", "Choose a level to sign at, or return it.").into()
        }
        other => other,
    })
}

async fn entry_of(app: &App, token: &str) -> Result<EntryId, Fault> {
    let token = token.to_owned();
    app.read(move |r| Ok(store::by_token(r.conn(), &token)?.entry)).await
}

fn live(held: &Held) -> Result<(), Fault> {
    match &held.ended {
        Some(refusal) => Err(refusal.clone().into()),
        None => Ok(()),
    }
}

fn used() -> Refusal {
    Refusal::new("link-used", "This link was used a moment ago. It works once.")
}

/// Refusals about whoever decides stand at the address that they gave; the others above the screen.
pub fn at_its_field(fault: Fault) -> Fault {
    beside_the_form(at_the_address(fault))
}

fn at_the_address(fault: Fault) -> Fault {
    const ABOUT_THE_ADDRESS: [&str; 4] =
        ["own-work", "account-closed", "signer-is-trainee", "domain-not-allowed"];
    match fault {
        Fault::Refused(refusal) if ABOUT_THE_ADDRESS.contains(&refusal.code) => {
            Faults::one("address", refusal.sentence).into()
        }
        other => other,
    }
}
