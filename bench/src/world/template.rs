//! The template: one cohort whose entries are all made through the real acts, sent, signed and
//! returned, about 200 each; then read back as rows and events, for `bulk` to write again under other
//! ids. What an act writes is decided here by the act itself, so the bulk cannot drift from it.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use perfolio::app::App;
use perfolio::cli::demo::cases::{self, Case};
use perfolio::cli::demo::cast::{self, Counts};
use perfolio::cli::demo::chance::Chance;
use perfolio::cli::demo::house::{Sent, Somebody};
use perfolio::cli::demo::words;
use perfolio::db::conn::Conn;
use perfolio::db::run::Run;
use perfolio::db::schema::{audit_events, decisions, entries, entry_versions, filings, requests};
use perfolio::db::tx::{Books, Dues};
use perfolio::domain::audit::Link;
use perfolio::domain::fault::Fault;
use perfolio::domain::names::*;
use perfolio::domain::signoff::ReturnReason;
use perfolio::domain::time::{DEFAULT_ZONE, Day, Moment};
use perfolio::features::entries::{self as log_room, Answers, LogWords, Side, Wish};
use perfolio::features::signoffs::{DecisionRow, Return, Sign, put_decision};
use perfolio::ids::Ids;

use super::people::{People, start};

/// Entries of each trainee wait with a supervisor, the last ones.
const WAITING: usize = 8;
/// Every so many entries one was returned.
const RETURNED: usize = 37;
const SEED: u64 = 1953;
/// So many acts share one COMMIT.
const AT_ONCE: usize = 250;

#[derive(Debug, Clone)]
enum What {
    Send(Box<Case>, Day),
    Sign,
    SendBack,
}

struct Step {
    at: Moment,
    trainee: usize,
    entry: usize,
    what: What,
}

fn counts(nth: i64) -> Counts {
    Counts { ran: 128 + nth, assisted: 34, observed: 16, without_bypass: 6, elsewhere: 8 }
}

fn plan(people: &People, day: Day) -> Vec<Step> {
    let (chance, began) = (Chance::seeded(SEED), start(day));
    let mut steps = Vec::new();
    for trainee in 0..people.trainees.len() {
        let nth = i64::try_from(trainee % 24).unwrap_or(0);
        let who = cast::Trainee { counts: counts(nth), asks: [0, 1, 2], department: 0, ..cast::TRAINEES[0] };
        let cases = cases::of(&who, &chance);
        let all = cases.len();
        for (entry, case) in cases.into_iter().enumerate() {
            let days = i64::try_from(entry * 718 / all).unwrap_or(0);
            let on = began.plus_days(days);
            let at = on.starts_in(DEFAULT_ZONE).plus_seconds(18 * 3600 + 61 * nth);
            let decided = at.plus_seconds(86_400 + 7 * nth);
            steps.push(Step { at, trainee, entry, what: What::Send(Box::new(case), on) });
            if entry + WAITING >= all {
                continue;
            }
            let what = if entry % RETURNED == 11 { What::SendBack } else { What::Sign };
            steps.push(Step { at: decided, trainee, entry, what });
        }
    }
    steps.sort_by_key(|step| (step.at, step.trainee, step.entry));
    steps
}

/// Plays the entries of everybody in the house. Standings are owed.
pub async fn play(app: &App, people: &People, day: Day) -> Result<(), Fault> {
    let mut at = 0;
    let mut table = Table {
        people: people.clone(),
        ids: Ids::seeded(SEED + 1),
        sent: HashMap::new(),
        asked: HashMap::new(),
    };
    let mut steps = plan(people, day);
    let all = steps.len();
    while at < all {
        let rest = steps.split_off(AT_ONCE.min(steps.len()));
        let now = std::mem::replace(&mut steps, rest);
        at += now.len();
        table = app
            .db
            .run(move |run| {
                run.dues(Dues::Owed);
                for step in &now {
                    table.one(run, step)?;
                }
                Ok(table)
            })
            .await?;
    }
    Ok(())
}

