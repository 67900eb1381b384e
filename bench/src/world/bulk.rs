//! The template written again for other people, in bulk: every id is new, every salt is new, so every
//! root, every commitment and every link of every chain is computed afresh, with the same functions as
//! in an act (`Content::root`, `Committed::fields`, `Link::computed_hash`). Rows of all trainees are
//! written in the order of time, as they would have come, so that one person's entries do not lie
//! together on the disk.

use std::collections::{BTreeMap, HashMap, VecDeque};

use diesel::prelude::*;
use perfolio::db::conn::Conn;
use perfolio::db::schema::*;
use perfolio::domain::audit::{Committed, Detail, Head, Link, digest};
use perfolio::domain::entry::{Content, Cover, Covers, FileMark};
use perfolio::domain::fault::Fault;
use perfolio::domain::kind::Values;
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;
use perfolio::domain::time::{Day, Moment};
use perfolio::features::enrolments::FilingRow;
use perfolio::features::entries::store::{EntryRow, RequestRow};
use perfolio::features::entries::{StoredFile, VersionRow};
use perfolio::ids::Ids;

use super::people::{People, Trainee};
use super::template::{Row, Template, names};

/// Rows of entries that are written at once.
const AT_ONCE: usize = 400;
const SEED: u64 = 2027;

#[derive(Insertable)]
#[diesel(table_name = entries)]
struct EntryIn {
    id: String,
    portfolio_id: PortfolioId,
    kind: String,
    number: i32,
    happened_on: Day,
    title: String,
    state: String,
    latest: i32,
    changed_at: Moment,
    folded: String,
}

#[derive(Insertable)]
#[diesel(table_name = entry_versions)]
struct VersionIn {
    id: String,
    entry_id: String,
    number: i32,
    kind_version: i32,
    happened_on: Day,
    until_day: Option<Day>,
    words: String,
    salts: String,
    root: String,
    written_by: AccountId,
    known_from: Moment,
}

#[derive(Insertable)]
#[diesel(table_name = filings)]
struct FilingIn {
    entry_id: String,
    enrolment_id: EnrolmentId,
    happened_on: Day,
    known_from: Moment,
}

#[derive(Insertable)]
#[diesel(table_name = requests)]
struct RequestIn {
    id: String,
    entry_id: String,
    version_id: String,
    asked_id: String,
    asked_by: AccountId,
    known_from: Moment,
    closed_at: Option<Moment>,
    closed_how: String,
}

#[derive(Insertable)]
#[diesel(table_name = decisions)]
struct DecisionIn {
    id: String,
    entry_id: String,
    version_id: String,
    request_id: Option<String>,
    signer_id: AccountId,
    capacity: Capacity,
    verdict: String,
    satisfactory: bool,
    level: String,
    reason: String,
    comment: String,
    root: String,
    known_from: Moment,
    undone_why: String,
    salts: String,
}

#[derive(Insertable)]
#[diesel(table_name = evidence)]
struct EvidenceIn {
    id: String,
    version_id: String,
    file_hash: String,
    name: String,
    position: i32,
    added_at: Moment,
}

#[derive(Insertable)]
#[diesel(table_name = audit_events)]
struct EventIn {
    book_id: BookId,
    seq: i64,
    at: Moment,
    act_id: String,
    actor: String,
    act: String,
    subject: String,
    detail: String,
    prev: String,
    hash: String,
}

#[derive(Default)]
struct Rows {
    entries: Vec<EntryIn>,
    versions: Vec<VersionIn>,
    filings: Vec<FilingIn>,
    requests: Vec<RequestIn>,
    decisions: Vec<DecisionIn>,
    evidence: Vec<EvidenceIn>,
    events: Vec<EventIn>,
}

macro_rules! put {
    ($conn:expr, $table:ident, $rows:expr) => {
        match &mut *$conn {
            Conn::Sqlite(c) => {
                for row in &$rows {
                    diesel::insert_into($table::table).values(row).execute(c)?;
                }
            }
            Conn::Postgres(c) => {
                // A statement takes 65 535 values.
                for some in $rows.chunks(3000) {
                    diesel::insert_into($table::table).values(some).execute(c)?;
                }
            }
        }
        $rows.clear();
    };
}

