//! Institutions, sites and departments as the house's book commits to them. The room `admin` writes them;
//! their rows are here, where the check of the books can read them.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{departments, institutions, sites};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::{BookId, DepartmentId, InstitutionId, SiteId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct InstitutionRow {
    pub id: InstitutionId,
    pub name: String,
    pub name_folded: String,
    pub zone: String,
    pub made_at: Moment,
}

impl Committed for InstitutionRow {
    fn place(&self) -> String {
        format!("institutions/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let (name, folded) = (self.name.clone(), self.name_folded.clone());
        vec![self.id.to_string(), name, folded, self.zone.clone(), self.made_at.to_string()]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SiteRow {
    pub id: SiteId,
    pub institution: InstitutionId,
    pub name: String,
    pub accredited_from: Option<Day>,
    pub accredited_until: Option<Day>,
}

impl Committed for SiteRow {
    fn place(&self) -> String {
        format!("sites/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let day = |day: Option<Day>| day.map(Day::iso).unwrap_or_default();
        vec![
            self.id.to_string(),
            self.institution.to_string(),
            self.name.clone(),
            day(self.accredited_from),
            day(self.accredited_until),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DepartmentRow {
    pub id: DepartmentId,
    pub institution: InstitutionId,
    pub site: Option<SiteId>,
    pub name: String,
}

impl Committed for DepartmentRow {
    fn place(&self) -> String {
        format!("departments/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let site = self.site.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![self.id.to_string(), self.institution.to_string(), site, self.name.clone()]
    }
}

/// Which place was written.
#[derive(Debug, Clone, Copy)]
pub enum Written<'a> {
    Institution(&'a InstitutionId),
    Site(&'a SiteId),
    Department(&'a DepartmentId),
}

/// Has the house's book say what the place is now.
pub fn vouch_place(tx: &mut Tx<'_>, _grant: &Grant<KeepHouse>, place: Written<'_>) -> Result<(), Fault> {
    let row: Box<dyn Committed> = match place {
        Written::Institution(id) => {
            Box::new(institutions::table.find(id).first::<InstitutionRow>(tx.conn())?)
        }
        Written::Site(id) => Box::new(sites::table.find(id).first::<SiteRow>(tx.conn())?),
        Written::Department(id) => Box::new(departments::table.find(id).first::<DepartmentRow>(tx.conn())?),
    };
    tx.vouch(BookId::house(), row.as_ref());
    Ok(())
}

pub(super) fn place_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    for row in institutions::table.order(institutions::id).load::<InstitutionRow>(conn)? {
        all.push(Box::new(row));
    }
    for row in sites::table.order(sites::id).load::<SiteRow>(conn)? {
        all.push(Box::new(row));
    }
    for row in departments::table.order(departments::id).load::<DepartmentRow>(conn)? {
        all.push(Box::new(row));
    }
    Ok(all)
}
