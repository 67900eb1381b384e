//! An `Oops` as a page in the reader's own frame, with a way on. What is ours to mend gets a reference
//! number that is also in the log.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse};
use tracing_actix_web::RequestId;

use crate::web::nav::{Place, first_place};
use crate::web::oops::{Answer, Oops, Said};
use crate::web::page::{Shell, page};
use crate::web::paths;
use crate::web::views::{ErrorPage, Way};
use crate::web::visit::Visit;

/// The page for whatever ended a request early; where to go instead, if it was only that.
pub(in crate::web) fn dressed(error: &Error, visit: &Visit, request: &HttpRequest) -> Answer {
    let said = match error.as_error::<Oops>() {
        Some(oops @ Oops::Away(_)) => return Ok(HttpResponse::from_error(Oops::Away(place_of(oops)))),
        Some(oops) => oops.said(),
        None => said_by_the_server(error),
    };
    let reference = noted(error, &said, request);
    let shell = Shell::of(visit, said.title, Place::Nowhere);
    page(ErrorPage { shell, said, reference, ways: ways(visit) }).map(when_to_retry)
}

/// What passes by itself may be tried again in a few seconds.
pub(in crate::web) fn when_to_retry(mut answer: HttpResponse) -> HttpResponse {
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
    }
    answer
}

/// Writes down what is ours to mend, and what the house could not do; gives the number to ask about.
pub(in crate::web) fn noted(error: &Error, said: &Said, request: &HttpRequest) -> Option<String> {
    let route = request.match_pattern().unwrap_or_default();
    if !said.ours {
        if said.status == StatusCode::SERVICE_UNAVAILABLE {
            tracing::error!(route, "{error}");
        }
        return None;
    }
    let reference = reference(request);
    tracing::error!(%reference, route, "{error}");
    Some(reference)
}

fn place_of(oops: &Oops) -> String {
    match oops {
        Oops::Away(path) => path.clone(),
        _ => paths::DOOR.to_owned(),
    }
}

/// Errors that the server itself makes, for instance of a path that cannot be read.
fn said_by_the_server(error: &Error) -> Said {
    match error.as_response_error().status_code() {
        StatusCode::NOT_FOUND => Oops::from(crate::domain::fault::Fault::NotFound).said(),
        status if status.is_client_error() => Said {
            status,
            ..Oops::Garbled("The address or the request has a form that is not known here.").said()
        },
        _ => Oops::broken("").said(),
    }
}

/// Short enough to read out on the telephone.
fn reference(request: &HttpRequest) -> String {
    let id = request.extensions().get::<RequestId>().map(|id| id.to_string()).unwrap_or_default();
    id.chars().filter(char::is_ascii_alphanumeric).take(10).collect()
}

fn ways(visit: &Visit) -> Vec<Way> {
    match &visit.person {
        Some(_) if visit.owes_factor => {
            vec![Way { text: "Set up your second factor", path: paths::SECOND_FACTOR.to_owned() }]
        }
        Some(person) => vec![
            Way { text: "Go to your first page", path: first_place(person).to_owned() },
            Way { text: "Look at your account", path: paths::ACCOUNT.to_owned() },
        ],
        None => vec![
            Way { text: "Sign in", path: paths::SIGN_IN.to_owned() },
            Way { text: "Ask for a new password", path: paths::PASSWORD_FORGOTTEN.to_owned() },
        ],
    }
}
