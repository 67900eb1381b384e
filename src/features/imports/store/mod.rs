//! Files that were read in, as rows: their text as long as it is kept, what became of each row, and which column
//! held what. What they did lies in the rows of the rooms that they wrote through.

mod mappings;
mod strike;
mod undoing;
mod world;

pub use mappings::mapping_of_colleagues;
pub use strike::{erase_words, strike_words};
pub use undoing::{
    close_enrolment, close_unused, reopen_unused, unused_account, unused_enrolment, unused_entry,
    used_appointment,
};
pub use world::{Account, OnVersion, World};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::conn::Conn;
use crate::db::schema::{import_mappings, import_rows, imports};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::import::{Holds, RowOutcome, Sort};
use crate::domain::kind::Values;
use crate::domain::names::{
    AccountId, AppointmentId, EnrolmentId, EnteredId, EntryId, EntryVersionId, ImportId, NumberId,
    RegistrationId,
};
use crate::domain::outside::Issuer;
use crate::domain::policy::Grant;
use crate::domain::policy::imports::{ReadIn, TakeRowBack};
use crate::domain::role::{Person, System};
use crate::domain::time::{Day, Moment};
use crate::features::imports::mapping::Mapping;
use crate::features::imports::reading::Sheet;
use crate::features::people;

/// Days for which the text of a file is kept.
const KEPT_DAYS: i64 = 30;

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Arrived,
    Mapped,
    Done,
    Undone,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Arrived => "arrived",
            State::Mapped => "mapped",
            State::Done => "done",
            State::Undone => "undone",
        }
    }

    fn of(word: &str) -> State {
        match word {
            "mapped" => State::Mapped,
            "done" => State::Done,
            "undone" => State::Undone,
            _ => State::Arrived,
        }
    }

    // open: a word
    pub fn shown(self) -> &'static str {
        match self {
            State::Arrived => "Columns to choose",
            State::Mapped => "Waiting for you",
            State::Done => "Imported",
            State::Undone => "Undone",
        }
    }
}

/// One file.
#[derive(Debug, Clone)]
pub struct Import {
    pub id: ImportId,
    pub made_by: AccountId,
    pub sort: Sort,
    pub name: String,
    pub text_hash: String,
    /// None where the text is not kept any more.
    pub sheet: Option<Sheet>,
    pub mapping: Mapping,
    pub state: State,
    pub made_at: Moment,
    pub done_at: Option<Moment>,
    pub undone_at: Option<Moment>,
}

/// What a row made or changed, for its undoing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "made")]
pub enum Made {
    Account {
        account: AccountId,
    },
    Number {
        account: AccountId,
        number: NumberId,
    },
    /// A number that another took the place of.
    Ended {
        account: AccountId,
        issuer: Issuer,
        body: String,
        number: String,
    },
    Enrolment {
        enrolment: EnrolmentId,
    },
    EndDay {
        enrolment: EnrolmentId,
        was: Day,
        is: Day,
    },
    Appointment {
        appointment: AppointmentId,
    },
    AppointmentEnd {
        appointment: AppointmentId,
        was: Option<Day>,
    },
    Entry {
        entry: EntryId,
        version: EntryVersionId,
        enrolment: EnrolmentId,
        before: Option<Before>,
    },
    Registration {
        registration: RegistrationId,
    },
    /// What is said to be entered where the official record is.
    There {
        enrolment: EnrolmentId,
        said: Vec<EnteredId>,
    },
}

/// What a corrected result said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
}

/// What became of one row.
#[derive(Debug, Clone)]
pub struct ImportRow {
    pub line: i32,
    pub outcome: RowOutcome,
    pub sentence: String,
    pub made: Vec<Made>,
    pub undone_at: Option<Moment>,
    pub kept_because: String,
}

/// What the person holds today, as far as files ask for it.
// open: a rule asks it about the one who acts
pub fn holds(conn: &mut Conn, person: &Person) -> Result<Holds, Fault> {
    let (me, today) = (&person.account, person.today());
    Ok(Holds {
        leads: !people::territory(conn, me, today)?.is_empty(),
        keeps_house: people::keeps_house(conn, me, today)?,
        marks: people::enters_marks(conn, me, today)?,
    })
}

