//! Beginning a programme and its drafts, and giving a programme to an institution.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::authoring::{empty_file, named};
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::BookId;
use crate::domain::policy::admin::may_keep_house;
use crate::domain::policy::authoring::{AuthorCase, may_author, may_begin_programme};
use crate::domain::role::{Person, Scope};
use crate::domain::territory::{Over, Spot};
use crate::features::authorship::desk::written;
use crate::features::authorship::forms::{self, Origin};
use crate::features::authorship::{pages, store};
use crate::features::people::{Atlas, keeps_house, territory};
use crate::features::programmes;
use crate::web::form::{Form, FromForm};
use crate::web::gate::{Admin, Lead};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn begin_programme(who: Lead, app: App, mut form: Form<forms::NewProgramme>) -> Answer {
    match programme_begun(&who, &app, &mut form).await {
        Ok(path) => {
            saying(path, "The programme is begun. Nobody can be enrolled on it before you publish a version.")
        }
        Err(fault) => {
            let fault = match fault {
                Fault::Taken(_) => {
                    Faults::one("code", "There is a programme with this code. Choose another.").into()
                }
                other => beside_the_form(other),
            };
            pages::new_programme_with(&who, &app, form.again(fault)?).await
        }
    }
}

async fn programme_begun(
    who: &Lead,
    app: &App,
    form: &mut Form<forms::NewProgramme>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let file = uploaded(form, &given.draft.origin).await?;
    let person = who.person().clone();
    app.write_once(form.once(&who.account), Books::house(), move |tx| {
        let done = put_programme(tx, &person, &given, file)?;
        Ok(done.map(|number| paths::of_draft(paths::PROGRAMME_DRAFT, &given.code, number)))
    })
    .await
}

/// Begins a programme of an institution's own and its first draft, with the text of a file where one is given,
/// inside a write that has taken the house's book. Gives the draft's number.
pub fn put_programme(
    tx: &mut Tx<'_>,
    person: &Person,
    given: &forms::NewProgramme,
    file: Option<String>,
) -> Result<Outcome<i32>, Fault> {
    let atlas = Atlas::load(tx.conn())?;
    let spot = atlas.spot(&Over::of(Scope::Institution, &given.institution))?;
    let territory = territory(tx.conn(), &person.account, person.today())?;
    let grant = may_begin_programme(person, &given.institution, &spot, &territory)?;
    let text = first_text(tx.conn(), &given.draft, file, &given.code, Some(&given.title))?;
    let programme = programmes::begin_programme(tx, &grant, &given.code, &given.title)?;
    let case = AuthorCase {
        programme: programme.clone(),
        spot: Spot::alone(Over::of(Scope::Programme, &programme)),
        owner: Some(spot),
        territory,
    };
    let author = may_author(person, &case)?;
    let (draft, number) = store::begin(tx, &author, None, &text)?;
    let subject = format!("programme/{programme}");
    let begun = grant.event("programme/begun", &subject).with("code", &given.code);
    let event = author
        .event("programme/draft-begun", format!("draft/{draft}"))
        .with("institution", &given.institution)
        .in_book(BookId::from(programme));
    Ok(Outcome::of(number, begun.in_book(BookId::house())).and(event))
}

pub async fn begin_draft(who: Lead, app: App, path: Path<String>, mut form: Form<forms::Draft>) -> Answer {
    let programme = path.into_inner();
    match draft_begun(&who, &app, &programme, &mut form).await {
        Ok(path) => saying(path, "The draft is begun. Nothing changes for anybody before you publish it."),
        Err(fault) => pages::workshop_with(&who, &app, programme, form.again(beside_the_form(fault))?).await,
    }
}

async fn draft_begun(
    who: &Lead,
    app: &App,
    code: &str,
    form: &mut Form<forms::Draft>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let file = uploaded(form, &given.origin).await?;
    let (person, named) = (who.person().clone(), code.to_owned());
    let book = app.read(move |r| Ok(BookId::from(programmes::programme_named(r.conn(), &named)?.id))).await?;
    let code = code.to_owned();
    app.write_once(form.once(&who.account), Books::from(book), move |tx| {
        let written = written(tx.conn(), &person, &code)?;
        let text = first_text(tx.conn(), &given, file, &code, None)?;
        let from = match &given.origin {
            Origin::Version(id) => Some(id.clone()),
            _ => None,
        };
        // Only a version of the same programme has people on it who would move with it.
        let from = match from {
            Some(id) if programmes::version_row(tx.conn(), &id)?.programme == written.programme.id => {
                Some(id)
            }
            _ => None,
        };
        let (draft, number) = store::begin(tx, &written.grant, from.as_ref(), &text)?;
        let event = written.grant.event("programme/draft-begun", format!("draft/{draft}"));
        let event = match &from {
            Some(id) => event.with("from", id),
            None => event,
        };
        Ok(Outcome::of(paths::of_draft(paths::PROGRAMME_DRAFT, &code, number), event))
    })
    .await
}

/// The text of the file that came with the form, where the draft is to begin with one.
async fn uploaded<F: FromForm>(form: &Form<F>, origin: &Origin) -> Result<Option<String>, Fault> {
    if *origin != Origin::File {
        return Ok(None);
    }
    let Some(file) = form.files.first() else {
        return Err(Faults::one("file", "Choose the file that the draft begins with.").into());
    };
    let bytes = tokio::fs::read(file.path()).await.map_err(Fault::broken)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
        Err(_) => {
            Err(Faults::one("file", "This is not a text file. Choose a programme file (.toml).").into())
        }
    }
}

/// What the first save says: with the new version's name and the programme's code at its head, wherever it comes
/// from. A file that is not TOML is kept as it is, to be mended as text.
fn first_text(
    conn: &mut Conn,
    draft: &forms::Draft,
    file: Option<String>,
    code: &str,
    title: Option<&str>,
) -> Result<String, Fault> {
    let text = match (&draft.origin, file) {
        (Origin::Version(id), _) => programmes::words(conn, id)?,
        (Origin::File, Some(text)) => text,
        _ => empty_file(code, &draft.version, title.unwrap_or_default()),
    };
    Ok(named(&text, code, &draft.version, title).unwrap_or(text))
}

pub async fn give_programme(
    who: Admin,
    app: App,
    path: Path<String>,
    mut form: Form<forms::Owner>,
) -> Answer {
    let code = path.into_inner();
    let given = match form.given() {
        Ok(given) => given,
        Err(fault) => return pages::owner_with(&who, &app, code, form.again(fault)?).await,
    };
    let (person, named) = (who.person().clone(), code.clone());
    let programme = app.read(move |r| Ok(programmes::programme_named(r.conn(), &named)?.id)).await?;
    let book = BookId::from(programme.clone());
    app.write_once(form.once(&who.account), Books::from(book), move |tx| {
        let keeps = keeps_house(tx.conn(), &person.account, person.today())?;
        let grant = may_keep_house(&person, keeps)?;
        Atlas::load(tx.conn())?.spot(&Over::of(Scope::Institution, &given.institution))?;
        programmes::give_programme(tx, &grant, &programme, &given.institution)?;
        let event = grant
            .event("programme/given", format!("programme/{programme}"))
            .with("institution", &given.institution);
        Ok(Outcome::of(String::new(), event))
    })
    .await?;
    saying(
        paths::PROGRAMMES,
        "The programme is given. Training leads of that institution write its next versions.",
    )
}
