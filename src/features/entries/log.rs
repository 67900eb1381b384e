//! The log form before it is shown: everything that it offers, defaults to and says, gathered in one
//! look at the data.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::EntryState;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Confirmer, Field, FieldType, Kind, Role, Values, lower, recast};
use crate::domain::names::*;
use crate::domain::programme::called::Called;
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::entries::asked::AskedKind;
use crate::features::entries::entered::{
    Entered, OUTSIDE, day_words, entered, name_of, settled, without_place, words_of,
};
use crate::features::entries::fields::{Offers, is_folded};
use crate::features::entries::handed::said_before_change;
use crate::features::entries::previewing::preview;
use crate::features::entries::refiling::{Instead, instead};
use crate::features::entries::store::{self, ByName, CountsIn, FileShown, Habits, Own, Seen, Takes};
use crate::web::typed::{Typed, Words};

/// With which words the form begins.
#[derive(Debug, Clone)]
pub enum Start {
    /// A new form, as one worked last, or like this entry; and the procedure, where it was chosen before.
    New(Option<EntryId>, String),
    /// As the draft says.
    Kept,
    /// As it came, with its faults and the thought beside it.
    Sent(Typed, String),
}

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct LogForm {
    pub draft: DraftId,
    pub asked: AskedKind,
    pub takes: Takes,
    pub recent: Vec<Values>,
    pub offers: Offers,
    /// Said where nobody could sign it.
    pub nobody: String,
    /// Whom one may ask, the last asked first.
    pub supervisors: Vec<(String, String)>,
    /// A lead has allowed work addresses, so that somebody without an account may sign.
    pub outside: bool,
    /// Which of them are away, and who stands in.
    pub away: Vec<String>,
    /// Programmes under which it may be filed.
    pub programmes: Vec<(String, String)>,
    /// Why it cannot be filed under others.
    pub closed: Vec<String>,
    pub files: Vec<FileShown>,
    pub typed: Typed,
    pub reflection: String,
    /// Labels of what a new form took over from the last entry, to be checked.
    pub repeated: Vec<String>,
    /// Of the draft that is there already.
    pub saved_at: Option<Moment>,
    /// What the writer keeps unsubmitted, this draft among it.
    pub unsent: store::Unsent,
    /// The entry of which this is the next version: its id, number and whether somebody decided on it.
    pub editing: Option<(EntryId, i32, bool)>,
    /// What ends with sending it: answers that the form has no question for any more, the certificate made of the entry, and
    /// what was decided on it without an account and waits to be confirmed.
    pub ends: Vec<String>,
    /// What it changes or takes the place of was signed, so a reason is asked for.
    pub asks_why: bool,
    /// The entry of another type whose place this is to take.
    pub instead: Option<Instead>,
    /// Programmes for which feedback is gathered inside, where this is an entry about such a round.
    pub inside: Vec<String>,
    pub preview: Preview,
    /// Who is approved by name for what it would count towards.
    pub by_name: ByName,
}

const NOBODY: &str = "Nobody is appointed who could sign something of that day. Save it as a draft and ask your training lead to \
                      appoint a supervisor.";

/// What it would count for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// Not before the main questions are answered.
    TooSoon,
    Known(Vec<CountsIn>),
}

/// Who is at the form, and when.
pub struct Writer<'a> {
    pub sight: &'a Sight,
    pub portfolio: &'a PortfolioId,
    pub now: Moment,
}

