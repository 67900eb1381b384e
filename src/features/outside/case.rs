//! What stands behind a link at this moment: the entry as its owner shows it, whether anything can still be decided
//! with it, and what the rules need to know of whoever holds it.

use std::collections::HashSet;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::assessor::{Identity, Mailbox, Standing};
use crate::domain::entry::EntryState;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::{AccountId, EntryVersionId};
use crate::domain::policy::assessors::OutsideCase;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::accounts::house_of;
use crate::features::enrolments;
use crate::features::entries::{Seen, seen};
use crate::features::outside::store::{self, StatementRow, Ticket, Whom};
use crate::features::signoffs::{Signer, case_of, in_vain, signed_by, trained_on};

/// A link and the entry that it opens. The sight is the owner's, of this one entry.
pub struct Held {
    pub ticket: Ticket,
    pub seen: Seen,
    /// Whose Perfolio it is, for whoever holds the link.
    pub house: String,
    /// Why it opens nothing any more.
    pub ended: Option<Refusal>,
    pub now: Moment,
}

/// How a link has ended with which something was decided.
const USED: &str = "used";

/// The code of a refusal after which the holder is shown what has changed.
pub const CHANGED: &str = "link-changed";

/// What the secret opens; one that was never made is not found.
pub fn held(conn: &mut Conn, shelf: &Shelf, token: &str, now: Moment) -> Result<Held, Fault> {
    let ticket = store::by_token(conn, token)?;
    let seen = seen(conn, shelf, &as_owner(&ticket.owner, now), &ticket.entry)?;
    let closings = enrolments::closings(conn, shelf, &seen.filings, now)?;
    let open = seen.filings.iter().any(|id| !closings.contains_key(id));
    let closed = seen.filings.iter().find_map(|id| closings.get(id)).map(|one| one.sentence.clone());
    let used = match ticket.ended_how == USED {
        true => store::statement_of(conn, &ticket.id)?,
        false => None,
    };
    let ended = ended(&ticket, used.as_ref(), &seen, closed.filter(|_| !open), now);
    let house = house_of(&enrolments::institutions_of(conn, &seen.filings)?);
    Ok(Held { ticket, seen, house, ended, now })
}

pub fn as_owner(owner: &AccountId, now: Moment) -> Sight {
    Sight::on_behalf_of(owner.clone(), now.day_in(DEFAULT_ZONE))
}

/// Why a link opens nothing any more; the order is from what its holder did to what others did.
fn ended(
    ticket: &Ticket,
    used: Option<&StatementRow>,
    seen: &Seen,
    closed: Option<String>,
    now: Moment,
) -> Option<Refusal> {
    let (owner, zone) = (&seen.owner_name, seen.zone);
    let at = |moment: Moment| moment.shown_in(zone);
    let refusal = |code, sentence: String| Some(Refusal::new(code, sentence));
    if let Some(when) = ticket.ended_at {
        return match ticket.ended_how.as_str() {
            USED => refusal(
                "link-used",
                format!("This link was used on {}: {}. It works once.", at(when), became(used, seen, now)),
            ),
            "withdrawn" => refusal("link-withdrawn", format!("{owner} withdrew this link on {}.", at(when))),
            "replaced" => {
                refusal("link-replaced", format!("{owner} has made a newer link. Ask for that one."))
            }
            _ => refusal(
                "link-guessed",
                format!(
                    "This link ended on {}: too many wrong codes were typed with it. Ask {owner} for a new one.",
                    at(when)
                ),
            ),
        };
    }
    if now >= ticket.expires_at {
        return refusal(
            "link-expired",
            format!("This link worked until {}. Ask {owner} for a new one.", at(ticket.expires_at)),
        );
    }
    match seen.state {
        EntryState::Submitted => {}
        EntryState::Withdrawn => return refusal("link-over", format!("{owner} has withdrawn the entry.")),
        _ => {
            return refusal(
                "link-decided",
                "Somebody else was faster: it has been decided already. Nothing more is recorded.".to_owned(),
            );
        }
    }
    if ticket.version != seen.version {
        return refusal(
            CHANGED,
            format!(
                "{owner} has changed the entry since this link was made, so nothing can be signed with it. Ask for a new link."
            ),
        );
    }
    closed.and_then(|sentence| refusal("link-closed", sentence))
}