impl Rows {
    fn flush(&mut self, conn: &mut Conn) -> Result<(), Fault> {
        put!(conn, entries, self.entries);
        put!(conn, entry_versions, self.versions);
        put!(conn, filings, self.filings);
        put!(conn, requests, self.requests);
        put!(conn, decisions, self.decisions);
        put!(conn, evidence, self.evidence);
        put!(conn, audit_events, self.events);
        Ok(())
    }
}

/// Somebody whose chain grows.
struct Growing<'t> {
    who: &'t Trainee,
    /// The people and places around, old name and new.
    around: Vec<(String, String)>,
    /// These and the entries under way; with commitments by new place.
    names: HashMap<String, String>,
    commitments: HashMap<String, VecDeque<String>>,
    templates: Vec<&'t Template>,
    /// Which template and which of its events, in the order of time.
    events: Vec<(usize, usize)>,
    files: &'t [StoredFile],
    head: Head,
    /// Entries so far; also the next one's number less one.
    count: i32,
}

/// Who gets what.
pub struct Share<'t> {
    pub who: &'t Trainee,
    /// More than one for a long portfolio.
    pub templates: Vec<&'t Template>,
    /// One for every tenth entry, as long as there are any.
    pub files: &'t [StoredFile],
}

/// Writes the shares. Gives the number of entries.
pub fn write(conn: &mut Conn, people: &People, shares: &[Share<'_>]) -> Result<usize, Fault> {
    let ids = Ids::seeded(SEED);
    let mut all = shares.iter().map(|share| grow(conn, people, share)).collect::<Result<Vec<_>, Fault>>()?;
    let longest = all.iter().map(|one| one.events.len()).max().unwrap_or(0);
    let (mut rows, mut entries) = (Rows::default(), 0);
    conn.begin("BEGIN IMMEDIATE", "BEGIN")?;
    for nth in 0..longest {
        for one in &mut all {
            one.event(&ids, nth, &mut rows)?;
            if rows.events.len() >= AT_ONCE {
                entries += rows.entries.len();
                rows.flush(conn)?;
            }
        }
        if nth % 20 == 19 {
            conn.commit()?;
            conn.begin("BEGIN IMMEDIATE", "BEGIN")?;
        }
    }
    entries += rows.entries.len();
    rows.flush(conn)?;
    for one in &all {
        diesel::update(books::table.find(BookId::from(one.who.portfolio.clone())))
            .set((books::seq.eq(one.head.seq), books::hash.eq(&one.head.hash)))
            .execute(conn)?;
        diesel::update(portfolios::table.find(&one.who.portfolio))
            .set(portfolios::next_number.eq(one.count + 1))
            .execute(conn)?;
    }
    conn.commit()?;
    Ok(entries)
}

fn grow<'t>(conn: &mut Conn, people: &People, share: &Share<'t>) -> Result<Growing<'t>, Fault> {
    let book = BookId::from(share.who.portfolio.clone());
    let (seq, hash) = books::table.find(&book).select((books::seq, books::hash)).first(conn)?;
    let first = share.templates.first().ok_or(Fault::NotFound)?;
    let around: Vec<(String, String)> =
        first.names.iter().cloned().zip(names(people, share.who.cohort)).collect();
    let mut events: Vec<(usize, usize)> = Vec::new();
    for (nth, template) in share.templates.iter().enumerate() {
        events.extend((0..template.events.len()).map(|at| (nth, at)));
    }
    let at = |(nth, at): &(usize, usize)| {
        share.templates.get(*nth).and_then(|template| template.events.get(*at)).map(|event| event.at)
    };
    events.sort_by_key(|place| (at(place), *place));
    Ok(Growing {
        who: share.who,
        names: around.iter().cloned().collect(),
        around,
        commitments: HashMap::new(),
        templates: share.templates.clone(),
        events,
        files: share.files,
        head: Head { seq, hash },
        count: 0,
    })
}