type Row = (
    ImportId,
    AccountId,
    String,
    String,
    String,
    String,
    String,
    String,
    Moment,
    Option<Moment>,
    Option<Moment>,
);

fn import(row: Row, whole: bool) -> Result<Import, Fault> {
    let (id, made_by, sort, name, text_hash, words, mapping, state, made_at, done_at, undone_at) = row;
    let sheet = match whole && !words.is_empty() {
        true => Some(serde_json::from_str(&words).map_err(Fault::broken)?),
        false => None,
    };
    Ok(Import {
        id,
        made_by,
        sort: sort.parse().map_err(Fault::broken)?,
        name,
        text_hash,
        sheet,
        mapping: serde_json::from_str(&mapping).map_err(Fault::broken)?,
        state: State::of(&state),
        made_at,
        done_at,
        undone_at,
    })
}

/// One's own file; anybody else's is not there.
// open: filtered by the one who made it
pub fn own(conn: &mut Conn, me: &AccountId, id: &ImportId) -> Result<Import, Fault> {
    let row: Row = imports::table.find(id).filter(imports::made_by.eq(me)).first(conn)?;
    import(row, true)
}

/// One's own files, the newest first, without their text.
// open: filtered by the one who made them
pub fn all_own(conn: &mut Conn, me: &AccountId) -> Result<Vec<Import>, Fault> {
    let rows: Vec<Row> = imports::table
        .filter(imports::made_by.eq(me))
        .order((imports::made_at.desc(), imports::id.desc()))
        .limit(50)
        .load(conn)?;
    rows.into_iter().map(|row| import(row, false)).collect()
}

