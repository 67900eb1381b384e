//! The certificate for who sees the entry, as a page and as paper, and the question for everybody else.

use std::time::Duration;

use actix_web::web::Path;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::domain::certificate::Worth;
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::{DecisionId, EntryId};
use crate::domain::policy::certificates::{RENAMED, WITHDRAWN, may_certify, may_withdraw_certificate};
use crate::domain::role::Person;
use crate::domain::time::Day;
use crate::features::accounts::{Qr, account, this_house};
use crate::features::certificates::sheet::Sheet;
use crate::features::certificates::{store, views};
use crate::features::entries::{Seen, said_in_its_names, seen};
use crate::render::amount::Stamp;
use crate::render::certificate::Certificate;
use crate::render::pdf::{self, Envelope};
use crate::render::report::About;
use crate::web::gate::{Public, SignedIn};
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::{Shown, download};
use crate::web::typed::{Asked, Typed};

/// One sheet takes a second; an unoptimised build several.
const PATIENCE: Duration = Duration::from_secs(60);

/// An entry's certificate, if it has one, and what the person may do about it.
pub struct Found {
    pub entry: Seen,
    pub sheet: Option<Sheet>,
    /// The signature that goes on paper if one is made now.
    pub signed: Option<DecisionId>,
    /// Its signature ended or it was changed since, and nobody withdrew it by hand.
    pub fell: bool,
    /// Who withdrew it by hand, and on which day.
    pub ended: Option<(String, Day)>,
    pub may_make: bool,
    /// When its holder took another name after it was signed, where that is for the reader to look at.
    pub renamed_on: Option<Day>,
    /// Why its holder cannot make it themselves.
    pub not_own: Option<String>,
    pub may_withdraw: bool,
}

async fn found(person: &Person, app: &App, id: &EntryId) -> Result<Found, Fault> {
    let (person, id) = (person.clone(), id.clone());
    let of = id.clone();
    let found = app.read(move |r| {
        let shelf = r.shelf();
        let entry = seen(r.conn(), &shelf, &person.sight(), &id)?;
        let case = store::case(r.conn(), &shelf, &person, &entry)?;
        let (sheet, fell, ended) = match store::of_entry(r.conn(), &id)? {
            Some(row) => {
                let ended = match (&row.withdrawn_by, row.known_until) {
                    (Some(by), Some(at)) => Some((account(r.conn(), by)?.name, at.day_in(entry.zone))),
                    _ => None,
                };
                let checked = store::checked(r.conn(), &shelf, row)?;
                let fell = !checked.stands && checked.row.known_until.is_none();
                (Some(Sheet::of(r.conn(), &shelf, &checked, person.today())?), fell, ended)
            }
            None => (None, false, None),
        };
        let (may_make, not_own) = match may_certify(&person, &case) {
            Ok(_) => (true, None),
            Err(refusal) => {
                (false, Some(refusal.sentence).filter(|_| [RENAMED, WITHDRAWN].contains(&refusal.code)))
            }
        };
        let may_withdraw = may_withdraw_certificate(&person, &case).is_ok();
        // An entry without one, for somebody who can make none, has no such page.
        match sheet.is_some() || may_make || not_own.is_some() {
            true => Ok(Found {
                entry,
                sheet,
                signed: case.signed.map(|(_, decision)| decision),
                fell,
                ended,
                may_make,
                renamed_on: case.renamed_on.filter(|_| may_make),
                not_own,
                may_withdraw,
            }),
            false => Err(Fault::NotFound),
        }
    });
    let mut found = found.await?;
    if let Some(sentence) = &found.not_own {
        found.not_own = Some(said_in_its_names(app, &of, sentence).await?);
    }
    Ok(found)
}

/// Before any book is taken: an entry out of sight is not there.
pub async fn in_sight(person: &Person, app: &App, id: &EntryId) -> Result<(), Fault> {
    let (sight, id) = (person.sight(), id.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        seen(r.conn(), &shelf, &sight, &id).map(drop)
    })
    .await
}

/// Where anybody asks about a number.
fn address(app: &App, sheet: &Sheet) -> String {
    app.config.link(&paths::certificate_check(&sheet.number))
}

pub async fn certificate(who: SignedIn, app: App, id: Path<EntryId>) -> Answer {
    let found = found(who.person(), &app, &id).await?;
    let qr = found.sheet.as_ref().map(|sheet| Qr::of(&address(&app, sheet))).transpose()?;
    page(views::CertificatePage::new(&who, found, qr))
}

pub async fn paper(who: SignedIn, app: App, id: Path<EntryId>) -> Answer {
    let found = found(who.person(), &app, &id).await?;
    let Some(sheet) = found.sheet else { return Err(Fault::NotFound.into()) };
    refuse_unless(sheet.worth != Worth::Withdrawn, || {
        let sentence = "This certificate holds no longer, so there is nothing to print.";
        Refusal::new("certificate-withdrawn", sentence)
    })
    .map_err(Fault::from)?;
    let name = format!("certificate-{}.pdf", sheet.number.to_lowercase());
    let (program, paper) = (app.program.clone(), paper_of(&app, &who, &found.entry, sheet)?);
    let bytes =
        spawn_blocking(move || pdf::in_child(&program, &Envelope::Certificate(Box::new(paper)), PATIENCE));
    let bytes = bytes.await.map_err(Oops::broken)?.map_err(Fault::from)?;
    download(bytes, &name, "application/pdf", Shown::Inline)
}

fn paper_of(app: &App, who: &Person, entry: &Seen, sheet: Sheet) -> Result<Certificate, Fault> {
    let check = address(app, &sheet);
    let qr = Qr::of(&check)?;
    let made = Stamp::of(who.now, entry.zone);
    Ok(Certificate {
        about: About {
            title: format!("{}: {}", sheet.kind, sheet.duty),
            institution: sheet.number.clone(),
            zone: entry.zone.name().to_owned(),
            as_at: made.clone(),
            asked_by: who.name.clone(),
            made_at: made,
        },
        squares: qr.squares(),
        side: qr.side,
        check: app.config.link(paths::CERTIFICATES),
        worth: sheet.worth.shown().to_owned(),
        lasts: sheet.lasts(),
        awarded: sheet.awarded,
        done: sheet.done.as_ref().map(|(_, day)| *day),
        done_label: sheet.done.map(|(label, _)| label).unwrap_or_default(),
        competence: sheet.competence,
        number: sheet.number,
        kind: sheet.kind,
        duty: sheet.duty,
        holder: sheet.holder,
        scale: sheet.scale,
        level: sheet.level,
        levels: sheet.levels,
        assessor: sheet.assessor,
        capacity: sheet.capacity,
    })
}

/// The number may stand in the address: the code on the paper leads here.
pub async fn question(who: Public, app: App, asked: Asked) -> Answer {
    let number: String = asked.one("number").chars().take(40).collect();
    question_with(&who, &app, Typed::holding([("number", number)])).await
}

pub async fn question_with(who: &Public, app: &App, typed: Typed) -> Answer {
    let house = app.read(|r| this_house(r.conn())).await?;
    page(views::Question::new(who, house, typed))
}
