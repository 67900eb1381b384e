//! Where people belong: institutions, their sites and departments, and the programmes, read whole into
//! an `Atlas`. A house has tens of them, so one look serves a page's labels, its choices and the
//! question of what contains what.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, departments, enrolments, institutions, portfolios, programme_versions, programmes, sites,
};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DepartmentId, InstitutionId, ProgrammeId, SiteId};
use crate::domain::role::Scope;
use crate::domain::territory::{Over, Spot};
use crate::domain::time::Day;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Institution {
    pub id: InstitutionId,
    pub name: String,
    pub zone: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Site {
    pub id: SiteId,
    pub institution: InstitutionId,
    pub name: String,
    pub accredited_from: Option<Day>,
    pub accredited_until: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Department {
    pub id: DepartmentId,
    pub institution: InstitutionId,
    pub site: Option<SiteId>,
    pub name: String,
}

/// The places of the house, each list by name, and the people that were asked for.
#[derive(Debug, Clone, Default)]
pub struct Atlas {
    pub institutions: Vec<Institution>,
    pub sites: Vec<Site>,
    pub departments: Vec<Department>,
    pub programmes: Vec<(ProgrammeId, String)>,
    people: BTreeMap<String, (String, Vec<Over>)>,
}

/// Where each enrolment of the people among these lies.
// open: loads a case for a rule
pub fn enrolled_at(conn: &mut Conn, over: &[Over]) -> Result<Vec<Spot>, Fault> {
    let atlas = Atlas::load(conn)?;
    let mut spots = Vec::new();
    for one in over.iter().filter(|one| one.scope == Scope::Person) {
        let at: Vec<(DepartmentId, ProgrammeId)> = enrolments::table
            .inner_join(portfolios::table)
            .inner_join(programme_versions::table)
            .filter(portfolios::person_id.eq(AccountId::new(&*one.id)))
            .filter(enrolments::known_until.is_null())
            .select((enrolments::department_id, programme_versions::programme_id))
            .load(conn)?;
        for (department, programme) in at {
            spots.push(atlas.enrolment(&department, &programme)?);
        }
    }
    Ok(spots)
}

impl Atlas {
    /// All places; people only as far as `with_people` was asked for them.
    // open: the names of places and programmes are public within the house
    pub fn load(conn: &mut Conn) -> Result<Atlas, Fault> {
        Ok(Atlas {
            institutions: institutions::table
                .order((institutions::name_folded, institutions::id))
                .select((institutions::id, institutions::name, institutions::zone))
                .load(conn)?,
            sites: sites::table
                .order((sites::name, sites::id))
                .select((
                    sites::id,
                    sites::institution_id,
                    sites::name,
                    sites::accredited_from,
                    sites::accredited_until,
                ))
                .load(conn)?,
            departments: departments::table
                .order((departments::name, departments::id))
                .select((
                    departments::id,
                    departments::institution_id,
                    departments::site_id,
                    departments::name,
                ))
                .load(conn)?,
            programmes: programmes::table
                .order((programmes::title, programmes::id))
                .select((programmes::id, programmes::title))
                .load(conn)?,
            people: BTreeMap::new(),
        })
    }

    /// Also knows these people: their names, and where they are enrolled.
    // open: the asker names people whom they have found through a sight, or whom a rule is about
    pub fn with_people(
        mut self,
        conn: &mut Conn,
        people: impl IntoIterator<Item = AccountId>,
    ) -> Result<Atlas, Fault> {
        for person in people {
            let name: Option<String> =
                accounts::table.find(&person).select(accounts::name).first(conn).optional()?;
            let Some(name) = name else { continue };
            let at: Vec<(DepartmentId, ProgrammeId)> = enrolments::table
                .inner_join(portfolios::table)
                .inner_join(programme_versions::table)
                .filter(portfolios::person_id.eq(&person))
                .filter(enrolments::known_until.is_null())
                .select((enrolments::department_id, programme_versions::programme_id))
                .load(conn)?;
            let mut within = Vec::new();
            for (department, programme) in at {
                within.extend(self.of_department(&department));
                within.push(Over::of(Scope::Programme, programme));
            }
            self.people.insert(person.to_string(), (name, within));
        }
        Ok(self)
    }

    // open: looks into what was loaded
    pub fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == *id)
    }

    // open: looks into what was loaded
    pub fn institution(&self, id: &InstitutionId) -> Option<&Institution> {
        self.institutions.iter().find(|institution| institution.id == *id)
    }

    // open: looks into what was loaded
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        self.sites.iter().find(|site| site.id == *id)
    }

    /// The scope with all that contains it; `NotFound` if it names nothing that this atlas knows.
    // open: looks into what was loaded
    pub fn spot(&self, over: &Over) -> Result<Spot, Fault> {
        let found = match over.scope {
            Scope::House => (over.id == "house").then(Vec::new),
            Scope::Institution => self.institutions.iter().any(|i| i.id.as_str() == over.id).then(Vec::new),
            Scope::Programme => self.programmes.iter().any(|(id, _)| id.as_str() == over.id).then(Vec::new),
            Scope::Site => self
                .site(&SiteId::new(&*over.id))
                .map(|site| vec![Over::of(Scope::Institution, &site.institution)]),
            Scope::Department => {
                let id = DepartmentId::new(&*over.id);
                self.department(&id).map(|_| self.of_department(&id).into_iter().skip(1).collect())
            }
            Scope::Person => self.people.get(&over.id).map(|(_, within)| within.clone()),
        };
        found.map(|within| Spot::within(over.clone(), within)).ok_or(Fault::NotFound)
    }

    /// Where an enrolment lies: its department first of all, and the programme beside.
    // open: looks into what was loaded
    pub fn enrolment(&self, department: &DepartmentId, programme: &ProgrammeId) -> Result<Spot, Fault> {
        let mut spot = self.spot(&Over::of(Scope::Department, department))?;
        spot.within.push(Over::of(Scope::Programme, programme));
        Ok(spot)
    }

    /// The department itself, its site, its institution.
    fn of_department(&self, id: &DepartmentId) -> Vec<Over> {
        let Some(department) = self.department(id) else { return Vec::new() };
        let site = department.site.as_ref().map(|site| Over::of(Scope::Site, site));
        [Over::of(Scope::Department, id)]
            .into_iter()
            .chain(site)
            .chain([Over::of(Scope::Institution, &department.institution)])
            .collect()
    }

    /// The scope in words: "Perfusion, Northgate Hospitals".
    // open: looks into what was loaded
    pub fn label(&self, over: &Over) -> String {
        let institution =
            |id: &InstitutionId| self.institution(id).map(|i| i.name.clone()).unwrap_or_default();
        let found = match over.scope {
            Scope::House => Some("the whole house".to_owned()),
            Scope::Institution => {
                self.institution(&InstitutionId::new(&*over.id)).map(|i| format!("all of {}", i.name))
            }
            Scope::Site => self
                .site(&SiteId::new(&*over.id))
                .map(|site| format!("{}, {}", site.name, institution(&site.institution))),
            Scope::Department => self
                .department(&DepartmentId::new(&*over.id))
                .map(|dep| format!("{}, {}", dep.name, institution(&dep.institution))),
            Scope::Programme => self
                .programmes
                .iter()
                .find(|(id, _)| id.as_str() == over.id)
                .map(|(_, title)| format!("everybody on {title}")),
            Scope::Person => self.people.get(&over.id).map(|(name, _)| name.clone()),
        };
        found.unwrap_or_else(|| "something that is no longer there".to_owned())
    }

    /// Several scopes in one line.
    // open: looks into what was loaded
    pub fn labels(&self, over: &[Over]) -> String {
        over.iter().map(|one| self.label(one)).collect::<Vec<_>>().join("; ")
    }
}
