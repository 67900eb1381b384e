//! The choice of a department and a register, and the list that comes of it.

use super::listing::{Wanted, everybody};
use super::views;
use crate::app::App;
use crate::domain::names::DepartmentId;
use crate::domain::role::Scope;
use crate::features::people::{self, Atlas};
use crate::features::programmes;
use crate::features::roster::appointing::offers;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed, Words};

pub async fn registered(who: Lead, app: App, asked: Asked) -> Answer {
    registered_with(&who, &app, &asked, Typed::nothing()).await
}

/// `asked`: the department and the register, as they stand in the address or in the form that had faults.
pub async fn registered_with(who: &Lead, app: &App, asked: &Words, typed: Typed) -> Answer {
    let (sight, now) = (who.sight(), who.now);
    let (department, register) = (asked.one("department").to_owned(), Wanted::parse(asked.one("register")));
    let (chosen, wanted) = (department.clone(), register.clone());
    let (departments, registers, people) = app
        .read(move |r| {
            let shelf = r.shelf();
            let territory = people::territory(r.conn(), sight.viewer(), sight.today())?;
            let atlas = Atlas::load(r.conn())?;
            let mut departments = offers(&atlas, &territory);
            departments.retain(|(over, _)| over.scope == Scope::Department);
            let registers = programmes::registers(r.conn(), &shelf)?;
            let people = match wanted.filter(|_| !chosen.is_empty()) {
                Some(wanted) => {
                    let department = DepartmentId::new(&*chosen);
                    Some(everybody(r.conn(), &shelf, &sight, &department, &wanted, now)?)
                }
                None => None,
            };
            Ok((departments, registers, people))
        })
        .await?;
    let chosen = register.map(|wanted| (department, wanted.code())).unwrap_or_default();
    page(views::Registered::new(who, &departments, &registers, chosen, people, typed))
}
