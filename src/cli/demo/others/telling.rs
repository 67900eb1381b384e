//! The acts by which the stories of the other house are told, each through the function behind the form of a
//! page: what a lead says of an enrolment, what a trainee says of the official record, marks of a university
//! and of its board, a move to another version; and what the house has of its own, a layer and a draft.

use std::sync::Arc;

use super::acts::Others;
use super::house::{DRAFT, LAYER, UNIVERSITY};
use super::stories::{Claim, Lived, Tale};
use crate::cli::demo::arrivals::newcomer;
use crate::cli::demo::house::{Somebody, missing};
use crate::db::tx::{Books, Outcome, Why};
use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::moving::suggested;
use crate::domain::names::{BookId, EntryId, InstitutionId};
use crate::domain::outside::{Issuer, OutsideNumber};
use crate::domain::policy::enrolments::Term;
use crate::domain::programme::Version;
use crate::domain::role::{Capacity, Scope, System};
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::features::admin::{self, Appointment};
use crate::features::authorship::{self, Draft, NewProgramme, Origin};
use crate::features::earlier::{self, Accepting, Claiming, Which};
use crate::features::official::{self, Marked};
use crate::features::results::{self, ToEnter};
use crate::features::roster::{self, WantedLife, WantedTerm};
use crate::features::{entries, moves, programmes};

impl Others<'_, '_> {
    pub fn tell(&mut self, student: usize, turn: usize) -> Result<(), Fault> {
        let turn = self.student(student)?.turns.get(turn).copied().ok_or_else(|| missing("turn"))?;
        match turn.what {
            Tale::Life(lived) => self.life(student, &lived),
            Tale::Waived { requirement, reason } => {
                let (requirement, reason) = (requirement.to_owned(), reason.to_owned());
                self.term(student, &WantedTerm { requirement, term: Term::Waiver, reason })
            }
            Tale::Number { issuer, body, number } => self.number(student, issuer, body, number),
            Tale::Entered { entries, reference } => self.entered_there(student, entries, reference),
            Tale::Claimed(claim) => self.claimed(student, &claim),
            Tale::Accepted { reason } => self.accepted(student, reason),
            Tale::Marked { unit, mark } => self.marked(student, unit, mark),
            Tale::Confirmed => self.confirmed(student),
            Tale::Moved { to } => self.moved(student, to),
        }
    }

    fn life(&mut self, student: usize, one: &Lived) -> Result<(), Fault> {
        let (person, enrolment) =
            (self.lead()?.at(self.arrivals.now), self.enrolled(student)?.enrolment.clone());
        let asked = WantedLife {
            what: one.what,
            day: Some(one.from),
            until: one.until,
            percent: one.percent,
            requirement: one.requirement.to_owned(),
            award: String::new(),
            minutes: None,
            category: one.category,
            reason: one.reason.to_owned(),
            preview: false,
        };
        let books = Books::of_enrolment(&enrolment);
        self.arrivals.run.act(books, |tx| roster::put_life(tx, &person, &enrolment, &asked))
    }

    fn number(&mut self, student: usize, issuer: Issuer, body: &str, number: &str) -> Result<(), Fault> {
        let (person, account) =
            (self.lead()?.at(self.arrivals.now), self.enrolled(student)?.who.account.clone());
        let said = OutsideNumber::of(issuer, body, number).map_err(|(field, _)| missing(field))?;
        self.arrivals.run.act(Books::house(), |tx| {
            let case = roster::number_case(tx.conn(), &person, &account)?;
            let (_, event) = roster::keep_number(tx, &person, &case, &said)?;
            Ok(Outcome::of((), event))
        })
    }

    /// The first of what is signed by now and is to be entered into the official record.
    fn entered_there(&mut self, student: usize, number: usize, reference: &str) -> Result<(), Fault> {
        let (now, enrolled) = (self.arrivals.now, self.enrolled(student)?);
        let (person, enrolment) = (enrolled.who.at(now), enrolled.enrolment.clone());
        let run = &mut *self.arrivals.run;
        let shelf = run.shelf();
        let next = official::next_to_enter(run.conn(), &shelf, &person.sight(), &enrolment, now)?;
        let asked = Marked {
            ticked: next.into_iter().take(number).collect(),
            on: person.today(),
            reference: reference.to_owned(),
        };
        let books = Books::of_enrolment(&enrolment);
        self.arrivals.run.act(books, |tx| official::put_entered(tx, &person, &enrolment, &asked))
    }

