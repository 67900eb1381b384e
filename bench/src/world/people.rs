//! The people of the bench world, who come through the same acts as in a browser: an admin, one lead
//! over everybody, and cohorts of 24 in a department each with a lead and three supervisors.

use perfolio::app::App;
use perfolio::cli::demo::house::{Places, Somebody};
use perfolio::db::run::Run;
use perfolio::db::tx::{Books, Dues, Outcome, Why};
use perfolio::domain::fault::Fault;
use perfolio::domain::names::{AccountId, DepartmentId, EmailAddress, EnrolmentId, PortfolioId, VersionId};
use perfolio::domain::role::{Capacity, Scope};
use perfolio::domain::territory::Over;
use perfolio::domain::time::{DEFAULT_ZONE, Day, Moment};
use perfolio::features::admin::{self, Appointment, DepartmentWords, InstitutionWords, SiteWords};
use perfolio::features::people::{Newcomer, Statement};
use perfolio::features::roster::{self, Enrolling, Given};
use perfolio::features::{accounts, enrolments, programmes};

/// Trainees of one cohort; the last cohort may be smaller.
pub const COHORT: usize = 24;
pub const SUPERVISORS: usize = 3;
/// The password of everybody.
pub const PASSWORD: &str = "a-bench-of-oak-and-iron";

#[derive(Debug, Clone)]
pub struct Trainee {
    pub who: Somebody,
    pub portfolio: PortfolioId,
    pub enrolment: EnrolmentId,
    pub cohort: usize,
}

#[derive(Debug, Clone, Default)]
pub struct People {
    pub places: Places,
    /// Of each cohort.
    pub supervisors: Vec<Vec<Somebody>>,
    pub trainees: Vec<Trainee>,
}

/// What stays the same while they come.
#[derive(Clone)]
struct Means {
    day: Day,
    hash: String,
    version: VersionId,
    admin: Somebody,
    lead: Option<Somebody>,
    places: Places,
}

/// The first day of everybody's training.
pub fn start(day: Day) -> Day {
    day.plus_months(-24)
}

/// Makes the house and its people in an empty, migrated database. Standings are owed.
pub async fn settle(app: &App, trainees: usize, day: Day) -> Result<People, Fault> {
    app.clock.set(start(day).plus_days(-30).starts_in(DEFAULT_ZONE));
    perfolio::cli::open_house(app).await?;
    let hash = app.hashing.hash(PASSWORD.to_owned()).await?;
    let begun = app.db.run(move |run| found(run, day, hash)).await?;
    let (cohorts, mut people) = (trainees.div_ceil(COHORT), People::default());
    people.places = begun.places.clone();
    for cohort in 0..cohorts {
        let (means, count) = (begun.clone(), COHORT.min(trainees - cohort * COHORT));
        let (at, supervisors, came) =
            app.db.run(move |run| Arrivals { run, means }.cohort(cohort, count)).await?;
        people.places.departments.push(at);
        people.supervisors.push(supervisors);
        people.trainees.extend(came);
    }
    Ok(people)
}

/// One more trainee in the last cohort.
pub async fn one_more(app: &App, people: &People, day: Day) -> Result<Trainee, Fault> {
    let cohort = people.supervisors.len() - 1;
    let place = people.places.departments.get(cohort).cloned().ok_or(Fault::NotFound)?;
    let hash = app.hashing.hash(PASSWORD.to_owned()).await?;
    let places = people.places.clone();
    app.db
        .run(move |run| {
            run.dues(Dues::Owed);
            let email = EmailAddress::parse("lead@bench.example").map_err(Fault::broken)?;
            let id = account(run, &email)?;
            let lead = Somebody::new(id, "Lead of all", email, Some(Capacity::Lead));
            let version = programmes::version_named(run.conn(), "perfusion-msc", "2025")?.id;
            let means = Means { day, hash, version, admin: lead.clone(), lead: Some(lead), places };
            Arrivals { run, means }.trainee(cohort, 1_000_000, &place)
        })
        .await
}

