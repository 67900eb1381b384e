//! The acts of the other house, each at the instant of its step: it opens, its people come, what they
//! recorded is decided by whom their kinds of entry name.

use std::sync::Arc;

use super::answers;
use super::house::{DEPARTMENT, INSTITUTION, LEAD, SITE, SUPERVISORS};
use super::people::{Act, Deed, Student};
use crate::cli::demo::arrivals::{Arrivals, newcomer};
use crate::cli::demo::house::{Places, Sent, Somebody, missing};
use crate::cli::demo::words;
use crate::db::tx::{Books, Outcome, Why};
use crate::domain::fault::Fault;
use crate::domain::kind::{Asker, Confirmer, Field, FieldType, Kind, Outcome as HowItEnded, Recorder};
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::policy::enrolments::Term;
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::features::admin::{self, Appointment, DepartmentWords, InstitutionWords, SiteWords};
use crate::features::entries::{self, LogWords, Side, Wish};
use crate::features::people::Statement;
use crate::features::results::{self, ToEnter};
use crate::features::roster::{self, Enrolling, Given, WantedTerm};
use crate::features::signoffs::{Sign, put_decision};
use crate::features::{enrolments, programmes};
use crate::ids::Ids;
use crate::web::typed::Words;

const REASON: &str =
    "Trained before and away from practice for two years; agreed with the programme director.";

/// Who got which id in the other house.
#[derive(Debug, Clone, Default)]
pub struct Home {
    pub lead: Option<Somebody>,
    pub university: Option<Somebody>,
    pub supervisors: Vec<Somebody>,
    pub places: Places,
    pub students: Vec<Option<Enrolled>>,
}

/// A student, and what they have sent by the places of their deeds.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub who: Somebody,
    pub enrolment: EnrolmentId,
    pub sent: Vec<Option<Sent>>,
    /// The last claim or mark of their story, and unit, mark and day of the latter.
    pub last: Option<EntryId>,
    pub mark: Option<(String, String, Day)>,
}

pub struct Others<'a, 'r> {
    pub arrivals: Arrivals<'a, 'r>,
    pub students: &'a [Student],
    pub ids: &'a Ids,
}

impl Others<'_, '_> {
    pub fn play(&mut self, act: Act) -> Result<(), Fault> {
        match act {
            Act::Found => self.found(),
            Act::University => self.appoint_university(),
            Act::Layer => self.layer(),
            Act::Draft => self.draft(),
            Act::Tell { student, turn } => self.tell(student, turn),
            Act::Supervisor(at) => self.supervisor(at),
            Act::Enrol(at) => self.enrol(at),
            Act::Target(at) => self.target(at),
            Act::State { student, registration } => self.state(student, registration),
            Act::Record { student, deed } => self.record(student, deed),
            Act::Decide { student, deed } => self.decide(student, deed),
        }
    }

    fn home(&mut self) -> &mut Home {
        &mut self.arrivals.house.home
    }

    fn found(&mut self) -> Result<(), Fault> {
        let now = self.arrivals.now;
        let keeper = self.arrivals.house.keeper.as_ref().ok_or_else(|| missing("admin"))?.at(now);
        let run = &mut *self.arrivals.run;
        let words = InstitutionWords { name: INSTITUTION.to_owned(), zone: keeper.zone.name().to_owned() };
        let institution = run.act(Books::house(), |tx| admin::put_institution(tx, &keeper, &words))?;
        let from = Some(self.first_day());
        let words = SiteWords { name: SITE.to_owned(), accredited_from: from, accredited_until: None };
        let run = &mut *self.arrivals.run;
        let site = run.act(Books::house(), |tx| admin::put_site(tx, &keeper, &institution, &words))?;
        let words = DepartmentWords { name: DEPARTMENT.to_owned(), site: Some(site.clone()) };
        let department =
            run.act(Books::house(), |tx| admin::put_department(tx, &keeper, &institution, &words))?;
        let name = newcomer(LEAD.0, LEAD.1)?;
        let asked = Appointment {
            newcomer: name.clone(),
            capacity: Capacity::Lead,
            over: vec![Over::of(Scope::Institution, &institution)],
            from: keeper.today(),
            until: None,
        };
        let account = run.act(Books::house(), |tx| admin::bring_in_staff(tx, &keeper, asked))?;
        let lead = Somebody::new(account, &name.name, name.email, Some(Capacity::Lead));
        self.arrivals.join(&lead)?;
        let number = self.students.len();
        *self.home() = Home {
            lead: Some(lead),
            university: None,
            supervisors: Vec::new(),
            places: Places {
                institution: Some(institution),
                sites: vec![site],
                departments: vec![department],
            },
            students: vec![None; number],
        };
        Ok(())
    }