/// `kind` is what the form or address names; a draft that is there knows better.
pub fn log_form(
    conn: &mut Conn,
    shelf: &Shelf,
    writer: &Writer<'_>,
    draft: &DraftId,
    kind: &str,
    start: Start,
) -> Result<LogForm, Fault> {
    let (who, today) = (writer.sight, writer.sight.today());
    let kept = store::draft(conn, who, draft)?;
    let kind = kept.as_ref().map_or(kind, |kept| kept.kind.as_str()).to_owned();
    let own = store::own_now(conn, shelf, writer.portfolio, writer.now)?;
    let changed = kept.as_ref().and_then(|kept| kept.entry.as_ref());
    let own = store::own_changing(conn, own, &kind, changed)?;
    let asked = store::asked_again(conn, shelf, &own, &kind, changed)?;
    let habits = store::habits(conn, writer.portfolio, &kind)?;
    let editing = match kept.as_ref().and_then(|kept| kept.entry.clone()) {
        Some(id) => Some(store::seen(conn, shelf, who, &id)?),
        None => None,
    };
    let offers = offers(conn, who, &own, &kind, today)?;
    let mut repeated = Vec::new();
    let (typed, reflection) = match start {
        Start::Sent(typed, reflection) => (typed, reflection),
        Start::Kept => {
            let kept = kept.as_ref().ok_or(Fault::NotFound)?;
            let words: Words = kept.words.iter().cloned().collect();
            (
                Typed { words: unsettled(&words, today), ..Typed::default() },
                store::draft_reflection(conn, draft)?,
            )
        }
        Start::New(like, procedure) => {
            let mut words = match like {
                Some(id) => like_entry(&store::seen(conn, shelf, who, &id)?, &asked, &offers)?,
                None => like_last(&habits, &asked, &offers),
            };
            repeated = filled_in(&words, &asked);
            if let Some(field) = asked.kind.role(Role::Procedure)
                && field.choices().iter().any(|choice| choice.code == procedure)
                && words.one(&name_of(&field.code)).is_empty()
            {
                words.add(name_of(&field.code), procedure);
            }
            (Typed { words: with_defaults(words, &own, &asked.kind), ..Typed::default() }, String::new())
        }
    };
    let found = entered(&typed.words, &asked, &own.ids_using(&kind), today);
    let mut supervisors = supervisors(conn, who, &habits, &found, today)?;
    let named: Vec<(AccountId, String)> =
        supervisors.iter().map(|(id, name)| (AccountId::new(id), name.clone())).collect();
    let away = store::away_among(conn, who, &named)?;
    let outside = asked.kind.confirmed_by == Confirmer::Supervisor
        && !store::domains_under(conn, &found.under)?.is_empty();
    let instead = instead(conn, shelf, who, draft, &asked.kind)?;
    let replaces = editing.as_ref().map(|entry| &entry.id).or(instead.as_ref().map(|old| &old.entry));
    let replaces = replaces.map_or(draft.as_str(), EntryId::as_str);
    let mut ends: Vec<String> = editing.iter().flat_map(Seen::unconfirmed).map(said_before_change).collect();
    ends.extend(without_place(&typed.words, &asked.kind).iter().map(|word| asked_no_more(word)));
    let certified = store::certified(conn, replaces)?;
    ends.extend(certified.map(|number| before_certificate(&number)));
    let (preview, by_name) = preview(conn, shelf, writer, (&asked, &own), &found, replaces)?;
    supervisors.sort_by_key(|(id, _)| !by_name.fits(&AccountId::new(id.as_str())));
    let typed = with_asked(typed, &supervisors);
    Ok(LogForm {
        by_name,
        takes: store::takes(conn, &asked.kind)?,
        recent: habits.recent,
        closed: own.closed_to(&kind),
        inside: own.gathers_inside(&kind),
        programmes: own
            .using(&kind)
            .filter(|(row, _)| !own.closed.iter().any(|(id, _)| *id == row.id))
            .map(|(row, version)| (row.id.to_string(), version.title.clone()))
            .collect(),
        files: store::draft_files(conn, draft)?,
        unsent: store::unsent(conn, who.viewer())?,
        saved_at: kept.as_ref().map(|kept| kept.saved_at),
        asks_why: editing.as_ref().is_some_and(Seen::asks_why)
            || instead.as_ref().is_some_and(|old| old.asks_why),
        instead,
        ends,
        editing: editing.map(|entry| (entry.id.clone(), entry.number, entry.was_decided())),
        nobody: Called::by_all(own.using(&kind).map(|(_, version)| &**version)).say(NOBODY),
        draft: draft.clone(),
        asked,
        offers,
        supervisors,
        outside,
        away,
        typed,
        reflection,
        repeated,
        preview,
    })
}

