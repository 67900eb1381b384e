//! The lead's pages: all samples, a new one, one of them, the same drawn again, and what it was drawn from as a table.

pub mod reading;

use actix_web::web::Path;

use super::store::{Leaf, SampleRow};
use super::views::FRAME_FILE;
use super::{acts, framing, store, views};
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::{QualitySampleId, capital};
use crate::domain::quality::frame::table;
use crate::domain::role::{Capacity, Person, Scope};
use crate::domain::territory::Over;
use crate::features::people::{self, Atlas};
use crate::features::roster::offers;
use crate::features::standing::is_trainee;
use crate::features::{enrolments, programmes, signoffs};
use crate::render::csv;
use crate::web::gate::Lead;
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::reply::{Shown, download};
use crate::web::typed::{Asked, Typed};

pub async fn index(who: Lead, app: App, asked: Asked) -> Answer {
    let (person, wanted) = (who.person().clone(), page_of(&asked));
    let (lines, turned, patterns) = app
        .read(move |r| {
            let now = r.now();
            let patterns = signoffs::patterns_of_others(r.conn(), &person.sight(), now)?;
            let (lines, turned) = lines(r, &person, wanted)?;
            Ok((lines, turned, patterns))
        })
        .await?;
    page(views::Index::new(&who, lines, turned, patterns))
}

/// The page that is asked for; the first where none is.
fn page_of(asked: &Asked) -> usize {
    asked.one("page").parse().unwrap_or(1)
}

/// The pages before and after.
fn turned<T>(path: &str, leaf: &Leaf<T>) -> Pages {
    let at = |number: usize| format!("{path}?page={number}");
    Pages {
        earlier: (leaf.number > 1).then(|| at(leaf.number - 1)),
        later: (leaf.number < leaf.last).then(|| at(leaf.number + 1)),
    }
}

/// The samples of what this person leads, each with what became of it: as many statements for many as for few.
fn lines(
    r: &mut Reading<'_>,
    person: &Person,
    wanted: usize,
) -> Result<(Vec<views::SampleLine>, Pages), Fault> {
    let atlas = Atlas::load(r.conn())?;
    let territory = people::territory(r.conn(), &person.account, person.today())?;
    let mut places = store::drawn_over(r.conn())?;
    // A place that is gone leaves its samples to nobody.
    places.retain(|over| atlas.spot(over).is_ok_and(|spot| territory.holds(&spot)));
    let leaf = store::samples_over(r.conn(), &places, wanted)?;
    let ids: Vec<&QualitySampleId> = leaf.rows.iter().map(|(row, _)| &row.id).collect();
    let (tallies, actions) = (store::tallies(r.conn(), &ids)?, store::open_actions(r.conn(), &ids)?);
    let line = |(row, reader): &(SampleRow, String)| {
        let tally = tallies.get(&row.id).copied().unwrap_or_default();
        let open = actions.get(&row.id).copied().unwrap_or_default();
        views::SampleLine::of(row, &capital(&atlas.label(&row.over())), reader, (tally, open), person.today())
    };
    Ok((leaf.rows.iter().map(line).collect(), turned(paths::QUALITY, &leaf)))
}

pub async fn new(who: Lead, app: App) -> Answer {
    new_with(&who, &app, Typed::nothing()).await
}

pub async fn new_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (places, readers, in_training) = app
        .read(move |r| {
            let (shelf, today, atlas) = (r.shelf(), person.today(), Atlas::load(r.conn())?);
            let territory = people::territory(r.conn(), &person.account, today)?;
            let places = offers(&atlas, &territory);
            let (mut readers, mut in_training): (Vec<Choice>, Vec<String>) = Default::default();
            for one in people::staff(r.conn(), Capacity::QualityReader, today)? {
                let running = one.from <= today && one.person != person.account;
                let here = one.over.iter().any(|over| near(&atlas, &places, over));
                if !(running && here) || readers.iter().any(|known| known.value == one.person.as_str()) {
                    continue;
                }
                if is_trainee(r.conn(), &shelf, &one.person, (person.now, today))? {
                    in_training.push(one.name);
                } else {
                    readers.push(Choice::of(one.person.as_str(), &one.name).meaning(atlas.labels(&one.over)));
                }
            }
            in_training.dedup();
            Ok((places, readers, in_training))
        })
        .await?;
    page(views::Draw::new(who, &places, (readers, &in_training), typed))
}

/// The reader is appointed over one of the places, or over something that holds one.
fn near(atlas: &Atlas, places: &[(Over, String)], over: &Over) -> bool {
    let within = |place: &Over| atlas.spot(place).is_ok_and(|spot| spot.within.contains(over));
    over.scope != Scope::Person && places.iter().any(|(place, _)| place == over || within(place))
}

pub async fn sample(who: Lead, app: App, id: Path<QualitySampleId>) -> Answer {
    sample_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn sample_with(who: &Lead, app: &App, id: QualitySampleId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let (row, reader, _) = acts::followed(r.conn(), &person, &id)?;
            let atlas = Atlas::load(r.conn())?;
            let reads = people::reads_over(r.conn(), &row.reader_id, person.today())?;
            let mut items = store::items(r.conn(), &row.id)?;
            let firsts = items.iter_mut().filter_map(|item| item.first.as_mut());
            enrolments::name_codes(r.conn(), &shelf, firsts.map(|one| (&one.entry, &mut one.title)))?;
            Ok(views::Found {
                place: atlas.label(&row.over()),
                reader_in_training: is_trainee(
                    r.conn(),
                    &shelf,
                    &row.reader_id,
                    (person.now, person.today()),
                )?,
                reader_reads: atlas.spot(&row.over()).is_ok_and(|spot| reads.holds(&spot)),
                items,
                actions: store::actions(r.conn(), &row.id)?,
                kinds: programmes::newest_kinds(r.conn(), &shelf)?,
                reader,
                row,
            })
        })
        .await?;
    page(views::SamplePage::new(who, &found, typed))
}

pub async fn again(who: Lead, app: App, id: Path<QualitySampleId>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let (row, again) = app
        .read(move |r| {
            let shelf = r.shelf();
            let (row, _, _) = acts::followed(r.conn(), &person, &id)?;
            let again = framing::again(r.conn(), &shelf, &row)?;
            Ok((row, again))
        })
        .await?;
    page(views::AgainPage::new(&who, &row, &again))
}

/// What was drawn from, as a table that needs no Perfolio: ids and numbers, no name and no word.
pub async fn frame(who: Lead, app: App, id: Path<QualitySampleId>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let lines = app
        .read(move |r| {
            let (row, _, _) = acts::followed(r.conn(), &person, &id)?;
            let redrawn = framing::redrawn(r.conn(), &row)?.ok_or(Fault::NotFound)?;
            Ok(table(&redrawn, row.size, framing::looked_at_time(&row)))
        })
        .await?;
    let bytes = csv::lines(&lines).map_err(Oops::broken)?;
    download(bytes, FRAME_FILE, "text/csv; charset=utf-8", Shown::Attached)
}
