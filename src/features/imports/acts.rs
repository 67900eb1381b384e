//! A file from its arrival to its undoing. Until it is imported it is its reader's alone and nothing is in any
//! book; importing and undoing are one write each, whatever the number of rows.

use std::collections::BTreeSet;

use actix_web::web::Path;

use super::doing::{carry_out, changed_since};
use super::entering::There;
use super::forms;
use super::pages;
use super::planning::{Step, as_seen, books, plan};
use super::reading::read;
use super::store::{self, ImportRow, Made, State};
use super::undoing::{Stale, kept_because, take_back};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::audit::{Event, digest};
use crate::domain::fault::{Fault, Faults};
use crate::domain::import::{RowOutcome, Sort};
use crate::domain::names::{AccountId, BookId, ImportId};
use crate::domain::policy::Grant;
use crate::domain::policy::imports::{ReadIn, TakeBackCase, TakeRowBack, may_read_in, may_undo_import};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::{enrolments, standing};
use crate::web::form::Form;
use crate::web::gate::Importer;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

pub async fn upload(who: Importer, app: App, mut form: Form<forms::Upload>) -> Answer {
    match uploaded(&who, &app, &mut form).await {
        Ok(path) => see_other(path),
        Err(fault) => {
            let sort = form.words.one("sort").parse().ok();
            pages::new_with(&who, &app, sort, form.again(beside_the_form(fault))?).await
        }
    }
}

async fn uploaded(who: &Importer, app: &App, form: &mut Form<forms::Upload>) -> Result<String, Fault> {
    let asked = form.given()?;
    if let Some(sentence) = form.refused.first() {
        return Err(Faults::one("file", sentence.clone()).into());
    }
    let (bytes, name) = match form.files.first() {
        Some(file) => (tokio::fs::read(file.path()).await.map_err(Fault::broken)?, file.name.clone()),
        None => (asked.text.clone().into_bytes(), "pasted text".to_owned()),
    };
    if bytes.is_empty() {
        return Err(Faults::one("file", "Choose a file, or paste its text.").into());
    }
    let sheet = read(&bytes).map_err(|why| Faults::one("file", why))?;
    let hash = digest(&[String::from_utf8_lossy(&bytes).into_owned()]);
    let person = who.person().clone();
    let id = app
        .write_quietly(Why::DraftSaved, move |tx| {
            let holds = store::holds(tx.conn(), &person)?;
            let grant = may_read_in(&person, asked.sort, holds)?;
            store::keep(tx, &grant, &name, &sheet, &hash)
        })
        .await?;
    Ok(paths::import_at(paths::IMPORT_MAPPING, id.as_str()))
}

pub async fn map(who: Importer, app: App, id: Path<ImportId>, mut form: Form<forms::AsTyped>) -> Answer {
    let id = id.into_inner();
    match mapped(&who, &app, id.clone(), &mut form).await {
        Ok(path) => see_other(path),
        Err(fault) => pages::mapping_with(&who, &app, id, Some(form.again(beside_the_form(fault))?)).await,
    }
}

