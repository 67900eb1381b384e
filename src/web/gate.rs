//! Who may come to an address at all. The first argument of every handler is a gate; `Routes` does
//! not compile without one. A gate is synchronous: the session middleware has already found out who
//! came, a gate only looks, so it answers before a body is read. Somebody who is not signed in is led
//! through sign-in and back; somebody signed in for whom the door does not exist sees what a stranger
//! sees at a wrong address. `Public` is a gate too: `grep 'Public,'` lists the open doors. Somebody of
//! whom the house demands a second factor, and who has none, comes in only by `Arriving` and `Public`:
//! every other door leads to where it is set up.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use crate::domain::fault::Fault;
use crate::domain::names::PortfolioId;
use crate::domain::role::{Capacity, Person, Sight};
use crate::web::held::Unread;
use crate::web::oops::Oops;
use crate::web::page::{Place, Shell};
use crate::web::paths;
use crate::web::visit::Visit;

/// A first argument of a handler. Sealed: all doors are in this file.
pub trait Gate: FromRequest + sealed::Sealed {
    /// Who may come in, for the route table.
    const WHO: &'static str;
}

/// A handler's arguments, the first of which is a gate.
pub trait Gated {
    const WHO: &'static str;
}

/// Anyone, signed in or not.
#[derive(Debug)]
pub struct Public(Arc<Visit>);

/// Whoever was given a link to one thing, signed in or not. The door is open; what stands behind it is asked of the
/// link, which for everybody else is not there.
#[derive(Debug)]
pub struct Holder(Public);

/// Somebody signed in who passed the door `D`; reads like the `Person`.
#[derive(Debug)]
pub struct Passed<D: Door> {
    visit: Arc<Visit>,
    person: Person,
    held: D::Held,
}

/// Anyone with an account.
pub type SignedIn = Passed<door::SignedIn>;
/// Anyone with an account, also before they have set up the second factor that the house demands.
pub type Arriving = Passed<door::Arriving>;
/// Somebody with a portfolio of their own.
pub type Trainee = Passed<door::Trainee>;
pub type Supervisor = Passed<door::Supervisor>;
/// A training lead.
pub type Lead = Passed<door::Lead>;
pub type Admin = Passed<door::Admin>;
/// A supervisor or a training lead.
pub type Staff = Passed<door::Staff>;
/// A training lead or an admin: who helps people in.
pub type Keeper = Passed<door::Keeper>;

/// A training lead or a university administrator: who enters marks.
pub type Marker = Passed<door::Marker>;
/// Somebody who brings in people or marks by file.
pub type Importer = Passed<door::Importer>;

/// Information governance or an admin: who erases a person, one after the other.
pub type Eraser = Passed<door::Eraser>;

/// A departmental tutor.
pub type Tutor = Passed<door::Tutor>;
/// A consortium co-ordinator.
pub type Coordinator = Passed<door::Coordinator>;
/// A departmental tutor or a consortium co-ordinator: who looks after people and signs nothing.
pub type Overseer = Passed<door::Overseer>;

/// Somebody who reads samples of decisions a second time.
pub type QualityReader = Passed<door::QualityReader>;

/// What makes one door differ from another.
pub trait Door: sealed::Sealed + std::fmt::Debug + 'static {
    const WHO: &'static str;
    /// Whether it opens before a demanded second factor is set up.
    const BEFORE_FACTOR: bool = false;
    /// What the door found and the handler may rely on.
    type Held: std::fmt::Debug;
    fn opens(person: &Person) -> Option<Self::Held>;
}

/// The doors themselves; handlers name the gates above.
pub mod door {
    use super::{Capacity, Door, Person, PortfolioId, sealed};

    macro_rules! doors {
        ($($name:ident $who:literal $held:ty, |$person:ident| $opens:expr $(, $early:ident)?;)+) => { $(
            #[derive(Debug)]
            pub enum $name {}
            impl sealed::Sealed for $name {}
            impl Door for $name {
                const WHO: &'static str = $who;
                $(const $early: bool = true;)?
                type Held = $held;
                fn opens($person: &Person) -> Option<$held> { $opens }
            }
        )+ };
    }

    doors! {
        SignedIn "signed in" (), |_person| Some(());
        Arriving "signed in, second factor or not" (), |_person| Some(()), BEFORE_FACTOR;
        Trainee "trainee" PortfolioId, |person| person.portfolio.clone();
        Supervisor "supervisor" (), |person| person.is(Capacity::Supervisor).then_some(());
        Lead "training lead" (), |person| person.is(Capacity::Lead).then_some(());
        Admin "admin" (), |person| person.is(Capacity::Admin).then_some(());
        Staff "supervisor or training lead" (),
            |person| (person.is(Capacity::Supervisor) || person.is(Capacity::Lead)).then_some(());
        Keeper "training lead or admin" (),
            |person| (person.is(Capacity::Lead) || person.is(Capacity::Admin)).then_some(());
        Marker "training lead or university administrator" (),
            |person| (person.is(Capacity::Lead) || person.is(Capacity::University)).then_some(());
        Tutor "departmental tutor" (), |person| person.is(Capacity::Tutor).then_some(());
        Coordinator "consortium co-ordinator" (), |person| person.is(Capacity::Coordinator).then_some(());
        QualityReader "quality reader" (), |person| person.is(Capacity::QualityReader).then_some(());
        Overseer "departmental tutor or consortium co-ordinator" (),
            |person| (person.is(Capacity::Tutor) || person.is(Capacity::Coordinator)).then_some(());
        Importer "training lead, admin or university administrator" (), |person| {
            let any = [Capacity::Lead, Capacity::Admin, Capacity::University];
            any.iter().any(|one| person.is(*one)).then_some(())
        };
        Eraser "information governance or admin" (),
            |person| (person.is(Capacity::Governance) || person.is(Capacity::Admin)).then_some(());
    }
}

