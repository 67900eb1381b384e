//! One request, as the session middleware found it before anything was extracted: who came, from
//! where, what is to be said to them, and the secrets their forms carry. Everything later only looks.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest};

use crate::domain::role::Person;
use crate::web::limit::Limits;
use crate::web::oops::Oops;
use crate::web::page::Flash;

#[derive(Debug)]
pub struct Visit {
    pub person: Option<Person>,
    /// The house demands a second factor of this person, and there is none yet: only the doors that lead
    /// to it open.
    pub owes_factor: bool,
    /// The hash of the token of a sign-in that waits for its code.
    pub half: Option<String>,
    /// A cookie came whose session had ended: the sign-in page says so.
    pub expired: bool,
    /// What the forms of this page carry against forgery.
    pub csrf: String,
    /// The root of the idempotency keys of this page's forms.
    pub key: String,
    /// What the act before this page left to say.
    pub flash: Option<Flash>,
    pub address: IpAddr,
    /// The browser's own words about itself, cut to a length that a list can show.
    pub agent: String,
    pub limits: Arc<Limits>,
}

impl Visit {
    /// What the middleware left in the request.
    pub fn of(request: &HttpRequest) -> Result<Arc<Visit>, Oops> {
        request
            .extensions()
            .get::<Arc<Visit>>()
            .cloned()
            .ok_or_else(|| Oops::broken("this address is outside the session middleware"))
    }
}