impl Growing<'_> {
    fn mapped(&self, name: &str) -> String {
        self.names.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// A place of a commitment, `table/id` or `table/id.id`, under the new names.
    fn place(&self, place: &str) -> String {
        let (table, id) = place.split_once('/').unwrap_or(("", place));
        match id.split_once('.') {
            Some((entry, _)) => format!("{table}/{}.{}", self.mapped(entry), self.who.enrolment),
            None => format!("{table}/{}", self.mapped(id)),
        }
    }

    fn event(&mut self, ids: &Ids, nth: usize, rows: &mut Rows) -> Result<(), Fault> {
        let Some((template, at)) = self.events.get(nth).copied() else { return Ok(()) };
        let Some(template) = self.templates.get(template).copied() else { return Ok(()) };
        let Some(old) = template.events.get(at) else { return Ok(()) };
        let entry = old.subject.strip_prefix("entry/").unwrap_or_default();
        let row = template.entries.get(entry).ok_or(Fault::NotFound)?;
        let first = !self.names.contains_key(entry);
        if first {
            self.entry(ids, entry, row, rows)?;
        }
        let detail = old.read_detail();
        let with: BTreeMap<String, String> =
            detail.with.iter().map(|(key, value)| (key.clone(), self.mapped(value))).collect();
        let mut committed = BTreeMap::new();
        for place in detail.rows.keys() {
            let place = self.place(place);
            let hash = self.commitments.get_mut(&place).and_then(VecDeque::pop_front);
            let hash = hash.ok_or_else(|| Fault::Broken(format!("nothing commits to {place}")))?;
            committed.insert(place, hash);
        }
        let by_trainee = old.act == "entry/submitted";
        let actor = if by_trainee { self.who.who.account.to_string() } else { self.mapped(&old.actor) };
        let mut link = Link {
            book: BookId::from(self.who.portfolio.clone()),
            seq: self.head.seq + 1,
            at: old.at,
            act_id: ids.make(old.at),
            actor,
            act: old.act.clone(),
            subject: format!("entry/{}", self.mapped(entry)),
            detail: serde_json::to_string(&Detail { with, rows: committed }).map_err(Fault::broken)?,
            prev: std::mem::take(&mut self.head.hash),
            hash: String::new(),
        };
        link.hash = link.computed_hash();
        self.head = Head { seq: link.seq, hash: link.hash.clone() };
        self.commitments.retain(|_, left| !left.is_empty());
        if !first || row.decision.is_none() {
            self.forget(entry, row);
        }
        let Link { book: book_id, seq, at, act_id, actor, act, subject, detail, prev, hash } = link;
        rows.events.push(EventIn { book_id, seq, at, act_id, actor, act, subject, detail, prev, hash });
        Ok(())
    }

    /// Nothing more happens to it in this book.
    fn forget(&mut self, entry: &str, row: &Row) {
        for name in [entry, &row.version.id, &row.version.root] {
            self.names.remove(name);
        }
        if let Some(request) = &row.request {
            self.names.remove(&request.id);
        }
        if let Some(decision) = &row.decision {
            self.names.remove(decision.id.as_str());
        }
    }

    fn entry(&mut self, ids: &Ids, old: &str, row: &Row, rows: &mut Rows) -> Result<(), Fault> {
        let (id, version): (String, String) =
            (ids.make(row.version.known_from), ids.make(row.version.known_from));
        let mut words = row.version.words.clone();
        for (from, to) in &self.around {
            if words.contains(from.as_str()) {
                words = words.replace(from, to);
            }
        }
        let nth = usize::try_from(self.count).unwrap_or(0);
        let file = if nth % 10 == 0 { self.files.get(nth / 10) } else { None };
        self.count += 1;
        let values: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
        let files = file.map(|file| FileMark { name: file.name.clone(), hash: file.hash.clone() });
        let content = Content {
            kind: row.kind.clone(),
            kind_version: row.version.kind_version,
            day: row.day,
            until: row.version.until,
            values,
            files: files.into_iter().collect(),
        };
        let covers = content.cover(|| ids.secret());
        let root = content.root(&covers);
        let written = VersionRow {
            id: EntryVersionId::new(version.clone()),
            entry: EntryId::new(id.clone()),
            number: 1,
            kind_version: row.version.kind_version,
            day: row.day,
            until: row.version.until,
            root: root.clone(),
            written_by: self.who.who.account.clone(),
            known_from: row.version.known_from,
            withdrawn_at: None,
        };
        let filed = FilingRow {
            entry: written.entry.clone(),
            enrolment: self.who.enrolment.clone(),
            day: row.day,
            known_from: row.filed_from,
            known_until: None,
        };
        self.commit(&EntryRow {
            id: written.entry.clone(),
            portfolio: self.who.portfolio.clone(),
            kind: row.kind.clone(),
            number: self.count,
        });
        self.commit(&written);
        self.commit(&filed);
        rows.entries.push(EntryIn {
            id: id.clone(),
            portfolio_id: self.who.portfolio.clone(),
            kind: row.kind.clone(),
            number: self.count,
            happened_on: row.day,
            title: row.title.clone(),
            state: row.state.clone(),
            latest: 1,
            changed_at: row.changed_at,
            folded: row.folded.clone(),
        });
        rows.versions.push(VersionIn {
            id: version.clone(),
            entry_id: id.clone(),
            number: 1,
            kind_version: row.version.kind_version,
            happened_on: row.day,
            until_day: row.version.until,
            words,
            salts: serde_json::to_string(&covers).map_err(Fault::broken)?,
            root: root.clone(),
            written_by: self.who.who.account.clone(),
            known_from: row.version.known_from,
        });
        rows.filings.push(FilingIn {
            entry_id: id.clone(),
            enrolment_id: self.who.enrolment.clone(),
            happened_on: row.day,
            known_from: row.filed_from,
        });
        if let Some(file) = file {
            rows.evidence.push(EvidenceIn {
                id: ids.make(row.version.known_from),
                version_id: version.clone(),
                file_hash: file.hash.clone(),
                name: file.name.clone(),
                position: 1,
                added_at: row.version.known_from,
            });
        }
        let request = row.request.as_ref().map(|asked| {
            let new: String = ids.make(asked.known_from);
            rows.requests.push(RequestIn {
                id: new.clone(),
                entry_id: id.clone(),
                version_id: version.clone(),
                asked_id: self.mapped(&asked.asked),
                asked_by: self.who.who.account.clone(),
                known_from: asked.known_from,
                closed_at: asked.closed_at,
                closed_how: asked.closed_how.clone(),
            });
            self.names.insert(asked.id.clone(), new.clone());
            // First as it was asked, then as it ended.
            let open = RequestRow {
                id: RequestId::new(new.clone()),
                entry: written.entry.clone(),
                version: written.id.clone(),
                asked: AccountId::new(self.mapped(&asked.asked)),
                asked_by: self.who.who.account.clone(),
                known_from: asked.known_from,
                closed_at: None,
                closed_how: String::new(),
            };
            self.commit(&open);
            if asked.closed_at.is_some() {
                let (closed_at, closed_how) = (asked.closed_at, asked.closed_how.clone());
                self.commit(&RequestRow { closed_at, closed_how, ..open });
            }
            new
        });
        if let Some(old) = &row.decision {
            let mut made = old.clone();
            made.id = ids.make(old.known_from);
            (made.entry, made.version) = (written.entry.clone(), written.id.clone());
            made.request = request.map(RequestId::new);
            made.signer = AccountId::new(self.mapped(old.signer.as_str()));
            made.root = root.clone();
            made.salts = salted(ids, &old.salts)?;
            self.names.insert(old.id.to_string(), made.id.to_string());
            self.commit(&made);
            rows.decisions.push(DecisionIn {
                id: made.id.to_string(),
                entry_id: id.clone(),
                version_id: version.clone(),
                request_id: made.request.map(|request| request.to_string()),
                signer_id: made.signer,
                capacity: made.capacity,
                verdict: made.verdict,
                satisfactory: made.satisfactory,
                level: made.level,
                reason: made.reason,
                comment: made.comment,
                root: made.root,
                known_from: made.known_from,
                undone_why: made.undone_why,
                salts: made.salts,
            });
        }
        self.names.insert(row.version.id.clone(), version);
        self.names.insert(row.version.root.clone(), root);
        self.names.insert(old.to_owned(), id);
        Ok(())
    }

    fn commit(&mut self, row: &dyn Committed) {
        self.commitments.entry(row.place()).or_default().push_back(digest(&row.fields()));
    }
}

/// Salts of its own for the same prose.
fn salted(ids: &Ids, old: &str) -> Result<String, Fault> {
    let covers: Covers = serde_json::from_str(old).map_err(Fault::broken)?;
    let fresh: Covers = covers.into_keys().map(|key| (key, Cover::Salt(ids.secret()))).collect();
    serde_json::to_string(&fresh).map_err(Fault::broken)
}
