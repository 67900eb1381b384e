//! The acts by which a house begins and people come into it: setting it up, making places, inviting,
//! appointing, enrolling, joining, registrations.

use super::cast::{ADMIN, DEPARTMENTS, INSTITUTION, LEAD, SITES, STAR, SUPERVISORS};
use super::house::{House, Places, Somebody, missing};
use super::plan::{Plan, Registrant};
use crate::db::run::Run;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::factor::{Demand, Demands};
use crate::domain::fault::Fault;
use crate::domain::names::{BookId, EmailAddress};
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::Over;
use crate::domain::time::{Day, Moment};
use crate::features::admin::{self, Appointment, DepartmentWords, InstitutionWords, SiteWords};
use crate::features::people::{Newcomer, Statement};
use crate::features::roster::{self, Enrolling, Given};
use crate::features::{accounts, enrolments, programmes};

pub const PROGRAMMES: [(&str, &str); 2] = [("perfusion-msc", "2025"), ("hcpc-cs", "2025")];

/// Acts of people who come, each at the instant of its step.
pub struct Arrivals<'a, 'r> {
    pub run: &'a mut Run<'r>,
    pub house: &'a mut House,
    pub plan: &'a Plan,
    pub now: Moment,
    /// The one password of everybody, hashed once.
    pub hash: &'a str,
}

pub fn newcomer(name: &str, address: &str) -> Result<Newcomer, Fault> {
    let email = EmailAddress::parse(&format!("{address}@demo.example")).map_err(Fault::broken)?;
    Ok(Newcomer { name: name.to_owned(), email })
}

impl Arrivals<'_, '_> {
    pub fn found(&mut self) -> Result<(), Fault> {
        let (name, hash) = (newcomer(ADMIN.0, ADMIN.1)?, self.hash.to_owned());
        let token = self.run.quietly(Why::LinkMade, accounts::first_admin_link)?;
        let token = token.ok_or_else(|| missing("link for the first admin"))?;
        let account = self.run.act(Books::house(), |tx| {
            let (me, event) = accounts::set_up(tx, &token, &name.email, &name.name, &hash)?;
            Ok(Outcome::of(me.id, event))
        })?;
        let keeper = Somebody::new(account, &name.name, name.email, Some(Capacity::Admin));
        self.without_codes(&keeper)?;
        self.places(&keeper)?;
        self.lead(&keeper)?;
        self.house.keeper = Some(keeper);
        for (code, version) in PROGRAMMES {
            let row = programmes::version_named(self.run.conn(), code, version)?;
            self.house.programmes.push(row.id);
        }
        Ok(())
    }

    /// Everybody knows the demo's password, and it holds nothing: people look at it without a phone. Set as
    /// any admin would, so the settings page says so.
    fn without_codes(&mut self, keeper: &Somebody) -> Result<(), Fault> {
        let person = keeper.at(self.now);
        let asked = Demand::Offered;
        let offered = Demands { supervisor: asked, lead: asked, admin: asked, university: asked };
        self.run.act(Books::house(), |tx| admin::put_demands(tx, &person, &offered))
    }

    fn places(&mut self, keeper: &Somebody) -> Result<(), Fault> {
        let person = keeper.at(self.now);
        let day = self.plan.day;
        let accredited = [(-2000, 700), (-2600, -900)];
        let zone = person.zone.name().to_owned();
        let words = InstitutionWords { name: INSTITUTION.to_owned(), zone };
        let institution = self.run.act(Books::house(), |tx| admin::put_institution(tx, &person, &words))?;
        let (mut sites, mut departments) = (Vec::new(), Vec::new());
        for ((site, department), (from, until)) in SITES.iter().zip(DEPARTMENTS).zip(accredited) {
            let words = SiteWords {
                name: (*site).to_owned(),
                accredited_from: Some(day.plus_days(from)),
                accredited_until: Some(day.plus_days(until)),
            };
            let site =
                self.run.act(Books::house(), |tx| admin::put_site(tx, &person, &institution, &words))?;
            let words = DepartmentWords { name: department.to_owned(), site: Some(site.clone()) };
            let made = self
                .run
                .act(Books::house(), |tx| admin::put_department(tx, &person, &institution, &words))?;
            sites.push(site);
            departments.push(made);
        }
        self.house.places = Places { institution: Some(institution), sites, departments };
        Ok(())
    }

