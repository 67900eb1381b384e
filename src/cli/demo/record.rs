//! The acts by which portfolios fill: cases sent, signed, sent back and put right; papers, activities,
//! drafts; marks, exams and certificates; due days that are moved.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cases::{Case, Proof};
use super::cast::STAR;
use super::chance::Chance;
use super::house::{House, Sent, Somebody, missing};
use super::plan::{Logged, Plan};
use super::{proofs, says, words};
use crate::db::run::Run;
use crate::db::tx::{Books, Outcome, Why};
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{DraftId, EnrolmentId};
use crate::domain::policy::enrolments::Term;
use crate::domain::role::Person;
use crate::domain::time::{Day, Moment};
use crate::features::entries::{self, LogWords, Side, StoredFile, Wish};
use crate::features::exports::{self, Cohort, Format};
use crate::features::results::{self, ToEnter};
use crate::features::roster::{self, WantedTerm};
use crate::features::signoffs::{OnScreen, Retraction, Return, Says, Sign, put_decision, put_retraction};
use crate::features::{enrolments, identifiers, programmes};
use crate::files::Files;
use crate::ids::Ids;
use crate::web::typed::Words;

/// Acts on portfolios, each at the instant of its step.
pub struct Record<'a, 'r> {
    pub run: &'a mut Run<'r>,
    pub house: &'a mut House,
    pub plan: &'a Plan,
    pub files: &'a Files,
    pub ids: &'a Ids,
    pub chance: &'a Chance,
    pub now: Moment,
}

const WRONG_LEVEL: &str = "I pressed the wrong level; signed again at the right one.";
const REASON: &str = "The visiting examiners come later than planned; agreed with the programme director.";

fn log(draft: DraftId, kind: &str, wish: Wish, words: Words, reflection: &str) -> LogWords {
    let (kind, reflection) = (kind.to_owned(), reflection.to_owned());
    LogWords { draft, kind, wish, saved: String::new(), words, reflection }
}

impl Record<'_, '_> {
    fn logged(&self, trainee: usize, case: usize) -> Result<&Logged, Fault> {
        let cases = self.plan.trainees.get(trainee).map(|one| &one.cases);
        cases.and_then(|cases| cases.get(case)).ok_or_else(|| missing("case"))
    }

    fn submit(&mut self, who: &Somebody, log: &LogWords, files: &[StoredFile]) -> Result<Sent, Fault> {
        let person = who.at(self.now);
        let books = Books::of_person(&who.account);
        let written =
            self.run.act(books, |tx| entries::submit(tx, &person, log, files, &entries::Answers::new()));
        written.map(Sent::of).map_err(|fault| explained(fault, &log.words))
    }

    pub fn send(&mut self, trainee: usize, case: usize) -> Result<(), Fault> {
        let logged = self.logged(trainee, case)?.clone();
        let words = self.case_words(&logged.case, logged.day, logged.double)?;
        let who = self.house.trainee(trainee)?.clone();
        let files = match logged.case.proof {
            Some(Proof::Photo) => vec![self.stored("trend.png", proofs::photo(self.chance)?)?],
            Some(Proof::Paper) => {
                let paper = proofs::paper(&format!("Teaching note {case}"), &who.name);
                vec![self.stored("teaching-note.pdf", paper)?]
            }
            None => Vec::new(),
        };
        let draft = self.ids.make(self.now);
        let log = log(draft, "bypass-case", Wish::Submit, words, logged.case.reflection);
        let sent = self.submit(&who, &log, &files)?;
        let cases = &mut self.house.trained(trainee)?.cases;
        if cases.len() <= case {
            cases.resize(case + 1, None);
        }
        if let Some(place) = cases.get_mut(case) {
            *place = Some(sent);
        }
        Ok(())
    }