struct Table {
    people: People,
    ids: Ids,
    sent: HashMap<(usize, usize), (Sent, &'static str)>,
    asked: HashMap<(usize, usize), usize>,
}

impl Table {
    fn supervisor(&self, trainee: usize, nth: usize) -> Result<Somebody, Fault> {
        let cohort = self.people.trainees.get(trainee).map(|one| one.cohort).unwrap_or_default();
        self.people.supervisors.get(cohort).and_then(|all| all.get(nth)).cloned().ok_or(Fault::NotFound)
    }

    fn one(&mut self, run: &mut Run<'_>, step: &Step) -> Result<(), Fault> {
        run.at(step.at);
        let key = (step.trainee, step.entry);
        match &step.what {
            What::Send(case, on) => {
                let who = self.people.trainees.get(step.trainee).ok_or(Fault::NotFound)?.who.clone();
                let supervisor = self.supervisor(step.trainee, case.supervisor)?;
                let words = words::of_case(case, *on, &supervisor.account, &self.people.places);
                let log = LogWords {
                    draft: self.ids.make(step.at),
                    kind: "bypass-case".to_owned(),
                    wish: Wish::Submit,
                    saved: String::new(),
                    words,
                    reflection: String::new(),
                };
                let person = who.at(step.at);
                let books = Books::of_person(&who.account);
                let written =
                    run.act(books, |tx| log_room::submit(tx, &person, &log, &[], &Answers::new()))?;
                self.sent.insert(key, (Sent::of(written), case.level));
                self.asked.insert(key, case.supervisor);
            }
            What::Sign | What::SendBack => {
                let (sent, level) = self.sent.remove(&key).ok_or(Fault::NotFound)?;
                let nth = self.asked.remove(&key).unwrap_or(0);
                let person = self.supervisor(step.trainee, nth)?.at(step.at);
                let (books, on_screen) = (Books::of_entry(&sent.entry), sent.on_screen());
                if matches!(step.what, What::Sign) {
                    let comment =
                        if step.entry.is_multiple_of(6) { "Well set up, calm coming off." } else { "" };
                    let (level, comment) = (level.to_owned(), comment.to_owned());
                    let given = Sign {
                        on_screen,
                        level,
                        outcome: None,
                        comment,
                        side: Side::default(),
                        nobody: false,
                        whole: None,
                    };
                    run.act(books, |tx| put_decision(tx, &person, &sent.entry, given)).map(drop)?;
                } else {
                    let words = "Which cardioplegia was it?".to_owned();
                    let given =
                        Return { on_screen, reason: Some(ReturnReason::NotThere), words, nobody: false };
                    run.act(books, |tx| put_decision(tx, &person, &sent.entry, given)).map(drop)?;
                }
            }
        }
        Ok(())
    }
}

/// One trainee's entries as they lie in the tables.
pub struct Template {
    /// Of the people and places that the words name, in the order of the other cohorts' own.
    pub names: Vec<String>,
    pub entries: HashMap<String, Row>,
    /// The events of the entries, in their order.
    pub events: Vec<Link>,
}

/// An entry with its one version, filing, request and decision.
pub struct Row {
    pub kind: String,
    pub day: Day,
    pub title: String,
    pub folded: String,
    pub state: String,
    pub changed_at: Moment,
    pub version: Version,
    pub filed_from: Moment,
    pub request: Option<Request>,
    pub decision: Option<DecisionRow>,
}

pub struct Version {
    pub id: String,
    pub kind_version: i32,
    pub until: Option<Day>,
    pub words: String,
    pub root: String,
    pub known_from: Moment,
}

pub struct Request {
    pub id: String,
    pub asked: String,
    pub known_from: Moment,
    pub closed_at: Option<Moment>,
    pub closed_how: String,
}

/// Names of one cohort's people and places, in an order that every cohort shares.
pub fn names(people: &People, cohort: usize) -> Vec<String> {
    let supervisors = people.supervisors.get(cohort).into_iter().flatten();
    let sites = people.places.sites.iter().map(ToString::to_string);
    supervisors.map(|one| one.account.to_string()).chain(sites).collect()
}

/// Reads the templates of the first cohort.
pub fn read(conn: &mut Conn, people: &People) -> Result<Vec<Template>, Fault> {
    let first = people.trainees.iter().filter(|one| one.cohort == 0);
    first.map(|one| one_template(conn, people, &one.portfolio)).collect()
}

type VersionWords = (EntryId, EntryVersionId, i32, i32, Option<Day>, String, String, Moment);
type Asked = (EntryId, RequestId, AccountId, Moment, Option<Moment>, String);

fn one_template(conn: &mut Conn, people: &People, portfolio: &PortfolioId) -> Result<Template, Fault> {
    let heads: Vec<(EntryId, String, Day, String, String, String, Moment)> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .select((
            entries::id,
            entries::kind,
            entries::happened_on,
            entries::title,
            entries::folded,
            entries::state,
            entries::changed_at,
        ))
        .load(conn)?;
    let ids: Vec<EntryId> = heads.iter().map(|head| head.0.clone()).collect();
    let versions: Vec<VersionWords> = entry_versions::table
        .filter(entry_versions::entry_id.eq_any(&ids))
        .select((
            entry_versions::entry_id,
            entry_versions::id,
            entry_versions::number,
            entry_versions::kind_version,
            entry_versions::until_day,
            entry_versions::words,
            entry_versions::root,
            entry_versions::known_from,
        ))
        .load(conn)?;
    let mut versions: HashMap<EntryId, VersionWords> =
        versions.into_iter().map(|row| (row.0.clone(), row)).collect();
    let filed: HashMap<EntryId, Moment> = filings::table
        .filter(filings::entry_id.eq_any(&ids))
        .select((filings::entry_id, filings::known_from))
        .load::<(EntryId, Moment)>(conn)?
        .into_iter()
        .collect();
    let asked: Vec<Asked> = requests::table
        .filter(requests::entry_id.eq_any(&ids))
        .select((
            requests::entry_id,
            requests::id,
            requests::asked_id,
            requests::known_from,
            requests::closed_at,
            requests::closed_how,
        ))
        .load(conn)?;
    let mut asked: HashMap<EntryId, Asked> = asked.into_iter().map(|row| (row.0.clone(), row)).collect();
    let decided: Vec<DecisionRow> = decisions::table
        .filter(decisions::entry_id.eq_any(&ids))
        .select(decisions::all_columns)
        .load(conn)?;
    let mut decided: HashMap<EntryId, DecisionRow> =
        decided.into_iter().map(|row| (row.entry.clone(), row)).collect();
    let mut rows = HashMap::new();
    for (id, kind, day, title, folded, state, changed_at) in heads {
        let (_, version, nth, kind_version, until, words, root, known_from) =
            versions.remove(&id).ok_or(Fault::NotFound)?;
        if nth != 1 {
            return Err(Fault::broken("the template has an entry of two versions"));
        }
        let request = asked.remove(&id).map(|(_, id, asked, known_from, closed_at, closed_how)| Request {
            id: id.to_string(),
            asked: asked.to_string(),
            known_from,
            closed_at,
            closed_how,
        });
        let version = Version { id: version.to_string(), kind_version, until, words, root, known_from };
        let filed_from = filed.get(&id).copied().ok_or(Fault::NotFound)?;
        let decision = decided.remove(&id);
        let row = Row { kind, day, title, folded, state, changed_at, version, filed_from, request, decision };
        rows.insert(id.to_string(), row);
    }
    let events = events(conn, portfolio, &rows.keys().cloned().collect())?;
    Ok(Template { names: names(people, 0), entries: rows, events })
}

type Event = (BookId, i64, Moment, String, String, String, String, String, String, String);

fn events(conn: &mut Conn, book: &PortfolioId, ids: &BTreeSet<String>) -> Result<Vec<Link>, Fault> {
    let rows: Vec<Event> = audit_events::table
        .filter(audit_events::book_id.eq(BookId::from(book.clone())))
        .order(audit_events::seq)
        .load(conn)?;
    let links = rows.into_iter().map(|(book, seq, at, act_id, actor, act, subject, detail, prev, hash)| {
        Link { book, seq, at, act_id, actor, act, subject, detail, prev, hash }
    });
    let of_entry = |link: &Link| link.subject.strip_prefix("entry/").is_some_and(|id| ids.contains(id));
    Ok(links.filter(of_entry).collect())
}
