//! Claiming earlier learning against one requirement of one enrolment of one's own.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::earlier::LEARNING;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::identifiers::look;
use crate::domain::kind::{Value, Values};
use crate::domain::names::*;
use crate::domain::policy::earlier::{Accepted, Case, may_ask_to_accept, may_bring_in};
use crate::domain::role::Person;
use crate::features::earlier::acts::files::scans_of;
use crate::features::earlier::cases::{entitled, how_much, part_of, takes_earlier, wanted_by};
use crate::features::earlier::forms::Claiming;
use crate::features::earlier::pages;
use crate::features::earlier::store::{self, Claim};
use crate::features::enrolments::in_its_names;
use crate::features::entries::store::{self as entries, StoredFile};
use crate::features::entries::{About, Answers, LOOKED, New, answered, in_files, in_names};
use crate::features::identifiers;
use crate::features::{programmes, standing};
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn claim(who: Trainee, app: App, mut form: Form<Claiming>) -> Answer {
    match claimed(&who, &app, &mut form).await {
        Ok(path) => saying(path, "Claimed. It counts once somebody has accepted it."),
        Err(fault) => pages::claim_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn claimed(who: &Trainee, app: &App, form: &mut Form<Claiming>) -> Result<String, Fault> {
    let given = form.given()?;
    let once = form.once(&who.account);
    let mut refused = std::mem::take(&mut form.refused);
    let (files, not_taken) = scans_of(app, std::mem::take(&mut form.files)).await?;
    refused.extend(not_taken);
    if !refused.is_empty() {
        return Err(Faults::one("files", refused.join(" ")).into());
    }
    let person = who.person().clone();
    let of = given.enrolment.clone();
    let done = app
        .write_once(once, Books::of_person(&who.account), move |tx| {
            Ok(put_claim(tx, &person, &given, &files)?.map(|entry| paths::earlier_record(entry.as_str())))
        })
        .await;
    in_its_names(app, &of, done).await
}

/// Claims, inside a write that has taken the person's book.
pub fn put_claim(
    tx: &mut Tx<'_>,
    person: &Person,
    given: &Claiming,
    files: &[StoredFile],
) -> Result<Outcome<EntryId>, Fault> {
    let shelf = tx.shelf();
    let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
    let (grant, record) = may_bring_in(person, &portfolio)?;
    let own = entries::own(tx.conn(), &shelf, &portfolio)?;
    let found = own.enrolments.iter().find(|(row, _)| row.id == given.enrolment);
    let (_, version) = found.ok_or(Fault::NotFound)?;
    let requirement = version.requirement(&given.requirement).ok_or(Fault::NotFound)?;
    if !takes_earlier(version, requirement) {
        let sentence = "Nothing from before the programme counts for this requirement.";
        return Err(Refusal::new("earlier-not-accepted", sentence).into());
    }
    if given.until > person.today() {
        return Err(Faults::one("until", "This day is still to come. Enter a day up to today.").into());
    }
    let (credit, items) = part_of(Some(requirement), &given.which)
        .ok_or_else(|| Faults::one("which", "Choose how much of it you claim."))?;
    let mut explained = words_named(tx, given)?;
    let stored = entries::files_to_submit(tx, None, files)?;
    explained.extend(files_named(tx, given, &stored)?);
    let text = |text: &str| Value::Text(text.to_owned());
    let values: Values = [
        ("what".to_owned(), text(&given.what)),
        ("where".to_owned(), text(&given.place)),
        ("requirement".to_owned(), text(&format!("{}: {}", version.title, requirement.title))),
        ("claimed".to_owned(), text(&how_much(requirement, credit, &items))),
        ("why".to_owned(), text(&given.why)),
    ]
    .into();
    let new = New {
        portfolio: portfolio.clone(),
        kind: programmes::kind_version(tx.conn(), &shelf, LEARNING, 1)?,
        day: given.from,
        until: Some(given.until),
        values,
        files: stored,
        filed_under: vec![given.enrolment.clone()],
    };
    let claim =
        Claim { enrolment: given.enrolment.clone(), requirement: requirement.code.clone(), credit, items };
    let written = store::claim(tx, &grant, &record, &new, &claim)?;
    let mut event = grant
        .event("earlier/claimed", format!("entry/{}", written.entry))
        .with("requirement", &requirement.code);
    if let Some(asked) = &given.ask {
        let wanted = wanted_by(requirement);
        let able = entitled(tx.conn(), person, &new.filed_under, &wanted, &person.account)?;
        let case = Case {
            entry: written.entry.clone(),
            portfolio: portfolio.clone(),
            owner: person.account.clone(),
            undone: false,
            accepted: Accepted::Nothing,
            wanted,
            capacities: Vec::new(),
        };
        let entitled = able.iter().any(|(id, _)| id == asked);
        let grant = may_ask_to_accept(person, &case, asked, entitled)
            .map_err(|refusal| Faults::one("ask", refusal.sentence))?;
        let request = entries::ask(tx, &grant, &written.entry, &written.version, asked)?;
        event = event.with("request", request).with("asked", asked);
    }
    if !explained.is_empty() {
        event = event.with("explained", explained.join(" "));
    }
    standing::refresh_all(tx, &portfolio)?;
    Ok(Outcome::of(written.entry, event))
}

/// Words that may name a patient are refused, unless their writer says that they name nobody.
fn words_named(tx: &mut Tx<'_>, given: &Claiming) -> Result<Vec<String>, Fault> {
    let house = identifiers::patterns(tx.conn())?;
    let mut passed = Vec::new();
    for (field, text) in [("what", &given.what), ("place", &given.place), ("why", &given.why)] {
        let place = field == "place";
        let found = look(text, &house).into_iter().filter(|one| {
            use crate::domain::identifiers::What::{Phone, Postcode};
            !(place && matches!(one.what, Postcode | Phone))
        });
        for one in found {
            if !given.nobody {
                identifiers::refuse(tx.conn(), field, text, false)?;
            }
            passed.push(format!("{field}:{}", one.what));
        }
    }
    Ok(passed)
}

/// What is inside the files: a finding is taken out first, a scan has been looked at by its owner.
fn files_named(
    tx: &mut Tx<'_>,
    given: &Claiming,
    files: &[crate::features::entries::FileShown],
) -> Result<Vec<String>, Fault> {
    let house = identifiers::patterns(tx.conn())?;
    let (mut questions, waiting) = in_files(tx.conn(), files, &[], &house)?;
    questions.extend(in_names(files, &[], &house));
    if !waiting.is_empty() {
        return Err(
            Faults::one("files", "A file could not be checked just now. Try again in a minute.").into()
        );
    }
    let mut answers = Answers::new();
    for question in &questions {
        match question.about {
            About::Unread if given.looked => {
                answers.insert(question.key.clone(), LOOKED.to_owned());
            }
            About::Unread => {
                let sentence =
                    "A scan or picture cannot be read here. Look at every page yourself, and say so.";
                return Err(Faults::one("looked", sentence).into());
            }
            About::Never(why) => {
                return Err(Faults::one("files", format!("{}: {why}", question.place)).into());
            }
            About::Looks(what) => {
                let sentence = format!(
                    "In {} there is something that looks like {}. Take it out and send the file again.",
                    question.place,
                    what.shown()
                );
                return Err(Faults::one("files", sentence).into());
            }
        }
    }
    Ok(answered(&questions, &answers).unwrap_or_default())
}