    fn case_words(&self, case: &Case, on: Day, double: bool) -> Result<Words, Fault> {
        let supervisor = &self.house.supervisor(case.supervisor)?.account;
        let mut words = words::of_case(case, on, supervisor, &self.house.places);
        if double {
            words.add("double", "yes");
        }
        Ok(words)
    }

    fn stored(&self, name: &str, bytes: Vec<u8>) -> Result<StoredFile, Fault> {
        // The papers are our own, so they are read in this process; what they say is looked at all the same.
        let mut file = entries::store_one(self.files, name, bytes.clone())?.map_err(Fault::Broken)?;
        file.check = Some(identifiers::look_at_own(&file.media_type, &bytes));
        Ok(file)
    }

    /// Opens what came back, puts it right and sends it again.
    pub fn send_again(&mut self, trainee: usize, case: usize) -> Result<(), Fault> {
        let logged = self.logged(trainee, case)?.clone();
        let who = self.house.trainee(trainee)?.clone();
        let (person, entry) = (who.at(self.now), self.house.sent(trainee, case)?.entry.clone());
        let draft = self.run.quietly(Why::DraftSaved, |tx| entries::begin_revision(tx, &person, &entry))?;
        let words = self.case_words(&words::put_right(&logged.case), logged.day, logged.double)?;
        let sent = self.submit(&who, &log(draft, "bypass-case", Wish::Submit, words, ""), &[])?;
        if let Some(place) = self.house.trained(trainee)?.cases.get_mut(case) {
            *place = Some(sent);
        }
        Ok(())
    }

    pub fn sign(&mut self, trainee: usize, case: usize) -> Result<(), Fault> {
        let signed = &self.logged(trainee, case)?.case;
        let (level, comment) = (signed.level.to_owned(), signed.comment.to_owned());
        let person = self.house.supervisor(signed.supervisor)?.at(self.now);
        let sent = self.house.sent(trainee, case)?.clone();
        let given = Sign {
            on_screen: sent.on_screen(),
            level,
            outcome: None,
            comment,
            side: Side::default(),
            nobody: false,
            whole: None,
        };
        self.decides(trainee, case, &person, &sent, given)
    }

    /// Whoever decides has read it first.
    fn decides(
        &mut self,
        trainee: usize,
        case: usize,
        person: &Person,
        sent: &Sent,
        given: impl Says,
    ) -> Result<(), Fault> {
        self.run.quietly(Why::Reading, |tx| entries::note_reading(tx, &person.sight(), &sent.version))?;
        let books = Books::of_entry(&sent.entry);
        let row = self.run.act(books, |tx| put_decision(tx, person, &sent.entry, given))?;
        if let Some(Some(sent)) = self.house.trained(trainee)?.cases.get_mut(case) {
            sent.decision = Some(row.id);
        }
        Ok(())
    }

    pub fn take_back(&mut self, trainee: usize, case: usize) -> Result<(), Fault> {
        let person = self.house.supervisor(self.logged(trainee, case)?.case.supervisor)?.at(self.now);
        let sent = self.house.sent(trainee, case)?.clone();
        let decision = sent.decision.ok_or_else(|| missing("signature"))?;
        let back = Retraction { reason: WRONG_LEVEL.to_owned(), nobody: false, out: false };
        let books = Books::of_entry(&sent.entry);
        self.run.act(books, |tx| put_retraction(tx, &person, &decision, &back)).map(drop)
    }

    pub fn withdraw(&mut self, trainee: usize, case: usize) -> Result<(), Fault> {
        let who = self.house.trainee(trainee)?;
        let (person, books) = (who.at(self.now), Books::of_person(&who.account));
        let entry = self.house.sent(trainee, case)?.entry.clone();
        self.run.act(books, |tx| entries::put_withdrawal(tx, &person, &entry))
    }

