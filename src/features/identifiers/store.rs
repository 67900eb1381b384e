//! The house's own forms of numbers, and the outcome of looking inside each file, by its content.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{file_checks, files, house_patterns, redactions, struck_files};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::identifiers::{Pattern, Patterns, What};
use crate::domain::job::Job;
use crate::domain::names::{BookId, PatternId, PortfolioId, RedactionId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::policy::redactions::Strike;
use crate::domain::time::Moment;
use crate::files::intake::STRUCK_OUT;
use crate::text_words;

text_words! {
    /// What looking inside a file said.
    enum Outcome "outcome of a check" {
        Waiting = "waiting",
        Clear = "clear",
        Found = "found",
        /// Nothing was found, and there are pages without words, or files inside it.
        Unread = "unread",
        Locked = "locked",
        Damaged = "damaged",
        TooMuch = "too-much",
        /// The site's scanner found something harmful; nobody has looked at its words.
        Infected = "infected",
        /// The scanner could not be asked. It is asked again, and until then the file is as if nobody had looked.
        Unscanned = "unscanned",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCheck {
    pub outcome: Outcome,
    /// One for each finding, in the order of the file.
    pub kinds: Vec<What>,
    /// Besides, there is something that only a person can look at.
    pub unread: bool,
    /// Of the house's forms that were looked for.
    pub number: i64,
}

/// A form as the house's book commits to it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = house_patterns)]
pub struct PatternRow {
    pub id: PatternId,
    pub name: String,
    pub form: String,
    pub example: String,
    pub made_by: String,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for PatternRow {
    fn place(&self) -> String {
        format!("house_patterns/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.form.clone(),
            self.example.clone(),
            self.made_by.clone(),
            self.known_from.to_string(),
            self.known_until.map(|until| until.to_string()).unwrap_or_default(),
        ]
    }
}

/// Every form there ever was, for `verify`.
// open: verification reads every row
pub fn committed_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<PatternRow> = house_patterns::table.order(house_patterns::id).load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}

/// A form as the settings show it.
#[derive(Debug, Clone, Queryable)]
pub struct PatternShown {
    pub id: PatternId,
    pub name: String,
    pub form: String,
    pub example: String,
    pub known_from: Moment,
}

// open: forms of numbers are nobody's data
pub fn patterns_shown(conn: &mut Conn) -> Result<Vec<PatternShown>, Fault> {
    Ok(house_patterns::table
        .filter(house_patterns::known_until.is_null())
        .order((house_patterns::name, house_patterns::id))
        .select((
            house_patterns::id,
            house_patterns::name,
            house_patterns::form,
            house_patterns::example,
            house_patterns::known_from,
        ))
        .load(conn)?)
}

/// The forms that hold now; their number is the instant of the last that was added.
// open: forms of numbers are nobody's data
pub fn patterns(conn: &mut Conn) -> Result<Patterns, Fault> {
    let shown = patterns_shown(conn)?;
    let number = shown.iter().map(|one| one.known_from.millis()).max().unwrap_or_default();
    let read = |one: &PatternShown| {
        Pattern::read(&one.name, &one.form, &one.example).map_err(|(_, why)| Fault::Broken(why))
    };
    Ok(Patterns::of(shown.iter().map(read).collect::<Result<_, _>>()?, number))
}

pub fn add_pattern(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    pattern: &Pattern,
    example: &str,
) -> Result<PatternId, Fault> {
    let (id, now): (PatternId, _) = (tx.new_id(), tx.now());
    let row = PatternRow {
        id: id.clone(),
        name: pattern.name.clone(),
        form: pattern.form.clone(),
        example: example.to_owned(),
        made_by: grant.by().to_string(),
        known_from: now,
        known_until: None,
    };
    diesel::insert_into(house_patterns::table).values(&row).execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(id)
}

pub fn end_pattern(tx: &mut Tx<'_>, _grant: &Grant<KeepHouse>, id: &PatternId) -> Result<(), Fault> {
    let now = tx.now();
    let row = house_patterns::table.find(id).filter(house_patterns::known_until.is_null());
    if diesel::update(row).set(house_patterns::known_until.eq(now)).execute(tx.conn())? == 0 {
        return Err(Fault::NotFound);
    }
    let row: PatternRow = house_patterns::table.find(id).first(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}

/// These bytes are gone for good: nothing is given of them, nothing is known of them, and they are not taken again.
/// The caller takes them off the disk once this is committed, and their small pictures, whose hashes are given back.
pub fn strike_files(
    tx: &mut Tx<'_>,
    _grant: &Grant<Strike>,
    redaction: &RedactionId,
    portfolio: &PortfolioId,
    hashes: &[String],
) -> Result<Vec<String>, Fault> {
    let mut small = Vec::new();
    for hash in hashes {
        let thumb: Option<String> =
            files::table.find(hash).select(files::thumb_hash).first(tx.conn()).optional()?;
        small.extend(thumb.filter(|thumb| !thumb.is_empty()));
        diesel::update(files::table.find(hash))
            .set((files::media_type.eq(STRUCK_OUT), files::thumb_hash.eq("")))
            .execute(tx.conn())?;
        diesel::delete(file_checks::table.find(hash)).execute(tx.conn())?;
        let known: bool =
            diesel::select(diesel::dsl::exists(struck_files::table.find(hash))).get_result(tx.conn())?;
        if !known {
            diesel::insert_into(struck_files::table)
                .values((struck_files::file_hash.eq(hash), struck_files::redaction_id.eq(redaction)))
                .execute(tx.conn())?;
            let row: StruckFile = struck_files::table
                .left_join(files::table.on(files::hash.eq(struck_files::file_hash)))
                .filter(struck_files::file_hash.eq(hash))
                .select((
                    struck_files::file_hash,
                    struck_files::redaction_id,
                    files::size.nullable(),
                    files::thumb_hash.nullable(),
                ))
                .first(tx.conn())?;
            tx.vouch(portfolio.clone(), &row);
        }
    }
    Ok(small)
}

/// A file that was struck out, with what its row says still, as the book of that redaction commits to it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
struct StruckFile {
    file_hash: String,
    redaction_id: RedactionId,
    /// None where the row of the file is gone.
    size: Option<i64>,
    thumb_hash: Option<String>,
}

impl Committed for StruckFile {
    fn place(&self) -> String {
        format!("struck_files/{}", self.file_hash)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.file_hash.clone(),
            self.redaction_id.to_string(),
            self.size.map(|size| size.to_string()).unwrap_or_default(),
            self.thumb_hash.clone().unwrap_or_default(),
        ]
    }
}

/// Whether these bytes were struck out.
// open: it names bytes, not whose they are
pub fn is_struck(conn: &mut Conn, hash: &str) -> Result<bool, Fault> {
    Ok(diesel::select(diesel::dsl::exists(struck_files::table.find(hash))).get_result(conn)?)
}

/// The hash of every file that was struck out.
// open: it names bytes, not whose they are
pub fn struck_hashes(conn: &mut Conn) -> Result<Vec<String>, Fault> {
    Ok(struck_files::table.order(struck_files::file_hash).select(struck_files::file_hash).load(conn)?)
}

/// The struck files of one portfolio, for `verify`.
// open: verification reads every row
pub fn committed_strikes(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<StruckFile> = struck_files::table
        .left_join(files::table.on(files::hash.eq(struck_files::file_hash)))
        .inner_join(redactions::table.on(redactions::id.eq(struck_files::redaction_id)))
        .filter(redactions::portfolio_id.eq(portfolio))
        .order(struck_files::file_hash)
        .select((
            struck_files::file_hash,
            struck_files::redaction_id,
            files::size.nullable(),
            files::thumb_hash.nullable(),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}

impl FileCheck {
    /// Whether anything is known that still holds, under the house's forms of now.
    pub fn is_known(&self, house: &Patterns) -> bool {
        !matches!(self.outcome, Outcome::Waiting | Outcome::Unscanned) && self.number == house.number
    }

    // open: words, no row
    pub fn saying(outcome: Outcome, number: i64) -> FileCheck {
        FileCheck { outcome, kinds: Vec::new(), unread: false, number }
    }
}

/// What is known of a file; nothing for one that was never looked at.
// open: an outcome names bytes and kinds, not whose they are
pub fn file_check(conn: &mut Conn, hash: &str) -> Result<Option<FileCheck>, Fault> {
    let row: Option<(String, String, i64)> = file_checks::table
        .find(hash)
        .select((file_checks::outcome, file_checks::kinds, file_checks::number))
        .first(conn)
        .optional()?;
    row.map(|(outcome, kinds, number)| {
        let words: Vec<&str> = kinds.split_whitespace().collect();
        Ok(FileCheck {
            outcome: outcome.parse().map_err(Fault::broken)?,
            kinds: words.iter().filter_map(|word| word.parse().ok()).collect(),
            unread: words.contains(&UNREAD),
            number,
        })
    })
    .transpose()
}

const UNREAD: &str = "unread";

// open: called inside a write that takes the file, or by the job; it names bytes, not whose they are
pub fn keep_check(tx: &mut Tx<'_>, hash: &str, check: &FileCheck) -> Result<(), Fault> {
    let mut words: Vec<&str> = check.kinds.iter().map(|kind| kind.as_str()).collect();
    if check.unread {
        words.push(UNREAD);
    }
    let kinds = words.join(" ");
    let now = tx.now();
    let values = (
        file_checks::outcome.eq(check.outcome.as_str()),
        file_checks::kinds.eq(&kinds),
        file_checks::number.eq(check.number),
        file_checks::checked_at.eq(now),
    );
    let changed = diesel::update(file_checks::table.find(hash)).set(values).execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(file_checks::table)
            .values((file_checks::file_hash.eq(hash), values))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Marks the file as waiting, if nothing newer is known, and queues the look.
// open: called inside a write that takes the file
pub fn wait_for_check(tx: &mut Tx<'_>, hash: &str) -> Result<(), Fault> {
    if file_check(tx.conn(), hash)?.is_none() {
        keep_check(tx, hash, &FileCheck::saying(Outcome::Waiting, 0))?;
    }
    tx.later(Job::CheckFile { file: hash.to_owned() })
}
