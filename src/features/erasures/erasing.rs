//! Erasing itself, by the job, and what a restore and each start do of it again. The list outside the database is
//! written first: whatever breaks off afterwards, every copy of the house ends with the person erased. Each entry is a
//! transaction of its own, and one that was done is known for it; so is each portfolio in which they stated who they are
//! as an assessor; the rest is one more, which ends it. Letters that were written as files go right before that, while it
//! is known what the person is called, and after, since another process may have written one meanwhile.

use tokio::task::spawn_blocking;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::erasure::{Called, ToldErased};
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::names::{AccountId, BookId, EntryId, ErasureId, PortfolioId, StatementId};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::policy::redactions::Strike;
use crate::domain::role::{Capacity, System};
use crate::features::entries::seen_by_house;
use crate::features::erasures::store;
use crate::features::{
    accounts, approvals, certificates, enrolments, exports, feedback, imports, outside, people, quality,
    redactions, reviews, rooms, standing,
};
use crate::mail::forget;
use crate::struck::{Listed, StruckList};

/// What making list and database agree took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// People whom this database had not erased.
    pub again: usize,
    /// People of whom it has never heard.
    pub elsewhere: usize,
    /// Erasures that the list had not heard of.
    pub added: usize,
}

/// By the job. Run twice it does nothing twice; broken off it goes on where it was.
pub async fn erase(app: &App, id: &ErasureId, system: System) -> Result<(), Fault> {
    let wanted = id.clone();
    let told = app.read(move |r| store::told(r.conn(), system)).await?;
    let Some(told) = told.into_iter().find(|told| told.erasure == wanted) else { return Ok(()) };
    add(app, vec![told.clone()]).await?;
    let wanted = told.erasure.clone();
    if !app.read(move |r| Ok(store::one(r.conn(), &wanted)?.is_done())).await? {
        carry_out(app, &told, system).await?;
    }
    Ok(())
}

/// Entry by entry, then the rest. Gives the files that nothing names any more, which a job takes off the disk too;
/// a restore runs none. Somebody may record something between the two: then it is begun anew.
async fn carry_out(app: &App, told: &ToldErased, system: System) -> Result<Vec<String>, Fault> {
    let asked = told.clone();
    let called = app.read(move |r| store::called(r.conn(), &asked, system)).await?;
    let gone = all_of_it(app, told, &called, system).await?;
    forget_letters(app, &called).await?;
    Ok(gone)
}

async fn forget_letters(app: &App, called: &Called) -> Result<(), Fault> {
    let (folder, called) = (app.config.letters(), called.clone());
    let at = folder.display().to_string();
    let gone = spawn_blocking(move || forget(&folder, &called)).await.map_err(Fault::broken)?;
    gone.map(drop)
        .map_err(|why| Fault::Broken(format!("the letters in {at} cannot be looked through: {why}")))
}

async fn all_of_it(
    app: &App,
    told: &ToldErased,
    called: &Called,
    system: System,
) -> Result<Vec<String>, Fault> {
    let mut gone = Vec::new();
    loop {
        let asked = told.clone();
        let entries = app
            .read(move |r| redactions::not_erased(r.conn(), &asked.portfolio, &asked.erasure, system))
            .await?;
        for entry in entries {
            gone.extend(one_entry(app, told, entry, system).await?);
        }
        let asked = told.clone();
        let stated =
            app.read(move |r| outside::portfolios_stated_in(r.conn(), whose(&asked), system)).await?;
        for portfolio in stated {
            one_of_others(app, told, portfolio, system).await?;
        }
        // Once the rest is done nothing knows any more what the person was called: whatever breaks off then has left no
        // letter of before behind.
        forget_letters(app, called).await?;
        let (asked, grant, called) = (told.clone(), granted(told, system), called.clone());
        let mut books = vec![BookId::house()];
        books.extend(told.has_record().then(|| BookId::from(told.portfolio.clone())));
        let done =
            app.write(Books::from(books), move |tx| the_rest(tx, &grant, (&asked, &called), system)).await?;
        if let Some(rest) = done {
            gone.extend(rest);
            return Ok(gone);
        }
    }
}

fn granted(told: &ToldErased, system: System) -> Grant<ErasePerson> {
    let act = ErasePerson {
        erasure: told.erasure.clone(),
        person: told.person.clone(),
        portfolio: told.portfolio.clone(),
        keeps_name: told.keeps_name,
    };
    Grant::to_system(system, act)
}

async fn one_entry(
    app: &App,
    told: &ToldErased,
    entry: EntryId,
    system: System,
) -> Result<Vec<String>, Fault> {
    let told = told.clone();
    let book = BookId::from(told.portfolio.clone());
    app.write(Books::from(book), move |tx| {
        let shelf = tx.shelf();
        let seen = seen_by_house(tx.conn(), &shelf, &entry, system)?;
        let act = Strike { entry: entry.clone(), capacity: Capacity::Governance, first_by: None };
        let grant = Grant::to_system(system, act);
        let struck = redactions::erase_entry(tx, &grant, &seen, &told.erasure)?;
        let event = grant.event("entry/erased", format!("entry/{entry}"));
        let event = event.with("erasure", &told.erasure).with("redaction", &struck.row.id);
        Ok(Outcome::of(struck.gone, event))
    })
    .await
}

/// Whose statements those are, by the person and by the list.
fn whose(told: &ToldErased) -> (&AccountId, &[StatementId]) {
    (&told.person, &told.statements)
}

