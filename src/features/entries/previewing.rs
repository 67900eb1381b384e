//! What an entry that is still being written would count for, and whether whoever is chosen to sign it is approved for that.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::{Confirmer, Field};
use crate::domain::names::*;
use crate::domain::progress::asks_approved;
use crate::features::entries::asked::AskedKind;
use crate::features::entries::entered::{Entered, entered, name_of};
use crate::features::entries::log::{Preview, Writer};
use crate::features::entries::store::{self, ByName, Draft, Draftable, InVain, Own};
use crate::web::typed::Words;

/// What these words would count for, for a script that asks while one types.
pub fn preview_of(
    conn: &mut Conn,
    shelf: &Shelf,
    writer: &Writer<'_>,
    kept: Option<&Draft>,
    (draft, kind): (&DraftId, &str),
    words: &Words,
) -> Result<(Preview, Option<InVain>), Fault> {
    let kind = kept.map_or(kind, |kept| kept.kind.as_str());
    let own = store::own_now(conn, shelf, writer.portfolio, writer.now)?;
    let changed = kept.and_then(|kept| kept.entry.as_ref());
    let own = store::own_changing(conn, own, kind, changed)?;
    let asked = store::asked_again(conn, shelf, &own, kind, changed)?;
    let today = writer.sight.today();
    let found = entered(words, &asked, &own.ids_using(kind), today);
    let old = store::replaced_by_draft(conn, draft)?;
    let replaces = kept.and_then(|kept| kept.entry.as_ref()).or(old.as_ref());
    let replaces = replaces.map_or(draft.as_str(), EntryId::as_str);
    let (preview, by_name) = preview(conn, shelf, writer, (&asked, &own), &found, replaces)?;
    let chosen = match (&found.ask, by_name.hint()) {
        (Some(id), Some(_)) => {
            let all = store::supervisors(conn, writer.sight, &found.under, found.day.unwrap_or(today))?;
            all.into_iter().find(|(one, _)| one == id)
        }
        _ => None,
    };
    Ok((preview, chosen.and_then(|(id, name)| by_name.in_vain(&id, &name))))
}

/// What it would count for as it is, and who is approved by name for that.
// open: called with the portfolio of whoever is at the form
pub(super) fn preview(
    conn: &mut Conn,
    shelf: &Shelf,
    writer: &Writer<'_>,
    (asked, own): (&AskedKind, &Own),
    found: &Entered,
    id: &str,
) -> Result<(Preview, ByName), Fault> {
    let open = |field: &&Field| {
        field.required && !field.choices().is_empty() && found.faults.about(&name_of(&field.code)).is_some()
    };
    let Some(day) = found.day.filter(|_| !asked.kind.fields.iter().any(|field| open(&field))) else {
        return Ok((Preview::TooSoon, of_kind(conn, shelf, writer, (asked, own), found)?));
    };
    let what = Draftable {
        portfolio: writer.portfolio,
        id,
        kind: &asked.kind,
        day,
        until: found.until,
        values: &found.values,
        filed_under: &found.under,
    };
    let (lines, by_name) = store::would(conn, shelf, &what, writer.now)?;
    let by_name = match lines.iter().all(|line| line.yes.is_empty() && line.pending.is_empty()) {
        true => of_kind(conn, shelf, writer, (asked, own), found)?,
        false => by_name,
    };
    Ok((Preview::Known(lines), by_name))
}

/// Who is approved by name for anything that counts such entries, where it is not known yet for what this one counts.
fn of_kind(
    conn: &mut Conn,
    shelf: &Shelf,
    writer: &Writer<'_>,
    (asked, own): (&AskedKind, &Own),
    found: &Entered,
) -> Result<ByName, Fault> {
    let asks = asked.kind.confirmed_by == Confirmer::Supervisor
        && own.using(&asked.kind.code).any(|(_, version)| asks_approved(version));
    if !asks {
        return Ok(ByName::default());
    }
    let about = (asked.kind.as_ref(), found.day.unwrap_or(writer.sight.today()));
    store::by_name_for(conn, shelf, (writer.portfolio, &found.under), about, writer.now)
}