impl Public {
    pub fn person(&self) -> Option<&Person> {
        self.0.person.as_ref()
    }

    pub fn visit(&self) -> &Visit {
        &self.0
    }

    pub fn shell(&self, title: impl Into<String>) -> Shell {
        Shell::of(&self.0, title, Place::Nowhere)
    }
}

impl<D: Door> Passed<D> {
    pub fn person(&self) -> &Person {
        &self.person
    }

    pub fn sight(&self) -> Sight {
        self.person.sight()
    }

    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// The frame of a page; `place` is the menu's item that is marked as current.
    pub fn shell(&self, title: impl Into<String>, place: Place) -> Shell {
        Shell::of(&self.visit, title, place)
    }
}

impl Trainee {
    /// The trainee's own portfolio. (The `Person`'s field of the same name is optional; this is not.)
    pub fn own_portfolio(&self) -> &PortfolioId {
        &self.held
    }
}

impl<D: Door> Deref for Passed<D> {
    type Target = Person;
    fn deref(&self) -> &Person {
        &self.person
    }
}

impl FromRequest for Public {
    type Error = Oops;
    type Future = Ready<Result<Public, Oops>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Visit::of(request).map(Public))
    }
}

impl FromRequest for Holder {
    type Error = Oops;
    type Future = Ready<Result<Holder, Oops>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Visit::of(request).map(|visit| Holder(Public(visit))))
    }
}

impl Deref for Holder {
    type Target = Public;
    fn deref(&self) -> &Public {
        &self.0
    }
}

impl<D: Door> FromRequest for Passed<D> {
    type Error = Oops;
    type Future = Ready<Result<Passed<D>, Oops>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let passed = pass(request);
        if matches!(passed, Err(Oops::Away(_))) && request.method() == Method::POST {
            // What was typed is not read here, but given back by whoever tells the person.
            request.extensions_mut().insert(Unread(payload.take()));
        }
        ready(passed)
    }
}

fn pass<D: Door>(request: &HttpRequest) -> Result<Passed<D>, Oops> {
    let visit = Visit::of(request)?;
    let Some(person) = visit.person.clone() else {
        return Err(Oops::Away(paths::sign_in_then(&way_back(request))));
    };
    if visit.owes_factor && !D::BEFORE_FACTOR {
        return Err(Oops::Away(paths::SECOND_FACTOR.to_owned()));
    }
    let held = D::opens(&person).ok_or(Fault::NotFound)?;
    Ok(Passed { visit, person, held })
}

/// Where to go on after sign-in: the page that was asked for, or the page that held the form.
fn way_back(request: &HttpRequest) -> String {
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return request.uri().path_and_query().map_or(paths::DOOR, |at| at.as_str()).to_owned();
    }
    let referrer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let page = referrer.and_then(|text| url::Url::parse(text).ok()).map(|page| match page.query() {
        Some(query) => format!("{}?{query}", page.path()),
        None => page.path().to_owned(),
    });
    page.filter(|path| paths::local(path).is_some()).unwrap_or_else(|| paths::DOOR.to_owned())
}

impl Gate for Public {
    const WHO: &'static str = "anyone";
}

impl Gate for Holder {
    const WHO: &'static str = "holder of a link";
}

impl<D: Door> Gate for Passed<D> {
    const WHO: &'static str = D::WHO;
}

macro_rules! gated {
    ($($more:ident)*) => {
        impl<G: Gate, $($more),*> Gated for (G, $($more),*) {
            const WHO: &'static str = G::WHO;
        }
    };
}
gated!();
gated!(A);
gated!(A B);
gated!(A B C);
gated!(A B C D);
gated!(A B C D E);

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Public {}
    impl Sealed for super::Holder {}
    impl<D: super::Door> Sealed for super::Passed<D> {}
}

/// Proof, at compile time, that arguments without a gate in the first place are not `Gated`: if they
/// were, both impls below would fit and the inference of `_` would fail.
#[cfg(test)]
const _: fn() = || {
    trait NotGated<Marker> {
        fn holds() {}
    }
    impl<T: ?Sized> NotGated<()> for T {}
    struct WasGated;
    impl<T: ?Sized + Gated> NotGated<WasGated> for T {}
    let _ = <() as NotGated<_>>::holds;
    let _ = <(String,) as NotGated<_>>::holds;
    let _ = <(crate::app::App, SignedIn) as NotGated<_>>::holds;
};