    fn lead(&mut self, keeper: &Somebody) -> Result<(), Fault> {
        let (name, person) = (newcomer(LEAD.0, LEAD.1)?, keeper.at(self.now));
        let over = vec![self.institution()?];
        let (newcomer, capacity, from) = (name.clone(), Capacity::Lead, person.today());
        let asked = Appointment { newcomer, capacity, over, from, until: None };
        let account = self.run.act(Books::house(), |tx| admin::bring_in_staff(tx, &person, asked))?;
        let lead = Somebody::new(account, &name.name, name.email, Some(Capacity::Lead));
        self.join(&lead)?;
        self.house.lead = Some(lead);
        Ok(())
    }

    fn institution(&self) -> Result<Over, Fault> {
        let institution = self.house.places.institution.as_ref().ok_or_else(|| missing("institution"))?;
        Ok(Over::of(Scope::Institution, institution))
    }

    /// Opens the letter's link and chooses the password.
    pub fn join(&mut self, who: &Somebody) -> Result<(), Fault> {
        let (account, name, hash) = (who.account.clone(), who.name.clone(), self.hash.to_owned());
        let link = self.run.quietly(Why::LinkMade, |tx| accounts::fresh_link_of(tx, &account))?;
        let link = link.ok_or_else(|| missing("invitation"))?;
        self.run.act(Books::house(), |tx| {
            let (_, event) = accounts::join(tx, &link.token, &name, &hash)?;
            Ok(Outcome::of((), event))
        })
    }

    pub fn supervisor(&mut self, at: usize) -> Result<(), Fault> {
        let one = SUPERVISORS.get(at).ok_or_else(|| missing("supervisor"))?;
        let (person, name) = (self.house.lead()?.at(self.now), newcomer(one.name, one.address)?);
        let over = match one.department.and_then(|department| self.house.places.departments.get(department)) {
            Some(department) => Over::of(Scope::Department, department),
            None => self.institution()?,
        };
        let from = self.plan.starts.get(one.from_cohort).copied().unwrap_or(self.plan.day);
        let given = Given { capacity: Capacity::Supervisor, over: vec![over], from, until: None };
        let asked = roster::Supervisor { newcomer: name.clone(), given };
        let account = self.run.act(Books::house(), |tx| roster::bring_in_supervisor(tx, &person, asked))?;
        let place = self.house.supervisors.get_mut(at).ok_or_else(|| missing("supervisor"))?;
        *place = Some(Somebody::new(account, &name.name, name.email, Some(Capacity::Supervisor)));
        Ok(())
    }

    pub fn enrol(&mut self, at: usize) -> Result<(), Fault> {
        let one = self.plan.trainees.get(at).ok_or_else(|| missing("trainee"))?;
        let (person, name) = (self.house.lead()?.at(self.now), newcomer(one.who, one.address)?);
        let enrolling = self.enrolling(0, one.cohort, one.department)?;
        let asked = roster::Trainee { newcomer: name.clone(), enrolling };
        let (account, enrolment) =
            self.run.act(Books::house(), |tx| roster::bring_in(tx, &person, asked, None))?;
        let portfolio = enrolments::enrolment(self.run.conn(), &enrolment)?.portfolio;
        let mut who = Somebody::new(account, &name.name, name.email, None);
        who.portfolio = Some(portfolio);
        let trained = self.house.trained(at)?;
        trained.who = Some(who);
        trained.enrolments.push(enrolment);
        Ok(())
    }

    fn enrolling(&self, programme: usize, cohort: usize, department: usize) -> Result<Enrolling, Fault> {
        let from = self.plan.starts.get(cohort).copied().ok_or_else(|| missing("cohort"))?;
        let version = self.house.programmes.get(programme).cloned().ok_or_else(|| missing("programme"))?;
        let department =
            self.house.places.departments.get(department).cloned().ok_or_else(|| missing("department"))?;
        // Two years and the half year in which the exam may be sat.
        let until = Some(from.plus_months(30).plus_days(-1));
        Ok(Enrolling { version, department, from, until, supervisors: Vec::new() })
    }