/// A file as it arrived. It is nobody's act yet.
pub fn keep(
    tx: &mut Tx<'_>,
    grant: &Grant<ReadIn>,
    name: &str,
    sheet: &Sheet,
    hash: &str,
) -> Result<ImportId, Fault> {
    let id: ImportId = tx.new_id();
    let by = grant.account().cloned().ok_or_else(|| Fault::broken("only people read files in"))?;
    let before = mappings::mapping_of(tx.conn(), &by, grant.act().sort)?;
    let mapping = Mapping::guessed(grant.act().sort, sheet, before.as_ref());
    diesel::insert_into(imports::table)
        .values((
            imports::id.eq(&id),
            imports::made_by.eq(&by),
            imports::sort.eq(grant.act().sort.as_str()),
            imports::name.eq(name),
            imports::text_hash.eq(hash),
            imports::words.eq(serde_json::to_string(sheet).map_err(Fault::broken)?),
            imports::mapping.eq(serde_json::to_string(&mapping).map_err(Fault::broken)?),
            imports::state.eq(State::Arrived.word()),
            imports::made_at.eq(tx.now()),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

/// Which column holds what, for this file and to be offered for the next.
pub fn map(tx: &mut Tx<'_>, grant: &Grant<ReadIn>, id: &ImportId, mapping: &Mapping) -> Result<(), Fault> {
    let by = grant.account().cloned().ok_or_else(|| Fault::broken("only people read files in"))?;
    let (text, now) = (serde_json::to_string(mapping).map_err(Fault::broken)?, tx.now());
    let open = imports::table
        .find(id)
        .filter(imports::made_by.eq(&by))
        .filter(imports::state.eq_any([State::Arrived.word(), State::Mapped.word()]));
    let changed = diesel::update(open)
        .set((imports::mapping.eq(&text), imports::state.eq(State::Mapped.word())))
        .execute(tx.conn())?;
    if changed == 0 {
        return Err(Fault::NotFound);
    }
    let sort = grant.act().sort.as_str();
    diesel::delete(import_mappings::table.find((&by, sort))).execute(tx.conn())?;
    diesel::insert_into(import_mappings::table)
        .values((
            import_mappings::account_id.eq(&by),
            import_mappings::sort.eq(sort),
            import_mappings::mapping.eq(&text),
            import_mappings::saved_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// A file that was not imported goes as if it had never come.
pub fn throw_away(tx: &mut Tx<'_>, grant: &Grant<ReadIn>, id: &ImportId) -> Result<(), Fault> {
    let open = imports::table
        .filter(imports::id.eq(id))
        .filter(imports::made_by.eq_any(grant.account()))
        .filter(imports::state.eq_any([State::Arrived.word(), State::Mapped.word()]));
    match diesel::delete(open).execute(tx.conn())? {
        0 => Err(Fault::NotFound),
        _ => Ok(()),
    }
}

/// It is done: what became of each row.
pub fn done(tx: &mut Tx<'_>, grant: &Grant<ReadIn>, id: &ImportId, rows: &[ImportRow]) -> Result<(), Fault> {
    let now = tx.now();
    let open = imports::table
        .find(id)
        .filter(imports::made_by.eq_any(grant.account()))
        .filter(imports::state.eq(State::Mapped.word()));
    let changed = diesel::update(open)
        .set((imports::state.eq(State::Done.word()), imports::done_at.eq(now)))
        .execute(tx.conn())?;
    if changed == 0 {
        return Err(Fault::NotFound);
    }
    for row in rows {
        diesel::insert_into(import_rows::table)
            .values((
                import_rows::import_id.eq(id),
                import_rows::line.eq(row.line),
                import_rows::outcome.eq(row.outcome.as_str()),
                import_rows::sentence.eq(&row.sentence),
                import_rows::made.eq(serde_json::to_string(&row.made).map_err(Fault::broken)?),
                import_rows::kept_because.eq(""),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// What became of the rows of one's own file.
// open: the file was found among one's own
pub fn rows(conn: &mut Conn, id: &ImportId) -> Result<Vec<ImportRow>, Fault> {
    type Found = (i32, String, String, String, Option<Moment>, String);
    let rows: Vec<Found> = import_rows::table
        .filter(import_rows::import_id.eq(id))
        .order(import_rows::line)
        .select((
            import_rows::line,
            import_rows::outcome,
            import_rows::sentence,
            import_rows::made,
            import_rows::undone_at,
            import_rows::kept_because,
        ))
        .load(conn)?;
    let whole = |(line, outcome, sentence, made, undone_at, kept_because): Found| {
        Ok(ImportRow {
            line,
            outcome: outcome.parse().map_err(Fault::broken)?,
            sentence,
            made: serde_json::from_str(&made).map_err(Fault::broken)?,
            undone_at,
            kept_because,
        })
    };
    rows.into_iter().map(whole).collect()
}

/// A row was taken back, or not, and why.
pub fn settle(tx: &mut Tx<'_>, grant: &Grant<TakeRowBack>, line: i32, why_not: &str) -> Result<(), Fault> {
    let (now, row) = (tx.now(), import_rows::table.find((&grant.act().import, line)));
    let undone = why_not.is_empty().then_some(now);
    diesel::update(row)
        .set((import_rows::undone_at.eq(undone), import_rows::kept_because.eq(why_not)))
        .execute(tx.conn())?;
    Ok(())
}

/// The file is undone, as far as it could be.
pub fn undone(tx: &mut Tx<'_>, grant: &Grant<TakeRowBack>) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(imports::table.find(&grant.act().import))
        .set((imports::state.eq(State::Undone.word()), imports::undone_at.eq(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// The texts of files from long ago go, and with them files that were never imported.
pub fn sweep(tx: &mut Tx<'_>, _system: System) -> Result<(), Fault> {
    let old = tx.now().plus_days(-KEPT_DAYS);
    let waiting = imports::table
        .filter(imports::made_at.lt(old))
        .filter(imports::state.eq_any([State::Arrived.word(), State::Mapped.word()]));
    diesel::delete(waiting).execute(tx.conn())?;
    let texts = imports::table.filter(imports::made_at.lt(old)).filter(imports::words.ne(""));
    diesel::update(texts).set(imports::words.eq("")).execute(tx.conn())?;
    Ok(())
}
