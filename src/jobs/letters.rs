//! Notices become letters: subject, plain text, HTML. A letter carries no more than it must, since
//! mail is read on locked screens: who, what kind of thing and when, never a clinical word of the
//! entry. Everything in a letter is in the app as well.

mod alive;
mod approvals;
mod entries;
mod factor;
mod feedback;
mod life;
mod outside;
mod record;
mod reviews;
mod second;

use askama::Template;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::job::{Notice, OutsideLetter};
use crate::domain::names::{AccountId, InvitationId};
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::accounts::{self, Fresh};
use crate::features::outside::{code_letter, confirm_letter};
use crate::features::{certificates, feedback as rounds, quality, requests};
use crate::jobs::store;
use crate::mail::Letter;

#[derive(Template)]
#[template(path = "mail/letter.txt", escape = "none")]
struct Plain<'a> {
    name: &'a str,
    lines: &'a [String],
    link: Option<(&'a str, &'a str)>,
    house: &'a str,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    subject: &'a str,
    name: &'a str,
    lines: &'a [String],
    link: Option<(&'a str, &'a str)>,
    house: &'a str,
}

struct Words {
    subject: String,
    lines: Vec<String>,
    /// What the link is called and its path.
    link: Option<(&'static str, String)>,
}

/// The letter, or nothing when its cause is gone (undone, used, closed) or nobody is there to read it.
pub async fn write(
    app: &App,
    to: &AccountId,
    what: &Notice,
    system: System,
) -> Result<Option<Letter>, Fault> {
    let account = to.clone();
    let addressee = app.read(move |r| store::addressee(r.conn(), &account, system)).await?;
    let Some((name, address)) = addressee else { return Ok(None) };
    let Some(words) = words(app, to, what, system).await? else { return Ok(None) };
    Ok(Some(letter(app, name, address, words)?))
}

/// The same to a work address that is no account's; nobody is greeted by name there.
pub async fn write_outside(app: &App, what: &OutsideLetter, system: System) -> Result<Option<Letter>, Fault> {
    let (address, words) = match what {
        OutsideLetter::Code { code } => match code_letter(app, code, system).await? {
            Some(found) => (found.address.clone(), outside::code(&found)),
            None => return Ok(None),
        },
        OutsideLetter::Confirm { statement } => match confirm_letter(app, statement, system).await? {
            Some(found) => (found.address.clone(), outside::confirm(&found)),
            None => return Ok(None),
        },
        OutsideLetter::Rate { rater, again } => match rounds::letter(app, rater, system).await? {
            // The trainee says who they are, and the letter is for nobody else.
            Some(found) => {
                let (name, address) = (found.name.clone(), found.address.clone());
                return Ok(Some(letter(app, name, address, feedback::asked(&found, *again))?));
            }
            None => return Ok(None),
        },
    };
    Ok(Some(letter(app, "colleague".to_owned(), address, words)?))
}

fn letter(app: &App, name: String, address: String, words: Words) -> Result<Letter, Fault> {
    // By name only: a letter has one link at most, and mail programs make one of every address.
    let house = app.config.link("/");
    let house = house.split_once("://").map_or(house.as_str(), |(_, rest)| rest).trim_end_matches('/');
    let link = words.link.as_ref().map(|(label, path)| (*label, app.config.link(path)));
    let link = link.as_ref().map(|(label, address)| (*label, address.as_str()));
    let plain = Plain { name: &name, lines: &words.lines, link, house };
    let html = Html { subject: &words.subject, name: &name, lines: &words.lines, link, house };
    Ok(Letter {
        text: plain.render().map_err(Fault::broken)?,
        html: html.render().map_err(Fault::broken)?,
        subject: words.subject,
        to_name: name,
        to_address: address,
    })
}

async fn words(app: &App, to: &AccountId, what: &Notice, system: System) -> Result<Option<Words>, Fault> {
    match what {
        Notice::Invited { invitation } => {
            let link = fresh_link(app, invitation).await?;
            let id = invitation.clone();
            let inviter = app.read(move |r| store::inviter(r.conn(), &id, system)).await?;
            Ok(link.map(|link| Words {
                subject: "You are invited to Perfolio".to_owned(),
                lines: vec![
                    format!(
                        "{} invites you to Perfolio, the training record of your department.",
                        inviter.as_deref().unwrap_or("Your department")
                    ),
                    format!(
                        "The link below is yours alone. It works once, until {}, and lets you choose your own password.",
                        link.expires_at.shown_in(DEFAULT_ZONE)
                    ),
                ],
                link: Some(("Join Perfolio", format!("/invitations/{}", link.token))),
            }))
        }
        Notice::NewPassword { invitation } => {
            let link = fresh_link(app, invitation).await?;
            Ok(link.map(|link| Words {
                subject: "A new password for Perfolio".to_owned(),
                lines: vec![
                    "Somebody, we hope you, asked for a new password.".to_owned(),
                    format!(
                        "The link below works once, until {}. If it was not you, do nothing: your password stays as it is.",
                        link.expires_at.shown_in(DEFAULT_ZONE)
                    ),
                ],
                link: Some(("Choose a new password", format!("/password/{}", link.token))),
            }))
        }
        Notice::Asked { request } => {
            let id = request.clone();
            let asked = app.read(move |r| {
                let shelf = r.shelf();
                store::asked(r.conn(), &shelf, &id, system)
            });
            let asked = asked.await?;
            let earlier = asked.as_ref().is_some_and(|asked| crate::domain::earlier::is_accepted_kind(&asked.kind));
            if let Some(asked) = asked.as_ref().filter(|_| earlier) {
                return Ok(Some(Words {
                    subject: format!("{} asks you to accept what is from before", asked.trainee),
                    lines: vec![format!(
                        "{} has brought in a record from before, or claims earlier learning, and asks you to compare it \
                         with the original and to accept it or send it back.",
                        asked.trainee
                    )],
                    link: Some(("Open it", format!("/inbox/{}", asked.request))),
                }));
            }
            Ok(asked.map(|asked| entries::asked(&asked)))
        }
        Notice::Decided { .. }
        | Notice::DecidedTogether { .. }
        | Notice::TakenBack { .. }
        | Notice::EarlierJudged { .. }
        | Notice::OutsideEnded { .. }
        | Notice::LinkUnused { .. }
        | Notice::AskedIsGone { .. }
        | Notice::AskedAreGone { .. }
        | Notice::NobodyDecides { .. }
        | Notice::LinkGuessed { .. }
        | Notice::SameRegistration { .. }
        | Notice::ChangedAfterSigning { .. } => entries::words(app, to, what, system).await,
        Notice::ExportReady { export } => {
            let id = export.clone();
            let found = app.read(move |r| store::export(r.conn(), &id, system)).await?;
            let Some((title, ready)) = found else { return Ok(None) };
            let lines = if ready {
                vec![format!("Your report “{title}” is ready.")]
            } else {
                vec![format!(
                    "Your report “{title}” could not be made. The page says why, and lets you ask again."
                )]
            };
            Ok(Some(Words {
                subject: "Your report from Perfolio".to_owned(),
                lines,
                link: Some(("Open the reports page", "/exports".to_owned())),
            }))
        }
        Notice::Held { draft } => Ok(Some(Words {
            subject: "Something you sent is held with you".to_owned(),
            lines: vec![
                "An entry that you submitted may say who a patient is, so nobody else sees it yet. Look at it, and \
                 correct it or say what it is."
                    .to_owned(),
            ],
            link: Some(("Look at it", crate::web::paths::draft_check(draft.as_str()))),
        })),
        Notice::LookedBack { draft } => Ok(Some(Words {
            subject: "An older entry of yours to look at again".to_owned(),
            lines: vec![
                "An entry that you recorded before Perfolio looked for patients' names and numbers may hold one. Look at it, \
                 and correct it or say what it is. If there are more of them they stand among your drafts."
                    .to_owned(),
            ],
            link: Some(("Look at it", crate::web::paths::draft_check(draft.as_str()))),
        })),
        Notice::LifeRecorded { event } => life::recorded(app, event, system).await,
        Notice::LifeTakenBack { event } => life::taken_back(app, event, system).await,
        Notice::SecondReadings { sample, until, again } => {
            let id = sample.clone();
            let found = app.read(move |r| quality::told(r.conn(), &id, system)).await?;
            Ok(found.map(|found| second::readings(&found, *until, *again)))
        }
        Notice::RecordedFor { entry, what, day, by } => {
            let id = by.clone();
            let by = app.read(move |r| Ok(accounts::account(r.conn(), &id)?.name)).await?;
            Ok(Some(record::recorded_for(entry, requests::recorded_for(&by, what, *day))))
        }
        Notice::Added { sentence, .. } => Ok(Some(Words {
            subject: "Something new for you in Perfolio".to_owned(),
            lines: vec![sentence.clone()],
            link: Some(("Open Perfolio", "/".to_owned())),
        })),
        Notice::Figures { sentence } => Ok(Some(Words {
            subject: "How you decide, in Perfolio".to_owned(),
            lines: vec![sentence.clone()],
            link: Some(("Open your figures", crate::web::paths::FIGURES.to_owned())),
        })),
        Notice::HandedOver { handover } | Notice::HandedOn { handover } => {
            let id = handover.clone();
            let moved = app.read(move |r| store::handover(r.conn(), &id, system)).await?;
            Ok(Some(alive::handed(&moved, matches!(what, Notice::HandedOver { .. }).then_some(to))))
        }
        Notice::HandedTogether { handovers, here } => {
            let ids = handovers.clone();
            let moved = app.read(move |r| store::handovers_of(r.conn(), &ids, system)).await?;
            Ok(alive::handed_together(&moved, to, *here))
        }
        Notice::DeputyNamed { absence } | Notice::SaidAway { absence } => {
            let id = absence.clone();
            let away = app.read(move |r| store::absence(r.conn(), &id, system)).await?;
            Ok(Some(alive::away(&away, matches!(what, Notice::DeputyNamed { .. }))))
        }
        // Folded into the digest; it stands in the app at once.
        Notice::Reminded { .. } => Ok(None),
        Notice::Digest { since, until } => {
            let (to, span) = (to.clone(), (*since, *until));
            let told = app.read(move |r| {
                let today = r.now().day_in(DEFAULT_ZONE);
                requests::digest(r.conn(), &to, span, today, system)
            });
            Ok(told.await?.map(alive::digest))
        }
        Notice::Feedback { round, news } => Ok(Some(feedback::news(app, round, *news, to, system).await?)),
        Notice::IncidentOpened { incident } => {
            let id = incident.clone();
            let about = app.read(move |r| store::incident(r.conn(), &id, system)).await?;
            Ok(Some(record::opened(&about, about.owner == *to, incident)))
        }
        Notice::NobodyGoverns => Ok(Some(record::nobody_governs())),
        Notice::ReviewMoved { review }
        | Notice::ReviewCalledOff { review }
        | Notice::ReviewSeatEnded { review } => reviews::changed(app, to, what, review, system).await,
        Notice::ReviewPlanned { review }
        | Notice::ReviewSeat { review }
        | Notice::ReviewReminder { review }
        | Notice::ReviewFrozen { review }
        | Notice::ReviewOutcome { review }
        | Notice::ReviewToEnter { review }
        | Notice::ReviewObjected { review }
        | Notice::ReviewAnswered { review } => {
            reviews::words(app, to, what, review, system).await
        }
        Notice::Nominated { .. }
        | Notice::NotApproved { .. }
        | Notice::AssessorApproved { .. }
        | Notice::ApprovalEnded { .. }
        | Notice::ApprovalEnds { .. } => approvals::words(app, what, system).await,
        Notice::CertificateEnds { entry } => {
            let id = entry.clone();
            let ends = app.read(move |r| {
                let shelf = r.shelf();
                certificates::number_and_end(r.conn(), &shelf, &id, system)
            });
            let ends = ends.await?;
            Ok(ends.map(|(number, last)| record::certificate_ends(entry, &number, last)))
        }
        Notice::CertificateWithdrawn { entry, number, by, on } => {
            let id = by.clone();
            let by = app.read(move |r| Ok(accounts::account(r.conn(), &id)?.name)).await?;
            Ok(Some(record::certificate_withdrawn(entry, number, &by, *on)))
        }
        Notice::StruckOut { entry } => {
            let (id, account) = (entry.clone(), to.clone());
            let found = app.read(move |r| {
                let about = store::entry(r.conn(), &id, system)?;
                Ok((about, accounts::is_for_signing_in(r.conn(), &account)?))
            });
            let (about, signs_in) = found.await?;
            Ok(Some(match signs_in {
                true => record::struck_out(&about, about.owner == *to),
                false => outside::struck_out(&about),
            }))
        }
        Notice::ErasureProposed { erasure, .. } | Notice::ErasureSettled { erasure } => {
            let id = erasure.clone();
            let about = app.read(move |r| store::erasure(r.conn(), &id, system)).await?;
            Ok(Some(match what {
                Notice::ErasureProposed { own, .. } => record::erasure_proposed(&about, *own),
                _ => record::erasure_settled(&about),
            }))
        }
        Notice::SecondFactor { what } => Ok(Some(factor::own(*what))),
        Notice::ResetWaits { of, proposed } => {
            let id = of.clone();
            let owner = app.read(move |r| store::addressee(r.conn(), &id, system)).await?;
            Ok(owner.map(|(name, _)| factor::of_another(&name, of, *proposed)))
        }
    }
}

/// A new secret each time the letter is written, so that none is ever stored readable.
async fn fresh_link(app: &App, invitation: &InvitationId) -> Result<Option<Fresh>, Fault> {
    let id = invitation.clone();
    app.write_quietly(Why::LinkMade, move |tx| accounts::fresh_link(tx, &id)).await
}
