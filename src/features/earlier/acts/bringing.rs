//! A logbook on its way in: sent, mapped, looked at, brought in as one set. Until then it is a draft.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::earlier::mapping::{Mapping, suggest_words, suggested};
use crate::domain::earlier::{LOGBOOK, mapping};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::names::*;
use crate::domain::policy::earlier::may_bring_in;
use crate::domain::policy::entries::may_keep_draft;
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::earlier::acts::files::{scans_of, table_of};
use crate::features::earlier::forms::{self, SCANS};
use crate::features::earlier::looking::looked;
use crate::features::earlier::mapped::{mapped, unsaid};
use crate::features::earlier::pages;
use crate::features::earlier::store::{self, Bringing, NewUpload};
use crate::features::entries::Answers;
use crate::features::entries::store as entries;
use crate::features::identifiers::refuse;
use crate::features::{programmes, standing};
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

pub async fn begin(who: Trainee, app: App, mut form: Form<forms::Begin>) -> Answer {
    match begun(&who, &app, &mut form).await {
        Ok((draft, refused)) if refused.is_empty() => see_other(paths::earlier_draft(draft.as_str())),
        Ok((draft, refused)) => saying(paths::earlier_draft(draft.as_str()), refused.join(" ")),
        Err(fault) => pages::new_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn begun(
    who: &Trainee,
    app: &App,
    form: &mut Form<forms::Begin>,
) -> Result<(DraftId, Vec<String>), Fault> {
    let given = form.given()?;
    let (table, file_name, file_hash) = table_of(&form.files).await?;
    let mut refused = std::mem::take(&mut form.refused);
    let (scans, not_taken) = scans_of(app, std::mem::take(&mut form.files)).await?;
    refused.extend(not_taken);
    let (person, id, most): (_, DraftId, _) =
        (who.person().clone(), app.ids.make(who.now), app.config.drafts_limit);
    let draft = id.clone();
    app.write_quietly(Why::DraftSaved, move |tx| {
        let (shelf, sight) = (tx.shelf(), person.sight());
        let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
        let grant = may_keep_draft(&person, &id, None)?;
        let own = entries::own(tx.conn(), &shelf, &portfolio)?;
        let asked = entries::asked(tx.conn(), &shelf, &own, &given.kind)?;
        refuse(tx.conn(), "source", &given.source, false)?;
        room(tx, &person, &scans, most)?;
        let mut mapping = suggested(&table, &asked.kind);
        let like = store::mappings(tx.conn(), &sight, Some(&given.kind))?;
        if let Some((.., known)) = like.into_iter().find(|(id, ..)| Some(id) == given.like.as_ref()) {
            mapping = known.fitted(&table, &asked.kind);
            suggest_words(&mut mapping, &table, &asked.kind);
        }
        let under = own.ids_using(&given.kind);
        let new =
            NewUpload { kind: given.kind, source: given.source, under, file_name, file_hash, table, mapping };
        store::keep_upload(tx, &grant, &new)?;
        entries::attach(tx, &grant, &scans)
    })
    .await?;
    Ok((draft, refused))
}

/// One person keeps so many drafts, and files of such a weight, as anywhere.
fn room(tx: &mut Tx<'_>, person: &Person, files: &[entries::StoredFile], most: u64) -> Result<(), Fault> {
    let kept = entries::unsent(tx.conn(), &person.account)?;
    if kept.drafts >= crate::features::entries::DRAFTS {
        let sentence = "You have as many drafts as one person can keep. Submit or delete one first.";
        return Err(Refusal::new("drafts-full", sentence).into());
    }
    let all = files.iter().fold(kept.bytes, |sum, file| sum.saturating_add(file.size));
    if u64::try_from(all).is_ok_and(|all| all > most) {
        return Err(Faults::one(
            "scans",
            "Your drafts hold too much already. Submit or delete one, or send smaller files.",
        )
        .into());
    }
    Ok(())
}

pub async fn map(who: Trainee, app: App, id: Path<DraftId>, mut form: Form<forms::Mapped>) -> Answer {
    let id = id.into_inner();
    match map_kept(&who, &app, &id, &mut form).await {
        Ok(true) => see_other(paths::earlier_lines(id.as_str())),
        Ok(false) => saying(
            format!("{}#words", paths::earlier_draft(id.as_str())),
            "Saved. Some words of the new columns still need a meaning.",
        ),
        Err(fault) => pages::mapping_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

/// Whether there is nothing left to be said of the words.
async fn map_kept(
    who: &Trainee,
    app: &App,
    id: &DraftId,
    form: &mut Form<forms::Mapped>,
) -> Result<bool, Fault> {
    let given = form.given()?;
    let (person, id) = (who.person().clone(), id.clone());
    app.write_quietly(Why::DraftSaved, move |tx| {
        let (shelf, sight) = (tx.shelf(), person.sight());
        let upload = store::upload(tx.conn(), &sight, &id)?;
        let grant = may_keep_draft(&person, &id, Some(&person.account))?;
        let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
        let own = entries::own(tx.conn(), &shelf, &portfolio)?;
        let asked = entries::asked(tx.conn(), &shelf, &own, &upload.kind)?;
        let (mapping, mut faults) = mapped(&given.words, &upload.table, &asked.kind, &upload.mapping);
        let source = one_line("where the logbook is from", given.words.one("source"), 120);
        let source = faults.take("source", source);
        let possible = own.ids_using(&upload.kind);
        let under: Vec<EnrolmentId> = match possible.as_slice() {
            [_] => possible.clone(),
            _ => possible.iter().filter(|one| given.words.has("under", one.as_str())).cloned().collect(),
        };
        if under.is_empty() {
            faults.add("under", "Choose at least one programme, so that somebody can see it.");
        }
        let (true, Some(source)) = (faults.is_empty(), source) else { return Err(faults.into()) };
        refuse(tx.conn(), "source", &source, false)?;
        store::keep_mapping(tx, &grant, &mapping, &source, &under)?;
        // Words of a column that was not on the form yet are asked about before anything else.
        let is_new = |field: &&crate::domain::kind::Field| {
            mapping.column(&upload.table, &field.code) != upload.mapping.column(&upload.table, &field.code)
        };
        let choices = asked.kind.fields.iter().filter(|field| !field.choices().is_empty());
        let few = |words: &Vec<String>| !words.is_empty() && words.len() <= mapping::WORDS;
        let open = choices.filter(is_new).any(|field| few(&unsaid(&mapping, &upload.table, field)));
        Ok(!open)
    })
    .await
}

pub async fn scans(who: Trainee, app: App, id: Path<DraftId>, mut form: Form<forms::Scans>) -> Answer {
    let (id, given) = (id.into_inner(), form.given()?);
    let mut refused = std::mem::take(&mut form.refused);
    let (scans, not_taken) = scans_of(&app, std::mem::take(&mut form.files)).await?;
    refused.extend(not_taken);
    let (person, draft, most) = (who.person().clone(), id.clone(), app.config.drafts_limit);
    let kept = app
        .write_quietly(Why::DraftSaved, move |tx| {
            store::upload(tx.conn(), &person.sight(), &draft)?;
            let grant = may_keep_draft(&person, &draft, Some(&person.account))?;
            if !given.remove.is_empty() {
                return entries::detach(tx, &grant, &EvidenceId::new(&*given.remove));
            }
            if entries::draft_files(tx.conn(), &draft)?.len() + scans.len() > SCANS {
                return Err(Faults::one("", format!("Keep {SCANS} scans or fewer.")).into());
            }
            let kept = entries::unsent(tx.conn(), &person.account)?;
            let all = scans.iter().fold(kept.bytes, |sum, file| sum.saturating_add(file.size));
            if u64::try_from(all).is_ok_and(|all| all > most) {
                return Err(Faults::one("", "Your drafts hold too much already. Send smaller files.").into());
            }
            entries::attach(tx, &grant, &scans)
        })
        .await;
    let back = format!("{}#scans", paths::earlier_lines(id.as_str()));
    match kept {
        Ok(()) if refused.is_empty() => see_other(back),
        Ok(()) => saying(back, refused.join(" ")),
        Err(Fault::Typed(faults)) => {
            saying(back, faults.iter().map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" "))
        }
        Err(fault) => Err(fault.into()),
    }
}

pub async fn put_away(who: Trainee, app: App, id: Path<DraftId>, _form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    app.write_quietly(Why::DraftSaved, move |tx| {
        store::upload(tx.conn(), &person.sight(), &id)?;
        let grant = may_keep_draft(&person, &id, Some(&person.account))?;
        entries::remove_draft(tx, &grant)
    })
    .await?;
    saying(paths::EARLIER, "The file is deleted, and nothing of it is kept.")
}

pub async fn bring_in(who: Trainee, app: App, id: Path<DraftId>, mut form: Form<forms::Lines>) -> Answer {
    let (id, given) = (id.into_inner(), form.given()?);
    if !given.brings_in {
        keep(&who, &app, &id, given.answers).await?;
        return see_other(paths::earlier_lines(id.as_str()));
    }
    let (person, draft, answers) = (who.person().clone(), id.clone(), given.answers.clone());
    let done = app
        .write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
            let done = put_set(tx, &person, &draft, &given.mapped, &given.answers)?;
            Ok(done.map(|entry| paths::earlier_record(entry.as_str())))
        })
        .await;
    match done {
        Ok(location) => saying(location, "It is in, as one set. Now ask somebody to accept it."),
        Err(fault @ (Fault::Typed(_) | Fault::Refused(_))) => {
            keep(&who, &app, &id, answers).await?;
            pages::lines_with(&who, &app, id, form.again(beside_the_form(fault))?).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn keep(who: &Trainee, app: &App, id: &DraftId, answers: Answers) -> Result<(), Fault> {
    let (person, id) = (who.person().clone(), id.clone());
    app.write_quietly(Why::DraftSaved, move |tx| {
        store::upload(tx.conn(), &person.sight(), &id)?;
        let grant = may_keep_draft(&person, &id, Some(&person.account))?;
        store::keep_answers(tx, &grant, &answers)
    })
    .await
}

/// Brings the set in, inside a write that has taken the person's book. `mark`: what was on the screen.
pub fn put_set(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &DraftId,
    mark: &str,
    answers: &Answers,
) -> Result<Outcome<EntryId>, Fault> {
    let shelf = tx.shelf();
    let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
    let (grant, record) = may_bring_in(person, &portfolio)?;
    let draft_grant = may_keep_draft(person, id, Some(&person.account))?;
    let found = looked(tx.conn(), &shelf, person, id)?;
    if found.mark() != mark {
        return Err(Faults::one(
            "",
            "You have changed something in another window. Look at the lines again.",
        )
        .into());
    }
    let faults = found.in_the_way(answers);
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let lines = found.coming(answers);
    let logbook = programmes::kind_version(tx.conn(), &shelf, LOGBOOK, 1)?;
    let (table, mapping): (_, &Mapping) = (&found.upload.table, &found.upload.mapping);
    let left_out = mapping.dropped(table);
    let set = Bringing {
        portfolio: &portfolio,
        kind: found.kind.clone(),
        logbook,
        source: &found.upload.source,
        file_hash: &found.upload.file_hash,
        left_out: &left_out,
        mapping,
        lines: &lines,
        files: found.files.clone(),
        under: &found.filed_under(),
    };
    let written = store::bring_in(tx, &grant, &record, &set)?;
    entries::remove_draft(tx, &draft_grant)?;
    standing::refresh_all(tx, &portfolio)?;
    let mut event = grant
        .event("earlier/brought-in", format!("entry/{}", written.entry))
        .with("lines", lines.len())
        .with("file", &found.upload.file_hash);
    let explained = found.explained(answers);
    if !explained.is_empty() {
        event = event.with("explained", explained.join(" "));
    }
    Ok(Outcome::of(written.entry, event))
}