async fn mapped(
    who: &Importer,
    app: &App,
    id: ImportId,
    form: &mut Form<forms::AsTyped>,
) -> Result<String, Fault> {
    form.given()?;
    let (person, words) = (who.person().clone(), form.words.clone());
    let kept = app.write_quietly(Why::DraftSaved, move |tx| {
        let import = store::own(tx.conn(), &person.account, &id)?;
        let sheet = import.sheet.as_ref().ok_or(Fault::NotFound)?;
        let mut faults = Faults::none();
        let mapping = forms::mapping(import.sort, &words, &mut faults);
        for (field, sentence) in mapping.faults(import.sort, sheet) {
            faults.add(field, sentence);
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let grant = reading(tx, &person, import.sort)?;
        store::map(tx, &grant, &id, &mapping)?;
        Ok(paths::import_at(paths::IMPORT, id.as_str()))
    });
    kept.await
}

fn reading(tx: &mut Tx<'_>, person: &Person, sort: Sort) -> Result<Grant<ReadIn>, Fault> {
    let holds = store::holds(tx.conn(), person)?;
    Ok(may_read_in(person, sort, holds)?)
}

pub async fn throw_away(who: Importer, app: App, id: Path<ImportId>, _form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    app.write_quietly(Why::DraftSaved, move |tx| {
        let import = store::own(tx.conn(), &person.account, &id)?;
        let grant = reading(tx, &person, import.sort)?;
        store::throw_away(tx, &grant, &id)
    })
    .await?;
    saying(paths::IMPORTS, "The file is deleted. Nothing was imported.")
}

pub async fn import(who: Importer, app: App, id: Path<ImportId>, mut form: Form<forms::Import>) -> Answer {
    let id = id.into_inner();
    match imported(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "Imported. Undo takes back whatever nothing was built on yet."),
        Err(fault) => pages::import_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn imported(
    who: &Importer,
    app: &App,
    id: ImportId,
    form: &mut Form<forms::Import>,
) -> Result<String, Fault> {
    let asked = form.given()?;
    let (person, looked_for) = (who.person().clone(), id.clone());
    let taken = app
        .read(move |r| {
            let shelf = r.shelf();
            let import = store::own(r.conn(), &person.account, &looked_for)?;
            let sheet = import.sheet.as_ref().ok_or(Fault::NotFound)?;
            Ok(books(&plan(r.conn(), &shelf, &person, import.sort, sheet, &import.mapping)?))
        })
        .await?;
    let (person, known) = (who.person().clone(), taken.clone());
    app.write_once(form.once(&who.account), Books::from(taken), move |tx| {
        let (rows, outcome) = done(tx, &person, &id, &asked, &known)?;
        let grant = reading(tx, &person, outcome.sort)?;
        store::done(tx, &grant, &id, &rows)?;
        let count = |what: RowOutcome| rows.iter().filter(|row| row.outcome == what).count();
        let mut event = grant
            .event("import/done", format!("import/{id}"))
            .with("sort", outcome.sort)
            .with("text", &outcome.text_hash)
            .in_book(BookId::house());
        for what in RowOutcome::ALL {
            event = event.with(what.as_str(), count(*what));
        }
        Ok(Outcome::of(paths::import_at(paths::IMPORT, id.as_str()), event).and_all(outcome.events))
    })
    .await
}

/// What carrying a whole file out gave beside its rows.
struct Whole {
    sort: Sort,
    text_hash: String,
    events: Vec<Event>,
}

fn done(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &ImportId,
    asked: &forms::Import,
    taken: &[BookId],
) -> Result<(Vec<ImportRow>, Whole), Fault> {
    let shelf = tx.shelf();
    let import = store::own(tx.conn(), &person.account, id)?;
    let sheet = import.sheet.as_ref().filter(|_| import.state == State::Mapped).ok_or(Fault::NotFound)?;
    let planned = plan(tx.conn(), &shelf, person, import.sort, sheet, &import.mapping)?;
    let all_taken = books(&planned).iter().all(|book| taken.contains(book));
    if as_seen(&planned) != asked.seen || !all_taken {
        return Err(changed_since());
    }
    if asked.all && planned.iter().any(|one| one.outcome == RowOutcome::Fault) {
        let sentence =
            "Some rows have faults, so nothing was imported. Mend the file, or import the good rows.";
        return Err(Faults::one("how", sentence).into());
    }
    let (mut rows, mut events) = (Vec::new(), Vec::new());
    let (mut there, mut registered) = (There::default(), BTreeSet::new());
    for one in planned {
        let mut made: Vec<Made> = Vec::new();
        if let Some(Step::Register { person: owner, .. }) = &one.step {
            registered.insert(owner.clone());
        }
        match one.step {
            Some(Step::EnterThere { enrolment, marks, .. }) => there.keep(one.line, enrolment, marks),
            Some(step) => {
                let carried = carry_out(tx, person, id, step).map_err(|fault| at_line(one.line, fault))?;
                made = carried.made;
                events.extend(carried.events);
            }
            None => {}
        }
        rows.push(ImportRow {
            line: i32::try_from(one.line).map_err(Fault::broken)?,
            outcome: one.outcome,
            sentence: one.sentence,
            made,
            undone_at: None,
            kept_because: String::new(),
        });
    }
    events.extend(there.carry_out(tx, person, id, &mut rows)?);
    raise_registered(tx, &registered)?;
    Ok((rows, Whole { sort: import.sort, text_hash: import.text_hash, events }))
}

/// Registrations of these people were listed or taken back. Once for all of them and after everything that is written for
/// them, as nobody stores a standing until this write ends.
fn raise_registered(tx: &mut Tx<'_>, people: &BTreeSet<AccountId>) -> Result<(), Fault> {
    if people.is_empty() {
        return Ok(());
    }
    let people: Vec<AccountId> = people.iter().cloned().collect();
    standing::raise_all(tx, |conn| standing::enrolments_reading_any(conn, &people))
}

/// A rule that says no in the middle takes everything back, and says where.
pub(super) fn at_line(line: u64, fault: Fault) -> Fault {
    match fault {
        Fault::Refused(refusal) => Faults::one("", format!("Line {line}: {}", refusal.sentence)).into(),
        Fault::Typed(faults) => {
            let said: Vec<&str> = faults.iter().map(|(_, sentence)| sentence).collect();
            Faults::one("", format!("Line {line}: {}", said.join(" "))).into()
        }
        other => other,
    }
}

pub async fn undo(who: Importer, app: App, id: Path<ImportId>, form: Form<Nothing>) -> Answer {
    let (id, person) = (id.into_inner(), who.person().clone());
    let (me, looked_for) = (person.account.clone(), id.clone());
    let taken = app
        .read(move |r| {
            let import = store::own(r.conn(), &me, &looked_for)?;
            let mut taken = vec![BookId::house()];
            for made in store::rows(r.conn(), &import.id)?.into_iter().flat_map(|row| row.made) {
                let (Made::Enrolment { enrolment }
                | Made::EndDay { enrolment, .. }
                | Made::There { enrolment, .. }
                | Made::Entry { enrolment, .. }) = &made
                else {
                    continue;
                };
                match enrolments::store::enrolment(r.conn(), enrolment) {
                    Ok(row) => taken.push(row.portfolio.into()),
                    Err(Fault::NotFound) => {}
                    Err(other) => return Err(other),
                }
            }
            taken.sort();
            taken.dedup();
            Ok(taken)
        })
        .await?;
    let path = app
        .write_once(form.once(&who.account), Books::from(taken), move |tx| undone(tx, &person, &id))
        .await?;
    saying(path, "Undone. Rows on which something was built stay, and say why.")
}

fn undone(tx: &mut Tx<'_>, person: &Person, id: &ImportId) -> Result<Outcome<String>, Fault> {
    let import = store::own(tx.conn(), &person.account, id)?;
    let case = TakeBackCase {
        import: id.clone(),
        made_by: import.made_by.clone(),
        holds: store::holds(tx.conn(), person)?,
        sort: import.sort,
        done: import.state == State::Done,
    };
    let grant = may_undo_import(person, &case)?;
    let (mut events, mut kept, mut stale) = (Vec::new(), 0_usize, Stale::default());
    for row in store::rows(tx.conn(), id)?.into_iter().rev().filter(|row| !row.made.is_empty()) {
        let why = row_undone(tx, person, &grant, &row, &mut events, &mut stale)?;
        kept += usize::from(!why.is_empty());
        store::settle(tx, &grant, row.line, &why)?;
    }
    // Before any standing is stored here: whoever stores one and then asks to be alone may stand in another's way.
    raise_registered(tx, &stale.registered)?;
    for portfolio in &stale.portfolios {
        standing::refresh(tx, portfolio, &[])?;
    }
    store::undone(tx, &grant)?;
    let event =
        grant.event("import/undone", format!("import/{id}")).with("kept", kept).in_book(BookId::house());
    Ok(Outcome::of(paths::import_at(paths::IMPORT, id.as_str()), event).and_all(events))
}

/// Why the row stays; nothing if it was taken back.
fn row_undone(
    tx: &mut Tx<'_>,
    person: &Person,
    grant: &Grant<TakeRowBack>,
    row: &ImportRow,
    events: &mut Vec<Event>,
    stale: &mut Stale,
) -> Result<String, Fault> {
    match kept_because(tx, &row.made) {
        Ok(None) => {}
        Ok(Some(why)) => return Ok(why),
        Err(Fault::NotFound) => return Ok("it is not there any more".to_owned()),
        Err(other) => return Err(other),
    }
    let mut of_row = Vec::new();
    match take_back(tx, person, grant, &row.made, &mut of_row, stale) {
        Ok(()) => {}
        // A rule is asked before anything is written: as long as nothing was, the row simply stays.
        Err(Fault::Refused(refusal)) if of_row.is_empty() => return Ok(refusal.sentence),
        Err(Fault::NotFound) if of_row.is_empty() => {
            return Ok("it is no longer yours to take back".to_owned());
        }
        Err(other) => return Err(other),
    }
    events.extend(of_row);
    Ok(String::new())
}
