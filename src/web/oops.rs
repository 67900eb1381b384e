//! What a person sees when something ended early: the only place that turns faults into statuses.
//! Absent and out of sight look the same. A fault of ours shows a reference number, and the log has
//! the rest under the same number. The session middleware dresses each `Oops` in the reader's own
//! frame, so that they can go on from there.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};

use crate::domain::fault::Fault;

/// What every handler returns.
pub type Answer = Result<HttpResponse, Oops>;

/// Why there is no ordinary answer.
pub enum Oops {
    Fault(Fault),
    /// Not an error: sign in first, then come back.
    Away(String),
    /// The form was sent by another site, or by a page too old to tell.
    Forged,
    /// More was sent than is taken; the sentence says how much that is.
    TooBig(String),
    /// What was sent cannot be read as a form.
    Garbled(&'static str),
    /// The address is known, but not for this method.
    OtherMethod(String),
}

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub status: StatusCode,
    pub title: &'static str,
    pub sentence: String,
    /// Is it ours to mend, and so in the log?
    pub ours: bool,
}

impl Oops {
    pub fn broken(why: impl fmt::Display) -> Oops {
        Oops::Fault(Fault::broken(why))
    }

    /// What to tell the person. `Away` never gets this far.
    pub fn said(&self) -> Said {
        let say = |status, title, sentence: &str| Said {
            status,
            title,
            sentence: sentence.to_owned(),
            ours: false,
        };
        match self {
            Oops::Fault(fault) => said_of(fault),
            Oops::Away(_) => say(StatusCode::SEE_OTHER, "Sign in first", "Sign in to go on."),
            Oops::Forged => say(
                StatusCode::FORBIDDEN,
                "This form could not be accepted",
                "It was sent from another site, or from a page that was open for too long. Nothing was \
                 changed. Go back, load the page again and send the form from there.",
            ),
            Oops::TooBig(sentence) => say(StatusCode::PAYLOAD_TOO_LARGE, "That is too large", sentence),
            Oops::Garbled(why) => say(
                StatusCode::BAD_REQUEST,
                "This form could not be read",
                &format!("{why} Nothing was changed. Go back and send the form again."),
            ),
            Oops::OtherMethod(method) => say(
                StatusCode::METHOD_NOT_ALLOWED,
                "This cannot be done here",
                &format!(
                    "This address does not answer to {method}. If you followed a link, go back and use the button on the page."
                ),
            ),
        }
    }
}

fn said_of(fault: &Fault) -> Said {
    let say =
        |status, title, sentence: &str| Said { status, title, sentence: sentence.to_owned(), ours: false };
    match fault {
        Fault::NotFound => say(
            StatusCode::NOT_FOUND,
            "Page not found",
            "There is nothing at this address, or it is not yours to see. If somebody sent you the link, \
             ask them whether you have been given access. If you typed it, check it.",
        ),
        Fault::Refused(refusal) => say(StatusCode::FORBIDDEN, "This is not possible", &refusal.sentence),
        Fault::Typed(faults) => {
            let all = faults.iter().map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" ");
            say(StatusCode::UNPROCESSABLE_ENTITY, "Something needs to be put right", &all)
        }
        Fault::Taken(_) => say(
            StatusCode::CONFLICT,
            "This exists already",
            "Somebody has made the same thing before, perhaps a moment ago. Go back, load the page again \
             and look whether it is there.",
        ),
        Fault::Missing(_) => say(
            StatusCode::CONFLICT,
            "Something is no longer there",
            "This refers to something that has been removed in the meantime. Go back, load the page again \
             and choose anew.",
        ),
        Fault::Busy(_) => say(
            StatusCode::SERVICE_UNAVAILABLE,
            "Perfolio is busy",
            "Nothing was changed. Wait a few seconds, then try again.",
        ),
        Fault::Later(sentence) => say(StatusCode::SERVICE_UNAVAILABLE, "Perfolio is busy", sentence),
        Fault::TooSoon { seconds } => say(StatusCode::TOO_MANY_REQUESTS, "Too many tries", &wait(*seconds)),
        Fault::Broken(_) => Said {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            title: "Something went wrong",
            sentence: "This is our fault, not yours, and it has been written down. What you did last may \
                       not have been saved: look before you do it again."
                .to_owned(),
            ours: true,
        },
    }
}

/// "Wait 12 seconds, then try again."
pub fn wait(seconds: u64) -> String {
    match seconds {
        0 | 1 => "There were too many tries. Wait a second, then try again.".to_owned(),
        2..=90 => format!("There were too many tries. Wait {seconds} seconds, then try again."),
        _ => format!("There were too many tries. Wait {} minutes, then try again.", seconds.div_ceil(60)),
    }
}

impl From<Fault> for Oops {
    fn from(fault: Fault) -> Oops {
        Oops::Fault(fault)
    }
}

/// Errors come into logs by their `Debug`, and an address holds what somebody searched for.
impl fmt::Debug for Oops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Oops::Fault(fault) => f.debug_tuple("Fault").field(fault).finish(),
            other => f.debug_tuple("Oops").field(&other.said().title).finish(),
        }
    }
}

impl fmt::Display for Oops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Oops::Fault(fault) => fault.fmt(f),
            other => f.write_str(&other.said().sentence),
        }
    }
}

/// The bare answer; inside the session middleware nobody sees it.
impl ResponseError for Oops {
    fn status_code(&self) -> StatusCode {
        self.said().status
    }

    fn error_response(&self) -> HttpResponse {
        let said = self.said();
        let mut answer = HttpResponse::build(said.status);
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Oops::Away(path) = self {
            return answer.insert_header((header::LOCATION, path.as_str())).finish();
        }
        answer.insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"));
        answer.body(format!("{}\n\n{}\n", said.title, said.sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Refusal;

    #[test]
    fn each_fault_has_its_status() {
        let cases = [
            (Fault::NotFound, 404),
            (Fault::Refused(Refusal::new("own-work", "Nobody signs their own work.")), 403),
            (Fault::Taken("accounts.email_folded".to_owned()), 409),
            (Fault::Missing("entry".to_owned()), 409),
            (Fault::Busy("pool".to_owned()), 503),
            (Fault::Later("Try again in a minute.".to_owned()), 503),
            (Fault::TooSoon { seconds: 9 }, 429),
            (Fault::broken("no such table: accounts"), 500),
        ];
        for (fault, status) in cases {
            let said = Oops::from(fault.clone()).said();
            assert_eq!(said.status.as_u16(), status, "{fault:?}");
            assert_eq!(said.ours, status == 500);
        }
    }

    #[test]
    fn a_fault_of_ours_tells_nothing_about_the_inside() {
        let said = Oops::broken("no such table: accounts").said();
        assert!(!said.sentence.contains("accounts"), "{}", said.sentence);
    }

    #[test]
    fn a_refusal_speaks_for_itself() {
        let oops = Oops::from(Fault::Refused(Refusal::new("own-work", "Nobody signs their own work.")));
        assert_eq!(oops.said().sentence, "Nobody signs their own work.");
    }
}