fn account(run: &mut Run<'_>, email: &EmailAddress) -> Result<AccountId, Fault> {
    use diesel::prelude::*;
    use perfolio::db::schema::accounts;
    let found = accounts::table.filter(accounts::email_folded.eq(email.as_str())).select(accounts::id);
    Ok(found.first(run.conn())?)
}

fn newcomer(name: &str, address: &str) -> Result<Newcomer, Fault> {
    let email = EmailAddress::parse(&format!("{address}@bench.example")).map_err(Fault::broken)?;
    Ok(Newcomer { name: name.to_owned(), email })
}

fn found(run: &mut Run<'_>, day: Day, hash: String) -> Result<Means, Fault> {
    run.dues(Dues::Owed);
    let now = start(day).plus_days(-29).starts_in(DEFAULT_ZONE);
    run.at(now);
    let name = newcomer("Percival Inkwood", "admin")?;
    let token = run.quietly(Why::LinkMade, accounts::first_admin_link)?.ok_or(Fault::NotFound)?;
    let account = run.act(Books::house(), |tx| {
        let (me, event) = accounts::set_up(tx, &token, &name.email, &name.name, &hash)?;
        Ok(Outcome::of(me.id, event))
    })?;
    let admin = Somebody::new(account, &name.name, name.email, Some(Capacity::Admin));
    let person = admin.at(now);
    let words =
        InstitutionWords { name: "Bench University Hospitals".into(), zone: person.zone.name().into() };
    let institution = run.act(Books::house(), |tx| admin::put_institution(tx, &person, &words))?;
    let mut places = Places { institution: Some(institution.clone()), ..Places::default() };
    for (name, until) in [("Bench General", None), ("Bench Heart Centre", Some(start(day).plus_days(-9)))] {
        let words = SiteWords {
            name: name.to_owned(),
            accredited_from: Some(start(day).plus_days(-2000)),
            accredited_until: until,
        };
        places.sites.push(run.act(Books::house(), |tx| admin::put_site(tx, &person, &institution, &words))?);
    }
    let version = programmes::version_named(run.conn(), "perfusion-msc", "2025")?.id;
    let mut means = Means { day, hash, version, admin, lead: None, places };
    let mut arrivals = Arrivals { run, means: means.clone() };
    let over = Over::of(Scope::Institution, &institution);
    let lead = arrivals.staff("Lead of all", "lead", over)?;
    means.lead = Some(lead);
    Ok(means)
}

type Cohort = (DepartmentId, Vec<Somebody>, Vec<Trainee>);

struct Arrivals<'a, 'r> {
    run: &'a mut Run<'r>,
    means: Means,
}

impl Arrivals<'_, '_> {
    fn now(&self) -> Moment {
        start(self.means.day).plus_days(-20).starts_in(DEFAULT_ZONE).plus_seconds(9 * 3600)
    }

    fn lead(&self) -> Result<Somebody, Fault> {
        self.means.lead.clone().ok_or(Fault::NotFound)
    }

    fn staff(&mut self, name: &str, address: &str, over: Over) -> Result<Somebody, Fault> {
        let (newcomer, person) = (newcomer(name, address)?, self.means.admin.at(self.now()));
        let (over, from, capacity) = (vec![over], start(self.means.day).plus_days(-30), Capacity::Lead);
        let asked = Appointment { newcomer: newcomer.clone(), capacity, over, from, until: None };
        let account = self.run.act(Books::house(), |tx| admin::bring_in_staff(tx, &person, asked))?;
        let who = Somebody::new(account, name, newcomer.email, Some(Capacity::Lead));
        self.join(&who)?;
        Ok(who)
    }

    fn join(&mut self, who: &Somebody) -> Result<(), Fault> {
        let (account, name, hash) = (who.account.clone(), who.name.clone(), self.means.hash.clone());
        let link = self.run.quietly(Why::LinkMade, |tx| accounts::fresh_link_of(tx, &account))?;
        let link = link.ok_or(Fault::NotFound)?;
        self.run.act(Books::house(), |tx| {
            let (_, event) = accounts::join(tx, &link.token, &name, &hash)?;
            Ok(Outcome::of((), event))
        })
    }

