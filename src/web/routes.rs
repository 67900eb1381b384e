//! The route table. A handler can be registered only if its first argument is a gate, and the table
//! remembers method, path and who may come in, so that a test can print the whole site and a widened
//! door shows up as a changed line. `get` answers HEAD as well.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Responder, Route, guard, web};

use crate::web::gate::Gated;
use crate::web::oops::{Answer, Oops};

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    pub path: &'static str,
    pub method: &'static str,
    pub who: &'static str,
}

type Made = Box<dyn Fn() -> Route + Send + Sync>;

/// Filled by the rooms once, given to the server; each worker makes its services from it.
#[derive(Default)]
pub struct Routes {
    listed: Vec<Listed>,
    by_path: BTreeMap<&'static str, Vec<Made>>,
}

impl Routes {
    pub fn get<F, Args>(&mut self, path: &'static str, handler: F) -> &mut Routes
    where
        F: Handler<Args> + Send + Sync,
        Args: FromRequest + Gated + 'static,
        F::Output: Responder + 'static,
    {
        self.add::<Args>("GET", path, move || {
            to(web::route().guard(guard::Any(guard::Get()).or(guard::Head())), handler.clone())
        })
    }

    pub fn post<F, Args>(&mut self, path: &'static str, handler: F) -> &mut Routes
    where
        F: Handler<Args> + Send + Sync,
        Args: FromRequest + Gated + 'static,
        F::Output: Responder + 'static,
    {
        self.add::<Args>("POST", path, move || to(web::post(), handler.clone()))
    }

    /// All lines, sorted by path and method.
    pub fn listed(&self) -> Vec<Listed> {
        let mut lines = self.listed.clone();
        lines.sort();
        lines
    }

    /// Registers everything: one resource per path, so that a known path asked in another way is told so.
    /// Literal paths come before patterns of the same shape (`/password/forgotten`, `/password/{token}`).
    pub(in crate::web) fn configure(&self, config: &mut web::ServiceConfig) {
        let (patterns, literal): (Vec<_>, Vec<_>) =
            self.by_path.iter().partition(|(path, _)| path.contains('{'));
        for (path, routes) in literal.into_iter().chain(patterns) {
            let mut resource = web::resource(*path).default_service(to(web::route(), asked_in_another_way));
            for made in routes {
                resource = resource.route(made());
            }
            config.service(resource);
        }
    }

    fn add<Args: Gated>(
        &mut self,
        method: &'static str,
        path: &'static str,
        made: impl Fn() -> Route + Send + Sync + 'static,
    ) -> &mut Routes {
        self.listed.push(Listed { path, method, who: Args::WHO });
        self.by_path.entry(path).or_default().push(Box::new(made));
        self
    }
}

async fn asked_in_another_way(method: Method) -> Answer {
    Err(Oops::OtherMethod(method.to_string()))
}

#[expect(clippy::disallowed_methods, reason = "the one place where handlers are registered")]
pub(in crate::web) fn to<F, Args>(route: Route, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    route.to(handler)
}
