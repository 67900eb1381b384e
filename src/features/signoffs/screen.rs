//! Everything that the screen of one entry shows to the person who is to decide: the entry whole,
//! whether they may decide at all, what their signature would not count for, and, if the entry went
//! on while they were reading, what has changed since.

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::Why;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::names::{EntryId, EntryVersionId, capital};
use crate::domain::policy::assessments::WITH_SOMEBODY_ELSE;
use crate::domain::policy::signoffs::{CHANGED, COMES_FIRST, DecideCase, may_decide, may_return};
use crate::domain::role::Person;
use crate::domain::time::Moment;
use crate::features::entries::{
    Change, Offers, Panel, Seen, changes, has_read, names_in, note_reading as store_reading, panel_of, seen,
};
use crate::features::signoffs::deciding::said;
use crate::features::signoffs::{again, in_vain, store};
use crate::features::{accounts, rooms};
use crate::web::oops::Oops;
use crate::web::parts::Choice;
use crate::web::typed::{Typed, Words};

pub struct Screen {
    pub seen: Seen,
    pub panel: Panel,
    /// Why this person may not decide; none when they may.
    pub refused: Option<Refusal>,
    pub may_return: bool,
    /// Whom a return would reach, where that is not the trainee.
    pub goes_back_to: Option<String>,
    /// What the lists of the entry's own side offer, where this person answers the whole form again.
    pub again: Option<Offers>,
    /// Sentences: what a signature of this person would not count for, and why.
    pub in_vain: Vec<String>,
    /// Of an entry that asks for a whole: what comes first, and what is not met and holds nobody up.
    pub locked: Option<String>,
    pub unmet: Vec<String>,
    /// `You deputise for Sue Carter until 24 November 2026.`; empty where one was asked oneself.
    pub deputising: String,
    pub changes: Vec<Change>,
    /// The person has not opened this version today: to be noted after the answer.
    pub newly_read: bool,
    /// Whether single keys do something for this person.
    pub keys: bool,
    /// The code of a room that they scanned just now.
    pub scan: Option<Choice>,
}

impl Screen {
    /// `Bypass case of 3 November 2026`
    pub fn heading(&self) -> String {
        capital(&said(&self.seen))
    }
}

pub fn of(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    entry: &EntryId,
    now: Moment,
    was_reading: Option<EntryVersionId>,
) -> Result<Screen, Fault> {
    let seen = seen(conn, shelf, &person.sight(), entry)?;
    let Judged { refused, in_vain, may_return, locked } = judged(conn, shelf, person, &seen, now)?;
    let goes_back_to = store::goes_back_to(conn, &seen)?.map(|(_, name)| name);
    let again = match refused {
        None => again::offers(conn, person, &seen)?,
        Some(_) => None,
    };
    let before = was_reading.and_then(|id| seen.versions.iter().find(|version| version.id == id));
    let changes = match (before, seen.versions.last()) {
        (Some(before), Some(latest)) if before.id != latest.id => {
            let names = names_in(conn, &seen.kind, &[&before.values, &latest.values])?;
            changes(&seen, before, latest, &names)
        }
        _ => Vec::new(),
    };
    let panel = panel_of(conn, shelf, &person.sight(), &seen, now)?;
    let newly_read = !seen.is_owner(&person.account) && !has_read(conn, &person.sight(), &seen.version)?;
    let deputising = store::standing_in(conn, &person.sight(), &seen)?
        .map(|(away, _)| {
            let name = seen.request.as_ref().map_or("", |open| open.asked_name.as_str());
            format!(
                "You deputise for {name} until {}. You sign in your own name, and that is said with it.",
                away.until
            )
        })
        .unwrap_or_default();
    let keys = accounts::single_keys(conn, &person.account)?;
    let scan = match (seen.kind.seen || seen.kind.lets_say_seen()) && seen.asks_assessor() {
        true => rooms::offered(conn, &person.sight(), (now, person.zone))?,
        false => None,
    };
    Ok(Screen {
        seen,
        panel,
        refused,
        may_return,
        goes_back_to,
        again,
        in_vain,
        locked,
        unmet: Vec::new(),
        deputising,
        changes,
        newly_read,
        keys,
        scan,
    })
}

/// What the rules say to one person about one entry.
struct Judged {
    /// Why they may not decide.
    refused: Option<Refusal>,
    /// What their signature would not count for.
    in_vain: Vec<String>,
    may_return: bool,
    /// What comes first of a whole: they may return it, and not sign it yet.
    locked: Option<String>,
}

fn judged(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    seen: &Seen,
    now: Moment,
) -> Result<Judged, Fault> {
    let mut case: DecideCase = store::decide_case(conn, (shelf, now), person, seen, true)?;
    let locked = case.first.take();
    match may_decide(person, &case) {
        Ok(grant) => {
            let signer = in_vain::Signer {
                account: &person.account,
                name: &person.name,
                capacity: grant.act().capacity,
                sees: store::enrolments_in_sight(conn, &person.sight(), &seen.portfolio)?,
                known: true,
            };
            let may_return = may_return(person, &case).is_ok();
            let in_vain = in_vain::sentences(conn, shelf, &signer, seen, now)?;
            Ok(Judged { refused: None, in_vain, may_return, locked })
        }
        Err(refusal) => {
            let refused = Some(Refusal::new(refusal.code, seen.called.say(&refusal.sentence)));
            Ok(Judged { refused, in_vain: Vec::new(), may_return: false, locked: None })
        }
    }
}

/// What a signature of this person on an entry would not count for.
pub fn in_vain_of(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    entry: &EntryId,
    now: Moment,
) -> Result<Vec<String>, Fault> {
    let seen = seen(conn, shelf, &person.sight(), entry)?;
    Ok(judged(conn, shelf, person, &seen, now)?.in_vain)
}

/// Notes quietly, after the answer, that this person has opened the version that is shown.
pub fn note_reading(person: &Person, app: &App, screen: &Screen) {
    if !screen.newly_read {
        return;
    }
    let (app, sight, version) = (app.clone(), person.sight(), screen.seen.version.clone());
    tokio::spawn(async move {
        let noted = app.write_quietly(Why::Reading, move |tx| store_reading(tx, &sight, &version)).await;
        if let Err(why) = noted {
            tracing::warn!(%why, "a reading was not noted");
        }
    });
}

/// What a decision that was not kept leaves on the screen: faults beside the words, or the reason why
/// the entry is not any more what it was. What is nobody's words and nobody's turn stays an error.
///
/// The second is the version that was on the screen, to be compared with the latest.
pub fn after(words: &Words, fault: Fault) -> Result<(Typed, Option<EntryVersionId>), Oops> {
    let typed = Typed { words: words.kept(), ..Typed::default() };
    match fault {
        Fault::Typed(faults) => Ok((typed.with_faults(faults), None)),
        // What is typed is kept for when it can be signed.
        Fault::Refused(refusal) if refusal.code == COMES_FIRST => {
            Ok((typed.with_faults(Faults::one("", refusal.sentence)), None))
        }
        Fault::Refused(refusal) if GONE_ON.contains(&refusal.code) => {
            let was_reading = EntryVersionId::new(words.one("version"));
            Ok((typed.with_faults(Faults::one("", refusal.sentence)), Some(was_reading)))
        }
        other => Err(Oops::Fault(other)),
    }
}

/// Codes of refusals that say: look at it as it is now.
const GONE_ON: [&str; 8] = [
    CHANGED,
    WITH_SOMEBODY_ELSE,
    "signed-already",
    "signed-yourself",
    "returned-already",
    "with-its-writer",
    "withdrawn",
    "frozen",
];