    /// A department, its lead, its supervisors with their registrations, its trainees with theirs.
    fn cohort(&mut self, cohort: usize, count: usize) -> Result<Cohort, Fault> {
        self.run.dues(Dues::Owed);
        self.run.at(self.now());
        let institution = self.means.places.institution.clone().ok_or(Fault::NotFound)?;
        let words = DepartmentWords {
            name: format!("Perfusion {cohort:03}"),
            site: self.means.places.sites.first().cloned(),
        };
        let keeper = self.means.admin.at(self.now());
        let department =
            self.run.act(Books::house(), |tx| admin::put_department(tx, &keeper, &institution, &words))?;
        let over = Over::of(Scope::Department, &department);
        self.staff(&format!("Lead {cohort:03}"), &format!("lead{cohort}"), over)?;
        let mut supervisors = Vec::new();
        for nth in 0..SUPERVISORS {
            supervisors.push(self.supervisor(cohort, nth, &department)?);
        }
        let trainees = (0..count)
            .map(|nth| self.trainee(cohort, nth, &department))
            .collect::<Result<Vec<_>, Fault>>()?;
        Ok((department, supervisors, trainees))
    }

    fn supervisor(&mut self, cohort: usize, nth: usize, at: &DepartmentId) -> Result<Somebody, Fault> {
        let name = format!("Supervisor {cohort:03}-{nth}");
        let newcomer = newcomer(&name, &format!("supervisor{cohort}-{nth}"))?;
        let (person, from) = (self.lead()?.at(self.now()), start(self.means.day).plus_days(-30));
        let given = Given {
            capacity: Capacity::Supervisor,
            over: vec![Over::of(Scope::Department, at)],
            from,
            until: None,
        };
        let asked = roster::Supervisor { newcomer: newcomer.clone(), given };
        let account = self.run.act(Books::house(), |tx| roster::bring_in_supervisor(tx, &person, asked))?;
        let who = Somebody::new(account, &name, newcomer.email, Some(Capacity::Supervisor));
        self.join(&who)?;
        self.register(&who, "full", &format!("P-{cohort}-{nth}"))?;
        Ok(who)
    }

    fn trainee(&mut self, cohort: usize, nth: usize, at: &DepartmentId) -> Result<Trainee, Fault> {
        self.run.at(self.now());
        let name = format!("Trainee {cohort:03}-{nth:02}");
        let newcomer = newcomer(&name, &format!("trainee{cohort}-{nth}"))?;
        let (from, person) = (start(self.means.day), self.lead()?.at(self.now()));
        let (version, department) = (self.means.version.clone(), at.clone());
        let until = Some(from.plus_months(30).plus_days(-1));
        let enrolling = Enrolling { version, department, from, until, supervisors: Vec::new() };
        let asked = roster::Trainee { newcomer: newcomer.clone(), enrolling };
        let (account, enrolment) =
            self.run.act(Books::house(), |tx| roster::bring_in(tx, &person, asked, None))?;
        let portfolio = enrolments::enrolment(self.run.conn(), &enrolment)?.portfolio;
        let mut who = Somebody::new(account, &name, newcomer.email, None);
        who.portfolio = Some(portfolio.clone());
        self.join(&who)?;
        self.register(&who, "trainee", &format!("T-{cohort}-{nth}"))?;
        Ok(Trainee { who, portfolio, enrolment, cohort })
    }

    fn register(&mut self, who: &Somebody, category: &str, number: &str) -> Result<(), Fault> {
        let from = start(self.means.day);
        let said = Statement {
            body: "ccps".to_owned(),
            category: category.to_owned(),
            number: number.to_owned(),
            valid_from: from.plus_days(-60),
            valid_until: Some(from.plus_months(36)),
        };
        let (person, lead) = (who.at(self.now()), self.lead()?.at(self.now()));
        let id = self.run.act(Books::house(), |tx| roster::state_registration(tx, &person, &said))?;
        self.run.act(Books::house(), |tx| roster::confirm_registration(tx, &lead, &id)).map(drop)
    }
}
