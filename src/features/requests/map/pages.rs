//! The map, in as many statements for 200 trainees as for two.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::views;
use super::weighing::{By, Heading, Known, Thing, rows};
use crate::app::App;
use crate::db::sight::SightOver;
use crate::domain::names::{EnrolmentId, LayerId, VersionId};
use crate::domain::programme::Version;
use crate::domain::role::Capacity;
use crate::domain::waiting::REMIND_EVERY_DAYS;
use crate::features::requests::store::{self, Place};
use crate::features::standing::{alone_of, gone_among, headed, unconfirmed_of, waits_of};
use crate::features::{people, programmes};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Asked;

pub async fn map(who: Lead, app: App, asked: Asked) -> Answer {
    let (sight, by, zone) = (who.sight(), By::read(asked.one("by")), who.zone);
    let (rows, away, gone) = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let over = SightOver::of(r.conn(), &sight, Capacity::Lead)?;
            let waits = waits_of(r.conn(), (&shelf, now), &over)?;
            let gone = gone_among(r.conn(), &waits, sight.today())?;
            let heads = headed(r.conn(), &over)?;
            let alone = alone_of(r.conn(), (&shelf, now), &over, &heads)?;
            let unconfirmed = unconfirmed_of(r.conn(), &over)?;
            let hung = store::hung(r.conn(), &over)?;
            let reminded = store::last_reminders(r.conn(), &over)?;
            let nudged = store::last_nudges(r.conn(), now.plus_days(-REMIND_EVERY_DAYS))?;
            let places = store::places(r.conn())?;
            let away = people::away_on(r.conn(), None, sight.today())?;
            // With what an institution adds: what waits may count for that alone.
            let mut versions: BTreeMap<(&VersionId, Option<&LayerId>), Arc<Version>> = BTreeMap::new();
            for head in &heads {
                let named = (&head.version, head.layer.as_ref());
                if let Entry::Vacant(place) = versions.entry(named) {
                    place.insert(programmes::version_at(r.conn(), &shelf, named.0, named.1)?);
                }
            }
            let trainees: HashMap<EnrolmentId, String> =
                heads.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
            let site: HashMap<&EnrolmentId, &Place> =
                heads.iter().filter_map(|one| Some((&one.id, places.get(&one.department)?))).collect();
            let mut modules: HashMap<(&str, &EnrolmentId), Vec<Heading>> = HashMap::new();
            for one in &hung {
                let version = heads.iter().find(|head| head.id == one.enrolment);
                let version = version.and_then(|head| versions.get(&(&head.version, head.layer.as_ref())));
                let version = version.map(Arc::as_ref);
                let name = module(version, &one.requirement, &one.title);
                let (code, title) =
                    version.map_or(("", ""), |version| (version.code.as_str(), version.title.as_str()));
                let module = Heading::at(&name, code, title);
                for entry in &one.waiting {
                    let known = modules.entry((entry.as_str(), &one.enrolment)).or_default();
                    if !known.contains(&module) {
                        known.push(module.clone());
                    }
                }
            }
            let headed = |thing: &Thing<'_>| match by {
                By::Person => vec![Heading::asked(thing)],
                By::Site => vec![match site.get(thing.enrolment()) {
                    Some(place) => Heading::at(&place.name, &place.id, &place.institution),
                    None => Heading::of("No site"),
                }],
                By::Module => match modules.get(&(thing.entry().as_str(), thing.enrolment())) {
                    Some(modules) => modules.clone(),
                    None => vec![Heading::of("Counts for no open requirement")],
                },
            };
            let things: Vec<Thing<'_>> = waits
                .iter()
                .map(Thing::Asked)
                .chain(alone.iter().map(Thing::Alone))
                .chain(unconfirmed.iter().map(Thing::Unconfirmed))
                .collect();
            let known = Known {
                things: &things,
                hung: &hung,
                trainees: &trainees,
                reminded: &reminded,
                nudged: &nudged,
                now,
                zone,
            };
            Ok((rows(&known, headed), away, gone))
        })
        .await?;
    page(views::Map::new(&who, by, rows, (&away, &gone)))
}

/// The section in which the requirement stands, or what it is a part of, or itself.
fn module(version: Option<&Version>, code: &str, title: &str) -> String {
    let of = |code: &str| version.and_then(|version| version.requirement(code));
    let section = |code: &str| {
        let code = of(code)?.section.as_ref()?;
        version?.sections.iter().find(|one| one.code == *code).map(|one| one.title.clone())
    };
    let whole = of(code).and_then(|one| one.part_of.as_deref()).unwrap_or(code);
    section(code)
        .or_else(|| section(whole))
        .or_else(|| of(whole).map(|one| one.title.clone()))
        .unwrap_or_else(|| title.to_owned())
}