    /// The star's other register: found by address, since she has an account by now.
    pub fn enrol_again(&mut self) -> Result<(), Fault> {
        let enrolling = self.enrolling(1, 0, 0)?;
        let star = self.house.trainee(STAR)?.clone();
        let person = self.house.lead()?.at(self.now);
        let newcomer = Newcomer { name: star.name.clone(), email: star.email.clone() };
        let portfolio = star.portfolio.clone().ok_or_else(|| missing("portfolio"))?;
        let books = Books::Named(vec![BookId::from(portfolio.clone()), BookId::house()]);
        let asked = roster::Trainee { newcomer, enrolling };
        let (_, enrolment) =
            self.run.act(books, |tx| roster::bring_in(tx, &person, asked, Some(portfolio)))?;
        self.house.trained(STAR)?.enrolments.push(enrolment);
        Ok(())
    }

    pub fn state(&mut self, who: Registrant) -> Result<(), Fault> {
        let said = self.statement(who)?;
        let person = self.registrant(who)?.at(self.now);
        let id =
            self.run.act(Books::house(), |tx: &mut Tx<'_>| roster::state_registration(tx, &person, &said))?;
        self.registrant_mut(who)?.registrations.push(id);
        Ok(())
    }

    /// The lead confirms what they stated last.
    pub fn confirm(&mut self, who: Registrant) -> Result<(), Fault> {
        let person = self.house.lead()?.at(self.now);
        let id = self.registrant(who)?.registrations.last().cloned();
        let id = id.ok_or_else(|| missing("statement"))?;
        self.run.act(Books::house(), |tx| roster::confirm_registration(tx, &person, &id)).map(drop)
    }

    fn registrant(&self, who: Registrant) -> Result<&Somebody, Fault> {
        match who {
            Registrant::Supervisor(at) => self.house.supervisor(at),
            Registrant::Trainee(at) | Registrant::Perfusionist(at) => self.house.trainee(at),
            Registrant::Scientist => self.house.trainee(STAR),
        }
    }

    fn registrant_mut(&mut self, who: Registrant) -> Result<&mut Somebody, Fault> {
        let found = match who {
            Registrant::Supervisor(at) => self.house.supervisors.get_mut(at).and_then(Option::as_mut),
            Registrant::Trainee(at) | Registrant::Perfusionist(at) => self.house.trained(at)?.who.as_mut(),
            Registrant::Scientist => self.house.trained(STAR)?.who.as_mut(),
        };
        found.ok_or_else(|| missing("registrant"))
    }

    fn statement(&self, who: Registrant) -> Result<Statement, Fault> {
        let day = self.plan.day;
        let today = self.registrant(who)?.at(self.now).today();
        let said = |body: &str, category: &str, number: String, from: Day, until: Day| Statement {
            body: body.to_owned(),
            category: category.to_owned(),
            number,
            valid_from: from,
            valid_until: Some(until),
        };
        Ok(match who {
            Registrant::Supervisor(at) => {
                let until = SUPERVISORS.get(at).map_or(365, |one| one.registered_until);
                said(
                    "ccps",
                    "full",
                    format!("P-DEMO-{}", 310 + at),
                    day.plus_days(-1500),
                    day.plus_days(until),
                )
            }
            Registrant::Trainee(at) => said(
                "ccps",
                "trainee",
                format!("T-DEMO-{}", 700 + at),
                today.plus_days(-3),
                today.plus_months(36),
            ),
            Registrant::Perfusionist(at) => said(
                "ccps",
                "full",
                format!("P-DEMO-{}", 400 + at),
                today.plus_days(-2),
                today.plus_months(24),
            ),
            Registrant::Scientist => {
                let (from, until) = (day.plus_days(-1700), day.plus_days(283));
                said("hcpc", "clinical-scientist", "CS-DEMO-204".to_owned(), from, until)
            }
        })
    }
}
