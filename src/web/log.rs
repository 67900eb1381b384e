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

#[cfg(test)]
pub(crate) mod heard {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    /// What a log writes, to be read by a test.
    #[derive(Clone, Default)]
    pub struct Heard(Arc<Mutex<Vec<u8>>>);

    impl Heard {
        pub fn said(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Heard {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, web};
    use tracing_actix_web::TracingLogger;

    use super::heard::Heard;
    use super::*;
    use crate::web::oops::{Answer, Oops};
    use crate::web::paths;

    /// As the gate answers whoever is not signed in.
    async fn away() -> Answer {
        Err(Oops::Away(paths::sign_in_then("/portfolio?search=secretword")))
    }

    #[actix_web::test]
    #[expect(clippy::disallowed_methods, reason = "no page of the house: it answers as the gate does")]
    async fn what_somebody_searched_for_is_in_no_line() {
        let heard = Heard::default();
        let to = heard.clone();
        let log = tracing_subscriber::fmt().with_writer(move || to.clone()).finish();
        let _heard = tracing::subscriber::set_default(log);
        let app = App::new().wrap(TracingLogger::<Line>::new()).route("/portfolio", web::get().to(away));
        let served = init_service(app).await;
        let asked = TestRequest::get().uri("/portfolio?search=secretword").to_request();
        assert_eq!(call_service(&served, asked).await.status(), StatusCode::SEE_OTHER);
        let said = heard.said();
        assert!(said.contains("answered") && said.contains("/portfolio"), "{said}");
        assert!(!said.contains("secretword") && !said.contains("ERROR"), "{said}");
        let told = format!("{:?}", away().await.unwrap_err());
        assert!(!told.contains("secretword"), "{told}");
    }
}