fn asked_no_more(word: &str) -> String {
    format!(
        "The form was changed and has no question any more for what you wrote here: “{word}”. Put it where it belongs."
    )
}

/// Said before a change: whoever checks the paper is told at once that it holds no more.
fn before_certificate(number: &str) -> String {
    format!(
        "The certificate {number} was made of this entry. From the moment you submit a change, whoever checks it reads \
         that it was withdrawn. Once the change is signed, a new one can be made."
    )
}

/// People and places that the lists offer: supervisors over any of the enrolments, sites of the
/// institutions.
fn offers(conn: &mut Conn, who: &Sight, own: &Own, kind: &str, today: Day) -> Result<Offers, Fault> {
    let people = store::supervisors(conn, who, &own.ids_using(kind), today)?;
    let places = store::sites_of(conn, &own.portfolio)?;
    Ok(Offers {
        people: people.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        places: places.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
    })
}

fn supervisors(
    conn: &mut Conn,
    who: &Sight,
    habits: &Habits,
    found: &Entered,
    today: Day,
) -> Result<Vec<(String, String)>, Fault> {
    let mut all = store::supervisors(conn, who, &found.under, found.day.unwrap_or(today))?;
    let turn = |id: &AccountId| habits.asked.iter().position(|one| one == id).unwrap_or(usize::MAX);
    all.sort_by_key(|(id, _)| turn(id));
    Ok(all.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// The one asked last is chosen, unless the words choose.
fn with_asked(mut typed: Typed, supervisors: &[(String, String)]) -> Typed {
    if typed.word("ask").is_empty()
        && let Some((first, _)) = supervisors.first()
    {
        let rest = typed.words.iter().filter(|(name, _)| *name != "ask");
        typed.words = rest.map(|(n, w)| (n.to_owned(), w.to_owned())).collect();
        typed.words.add("ask", first.clone());
    }
    typed
}

/// Today, and every programme that takes it.
fn with_defaults(mut words: Words, own: &Own, kind: &Kind) -> Words {
    if !kind.period {
        words.add("when", "today");
    }
    for id in own.ids_using(&kind.code) {
        words.add("under", id.as_str());
    }
    words
}

/// How one works and with whom, as the last entry has it: the part, the supervision, people and places.
/// What was done this time is chosen anew (what was used last stands first), and nothing is filled in
/// that is folded away unseen.
fn like_last(habits: &Habits, asked: &AskedKind, offers: &Offers) -> Words {
    let last = habits.recent.first().cloned().unwrap_or_default();
    let repeats = |field: &Field| match field.kind {
        _ if !field.repeat || is_folded(field, asked) => false,
        FieldType::Choice { .. } => !matches!(field.role, Some(Role::Result | Role::Procedure)),
        FieldType::Person | FieldType::Place => true,
        _ => false,
    };
    kept_of(last, asked, offers, repeats)
}

/// The labels of the fields that begin with an answer.
fn filled_in(words: &Words, asked: &AskedKind) -> Vec<String> {
    let filled = asked.kind.fields.iter().filter(|field| !words.one(&name_of(&field.code)).is_empty());
    filled.map(|field| lower(&field.label)).collect()
}

/// Everything but numbers, prose and what tells of the one patient.
fn like_entry(entry: &Seen, asked: &AskedKind, offers: &Offers) -> Result<Words, Fault> {
    if entry.kind.code != asked.kind.code {
        return Err(Fault::NotFound);
    }
    let repeats = |field: &Field| {
        let own = matches!(
            field.kind,
            FieldType::Number { .. } | FieldType::Minutes { .. } | FieldType::LongText | FieldType::Date
        );
        field.repeat && !own
    };
    Ok(kept_of(entry.values.clone(), asked, offers, repeats))
}

fn kept_of(
    mut values: Values,
    asked: &AskedKind,
    offers: &Offers,
    repeats: impl Fn(&Field) -> bool,
) -> Words {
    let kept: BTreeSet<&str> =
        asked.kind.fields.iter().filter(|field| repeats(field)).map(|field| field.code.as_str()).collect();
    values.retain(|code, _| kept.contains(code.as_str()));
    words_of(asked, &values, |field, id| offers.offers(field, id))
}

impl Offers {
    pub fn offers(&self, field: &Field, id: &str) -> bool {
        let list = if field.kind == FieldType::Person { &self.people } else { &self.places };
        list.iter().any(|(known, _)| known == id)
    }
}

/// A kept date that is today or yesterday is shown as such.
fn unsettled(words: &Words, today: Day) -> Words {
    let when = match words.day("on") {
        Ok(Some(day)) if day == today => "today",
        Ok(Some(day)) if day == today.plus_days(-1) => "yesterday",
        _ => return words.clone(),
    };
    let rest = words.iter().filter(|(name, _)| *name != "when");
    let mut all: Words = rest.map(|(n, w)| (n.to_owned(), w.to_owned())).collect();
    all.add("when", when);
    all
}

/// The words of an entry for a draft of its next version.
pub fn words_of_entry(conn: &mut Conn, shelf: &Shelf, who: &Sight, entry: &Seen) -> Result<Words, Fault> {
    words_with(conn, shelf, who, entry, (&entry.asked, &entry.values))
}

/// The words of an entry for a draft of another type, as far as that form has a place for them.
pub fn words_recast(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    entry: &Seen,
    asked: &AskedKind,
) -> Result<Words, Fault> {
    let values = recast(&entry.kind, &asked.kind, &entry.values).values;
    words_with(conn, shelf, who, entry, (asked, &values))
}

fn words_with(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    entry: &Seen,
    (asked, values): (&AskedKind, &Values),
) -> Result<Words, Fault> {
    let own = store::own(conn, shelf, &entry.portfolio)?;
    let offers = offers(conn, who, &own, &asked.kind.code, who.today())?;
    let mut words = words_of(asked, values, |field, id| offers.offers(field, id));
    words.add("when", "other");
    for (name, word) in day_words("on", entry.day) {
        words.add(name, word);
    }
    for (name, word) in entry.until.iter().flat_map(|day| day_words("until", *day)) {
        words.add(name, word);
    }
    words.add("under", "");
    for id in &entry.filings {
        words.add("under", id.as_str());
    }
    if let Some(last) = &entry.request {
        words.add("ask", last.asked.as_str());
    } else if entry.state == EntryState::Submitted && entry.link.is_some() {
        words.add("ask", OUTSIDE);
    } else if let Some(last) = entry.decisions.last() {
        words.add("ask", last.signer.as_str());
    }
    Ok(words)
}

/// The words as they are kept with a draft.
pub fn kept_words(words: &Words, today: Day) -> store::Pairs {
    settled(words, today).iter().map(|(name, word)| (name.to_owned(), word.to_owned())).collect()
}

/// Faults about files, beside the field of files.
pub fn file_faults(sentences: &[String]) -> Faults {
    if sentences.is_empty() { Faults::none() } else { Faults::one("evidence", sentences.join(" ")) }
}

/// The kinds that a person may begin, for the page that asks which.
pub fn kinds(conn: &mut Conn, shelf: &Shelf, portfolio: &PortfolioId) -> Result<Vec<Arc<Kind>>, Fault> {
    Ok(store::own(conn, shelf, portfolio)?.kinds())
}
