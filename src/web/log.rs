//! A request in the log: number, method, pattern of the address, status, and the account of whoever was
//! signed in. Never the address itself: the links of invitations and new passwords are secrets.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage as _, HttpRequest};
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

use crate::web::visit::Visit;

pub(in crate::web) struct Line;

impl RootSpanBuilder for Line {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().map(|id| id.to_string()).unwrap_or_default();
        let route = request.match_pattern().unwrap_or_else(|| "nowhere".to_owned());
        tracing::info_span!("request", %id, method = %request.method(), route)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let (status, account) = match outcome {
            Ok(response) => (response.status(), account(response.request())),
            Err(error) => (error.as_response_error().status_code(), None),
        };
        let account = account.unwrap_or_else(|| "nobody".to_owned());
        span.in_scope(|| tracing::info!(status = status.as_u16(), %account, "answered"));
    }
}

fn account(request: &HttpRequest) -> Option<String> {
    let visit = Visit::of(request).ok()?;
    visit.person.as_ref().map(|person| person.account.to_string())
}