    /// Before anybody here began anything.
    fn first_day(&self) -> Day {
        let first = self.students.iter().map(|one| one.start).min();
        first.unwrap_or(self.arrivals.plan.day).plus_days(-60)
    }

    pub(super) fn lead(&self) -> Result<&Somebody, Fault> {
        self.arrivals.house.home.lead.as_ref().ok_or_else(|| missing("lead"))
    }

    fn supervisor(&mut self, at: usize) -> Result<(), Fault> {
        let (name, address) = SUPERVISORS.get(at).copied().ok_or_else(|| missing("supervisor"))?;
        let (person, name) = (self.lead()?.at(self.arrivals.now), newcomer(name, address)?);
        let places = &self.arrivals.house.home.places;
        let institution = places.institution.as_ref().ok_or_else(|| missing("institution"))?;
        let over = vec![Over::of(Scope::Institution, institution)];
        let given = Given { capacity: Capacity::Supervisor, over, from: self.first_day(), until: None };
        let asked = roster::Supervisor { newcomer: name.clone(), given };
        let run = &mut *self.arrivals.run;
        let account = run.act(Books::house(), |tx| roster::bring_in_supervisor(tx, &person, asked))?;
        let who = Somebody::new(account, &name.name, name.email, Some(Capacity::Supervisor));
        self.arrivals.join(&who)?;
        for (body, category) in [("ccps", "full"), ("hcpc", "clinical-scientist")] {
            self.registered(&who, body, category, &format!("{}-DEMO-{}", body.to_uppercase(), 900 + at))?;
        }
        self.home().supervisors.push(who);
        Ok(())
    }

    /// Stated by whom it is about and confirmed by the lead on the same day.
    fn registered(&mut self, who: &Somebody, body: &str, category: &str, number: &str) -> Result<(), Fault> {
        let now = self.arrivals.now;
        let said = Statement {
            body: body.to_owned(),
            category: category.to_owned(),
            number: number.to_owned(),
            valid_from: self.first_day(),
            valid_until: Some(self.arrivals.plan.day.plus_days(420)),
        };
        let (person, lead) = (who.at(now), self.lead()?.at(now));
        let run = &mut *self.arrivals.run;
        let id = run.act(Books::house(), |tx| roster::state_registration(tx, &person, &said))?;
        run.act(Books::house(), |tx| roster::confirm_registration(tx, &lead, &id)).map(drop)
    }

    pub(super) fn student(&self, at: usize) -> Result<&Student, Fault> {
        self.students.get(at).ok_or_else(|| missing("student"))
    }

    pub(super) fn enrolled(&self, at: usize) -> Result<&Enrolled, Fault> {
        let found = self.arrivals.house.home.students.get(at).and_then(Option::as_ref);
        found.ok_or_else(|| missing("student"))
    }

    pub(super) fn enrolled_mut(&mut self, at: usize) -> Result<&mut Enrolled, Fault> {
        let found = self.home().students.get_mut(at).and_then(Option::as_mut);
        found.ok_or_else(|| missing("student"))
    }