    /// A trainee's own portfolio, or everybody whom the lead leads.
    pub fn report(&mut self, trainee: Option<usize>, format: &str) -> Result<(), Fault> {
        let format: Format = format.parse().map_err(Fault::broken)?;
        let asked = match trainee {
            Some(trainee) => {
                let person = self.house.trainee(trainee)?.at(self.now);
                let enrolment = self.house.enrolment(trainee)?.clone();
                let books = Books::of_enrolment(&enrolment);
                self.run.act(books, |tx| exports::put_portfolio(tx, &person, &enrolment, format, None))
            }
            None => {
                let person = self.house.lead()?.at(self.now);
                let all = Cohort { version: None, cohort: None, department: None };
                self.run.act(Books::house(), |tx| exports::put_cohort(tx, &person, &all, format, None))
            }
        };
        asked.map(drop)
    }

    pub fn send_back(&mut self, trainee: usize, case: usize) -> Result<(), Fault> {
        let person = self.house.supervisor(self.logged(trainee, case)?.case.supervisor)?.at(self.now);
        let sent = self.house.sent(trainee, case)?.clone();
        let (reason, said) =
            says::RETURNS.get((trainee + case) % says::RETURNS.len()).copied().unwrap_or_default();
        let on_screen: OnScreen = sent.on_screen();
        let given = Return { on_screen, reason: reason.parse().ok(), words: said.to_owned(), nobody: false };
        self.decides(trainee, case, &person, &sent, given)
    }

    pub fn share(&mut self, trainee: usize, case: usize) -> Result<(), Fault> {
        let who = self.house.trainee(trainee)?;
        let (person, books) = (who.at(self.now), Books::of_person(&who.account));
        let entry = self.house.sent(trainee, case)?.entry.clone();
        self.run.act(books, |tx| entries::show_thought(tx, &person, &entry, true))
    }

    pub fn draft(&mut self, trainee: usize, draft: usize) -> Result<(), Fault> {
        let plan = self.plan.trainees.get(trainee).and_then(|one| one.drafts.get(draft));
        let case = plan.ok_or_else(|| missing("draft"))?;
        let person = self.house.trainee(trainee)?.at(self.now);
        let words = words::begun(case, person.today(), &self.house.places);
        let log = log(self.ids.make(self.now), "bypass-case", Wish::Keep, words, case.reflection);
        self.run.quietly(Why::DraftSaved, |tx| entries::put_down(tx, &person, &log, &[], u64::MAX)).map(drop)
    }

    pub fn paper(&mut self, trainee: usize, paper: usize) -> Result<(), Fault> {
        let (title, sort) = says::DOCUMENTS.get(paper).copied().ok_or_else(|| missing("paper"))?;
        let who = self.house.trainee(trainee)?.clone();
        let file = self.stored("paper.pdf", proofs::paper(title, &who.name))?;
        let words = words::of_paper((title, sort), who.at(self.now).today().plus_days(-40));
        let log = log(self.ids.make(self.now), "document", Wish::Submit, words, "");
        let sent = self.submit(&who, &log, &[file])?;
        self.house.trained(trainee)?.papers.push((paper, sent));
        Ok(())
    }

    pub fn confirm_paper(&mut self, trainee: usize, paper: usize) -> Result<(), Fault> {
        let person = self.house.lead()?.at(self.now);
        let papers = &self.house.trained(trainee)?.papers;
        let found = papers.iter().find(|(nth, _)| *nth == paper).map(|(_, sent)| sent.clone());
        let sent = found.ok_or_else(|| missing("paper"))?;
        let on_screen = sent.on_screen();
        let given = Sign {
            on_screen,
            level: String::new(),
            outcome: None,
            comment: String::new(),
            side: Side::default(),
            nobody: false,
            whole: None,
        };
        let books = Books::of_entry(&sent.entry);
        self.run.act(books, |tx| put_decision(tx, &person, &sent.entry, given)).map(drop)
    }

