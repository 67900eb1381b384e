//! What lies again with the supervisor who wrote it, because somebody returned it or a signature was taken back: the
//! whole form once more. What is corrected of the entry itself becomes its next version, in the write that signs it, so
//! that nothing unsigned in somebody else's words ever waits in a portfolio.

use crate::db::conn::Conn;
use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::kind::{Kind, Value};
use crate::domain::names::EntryId;
use crate::domain::policy::assessments::{AgainCase, BeginCase, may_write_again};
use crate::domain::role::Person;
use crate::domain::time::Day;
use crate::features::entries::store::ask_oneself;
use crate::features::entries::{
    Entered, New, Offers, Seen, entered_whole, free_words_of, name_of, new_version, offers_about, seen,
};
use crate::features::identifiers::refuse_all;
use crate::features::people::capacities_over;
use crate::features::signoffs::deciding::{both, passed_over, signature};
use crate::features::signoffs::forms::{OnScreen, Sign};
use crate::files::intake::STRUCK_OUT;

/// What the lists of the form offer, where this person may write the whole of it again.
pub fn offers(conn: &mut Conn, person: &Person, seen: &Seen) -> Result<Option<Offers>, Fault> {
    // Whoever may sign it, and not begin such, answers the assessor's side alone.
    let writes = seen.is_written_again_by(&person.account)
        && may_write_again(person, &case(conn, person, seen, seen.day)?).is_ok();
    if !writes {
        return Ok(None);
    }
    offers_about(conn, (&seen.owner, &seen.portfolio), &seen.filings, person.today()).map(Some)
}

/// Every word of one's own in a form with both sides, by the name of its field: what is looked through for patients.
pub fn whole_words(kind: &Kind, found: &Entered, sign: &Sign) -> Vec<(String, String)> {
    let mut words = free_words_of(kind, &sign.side);
    for field in kind.fields.iter().filter(|field| field.is_prose()) {
        let text = found.values.get(&field.code).and_then(Value::text).unwrap_or_default();
        words.push((name_of(&field.code), text.to_owned()));
    }
    words.push(("comment".to_owned(), sign.comment.clone()));
    words
}

/// Writes the next version, if the whole form was sent and says something else, and has the signature be about that. With
/// faults of both sides nothing is written.
pub fn put(
    tx: &mut Tx<'_>,
    person: &Person,
    entry: &EntryId,
    sign: &mut Sign,
) -> Result<Option<Event>, Fault> {
    let Some(words) = sign.whole.take() else { return Ok(None) };
    let (shelf, sight, today) = (tx.shelf(), person.sight(), person.today());
    let before = seen(tx.conn(), &shelf, &sight, entry)?;
    if !sign.on_screen.is_of(&before) {
        // Refused where it is signed, with what has changed.
        return Ok(None);
    }
    let found = entered_whole(&words, &before.asked, &before.filings, today);
    let day = found.day.unwrap_or(before.day);
    let decided = signature(&before.kind, (&found.values, day), before.asks_assessor(), sign.clone());
    let looked = refuse_all(tx.conn(), &whole_words(&before.kind, &found, sign), sign.nobody);
    let whole = if found.faults.is_empty() { Ok(()) } else { Err(found.faults.into()) };
    let (_, (_, passed)) = both(whole, both(decided, looked))?;

    if (&found.values, day, found.until) == (&before.values, before.day, before.until) {
        return Ok(None);
    }
    let grant = may_write_again(person, &case(tx.conn(), person, &before, day)?)
        .map_err(|refusal| beside_the_day(refusal, &before, day))?;
    let new = New {
        portfolio: before.portfolio.clone(),
        kind: before.kind.clone(),
        day,
        until: found.until,
        values: found.values,
        files: before.files.iter().filter(|file| file.media_type != STRUCK_OUT).cloned().collect(),
        filed_under: before.filings.clone(),
    };
    let written = new_version(tx, &grant, &before, &new)?;
    let request = ask_oneself(tx, &grant, entry, &written.version)?;
    let event = grant
        .event("entry/changed", format!("entry/{entry}"))
        .with("version", &written.version)
        .with("number", written.number)
        .with("root", &written.root)
        .with("request", request);
    sign.on_screen = OnScreen { version: written.version, root: written.root };
    Ok(Some(passed_over(event, &passed)))
}

fn case(conn: &mut Conn, person: &Person, seen: &Seen, day: Day) -> Result<AgainCase, Fault> {
    let mut capacities = Vec::new();
    for enrolment in &seen.filings {
        capacities.extend(capacities_over(conn, &person.account, enrolment, day, person.today())?);
    }
    let begin = BeginCase {
        portfolio: seen.portfolio.clone(),
        owner: seen.owner.clone(),
        recorded_by: seen.kind.recorded_by,
        confirmed_by: seen.kind.confirmed_by,
        begun_for: seen.kind.begun_for,
        capacities,
    };
    Ok(AgainCase {
        begin,
        waits_with: seen.request.as_ref().map(|open| open.asked.clone()),
        is_signed: seen.signed().next().is_some(),
    })
}

/// An appointment that does not cover the day that was typed is a fault of that day.
fn beside_the_day(refusal: Refusal, seen: &Seen, day: Day) -> Fault {
    match refusal.code {
        "not-entitled" if day != seen.day => Faults::one("on", refusal.sentence).into(),
        _ => refusal.into(),
    }
}