/// What they stated of themselves as an assessor of somebody else's entries.
async fn one_of_others(
    app: &App,
    told: &ToldErased,
    portfolio: PortfolioId,
    system: System,
) -> Result<(), Fault> {
    let (told, grant) = (told.clone(), granted(told, system));
    app.write(Books::from(BookId::from(portfolio.clone())), move |tx| {
        let statements = outside::erase_stated(tx, &grant, (&portfolio, &told.statements))?;
        let event = grant.event("assessor/erased", format!("portfolio/{portfolio}"));
        Ok(Outcome::of((), event.with("erasure", &told.erasure).with("statements", statements)))
    })
    .await
}

/// Nothing where an entry has come in meanwhile, or they decided on one.
fn the_rest(
    tx: &mut Tx<'_>,
    grant: &Grant<ErasePerson>,
    (told, called): (&ToldErased, &Called),
    system: System,
) -> Result<Outcome<Option<Vec<String>>>, Fault> {
    let of_house = grant.event("erasure/done", format!("account/{}", told.person)).in_book(BookId::house());
    let of_house = of_house.with("erasure", &told.erasure);
    let is_done = redactions::not_erased(tx.conn(), &told.portfolio, &told.erasure, system)?.is_empty()
        && outside::portfolios_stated_in(tx.conn(), whose(told), system)?.is_empty();
    if !is_done {
        let event = grant.event("erasure/went-on", format!("account/{}", told.person));
        return Ok(Outcome::of(None, event.in_book(BookId::house()).with("erasure", &told.erasure)));
    }
    // These know names and addresses, so they are looked through while the account has them.
    imports::erase_words(tx, grant)?;
    feedback::erase_rounds(tx, grant)?;
    approvals::erase_words(tx, grant)?;
    let mut gone = exports::erase_reports(tx, grant)?;
    gone.extend(store::clear(tx, grant, called)?);
    outside::erase_addresses(tx, grant)?;
    certificates::erase_certificates(tx, grant)?;
    reviews::erase_reviews(tx, grant)?;
    enrolments::erase_words(tx, grant)?;
    quality::erase_reasons(tx, grant)?;
    quality::erase_actions(tx, grant)?;
    people::erase_numbers(tx, grant)?;
    rooms::erase_scans(tx, grant)?;
    accounts::erase_account(tx, grant)?;
    if told.has_record() {
        standing::refresh_all(tx, &told.portfolio)?;
    }
    store::done(tx, grant)?;
    tx.later(Job::FinishStriking { gone: gone.clone() })?;
    if !told.has_record() {
        return Ok(Outcome::of(Some(gone), of_house));
    }
    let of_record = grant.event("portfolio/erased", format!("portfolio/{}", told.portfolio));
    let of_record = of_record.in_book(told.portfolio.clone()).with("erasure", &told.erasure);
    Ok(Outcome::of(Some(gone), of_house).and(of_record))
}

/// Erases again whom only the list knows, or who was half erased, and lists whom only the database knows.
pub async fn catch_up(app: &App, system: System) -> Result<CaughtUp, Fault> {
    let mut done = CaughtUp::default();
    for told in listed(app).await?.erased {
        let asked = told.clone();
        match app.read(move |r| store::known(r.conn(), &asked, system)).await? {
            None => done.elsewhere += 1,
            Some(Some(row)) if row.is_done() => {}
            Some(known) => {
                if !known.is_some_and(|row| row.is_agreed()) {
                    again(app, &told, system).await?;
                }
                let gone = carry_out(app, &told, system).await?;
                redactions::finish(app, &gone, system).await?;
                done.again += 1;
            }
        }
    }
    let ours = app.read(move |r| store::told(r.conn(), system)).await?;
    done.added = add(app, ours).await?;
    Ok(done)
}

/// By the house itself: two people said so, before this copy of it was put back.
async fn again(app: &App, told: &ToldErased, system: System) -> Result<(), Fault> {
    let (told, grant) = (told.clone(), granted(told, system));
    app.write(Books::house(), move |tx| {
        accounts::open_nobody(tx, &grant)?;
        store::outright(tx, &grant, &told)?;
        accounts::shut(tx, &grant, &told.person)?;
        let event = grant.event("erasure/again", format!("account/{}", told.person));
        Ok(Outcome::of((), event.with("erasure", &told.erasure)))
    })
    .await
}

/// How many people were erased, and what of it is not as it should be.
pub async fn verify(app: &App, system: System) -> Result<(usize, Vec<String>), Fault> {
    let listed = listed(app).await?;
    let at = app.config.struck_out.display().to_string();
    let (erased, mut wrong) = app
        .read(move |r| {
            let (mut erased, mut wrong) = (0, Vec::new());
            for told in store::told(r.conn(), system)? {
                let row = store::one(r.conn(), &told.erasure)?;
                if row.is_done() {
                    erased += 1;
                    wrong.extend(store::not_nobody(r.conn(), &row, system)?);
                }
                if row.is_done() && !listed.names_erasure(&row.id) {
                    let sentence = "a restored backup would bring the person back";
                    wrong.push(format!("erasures/{} is not in {at}: {sentence}", row.id));
                }
            }
            Ok((erased, wrong))
        })
        .await?;
    wrong.sort();
    Ok((erased, wrong))
}

async fn listed(app: &App) -> Result<Listed, Fault> {
    let list = StruckList::at(&app.config.struck_out);
    spawn_blocking(move || list.read()).await.map_err(Fault::broken)?.map_err(|why| unlistable(app, &why))
}

async fn add(app: &App, told: Vec<ToldErased>) -> Result<usize, Fault> {
    let list = StruckList::at(&app.config.struck_out);
    spawn_blocking(move || list.add_erased(&told))
        .await
        .map_err(Fault::broken)?
        .map_err(|why| unlistable(app, &why))
}

fn unlistable(app: &App, why: &std::io::Error) -> Fault {
    Fault::Broken(format!("PERFOLIO_STRUCK_OUT: {}: {why}", app.config.struck_out.display()))
}
