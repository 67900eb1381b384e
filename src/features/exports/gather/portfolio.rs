//! One person's portfolio as one enrolment reads it.

use chrono_tz::Tz;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::life::said;
use crate::domain::names::{BookId, EnrolmentId, EntryVersionId, RegistrationId};
use crate::domain::programme::{Registered, Version};
use crate::domain::progress::last_day;
use crate::domain::role::Sight;
use crate::domain::rule::{HeldThing, Register, Rule};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::store as enrolled;
use crate::features::entries::told_of;
use crate::features::exports::gather::{Asked, entries, how_to_check, marks, requirements, reviews};
use crate::features::exports::store::record;
use crate::features::programmes;
use crate::features::standing::store::{assess_held, holdings};
use crate::features::standing::{Assessed, Holdings};
use crate::render::amount::Stamp;
use crate::render::report::{LifeLine, PortfolioReport, RegistrationRow, Verification};

/// The report with where its book stood, and the versions of entries that are in it. Out of the asker's sight is not found.
pub fn portfolio(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    asked: &Asked,
) -> Result<(PortfolioReport, Vec<EntryVersionId>), Fault> {
    gathered(conn, shelf, who, id, (asked, false))
}

/// The same without whatever is in confidence, whoever asks: for readers of whom nobody knows what they may read.
pub fn open_portfolio(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    asked: &Asked,
) -> Result<(PortfolioReport, Vec<EntryVersionId>), Fault> {
    gathered(conn, shelf, who, id, (asked, true))
}

fn gathered(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    (asked, open_only): (&Asked, bool),
) -> Result<(PortfolioReport, Vec<EntryVersionId>), Fault> {
    record::is_own(conn, who, id)?;
    let row = enrolled::enrolment(conn, id)?;
    let zone: Tz = row.zone.parse().unwrap_or(DEFAULT_ZONE);
    let holdings = holdings(conn, shelf, &row.portfolio, asked.as_at)?;
    let held = holdings.enrolments.iter().find(|held| held.row.id == *id).ok_or(Fault::NotFound)?;
    let Assessed { assessment, outlooks, overall, facts, .. } = assess_held(conn, shelf, &holdings, held)?;
    // The one that it was on then.
    let version = programmes::version_at(conn, shelf, &held.row.version, held.row.layer.as_ref())?;

    let seen = record::entries_in_sight(conn, who, &row.portfolio)?;
    let more = entries::More {
        written: record::written(conn, &row.portfolio, asked.as_at)?,
        decided: record::decided(conn, &row.portfolio, asked.as_at)?,
        told: told_of(conn, &row.portfolio)?,
        attached: record::attached(conn, &row.portfolio)?,
    };
    let mut shown = entries::shown(&holdings, held, &seen);
    shown.retain(|entry| !open_only || entry.kind.closed_to().next().is_none());
    let registrations = registrations(conn, &version, &holdings, zone)?;
    let head = record::head(conn, &BookId::from(row.portfolio.clone()))?;
    let versions = shown.iter().map(|entry| entry.version.clone()).collect();
    let reviews = match open_only {
        true => Vec::new(),
        false => reviews::rows(conn, shelf, who, (id, &version), (asked.as_at, zone))?,
    };
    let report = PortfolioReport {
        about: asked.about(&row.institution_name, zone),
        person: row.name.clone(),
        programme: version.title.clone(),
        version: version.version.clone(),
        cohort: row.cohort.clone(),
        official_record: official_record(&version),
        enrolled_on: row.started_on,
        due_on: last_day(&version, &facts.enrolment, asked.as_at).or(Some(row.ends_on)),
        summary: requirements::summary(&assessment, &outlooks, &overall),
        chart: requirements::chart(&version, &assessment, &outlooks),
        requirements: requirements::rows(&version, &held.terms, &held.confirmed, &assessment, &outlooks),
        entries: entries::rows(&version, &holdings, held, &shown, &assessment, &more, zone),
        marks: marks::rows(&version, &shown, &more, zone),
        registrations,
        life: held
            .life
            .iter()
            .map(|one| LifeLine {
                what: said(&version, &one.happened, zone),
                recorded_by: one.by.clone(),
                recorded_at: Stamp::of(one.known_from, zone),
            })
            .collect(),
        reviews,
        review: None,
        verification: Verification {
            book: format!("Portfolio of {}", row.name),
            head: head.seq,
            hash: head.hash,
            how: how_to_check(),
        },
    };
    Ok((report, versions))
}

fn official_record(version: &Version) -> String {
    match &version.official_record {
        Some(system) => format!(
            "The official record of this programme is kept in {system}. This document shows what was recorded in Perfolio."
        ),
        None => "The record of this programme is kept in Perfolio, and this document shows it.".to_owned(),
    }
}

fn registrations(
    conn: &mut Conn,
    version: &Version,
    holdings: &Holdings,
    zone: Tz,
) -> Result<Vec<RegistrationRow>, Fault> {
    let own: Vec<_> = holdings.registrations.iter().filter(|r| r.person == holdings.person).collect();
    let ids: Vec<RegistrationId> = own.iter().map(|r| r.id.clone()).collect();
    let papers = record::on_paper(conn, &ids, holdings.as_of)?;
    let row = |registered: &crate::features::people::store::Registered| {
        let paper = papers.get(&registered.id);
        let confirmed = paper.and_then(|paper| paper.confirmed.as_ref());
        RegistrationRow {
            body: body_name(version, &registered.body),
            category: registered.category.clone(),
            number: paper.map(|paper| paper.number.clone()).unwrap_or_default(),
            valid_from: Some(registered.valid_from),
            valid_until: registered.valid_until,
            confirmed_by: confirmed.map(|(name, _)| name.clone()),
            confirmed_at: confirmed.map(|(_, at)| Stamp::of(*at, zone)),
        }
    };
    Ok(own.into_iter().map(row).collect())
}

/// The body as the programme calls it; its code where the programme does not name it.
fn body_name(version: &Version, code: &str) -> String {
    let registers = version.requirements.iter().flat_map(|requirement| {
        let asked: Option<&Register> = match &requirement.rule {
            Rule::Held(held) => match &held.what {
                HeldThing::Registration(register) => Some(register),
                HeldThing::Fact { .. } => None,
            },
            _ => None,
        };
        let supervising = requirement.supervised_by.iter().flat_map(Registered::registers);
        let signing = requirement.signers.registered.iter().flat_map(Registered::registers);
        asked.into_iter().chain(supervising).chain(signing)
    });
    let mut named = registers.filter(|register| register.body == code).map(|register| &register.body_name);
    named.next().map_or_else(|| code.to_owned(), |name| name.strip_prefix("the ").unwrap_or(name).to_owned())
}
