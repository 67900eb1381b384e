//! Saying of entries that they are there: who may, of what, and the rows. The list, a file of one enrolment and
//! a file of a whole cohort all say it here.

use super::progress::ToMark;
use super::{desk, store};
use crate::app::App;
use crate::db::tx::Tx;
use crate::domain::entry::EntryState;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::{EnrolmentId, ProgressFileId};
use crate::domain::official::Places;
use crate::domain::policy::Grant;
use crate::domain::policy::official::{
    EnteredCase, RecordCase, Stater, TellOfRecord, can_be_entered, may_tell_of_record,
};
use crate::domain::role::Person;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::{self, Enrolled, EnteredRow, NewEntered, entered_under};
use crate::features::{programmes, standing};
use crate::web::gate::SignedIn;

/// Before any book is taken: an enrolment that is neither one's own nor led is not found.
pub async fn seen(who: &SignedIn, app: &App, id: &EnrolmentId) -> Result<(), Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| store::reached(r.conn(), &sight, &id).map(drop)).await
}

/// The enrolment and the grant, asked anew inside the write.
pub fn granted(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
) -> Result<(Enrolled, Grant<TellOfRecord>), Fault> {
    let (row, leads) = store::reached(tx.conn(), &person.sight(), id)?;
    let shelf = tx.shelf();
    let version = programmes::version_at(tx.conn(), &shelf, &row.version, row.layer.as_ref())?;
    let case = RecordCase {
        enrolment: id.clone(),
        owner: row.person.clone(),
        leads,
        elsewhere: desk::system(&version).is_ok(),
    };
    Ok((row, may_tell_of_record(person, &case)?))
}

/// What the list showed is not what is here any more.
pub fn changed_since() -> Fault {
    let sentence = "Something on this list has changed since you opened it. Look at it again, then mark it.";
    Refusal::new("entered-other-version", sentence).into()
}

/// Says it of each, after asking whether it can be said.
pub fn tell(
    tx: &mut Tx<'_>,
    grant: &Grant<TellOfRecord>,
    row: &Enrolled,
    holdings: &standing::Holdings,
    marks: Vec<ToMark>,
    file: Option<&ProgressFileId>,
) -> Result<Vec<EnteredRow>, Fault> {
    let today = tx.now().day_in(row.zone.parse().unwrap_or(DEFAULT_ZONE));
    let known = entered_under(tx.conn(), &row.id)?;
    let shelf = tx.shelf();
    let version = programmes::version_at(tx.conn(), &shelf, &row.version, row.layer.as_ref())?;
    let places = Places::of(&version, row.started_on);
    let mut rows = Vec::new();
    for mark in marks {
        let entry = holdings.entries.iter().find(|entry| entry.id == mark.entry).ok_or(Fault::NotFound)?;
        let before = known.iter().find(|one| {
            one.row.version == mark.version && (one.row.item == mark.item || one.row.item.is_empty())
        });
        let named = places.named_by(&entry.kind.code, &entry.values);
        can_be_entered(
            grant,
            &EnteredCase {
                filed: entry.filed_under.contains(&row.id),
                signed: entry.state() == EntryState::Signed,
                names: named.iter().any(|place| match mark.item.as_str() {
                    "" => !place.listed,
                    code => place.listed && place.code == code,
                }),
                happened_on: mark.happened_on,
                entered_on: mark.on,
                today,
                known: before.and_then(|one| one.row.capacity.parse::<Stater>().ok()),
            },
        )?;
        let new = NewEntered {
            entry: mark.entry,
            version: mark.version,
            item: mark.item,
            on: mark.on,
            reference: mark.reference,
            import: file.cloned(),
        };
        rows.extend(enrolments::tell_entered(tx, grant, new)?);
    }
    Ok(rows)
}
