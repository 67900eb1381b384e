//! The letters about assessors who are approved by name: whose, who and until when.

use super::Words;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::{ApprovalId, NominationId, with_article};
use crate::domain::role::System;
use crate::features::approvals::{Told, told_of_approval, told_of_nomination};
use crate::features::enrolments;
use crate::web::paths;

async fn nomination(app: &App, id: &NominationId, system: System) -> Result<Told, Fault> {
    let id = id.clone();
    app.read(move |r| told_of_nomination(r.conn(), &id, system)).await
}

async fn approval(app: &App, id: &ApprovalId, system: System) -> Result<Told, Fault> {
    let id = id.clone();
    app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        told_of_approval(r.conn(), &shelf, &id, now, system)
    })
    .await
}

pub(super) async fn words(app: &App, what: &Notice, system: System) -> Result<Option<Words>, Fault> {
    Ok(Some(match what {
        Notice::Nominated { nomination: id } => {
            let Told { trainee, assessor, until, .. } = nomination(app, id, system).await?;
            Words {
                subject: format!("{trainee} nominates an assessor"),
                lines: vec![format!(
                    "{trainee} asks you to approve {assessor} as an assessor until {until}. What they sign does not count before you answer."
                )],
                link: Some(("Answer the nomination", paths::nomination(id.as_str()))),
            }
        }
        Notice::NotApproved { nomination: id, enrolment } => {
            let Told { assessor, by, .. } = nomination(app, id, system).await?;
            Words {
                subject: "An assessor is not approved".to_owned(),
                lines: vec![format!(
                    "{by} did not approve {assessor}, whom you nominated. The reason stands there."
                )],
                link: Some(("See your assessors", paths::assessors(enrolment.as_str()))),
            }
        }
        Notice::AssessorApproved { approval: id, enrolment } => {
            let Told { assessor, until, by, .. } = approval(app, id, system).await?;
            Words {
                subject: "An assessor is approved for you".to_owned(),
                lines: vec![format!("{by} approved {assessor} as an assessor of yours until {until}.")],
                link: Some(("See your assessors", paths::assessors(enrolment.as_str()))),
            }
        }
        Notice::ApprovalEnded { approval: id, enrolment } => {
            let Told { assessor, until, by, holds, .. } = approval(app, id, system).await?;
            let set = match holds {
                true => format!(
                    "{by} set the last day of the approval of {assessor}, an assessor of yours, to {until}."
                ),
                // Taken back altogether, or ended once more since.
                false => format!("The approval of {assessor}, an assessor of yours, has another last day."),
            };
            Words {
                subject: "The approval of an assessor has another last day".to_owned(),
                lines: vec![format!("{set} What they signed until then stays signed.")],
                link: Some(("See your assessors", paths::assessors(enrolment.as_str()))),
            }
        }
        Notice::ApprovalEnds { approval: id, enrolment } => {
            let Told { trainee, assessor, until, .. } = approval(app, id, system).await?;
            let of = enrolment.clone();
            let called = app.read(move |r| {
                let shelf = r.shelf();
                enrolments::called(r.conn(), &shelf, &of)
            });
            Words {
                subject: "The approval of an assessor ends soon".to_owned(),
                lines: vec![format!(
                    "The approval of {assessor} as an assessor of {trainee} ends on {until}. What they sign of a later day does not count, \
                     unless {} approves them anew.",
                    with_article(called.await?.name("lead"))
                )],
                link: Some(("See the assessors", paths::assessors(enrolment.as_str()))),
            }
        }
        _ => return Ok(None),
    }))
}