    pub fn activity(&mut self, activity: usize, on: Day, profile: bool) -> Result<(), Fault> {
        let said = says::ACTIVITIES.get(activity).copied().ok_or_else(|| missing("activity"))?;
        let who = self.house.trainee(STAR)?.clone();
        let reflection = if activity % 4 == 1 { says::REFLECTIONS.get(activity % 8).copied() } else { None };
        let words = words::of_activity(said, on, profile);
        let draft = self.ids.make(self.now);
        let log = log(draft, "cpd-activity", Wish::Submit, words, reflection.unwrap_or_default());
        self.submit(&who, &log, &[]).map(drop)
    }

    pub fn mark(&mut self, trainee: usize, unit: &str, mark: i64, provisional: bool) -> Result<(), Fault> {
        let mark = mark.to_string();
        let sure = if provisional { "yes" } else { "no" };
        let typed = [("unit", vec![unit]), ("mark", vec![mark.as_str()]), ("provisional", vec![sure])];
        let today = self.house.lead()?.at(self.now).today();
        self.result(trainee, "unit-result", today.plus_days(-1), None, &typed)
    }

    pub fn attempt(
        &mut self,
        trainee: usize,
        parts: &[&'static str],
        result: &'static str,
        day: Day,
    ) -> Result<(), Fault> {
        let typed = [("exam", vec!["practical-viva"]), ("parts", parts.to_vec()), ("result", vec![result])];
        self.result(trainee, "exam-attempt", day, None, &typed)
    }

    pub fn certificate(&mut self, trainee: usize, day: Day) -> Result<(), Fault> {
        let number = format!("CA-DEMO-{}", 60 + trainee);
        let body = "College of Clinical Perfusion Scientists";
        let typed = [
            ("type", vec!["perfusion-accreditation"]),
            ("issued-by", vec![body]),
            ("reference", vec![number.as_str()]),
        ];
        self.result(trainee, "certificate", day, None, &typed)
    }

    /// What the lead enters for one person.
    fn result(
        &mut self,
        trainee: usize,
        kind: &str,
        day: Day,
        until: Option<Day>,
        typed: &[(&str, Vec<&str>)],
    ) -> Result<(), Fault> {
        let person = self.house.lead()?.at(self.now);
        let enrolment: EnrolmentId = self.house.enrolment(trainee)?.clone();
        let typed: BTreeMap<String, Vec<String>> = typed
            .iter()
            .map(|(code, words)| ((*code).to_owned(), words.iter().map(|word| (*word).to_owned()).collect()))
            .collect();
        self.run.act(Books::of_enrolment(&enrolment), |tx| {
            let shelf = tx.shelf();
            let row = enrolments::led_one(tx.conn(), &person.sight(), &enrolment)?;
            let version = programmes::version(tx.conn(), &shelf, &row.version)?;
            let used = version.kind(kind).ok_or_else(|| missing("kind"))?;
            let kind = Arc::new(used.kind.clone());
            let values = kind.check(&typed).map_err(|flaws| Fault::broken(format!("{flaws:?}")))?;
            let one = ToEnter { enrolment: enrolment.clone(), corrects: None, day, until, values };
            Ok(Outcome::of((), results::enter(tx, &person, &kind, &one)?))
        })
    }

    pub fn move_due(&mut self, trainee: usize, requirement: &str, to: Day) -> Result<(), Fault> {
        let person = self.house.lead()?.at(self.now);
        let enrolment = self.house.enrolment(trainee)?.clone();
        let (requirement, reason) = (requirement.to_owned(), REASON.to_owned());
        let asked = WantedTerm { requirement, term: Term::Due(to), reason };
        let books = Books::of_enrolment(&enrolment);
        self.run.act(books, |tx| roster::put_term(tx, &person, &enrolment, &asked))
    }
}

/// Faults beside fields mean nothing on a command line without the fields.
fn explained(fault: Fault, words: &Words) -> Fault {
    match fault {
        Fault::Typed(faults) => Fault::Broken(format!("{:?} in {words:?}", told(&faults))),
        other => other,
    }
}

fn told(faults: &Faults) -> Vec<(&str, &str)> {
    faults.iter().collect()
}
