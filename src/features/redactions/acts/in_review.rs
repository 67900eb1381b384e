//! Patient data in what was written in a review of an enrolment that has no entry. Whoever reads the review, or its pack,
//! says so; it goes whole, and every pack of the review with it.

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, IncidentId, ReviewId};
use crate::domain::policy::redactions::{IncidentCase, may_strike_review};
use crate::domain::redaction::{Place, Within};
use crate::domain::role::Person;
use crate::features::enrolments::said_in_its_names;
use crate::features::redactions::acts::{self, Reported};
use crate::features::redactions::places::written_spot;
use crate::features::redactions::store::{self, Shown};
use crate::features::redactions::{forms, striking, views};
use crate::features::reviews::{Written, written_in};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Typed, beside_the_form};

/// What the page of a report shows.
pub struct ToReport {
    pub written: Written,
    /// The incident that is open already, where the reader may see it.
    pub open: Option<IncidentId>,
    /// It is reported already, by somebody.
    pub reported: bool,
}

pub async fn report(who: SignedIn, app: App, id: Path<ReviewId>) -> Answer {
    report_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

async fn report_with(who: &SignedIn, app: &App, id: ReviewId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let written = written_in(r.conn(), &shelf, &person, &id)?;
            let open = store::reached_in(r.conn(), &id)?;
            let is_theirs = |by: &AccountId| !written.in_pack || person.account == *by;
            Ok(ToReport {
                reported: open.is_some(),
                open: open.filter(|(_, by)| is_theirs(by)).map(|(incident, _)| incident),
                written,
            })
        })
        .await?;
    page(views::ReportPage::of_review(who, found, typed))
}

pub async fn send(who: SignedIn, app: App, id: Path<ReviewId>, mut form: Form<forms::Report>) -> Answer {
    let id = id.into_inner();
    match sent(&who, &app, &id, &mut form).await {
        Ok((path, of)) => saying(path, said_in_its_names(&app, &of.enrolment, acts::REPORTED).await?),
        Err(fault) => report_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn sent(
    who: &SignedIn,
    app: &App,
    id: &ReviewId,
    form: &mut Form<forms::Report>,
) -> Result<(String, Written), Fault> {
    let given = form.given()?;
    let (person, of) = (who.person().clone(), id.clone());
    // Before any book is taken: whoever does not read the review finds nothing here.
    let written = app.read(move |r| {
        let shelf = r.shelf();
        written_in(r.conn(), &shelf, &person, &of)
    });
    let (written, person, id) = (written.await?, who.person().clone(), id.clone());
    let books = Books::of_enrolment(&written.enrolment);
    let path = app
        .write_once(form.once(&who.account), books, move |tx| {
            Ok(put_report(tx, &person, &id, &given)?.map(|incident| paths::incident(incident.as_str())))
        })
        .await?;
    Ok((path, written))
}

/// Opens an incident, inside a write that has taken the portfolio's book.
fn put_report(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &ReviewId,
    given: &forms::Report,
) -> Result<Outcome<IncidentId>, Fault> {
    let shelf = tx.shelf();
    let written = written_in(tx.conn(), &shelf, person, id)?;
    only_this(id, &given.places)?;
    if store::reached_in(tx.conn(), id)?.is_some() {
        let sentence =
            "It has been reported already. Its training leads and information governance know of it.";
        return Err(Refusal::new("reported-already", sentence).into());
    }
    let of = Reported {
        within: Within::Review(id.clone()),
        portfolio: written.portfolio,
        owner: Some(written.owner),
        places: given.places.clone(),
    };
    let (incident, event) = acts::open(tx, person, &of, given.sort)?;
    Ok(Outcome::of(incident, event.with("enrolment", &written.enrolment)))
}

/// What was written in the review is one place.
fn only_this(id: &ReviewId, places: &BTreeSet<Place>) -> Result<(), Fault> {
    match places.iter().eq([&written_spot(id).place]) {
        true => Ok(()),
        false => Err(Faults::one("place", "The page has changed meanwhile. Choose again.").into()),
    }
}

/// Strikes out, inside a write that has taken the portfolio's book.
pub(super) fn put_strike(
    tx: &mut Tx<'_>,
    person: &Person,
    (case, shown): (&IncidentCase, &Shown),
    given: &forms::Strike,
) -> Result<Outcome<()>, Fault> {
    let grant = may_strike_review(person, case)?;
    let (incident, portfolio) = (&shown.row.id, &shown.row.portfolio_id);
    only_this(&grant.act().review, &given.places)?;
    let wanted = striking::Wanted {
        places: given.places.clone(),
        sort: given.sort,
        incident: Some(incident.clone()),
        first: None,
    };
    let row = striking::strike_written(tx, &grant, portfolio, wanted)?.row;
    store::settle(tx, &grant, incident)?;
    let sentence =
        format!("Patient data was struck out of what was written in your review of {}.", shown.day);
    tx.later(Job::Tell { to: case.owner.clone(), what: Notice::Added { sentence, names: Vec::new() } })?;
    let event = grant
        .event("review/struck-out", case.within.subject())
        .in_book(portfolio.clone())
        .with("redaction", &row.id)
        .with("incident", incident)
        .with("sort", given.sort);
    Ok(Outcome::of((), acts::of_review(event, shown)))
}
