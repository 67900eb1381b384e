//! Choosing how often a letter comes.

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Faults;
use crate::domain::names::BookId;
use crate::domain::policy::requests::may_choose_rhythm;
use crate::domain::waiting::Rhythm;
use crate::features::requests::store;
use crate::web::form::{Form, FromForm};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::Words;

pub struct Chosen(Rhythm);

impl FromForm for Chosen {
    fn read(words: &Words, faults: &mut Faults) -> Option<Chosen> {
        let chosen = words.one("rhythm").parse::<Rhythm>().map_err(|_| "Choose how often.");
        faults.take("rhythm", chosen).map(Chosen)
    }
}

pub async fn set_rhythm(who: SignedIn, app: App, mut form: Form<Chosen>) -> Answer {
    let (chosen, person, once) = (form.given()?.0, who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = may_choose_rhythm(&person);
            store::choose_rhythm(tx, &grant, chosen)?;
            let event = grant
                .event("digest/chosen", format!("account/{}", person.account))
                .with("rhythm", chosen)
                .in_book(BookId::house());
            Ok(Outcome::of(paths::NOTICES.to_owned(), event))
        })
        .await?;
    saying(path, "It is saved. What is new stands here in any case.")
}