    fn claimed(&mut self, student: usize, claim: &Claim) -> Result<(), Fault> {
        let (asked, enrolled) = (self.lead()?.account.clone(), self.enrolled(student)?.clone());
        let given = Claiming {
            enrolment: enrolled.enrolment.clone(),
            requirement: claim.requirement.to_owned(),
            what: claim.what.to_owned(),
            place: claim.place.to_owned(),
            from: claim.from,
            until: claim.until,
            why: claim.why.to_owned(),
            which: Which::All,
            ask: Some(asked),
            looked: false,
            nobody: false,
        };
        let (person, books) = (enrolled.who.at(self.arrivals.now), Books::of_person(&enrolled.who.account));
        let entry = self.arrivals.run.act(books, |tx| earlier::put_claim(tx, &person, &given, &[]))?;
        self.enrolled_mut(student)?.last = Some(entry);
        Ok(())
    }

    fn accepted(&mut self, student: usize, reason: &str) -> Result<(), Fault> {
        let (person, entry) = (self.lead()?.at(self.arrivals.now), self.last(student)?);
        self.arrivals.run.act(Books::of_entry(&entry), |tx| {
            let shelf = tx.shelf();
            let root = entries::store::seen(tx.conn(), &shelf, &person.sight(), &entry)?.root;
            let given = Accepting { which: Which::All, reason: reason.to_owned(), nobody: false, root };
            Ok(earlier::put_acceptance(tx, &person, &entry, &given)?.map(drop))
        })
    }

    fn marked(&mut self, student: usize, unit: &str, mark: &str) -> Result<(), Fault> {
        let person = self.university()?.at(self.arrivals.now);
        let on = person.today().plus_days(-1);
        let (kind, one) =
            self.mark(student, &[("unit", unit), ("mark", mark), ("provisional", "yes")], on)?;
        let books = Books::of_enrolment(&one.enrolment);
        let entry = self.arrivals.run.act(books, |tx| {
            let (written, event) = results::enter_known(tx, &person, &kind, &one)?;
            Ok(Outcome::of(written.entry, event))
        })?;
        let enrolled = self.enrolled_mut(student)?;
        enrolled.last = Some(entry);
        enrolled.mark = Some((unit.to_owned(), mark.to_owned(), on));
        Ok(())
    }

    /// The mark that was entered last, by the board of the day before.
    fn confirmed(&mut self, student: usize) -> Result<(), Fault> {
        let person = self.university()?.at(self.arrivals.now);
        let (unit, mark, on) = self.enrolled(student)?.mark.clone().ok_or_else(|| missing("mark"))?;
        let (kind, one) = self.mark(student, &[("unit", &unit), ("mark", &mark)], on)?;
        let one = ToEnter { corrects: Some(self.last(student)?), ..one };
        let books = Books::of_enrolment(&one.enrolment);
        let board = person.today().plus_days(-1);
        self.arrivals.run.act(books, |tx| {
            let event = results::enter_as_confirmed(tx, &person, &kind, &one, board)?;
            Ok(Outcome::of((), event))
        })
    }

    fn mark(
        &mut self,
        student: usize,
        words: &[(&str, &str)],
        on: Day,
    ) -> Result<(Arc<Kind>, ToEnter), Fault> {
        let version = self.version(student)?;
        let used = version.kind("unit-result").ok_or_else(|| missing("kind"))?;
        let typed = words.iter().map(|(field, word)| ((*field).to_owned(), vec![(*word).to_owned()]));
        let values =
            used.kind.check(&typed.collect()).map_err(|flaws| Fault::broken(format!("{flaws:?}")))?;
        let enrolment = self.enrolled(student)?.enrolment.clone();
        let one = ToEnter { enrolment, corrects: None, day: on, until: None, values };
        Ok((Arc::new(used.kind.clone()), one))
    }

