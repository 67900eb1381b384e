//! The trainee's page about the link to one entry: the code or the address while it works, the ways to make one
//! otherwise, and why there is none to make.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::EntryId;
use crate::domain::policy::assessors::{LinkCase, may_hand_over};
use crate::domain::time::Moment;
use crate::features::enrolments;
use crate::features::entries::{InVain, Seen, by_name, seen, still_open};
use crate::features::outside::case::warned;
use crate::features::outside::{store, views};
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::typed::Typed;

pub async fn link(who: Trainee, app: App, id: Path<EntryId>) -> Answer {
    link_with(&who, &app, &id, Typed::nothing()).await
}

/// Somebody else's entry has no such page, for whoever sees it too.
pub async fn link_with(who: &Trainee, app: &App, id: &EntryId, typed: Typed) -> Answer {
    let (person, id, sealing) = (who.person().clone(), id.clone(), app.sealing.clone());
    let (seen, told, token) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let seen = seen(r.conn(), &shelf, &person.sight(), &id)?;
            if !seen.is_owner(&person.account) {
                return Err(Fault::NotFound);
            }
            let case = link_case(r.conn(), &shelf, &seen, now)?;
            let refused = may_hand_over(&person, &case).err();
            let refused = refused.map(|why| Refusal::new(why.code, seen.called.say(&why.sentence)));
            let ticket = match seen.link_at(now).filter(|_| case.closed.is_none()) {
                Some(_) => store::of_entry(r.conn(), &seen.id)?,
                None => None,
            };
            let token = match ticket {
                Some(ticket) => Some(sealing.open(&store::about(&ticket.id), &ticket.sealed)?),
                None => None,
            };
            let named = match refused.is_none() && still_open(r.conn(), &shelf, &seen, now)?.asks_approved {
                true => approved(r.conn(), &shelf, &seen, now)?,
                false => None,
            };
            let in_vain = match refused.is_none() {
                true => warned(r.conn(), &shelf, &seen, now)?,
                false => Vec::new(),
            };
            let told = views::ToldOfLink { refused, named, in_vain };
            Ok((seen, told, token.map(String::from_utf8).transpose().map_err(Fault::broken)?))
        })
        .await?;
    let link = token.map(|token| app.config.link(&paths::outside(&token)));
    page(views::Hand::new(who, &seen, told, link, typed)?)
}

/// Of whom a signature counts, where only approved assessors’ do: the sentence, and where one nominates.
// open: the entry is the asker's own
fn approved(conn: &mut Conn, shelf: &Shelf, seen: &Seen, now: Moment) -> Result<Option<InVain>, Fault> {
    let by_name = by_name(conn, shelf, seen, now)?;
    let Some(hint) = by_name.hint() else { return Ok(None) };
    let names = by_name.approved_names(conn)?;
    let who = match names.as_slice() {
        [] => "Nobody is approved for all of it yet.".to_owned(),
        names => format!("Approved for it: {}.", names.join("; ")),
    };
    Ok(Some(InVain { sentence: format!("{} {who}", hint.sentence), ..hint }))
}

/// What the rule about handing an entry over needs to know.
pub fn link_case(conn: &mut Conn, shelf: &Shelf, seen: &Seen, now: Moment) -> Result<LinkCase, Fault> {
    let closings = enrolments::closings(conn, shelf, &seen.filings, now)?;
    let all_closed = seen.filings.iter().all(|id| closings.contains_key(id));
    let closed = seen.filings.iter().find_map(|id| closings.get(id)).filter(|_| all_closed);
    let next = match seen.signed().next() {
        Some(_) => still_open(conn, shelf, seen, now)?.next.map(|next| next.held()).unwrap_or_default(),
        None => Vec::new(),
    };
    Ok(LinkCase {
        entry: seen.id.clone(),
        owner: seen.owner.clone(),
        state: seen.state,
        confirmed_by: seen.kind.confirmed_by,
        closed: closed.map(|closing| closing.sentence.clone()),
        next,
        with_writer: seen.waits_with_writer(),
        domains: !store::allowed_under(conn, &seen.filings)?.is_empty(),
    })
}