    fn enrol(&mut self, at: usize) -> Result<(), Fault> {
        let one = self.student(at)?.clone();
        let (person, name) = (self.lead()?.at(self.arrivals.now), newcomer(&one.name, &one.address)?);
        let places = &self.arrivals.house.home.places;
        let department = places.departments.first().cloned().ok_or_else(|| missing("department"))?;
        let run = &mut *self.arrivals.run;
        let version = programmes::version_named(run.conn(), &one.code, &one.version)?.id;
        let enrolling =
            Enrolling { version, department, from: one.start, until: one.until, supervisors: Vec::new() };
        let asked = roster::Trainee { newcomer: name.clone(), enrolling };
        let (account, enrolment) =
            run.act(Books::house(), |tx| roster::bring_in(tx, &person, asked, None))?;
        let portfolio = enrolments::enrolment(run.conn(), &enrolment)?.portfolio;
        let mut who = Somebody::new(account, &name.name, name.email, None);
        who.portfolio = Some(portfolio);
        self.arrivals.join(&who)?;
        let sent = vec![None; one.deeds.len()];
        let place = self.home().students.get_mut(at).ok_or_else(|| missing("student"))?;
        *place = Some(Enrolled { who, enrolment, sent, last: None, mark: None });
        Ok(())
    }

    /// Who comes back after years needs fewer cases, and somebody says how many and why.
    fn target(&mut self, at: usize) -> Result<(), Fault> {
        let (requirement, figure) = self.student(at)?.target.clone().ok_or_else(|| missing("target"))?;
        self.term(at, &WantedTerm { requirement, term: Term::Target(figure), reason: REASON.to_owned() })
    }

    pub(super) fn term(&mut self, student: usize, asked: &WantedTerm) -> Result<(), Fault> {
        let (person, enrolment) =
            (self.lead()?.at(self.arrivals.now), self.enrolled(student)?.enrolment.clone());
        let books = Books::of_enrolment(&enrolment);
        self.arrivals.run.act(books, |tx| roster::put_term(tx, &person, &enrolment, asked))
    }

    fn state(&mut self, student: usize, registration: usize) -> Result<(), Fault> {
        let said = self.student(student)?.registrations.get(registration).cloned();
        let (body, category) = said.ok_or_else(|| missing("registration"))?;
        let who = self.enrolled(student)?.who.clone();
        self.registered(&who, &body, &category, &format!("{}-DEMO-{}", body.to_uppercase(), 100 + student))
    }

    fn deed(&self, student: usize, deed: usize) -> Result<&Deed, Fault> {
        self.student(student)?.deeds.get(deed).ok_or_else(|| missing("deed"))
    }

    fn kind(&mut self, student: usize, deed: usize) -> Result<Arc<Kind>, Fault> {
        let (one, code) = (self.student(student)?.clone(), self.deed(student, deed)?.kind.clone());
        let version = self.arrivals.run.quietly(Why::Swept, |tx| {
            let shelf = tx.shelf();
            let row = programmes::version_named(tx.conn(), &one.code, &one.version)?;
            programmes::version(tx.conn(), &shelf, &row.id)
        })?;
        let used = version.kind(&code).ok_or_else(|| missing("kind"))?;
        Ok(Arc::new(used.kind.clone()))
    }

    fn record(&mut self, student: usize, deed: usize) -> Result<(), Fault> {
        let kind = self.kind(student, deed)?;
        let one = self.deed(student, deed)?.clone();
        match one.by {
            Recorder::Lead => self.entered(student, &kind, &one),
            // No shipped programme asks for what only a supervisor writes.
            Recorder::Supervisor => Err(missing("kind that a trainee or a lead writes")),
            Recorder::Trainee => {
                let who = self.enrolled(student)?.who.clone();
                let words = self.words(student, &kind, &one)?;
                let log = LogWords {
                    draft: self.ids.make(self.arrivals.now),
                    kind: one.kind.clone(),
                    wish: Wish::Submit,
                    saved: String::new(),
                    words,
                    reflection: String::new(),
                };
                let (person, books) = (who.at(self.arrivals.now), Books::of_person(&who.account));
                let answers = entries::Answers::new();
                let run = &mut *self.arrivals.run;
                let written = run.act(books, |tx| entries::submit(tx, &person, &log, &[], &answers));
                let written = written.map_err(|fault| told(fault, &one))?;
                let places = self.home().students.get_mut(student).and_then(Option::as_mut);
                if let Some(place) = places.and_then(|one| one.sent.get_mut(deed)) {
                    *place = Some(Sent::of(written));
                }
                Ok(())
            }
        }
    }

