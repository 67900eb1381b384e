//! What is said to whoever decided through a link, and said again when the same words come a second time: a finger that
//! taps twice, or a form that is sent again because its answer was lost on the way, gets the first answer. Whoever sends
//! other words reads that they are not recorded.

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::assessor::Standing;
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::role::Capacity;
use crate::domain::time::Moment;
use crate::features::entries::{Assessed, Seen};
use crate::features::outside::acts::deciding::new_decision;
use crate::features::outside::case::{Held, held, in_vain_besides};
use crate::features::outside::forms::{self, Given};
use crate::features::outside::store::{self, StatementRow};
use crate::features::signoffs::said;
use crate::web::typed::Words;

/// What was said of these words when they came first; none of words that the link was not used for.
pub async fn first_answer(app: &App, token: &str, words: &Words) -> Result<Option<String>, Fault> {
    let Some(given) = forms::sent(words) else { return Ok(None) };
    let token = token.to_owned();
    app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let held = held(r.conn(), &shelf, &token, now)?;
        if held.ended.as_ref().is_none_or(|why| why.code != "link-used") {
            return Ok(None);
        }
        match store::statement_of(r.conn(), &held.ticket.id)? {
            Some(row) if is_this(&held.seen, &row, given) => answer(r.conn(), &shelf, &held, &row),
            _ => Ok(None),
        }
    })
    .await
}

/// All of it: who, how it was seen, and every word of the decision, on the version that was read.
fn is_this(seen: &Seen, row: &StatementRow, given: Given) -> bool {
    let on_screen = given.decided.on_screen();
    let observed = &given.observed;
    let alike = row.identity() == given.identity
        && (&row.version, &row.root) == (&on_screen.version, &on_screen.root)
        && (row.seen_how.as_str(), &row.seen_where, row.seen_on)
            == (observed.how.as_str(), &observed.place, observed.on);
    let decision = seen.decisions.iter().find(|one| row.decision.as_ref() == Some(&one.id));
    let beside = seen.statements.iter().find(|one| one.id == row.id);
    let Ok(sent) = new_decision(given.decided, &as_it_was(seen, row)) else { return false };
    // A decision has the words, and a statement has them until it is one.
    let (reason, comment, assessed) = match decision {
        Some(decision) => (&decision.reason, &decision.comment, decision.assessed.as_ref()),
        None => (&row.reason, &row.comment, beside.and_then(|one| one.assessed.as_ref())),
    };
    let nothing = Assessed::default();
    let assessed = assessed.unwrap_or(&nothing);
    alike
        && (row.verdict.as_str(), row.satisfactory, &row.level)
            == (sent.verdict.as_str(), sent.satisfactory, &sent.level)
        && (reason, comment) == (&sent.reason, &sent.comment)
        && assessed.answers == sent.assessed.answers
        && assessed.code.is_some() != given.room.is_empty()
}

/// The entry before this decision, at the version that it was about: whoever signs after another is asked less.
fn as_it_was(seen: &Seen, row: &StatementRow) -> Seen {
    let mut then = seen.clone();
    then.decisions.retain(|one| row.decision.as_ref() != Some(&one.id) && one.at <= row.taken_at);
    if let Some(version) = seen.versions.iter().find(|version| version.id == row.version) {
        (then.values, then.day) = (version.values.clone(), version.day);
    }
    then
}

fn answer(conn: &mut Conn, shelf: &Shelf, held: &Held, row: &StatementRow) -> Result<Option<String>, Fault> {
    let seen = &held.seen;
    Ok(match row.standing.parse::<Standing>().map_err(Fault::broken)? {
        Standing::Unconfirmed => Some(waits(seen, &row.address, row.confirm_until())),
        Standing::Decided => {
            let decision = seen.decisions.iter().find(|one| row.decision.as_ref() == Some(&one.id));
            let vain = match decision.filter(|one| one.verdict == Verdict::Signed) {
                Some(one) => {
                    let capacity: Capacity = one.capacity.parse().map_err(Fault::broken)?;
                    in_vain_besides(conn, shelf, held, (&one.signer, capacity))?
                }
                None => Vec::new(),
            };
            let verdict = row.verdict.parse::<Verdict>().map_err(Fault::broken)?;
            Some(decided(seen, verdict, (&row.name, &vain)))
        }
        // It was recorded, and what became of it was told since.
        Standing::Lapsed | Standing::Overtaken | Standing::Denied => None,
    })
}

/// `Signed: bypass case of 3 November 2026, Ann Field. Thank you, Dr A. Malik.`
pub fn decided(seen: &Seen, verdict: Verdict, (name, vain): (&str, &[String])) -> String {
    let verb = match verdict {
        Verdict::Signed => "Signed",
        Verdict::Returned => "Returned",
    };
    format!("{verb}: {}, {}. Thank you, {name}.{}", said(seen), seen.owner_name, in_short(vain))
}

/// Until the letter to this address is answered.
pub fn waits(seen: &Seen, address: &str, until: Moment) -> String {
    format!(
        "Your decision on the {} waits. It counts once you open the letter to {address}, until {}.",
        said(seen),
        until.shown_in(seen.zone)
    )
}

/// What a signature does not count for, in one line for the top of the next page: the reason without the list of what it
/// concerns.
pub fn in_short(vain: &[String]) -> String {
    let why = vain.first().and_then(|sentence| sentence.split_once(", so your signature"));
    why.map(|(why, _)| format!(" {why}, so it will not count for everything.")).unwrap_or_default()
}