    /// Asked for and carried out, as for few people in the browser.
    fn moved(&mut self, student: usize, to: &str) -> Result<(), Fault> {
        let (one, enrolment) = (self.student(student)?.clone(), self.enrolled(student)?.enrolment.clone());
        let person = self.lead()?.at(self.arrivals.now);
        let run = &mut *self.arrivals.run;
        let from = programmes::version_named(run.conn(), &one.code, &one.version)?;
        let to = programmes::version_named(run.conn(), &one.code, to)?;
        let batch = run.act(Books::from(BookId::from(from.programme.clone())), |tx| {
            let shelf = tx.shelf();
            let old = programmes::version(tx.conn(), &shelf, &from.id)?;
            let new = programmes::version(tx.conn(), &shelf, &to.id)?;
            let (pairs, people) = (suggested(&old, &new), [enrolment.clone()]);
            moves::put_batch(tx, &person, from.programme, (from.id, to.id), &pairs, &people)
        })?;
        let books = Books::of_enrolment(&enrolment);
        run.act(books, |tx| moves::put_move(tx, &batch, &enrolment, System::at_work()))
    }

    /// Enters marks for everybody of this house, and sees nothing else of them.
    pub fn appoint_university(&mut self) -> Result<(), Fault> {
        let now = self.arrivals.now;
        let keeper = self.arrivals.house.keeper.as_ref().ok_or_else(|| missing("admin"))?.at(now);
        let newcomer = newcomer(UNIVERSITY.0, UNIVERSITY.1)?;
        let asked = Appointment {
            newcomer: newcomer.clone(),
            capacity: Capacity::University,
            over: vec![Over::of(Scope::Institution, self.institution()?)],
            from: keeper.today(),
            until: None,
        };
        let run = &mut *self.arrivals.run;
        let account = run.act(Books::house(), |tx| admin::bring_in_staff(tx, &keeper, asked))?;
        let who = Somebody::new(account, &newcomer.name, newcomer.email, Some(Capacity::University));
        self.arrivals.join(&who)?;
        self.arrivals.house.home.university = Some(who);
        Ok(())
    }

    /// What the department asks of its own on a programme that is not its own.
    pub fn layer(&mut self) -> Result<(), Fault> {
        let (person, institution) = (self.lead()?.at(self.arrivals.now), self.institution()?);
        let (code, version, words) = LAYER;
        let run = &mut *self.arrivals.run;
        let row = programmes::version_named(run.conn(), code, version)?;
        run.act(Books::from(BookId::from(row.programme)), |tx| {
            authorship::put_layer(
                tx,
                &person,
                (code, version),
                &institution,
                "",
                &authorship::Change::Text(words.to_owned()),
            )
        })
    }

    /// A programme of the department's own, begun and not published.
    pub fn draft(&mut self) -> Result<(), Fault> {
        let (person, institution) = (self.lead()?.at(self.arrivals.now), self.institution()?);
        let (code, version, title, words) = DRAFT;
        let draft = Draft { origin: Origin::File, version: version.to_owned() };
        let given = NewProgramme { institution, code: code.to_owned(), title: title.to_owned(), draft };
        let run = &mut *self.arrivals.run;
        run.act(Books::house(), |tx| authorship::put_programme(tx, &person, &given, Some(words.to_owned())))
            .map(drop)
    }

    fn institution(&self) -> Result<InstitutionId, Fault> {
        self.arrivals.house.home.places.institution.clone().ok_or_else(|| missing("institution"))
    }

    fn university(&self) -> Result<&Somebody, Fault> {
        self.arrivals.house.home.university.as_ref().ok_or_else(|| missing("university administrator"))
    }

    fn last(&self, student: usize) -> Result<EntryId, Fault> {
        self.enrolled(student)?.last.clone().ok_or_else(|| missing("entry"))
    }

    /// The version on which they began.
    fn version(&mut self, student: usize) -> Result<Arc<Version>, Fault> {
        let (code, version) = (self.student(student)?.code.clone(), self.student(student)?.version.clone());
        self.arrivals.run.quietly(Why::Swept, |tx| {
            let shelf = tx.shelf();
            let row = programmes::version_named(tx.conn(), &code, &version)?;
            programmes::version(tx.conn(), &shelf, &row.id)
        })
    }
}