    fn entered(&mut self, student: usize, kind: &Arc<Kind>, one: &Deed) -> Result<(), Fault> {
        let (person, enrolment) =
            (self.lead()?.at(self.arrivals.now), self.enrolled(student)?.enrolment.clone());
        let values =
            kind.check(&one.typed).map_err(|flaws| Fault::broken(format!("{flaws:?} in {one:?}")))?;
        let entry =
            ToEnter { enrolment: enrolment.clone(), corrects: None, day: one.on, until: one.until, values };
        let books = Books::of_enrolment(&enrolment);
        self.arrivals.run.act(books, |tx| Ok(Outcome::of((), results::enter(tx, &person, kind, &entry)?)))
    }

    fn mentor(&self, student: usize) -> Result<&Somebody, Fault> {
        let all = &self.arrivals.house.home.supervisors;
        all.get(student % all.len().max(1)).ok_or_else(|| missing("supervisor"))
    }

    /// The log form as it is sent.
    fn words(&self, student: usize, kind: &Kind, one: &Deed) -> Result<Words, Fault> {
        let supervisor = self.mentor(student)?.account.clone();
        let site = self.arrivals.house.home.places.sites.first().cloned().ok_or_else(|| missing("site"))?;
        let mut words = Words::default();
        words.add("when", "other");
        words::day(&mut words, "on", one.on);
        if let Some(until) = one.until {
            words::day(&mut words, "until", until);
        }
        for (code, texts) in answered(kind, one, Asker::Trainee) {
            for text in texts {
                let text = match text.as_str() {
                    answers::SUPERVISOR => supervisor.to_string(),
                    answers::SITE => site.to_string(),
                    other => other.to_owned(),
                };
                words.add(format!("f-{code}"), text);
            }
        }
        // Somebody who does the same twice on one day says that these are two.
        words.add("double", "yes");
        if kind.confirmed_by == Confirmer::Supervisor {
            words.add("ask", supervisor.as_str());
        }
        Ok(words)
    }

    fn decide(&mut self, student: usize, deed: usize) -> Result<(), Fault> {
        let kind = self.kind(student, deed)?;
        let one = self.deed(student, deed)?;
        let by_whom = match (one.by, kind.confirmed_by) {
            (Recorder::Lead, _) | (_, Confirmer::Nobody) => return Ok(()),
            (_, Confirmer::Supervisor) => self.mentor(student)?,
            (_, Confirmer::Lead) => self.lead()?,
        };
        let person = by_whom.at(self.arrivals.now);
        let sent =
            self.enrolled(student)?.sent.get(deed).cloned().flatten().ok_or_else(|| missing("entry"))?;
        let given = Sign {
            on_screen: sent.on_screen(),
            level: one.level.clone(),
            outcome: Some(HowItEnded::Satisfactory),
            comment: String::new(),
            side: side(&kind, one),
            nobody: false,
            whole: None,
        };
        let books = Books::of_entry(&sent.entry);
        let run = &mut *self.arrivals.run;
        run.act(books, |tx| put_decision(tx, &person, &sent.entry, given)).map(drop)
    }
}

/// What is typed on one side of the form; dates are not, they are the day's own fields.
fn answered<'d>(
    kind: &'d Kind,
    one: &'d Deed,
    side: Asker,
) -> impl Iterator<Item = (&'d String, &'d Vec<String>)> {
    one.typed.iter().filter(move |(code, _)| {
        let asked = |field: &Field| field.kind != FieldType::Date && field.asked_of == side;
        kind.field(code).is_some_and(asked)
    })
}

/// How it went, as the assessor says it: on the day, in the room.
fn side(kind: &Kind, one: &Deed) -> Side {
    let mut words = Words::default();
    for (code, texts) in answered(kind, one, Asker::Assessor) {
        for text in texts {
            words.add(format!("f-{code}"), text.clone());
        }
    }
    if kind.seen {
        words.add("seen-how", "observed");
        words.add("seen-place", SITE);
        words::day(&mut words, "seen-on", one.on);
    }
    Side { words, seen_told: false }
}

fn told(fault: Fault, one: &Deed) -> Fault {
    match fault {
        Fault::Typed(faults) => {
            let all: Vec<(&str, &str)> = faults.iter().collect();
            Fault::Broken(format!("{all:?} in {one:?}"))
        }
        other => other,
    }
}
