//! A notice in words, with the place to which it leads. No word of an entry is in it, but for what a
//! certificate that was withdrawn was for: the entry has them.

use crate::domain::assessor::Standing;
use crate::domain::feedback::News as FeedbackNews;
use crate::domain::job::Notice;
use crate::domain::names::{AccountId, RequestId, capital};
use crate::domain::time::Day;
use crate::features::requests::notices::of_reviews;
use crate::features::requests::store::{AskedOf, AssessorOf, Ended, Names};
use crate::web::paths;

/// The sentence and where it leads; nothing for what is not so any more.
pub fn said(notice: &Notice, me: &AccountId, names: &Names) -> Option<(String, String)> {
    let name = |id: &AccountId| names.people.get(id).cloned().unwrap_or_default();
    let about = |request: &RequestId| names.requests.get(request);
    let what = |one: &AskedOf| match &one.writer {
        Some(writer) => format!("what {} wrote of {} for {}", name(writer), one.trainee, one.day),
        None => format!("what {} recorded for {}", one.trainee, one.day),
    };
    let told = |sentence: String, path: String| Some((sentence, path));
    match notice {
        Notice::Asked { request } => {
            let one = about(request)?;
            let sentence = match &one.writer {
                None => {
                    format!("{} asks for a decision on what they recorded for {}.", one.trainee, one.day)
                }
                Some(_) => format!("Your signature is asked for {}.", what(one)),
            };
            told(sentence, paths::inbox_item(request.as_str()))
        }
        Notice::Reminded { request, by } => {
            let one = about(request)?;
            let (with, own) = (&one.with, by.as_ref() == Some(&one.owner) && one.writer.is_none());
            let what = if own { format!("what they recorded for {}", one.day) } else { what(one) };
            let by = by.as_ref().map_or_else(|| "Perfolio".to_owned(), name);
            let rest = match (one.open, with == me) {
                (true, true) => "It still waits for you.".to_owned(),
                (true, false) => format!("It waits with {} now.", name(with)),
                (false, _) => "It does not wait any more.".to_owned(),
            };
            let sentence = format!("{by} reminded you of {what}. {rest}");
            told(sentence, paths::inbox_item(request.as_str()))
        }
        Notice::HandedOver { handover } => {
            let (request, _, [from, to, by]) = names.handovers.get(handover)?;
            let what = capital(&what(about(request)?));
            let by = if by == from { String::new() } else { format!(", by {}", name(by)) };
            let to = match to == me {
                true => "you".to_owned(),
                false => format!("{}, for whom you stand in", name(to)),
            };
            let sentence = format!("{what} was handed over to {to}: it waited with {}{by}.", name(from));
            told(sentence, paths::inbox_item(request.as_str()))
        }
        Notice::HandedOn { handover } => {
            let (request, entry, [from, to, _]) = names.handovers.get(handover)?;
            let one = about(request)?;
            let what = match &one.writer {
                _ if from == me => capital(&what(one)),
                Some(writer) => format!("What {} wrote of you for {}", name(writer), one.day),
                None => format!("What you recorded for {}", one.day),
            };
            let sentence = format!("{what} waits with {} now, and keeps its place.", name(to));
            told(sentence, paths::entry(entry.as_str()))
        }
        Notice::DeputyNamed { absence } => {
            let (person, _, from, until) = names.absences.get(absence)?;
            let sentence = format!("You deputise for {} from {from} to {until}.", name(person));
            told(sentence, paths::INBOX.to_owned())
        }
        Notice::SaidAway { absence } => {
            let (_, deputy, from, until) = names.absences.get(absence)?;
            let by = deputy.as_ref().map(|id| format!(" {} deputises.", name(id))).unwrap_or_default();
            let sentence =
                format!("A training lead wrote down that you are away from {from} to {until}.{by}");
            told(sentence, paths::AWAY.to_owned())
        }
        Notice::Decided { decision } => {
            let (signer, day, entry, signed, stands) = names.decisions.get(decision)?;
            if !names.own.contains(decision) {
                let begun = names.begun.get(decision)?;
                let sentence = begun.came_back(me, signer, *day);
                return stands.then_some((sentence, paths::INBOX.to_owned()));
            }
            let verb = if *signed { "signed" } else { "returned" };
            let sentence = match names.begun.get(decision) {
                Some(begun) if *signed => begun.lines(signer, *day).join(" "),
                Some(begun) => format!("{signer} returned {}.", begun.called(signer, *day)),
                None => format!("{signer} {verb} your entry of {day}."),
            };
            stands.then_some((sentence, paths::entry(entry.as_str())))
        }
        Notice::DecidedTogether { batch, decisions } => {
            let (signer, stand) = names.batches.get(batch)?;
            let count = stand.iter().filter(|one| decisions.is_empty() || decisions.contains(one)).count();
            let sentence =
                format!("{signer} signed {count} of your entries together, after a look at one of them.");
            (count > 0).then_some((sentence, paths::PORTFOLIO.to_owned()))
        }
        Notice::TakenBack { decision } => {
            let (signer, day, entry, ..) = names.decisions.get(decision)?;
            let what = match names.begun.get(decision) {
                Some(begun) => begun.called(signer, *day),
                None => format!("your entry of {day}"),
            };
            let sentence = format!("{signer} took back the signature on {what}. The reason stands there.");
            told(sentence, paths::entry(entry.as_str()))
        }
        Notice::ChangedAfterSigning { decision } => {
            let (signer, day, entry, ..) = names.decisions.get(decision)?;
            let sentence = format!("The entry of {day}, which {signer} had signed, has a new version.");
            told(sentence, paths::entry(entry.as_str()))
        }
        Notice::SameRegistration { assessor } => {
            let sentence = "Somebody without an account signed under a name and registration that were stated beside another work \
                            address before. They are two people until a training lead says that they are one.";
            told(sentence.to_owned(), paths::assessor(assessor.as_str()))
        }
        Notice::LinkUnused { entry, day, asked } => {
            let waits =
                if *asked { "It still waits with whoever you asked." } else { "It waits with nobody now." };
            let sentence = format!("Nobody used the link to your entry of {day} in two weeks. {waits}");
            told(sentence, paths::entry(entry.as_str()))
        }
        Notice::AskedIsGone { entry, number, day, asked } => {
            let sentence = format!(
                "Your entry number {number} of {day} waits with {}, who can decide on it no more. Ask somebody else on its \
                 page.",
                name(asked)
            );
            let waits = names.waits.contains(&(entry.clone(), asked.clone()));
            waits.then(|| (sentence, paths::entry(entry.as_str())))
        }
        Notice::NobodyDecides { entries, letter } => {
            let ((entry, day), of) = (entries.first()?, entries.len());
            let what = match of {
                1 => format!("your entry of {day}"),
                of => format!("{of} of your entries, the first of {day}"),
            };
            let rest = match letter {
                true => {
                    format!("The decision on {what} waits for the letter to a work address to be opened.")
                }
                false => format!("Nobody is asked by name to decide on {what}."),
            };
            let path = if of == 1 { paths::entry(entry.as_str()) } else { paths::PORTFOLIO.to_owned() };
            told(format!("A training lead reminded you. {rest}"), path)
        }
        Notice::LinkGuessed { entry, day } => {
            let sentence = format!(
                "Too many wrong codes were typed with the link to your entry of {day}, so it ended. Nothing was decided with it."
            );
            told(sentence, paths::entry(entry.as_str()))
        }
        Notice::OutsideEnded { statement } => {
            let ended = names.statements.get(statement)?;
            told(how_ended(ended, me)?, paths::entry(ended.entry.as_str()))
        }
        Notice::LifeRecorded { .. } => {
            told("Your lead recorded something about your enrolment.".to_owned(), paths::HOME.to_owned())
        }
        Notice::LifeTakenBack { .. } => {
            let sentence = "Something that was recorded about your enrolment was taken back.";
            told(sentence.to_owned(), paths::HOME.to_owned())
        }
        Notice::EarlierJudged { .. } => {
            told("Somebody said what becomes of your earlier record.".to_owned(), paths::EARLIER.to_owned())
        }
        Notice::ExportReady { export } => {
            let sentence = match names.exports.get(export).map(|(title, state)| (title, state.as_str())) {
                Some((title, "ready")) => format!("Your report “{title}” is ready."),
                Some((title, "failed")) => format!("Your report “{title}” could not be made."),
                Some((title, _)) => format!("Your report “{title}” is there no longer."),
                None => "A report that you asked for is there no longer.".to_owned(),
            };
            told(sentence, paths::EXPORTS.to_owned())
        }
        Notice::Held { draft } => {
            let sentence =
                "Something that you sent is held with you: look at it, and correct it or say what it is.";
            told(sentence.to_owned(), paths::draft_check(draft.as_str()))
        }
        Notice::LookedBack { draft } => {
            let sentence = "An older entry of yours is to be looked at again.";
            told(sentence.to_owned(), paths::draft_check(draft.as_str()))
        }
        Notice::IncidentOpened { incident } => {
            let sentence = "Somebody reported that an entry or a review may say who a patient is.";
            told(sentence.to_owned(), paths::incident(incident.as_str()))
        }
        Notice::NobodyGoverns => {
            let sentence = "Patient data may have been found, and nobody holds information governance. Appoint somebody.";
            told(sentence.to_owned(), paths::STAFF.to_owned())
        }
        Notice::StruckOut { entry } => {
            let sentence = "Patient data was struck out of an entry that is yours, or that you signed.";
            told(sentence.to_owned(), paths::entry(entry.as_str()))
        }
        Notice::ReviewPlanned { review }
        | Notice::ReviewSeat { review }
        | Notice::ReviewMoved { review }
        | Notice::ReviewCalledOff { review }
        | Notice::ReviewSeatEnded { review }
        | Notice::ReviewReminder { review }
        | Notice::ReviewFrozen { review }
        | Notice::ReviewOutcome { review }
        | Notice::ReviewToEnter { review }
        | Notice::ReviewObjected { review }
        | Notice::ReviewAnswered { review } => of_reviews::said(notice, me, names.reviews.get(review)?),
        Notice::Nominated { nomination } => {
            let AssessorOf { trainee, assessor, .. } = names.nominations.get(nomination)?;
            let sentence =
                format!("{trainee} nominates {assessor} as an assessor. Approve them, or say why not.");
            told(sentence, paths::nomination(nomination.as_str()))
        }
        Notice::NotApproved { enrolment, nomination } => {
            let who = &names.nominations.get(nomination)?.assessor;
            let sentence = format!(
                "{who}, whom you nominated, is not approved as an assessor. The reason stands there."
            );
            told(sentence, paths::assessors(enrolment.as_str()))
        }
        Notice::AssessorApproved { enrolment, approval } => {
            let who = &names.approvals.get(approval)?.assessor;
            told(format!("{who} is approved as an assessor of yours."), paths::assessors(enrolment.as_str()))
        }
        Notice::ApprovalEnded { enrolment, approval } => {
            let who = &names.approvals.get(approval)?.assessor;
            let sentence = format!("The approval of {who}, an assessor of yours, has another last day.");
            told(sentence, paths::assessors(enrolment.as_str()))
        }
        Notice::ApprovalEnds { enrolment, approval } => {
            let AssessorOf { owner, trainee, assessor } = names.approvals.get(approval)?;
            let whose = if owner == me { "yours" } else { trainee.as_str() };
            let sentence =
                format!("The approval of {assessor}, an assessor of {whose}, comes to its last day soon.");
            told(sentence, paths::assessors(enrolment.as_str()))
        }
        Notice::ErasureProposed { own: true, .. } => {
            let sentence =
                "Information governance proposed to erase your record. If you want a copy, make it now.";
            told(sentence.to_owned(), paths::EXPORTS.to_owned())
        }
        Notice::ErasureProposed { erasure, .. } => {
            let sentence = "Information governance proposed to erase somebody. An admin agrees or declines.";
            told(sentence.to_owned(), paths::erasure(erasure.as_str()))
        }
        Notice::ErasureSettled { erasure } => {
            let sentence = "An erasure that you proposed was answered.";
            told(sentence.to_owned(), paths::erasure(erasure.as_str()))
        }
        Notice::CertificateWithdrawn { entry, number, by, on } => {
            let duty = names.certified.get(entry).filter(|duty| !duty.is_empty());
            let of = duty.map(|duty| format!(" ({duty})")).unwrap_or_default();
            let sentence = format!(
                "{} withdrew your certificate {number}{of} on {on}. The signature stays; ask them why.",
                name(by)
            );
            told(sentence, paths::certificate(entry.as_str()))
        }
        Notice::CertificateEnds { entry } => {
            let sentence = "A certificate of yours comes to its last day soon.";
            told(sentence.to_owned(), paths::certificate(entry.as_str()))
        }
        Notice::Feedback { news: FeedbackNews::Asked, .. } => {
            told(FeedbackNews::Asked.shown().to_owned(), paths::FEEDBACK.to_owned())
        }
        Notice::Feedback { round, news } => told(news.shown().to_owned(), paths::round(round.as_str())),
        Notice::SecondReadings { until, again, .. } => {
            let sentence = match again {
                false => format!("Decisions wait for your second reading, until {until}."),
                true => format!("The last day for your second readings comes near: {until}."),
            };
            told(sentence, paths::SECOND_READINGS.to_owned())
        }
        Notice::RecordedFor { entry, what, day, by } => {
            let sentence = recorded_for(&name(by), what, *day);
            told(sentence, paths::entry(entry.as_str()))
        }
        Notice::Added { sentence, .. } => told(sentence.clone(), paths::DOOR.to_owned()),
        Notice::Figures { sentence } => told(sentence.clone(), paths::FIGURES.to_owned()),
        Notice::SecondFactor { .. } => told(
            "Something about your second factor was changed.".to_owned(),
            paths::SECOND_FACTOR.to_owned(),
        ),
        Notice::ResetWaits { of, .. } => {
            let sentence =
                format!("{} has lost their second factor and waits for two people to help.", name(of));
            told(sentence, paths::factor_reset(of.as_str()))
        }
        // Letters alone: what they tell of stands here by itself, or nowhere.
        Notice::Invited { .. }
        | Notice::NewPassword { .. }
        | Notice::Digest { .. }
        | Notice::HandedTogether { .. }
        | Notice::AskedAreGone { .. } => None,
    }
}

/// What a tutor recorded once for several, to each of them.
pub fn recorded_for(by: &str, what: &str, day: Day) -> String {
    format!("{by} recorded {what} of {day} in your portfolio, because you took part in it.")
}

/// How a decision of somebody without an account came to nothing; nothing of one that was confirmed after all.
pub fn how_ended(ended: &Ended, me: &AccountId) -> Option<String> {
    let (name, day) = (&ended.name, ended.day);
    let entry = match ended.owner == *me {
        true => format!("your entry of {day}"),
        false => format!("the entry of {day} by {}", ended.trainee),
    };
    let how = match ended.standing {
        Standing::Lapsed => format!("{name} did not confirm the decision on {entry} within seven days."),
        Standing::Denied => format!(
            "A decision on {entry} was given in the name of {name}. Whoever has the work address that was given says that it was not theirs."
        ),
        Standing::Overtaken => {
            format!("{name} could not confirm the decision on {entry}, because {}.", ended.why.clause())
        }
        Standing::Unconfirmed | Standing::Decided => return None,
    };
    let rest = if ended.waits { " The entry waits again." } else { "" };
    Some(format!("{how} It counts for nothing.{rest}"))
}