/// As a clause; to whom its letter went is not said to whoever holds the link.
fn became(used: Option<&StatementRow>, seen: &Seen, now: Moment) -> String {
    match used.map(|row| (row, row.standing.parse())) {
        Some((row, Ok(Standing::Unconfirmed))) if now < row.confirm_until() => format!(
            "what was decided with it waits to be confirmed, by the link in a letter to the work address, until {}, and \
             counts for nothing yet",
            row.confirm_until().shown_in(seen.zone)
        ),
        None | Some((_, Ok(Standing::Decided))) => "what was decided with it is recorded".to_owned(),
        Some(_) => "what was decided with it was not confirmed and counts for nothing".to_owned(),
    }
}

/// The case of somebody who states this, and the account that it is about: theirs, or one that does not exist yet.
pub fn outside_case(
    conn: &mut Conn,
    shelf: &Shelf,
    held: &Held,
    identity: &Identity,
    on_screen: Option<(&EntryVersionId, &str)>,
) -> Result<(AccountId, Whom, OutsideCase), Fault> {
    let (seen, now) = (&held.seen, held.now);
    let mailbox = mailbox(identity)?;
    let whom = store::whom(conn, identity, &mailbox)?;
    let own = whom.same_number.contains(&seen.owner);
    let account = match &whom.person {
        _ if own => seen.owner.clone(),
        Some(person) => person.clone(),
        None => AccountId::new(""),
    };
    let nobody = AccountId::new("");
    let appointed = if whom.of_the_house { &account } else { &nobody };
    let current = on_screen.is_none_or(|(version, root)| *version == seen.version && root == seen.root);
    let today = now.day_in(seen.zone);
    let mut decide = case_of(conn, (shelf, now), (appointed, None, today), seen, current)?;
    let same_number = seen.signed().any(|decision| whom.same_number.contains(&decision.signer));
    decide.signed_already = same_number || signed_by(conn, &account, seen)?;
    decide.capacities.push(Capacity::Assessor);
    let domains = store::allowed_under(conn, &seen.filings)?;
    let programmes = store::programmes_of(conn, &seen.filings)?;
    let mut trainee = false;
    for person in whom.person.iter().chain(&whom.same_number) {
        trainee |= trained_on(conn, shelf, person, now)?.iter().any(|(_, programme, from, until)| {
            let covers = |day| *from <= day && day <= *until;
            programmes.contains(programme) && (covers(today) || covers(seen.day))
        });
    }
    let allowed = domains.iter().any(|domain| domain.covers(&mailbox));
    Ok((account, whom.clone(), OutsideCase { decide, allowed, trainee, closed: whom.closed }))
}

pub fn mailbox(identity: &Identity) -> Result<Mailbox, Fault> {
    let address = crate::domain::names::EmailAddress::parse(&identity.address).map_err(Fault::broken)?;
    Ok(Mailbox::of(&address))
}

/// Said before anybody has typed who they are: what the signature of somebody of whom nothing is confirmed would not
/// count for. Whether they were approved by name is said afterwards, of the person.
pub fn warned(conn: &mut Conn, shelf: &Shelf, seen: &Seen, now: Moment) -> Result<Vec<String>, Fault> {
    let nobody = AccountId::new("");
    sentences(conn, shelf, (seen, now), (&nobody, Capacity::Assessor, false))
}

/// What the signature of this person, who has proved their address, does not count for and the screen did not say.
pub fn in_vain_besides(
    conn: &mut Conn,
    shelf: &Shelf,
    held: &Held,
    (person, capacity): (&AccountId, Capacity),
) -> Result<Vec<String>, Fault> {
    let before = warned(conn, shelf, &held.seen, held.now)?;
    let all = sentences(conn, shelf, (&held.seen, held.now), (person, capacity, true))?;
    Ok(all.into_iter().filter(|sentence| !before.contains(sentence)).collect())
}

fn sentences(
    conn: &mut Conn,
    shelf: &Shelf,
    (seen, now): (&Seen, Moment),
    (account, capacity, known): (&AccountId, Capacity, bool),
) -> Result<Vec<String>, Fault> {
    let sees = seen.filings.iter().cloned().collect::<HashSet<_>>();
    in_vain(conn, shelf, &Signer { account, name: "You", capacity, sees, known }, seen, now)
}
