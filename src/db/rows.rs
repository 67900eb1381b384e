//! Every table as lines of JSON, the same from either engine: what a backup takes and a restore puts
//! back. Which tables go in is decided one by one in `FATES`; a table that nobody decided about stops a
//! backup, so that a new one cannot be forgotten. Columns are asked of the database itself, so that a
//! house of an earlier release is taken as it is.

mod put;
mod take;

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde::{Deserialize, Serialize};

use crate::db::conn::Conn;
use crate::domain::fault::Fault;

pub use put::put;
pub use take::{Named, lines, named_files};

/// What a backup does with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Kept,
    /// Left behind, and why.
    Left(&'static str),
}

use Fate::{Kept, Left};

/// Every table, in an order in which each row comes after those that it refers to.
pub const FATES: &[(&str, Fate)] = &[
    ("books", Kept),
    ("audit_events", Kept),
    ("settings", Kept),
    ("house_patterns", Kept),
    ("accounts", Kept),
    ("sessions", Left("whoever was signed in signs in again")),
    // Sealed with a key that is not in the backup; without it people sign in with a recovery code.
    ("second_factors", Kept),
    ("recovery_codes", Kept),
    ("half_sign_ins", Left("they last five minutes")),
    ("factor_resets", Kept),
    // Only the hash of a link's secret is in the row; a link that was sent still works once.
    ("invitations", Kept),
    ("answers", Left("two days of forms, whose sessions have ended; a hash is of all words, passwords too")),
    ("institutions", Kept),
    ("sites", Kept),
    ("departments", Kept),
    ("appointments", Kept),
    ("appointment_scopes", Kept),
    ("registrations", Kept),
    ("registration_confirmations", Kept),
    ("outside_numbers", Kept),
    ("imports", Kept),
    ("import_rows", Kept),
    ("import_mappings", Kept),
    ("programmes", Kept),
    ("programme_versions", Kept),
    ("kinds", Kept),
    ("university_kinds", Kept),
    ("confirmed_figures", Kept),
    ("programme_owners", Kept),
    ("programme_drafts", Kept),
    ("programme_saves", Kept),
    ("simulations", Left("what a change would do; asked for again in a minute")),
    ("programme_layers", Kept),
    ("portfolios", Kept),
    ("enrolments", Kept),
    ("personal_terms", Kept),
    ("life_events", Kept),
    ("entries", Kept),
    ("entry_versions", Kept),
    ("unlooked", Kept),
    ("filings", Kept),
    ("official_imports", Kept),
    ("official_entries", Kept),
    ("move_batches", Kept),
    ("move_pairs", Kept),
    ("move_waits", Kept),
    ("moves", Kept),
    ("move_terms", Kept),
    ("requests", Kept),
    ("decisions", Kept),
    ("work_domains", Kept),
    // Only hashes of secrets, and one that is sealed with a key that is not in the backup.
    ("tickets", Kept),
    ("ticket_openings", Kept),
    ("ticket_codes", Left("they last ten minutes")),
    ("statements", Kept),
    ("assessments", Kept),
    ("rooms", Kept),
    ("room_scans", Left("they are kept for a day, and offered for half an hour")),
    ("unread", Kept),
    ("acknowledgements", Kept),
    ("kind_drafts", Kept),
    ("proved_addresses", Kept),
    ("absences", Kept),
    ("deputised", Kept),
    ("batches", Kept),
    ("batch_items", Kept),
    ("batched", Kept),
    ("patterns", Kept),
    ("handovers", Kept),
    ("reminders", Kept),
    ("escalations", Kept),
    ("digests", Kept),
    ("notices", Kept),
    ("drafts", Kept),
    ("refilings", Kept),
    ("holds", Kept),
    ("earlier_tables", Left("files on their way in, not looked at for patients yet; they are sent again")),
    ("earlier_sets", Kept),
    ("earlier_rows", Kept),
    ("earlier_claims", Kept),
    ("acceptances", Kept),
    ("accepted_rows", Kept),
    ("reflections", Kept),
    ("readings", Kept),
    ("files", Kept),
    ("file_checks", Kept),
    ("evidence", Kept),
    ("standings", Kept),
    ("standing_items", Kept),
    ("fact_pages", Left("the rules' own copy of entries and decisions; made anew with the next change")),
    ("exports", Kept),
    // A letter that waits is owed to somebody. Its words and secrets are made when it is written.
    ("jobs", Kept),
    ("carried", Kept),
    ("file_readings", Kept),
    ("certificates", Kept),
    ("certificate_reminders", Kept),
    ("reviews", Kept),
    ("incidents", Kept),
    ("redactions", Kept),
    ("struck_files", Kept),
    ("review_seats", Kept),
    ("review_preparations", Kept),
    ("review_packs", Kept),
    ("pack_held", Kept),
    ("pack_readings", Kept),
    ("review_outcomes", Kept),
    ("review_conditions", Kept),
    ("review_replies", Kept),
    ("review_reminders", Kept),
    ("erasures", Kept),
    ("feedback_rounds", Kept),
    ("feedback_raters", Kept),
    // Only hashes of secrets: a link that was sent still works once.
    ("feedback_links", Kept),
    ("feedback_answers", Kept),
    ("feedback_comments", Kept),
    ("quality_samples", Kept),
    ("quality_frames", Kept),
    ("quality_items", Kept),
    ("second_readings", Kept),
    ("quality_actions", Kept),
    ("nominations", Kept),
    ("nomination_answers", Kept),
    ("approvals", Kept),
    ("approval_reminders", Kept),
];

/// What a column holds; the only types that the migrations use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Integer,
    Bigint,
    Boolean,
    Date,
    Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// The columns of the primary key, in its order: rows are told in this order.
    pub key: Vec<String>,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    field: String,
    #[diesel(sql_type = Text)]
    kind: String,
    /// Its place in the primary key from 1, or 0.
    #[diesel(sql_type = BigInt)]
    nth: i64,
}

const ON_SQLITE: &str = "SELECT m.name AS name, p.name AS field, lower(p.type) AS kind, p.pk AS nth \
     FROM sqlite_master m JOIN pragma_table_info(m.name) p \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     AND m.name <> '__diesel_schema_migrations' ORDER BY m.name, p.cid";

const ON_POSTGRES: &str = "SELECT c.relname::text AS name, a.attname::text AS field, \
     format_type(a.atttypid, NULL)::text AS kind, \
     COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint AS nth \
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::text::regnamespace \
     AND c.relname <> '__diesel_schema_migrations' ORDER BY c.relname, a.attnum";

/// Every table of this database, by name.
pub fn tables(conn: &mut Conn) -> Result<Vec<Table>, Fault> {
    let found: Vec<Found> = match conn {
        Conn::Sqlite(c) => diesel::sql_query(ON_SQLITE).load(c)?,
        Conn::Postgres(c) => diesel::sql_query(ON_POSTGRES).load(c)?,
    };
    let mut tables: BTreeMap<String, (Vec<Column>, BTreeMap<i64, String>)> = BTreeMap::new();
    for one in found {
        let kind = kind(&one.kind).ok_or_else(|| {
            Fault::Broken(format!(
                "{}.{} is of type {}, which a backup cannot take",
                one.name, one.field, one.kind
            ))
        })?;
        let (columns, key) = tables.entry(one.name).or_default();
        if one.nth > 0 {
            key.insert(one.nth, one.field.clone());
        }
        columns.push(Column { name: one.field, kind });
    }
    let table = |(name, (columns, key)): (String, (Vec<Column>, BTreeMap<i64, String>))| Table {
        name,
        columns,
        key: key.into_values().collect(),
    };
    Ok(tables.into_iter().map(table).collect())
}

/// The tables of this database that go into a backup, in the order of `FATES`.
pub fn kept(conn: &mut Conn) -> Result<Vec<Table>, Fault> {
    let mut there: BTreeMap<String, Table> =
        tables(conn)?.into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut kept = Vec::new();
    for (name, fate) in FATES {
        if let (Some(table), Kept) = (there.remove(*name), *fate) {
            kept.push(table);
        }
    }
    match there.into_keys().next() {
        None => Ok(kept),
        Some(name) => Err(Fault::Broken(format!(
            "the table {name} is not in src/db/rows.rs: nobody has decided whether a backup takes it"
        ))),
    }
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "text" => Kind::Text,
        "integer" => Kind::Integer,
        "bigint" => Kind::Bigint,
        "boolean" => Kind::Boolean,
        "date" => Kind::Date,
        "timestamp" | "timestamp without time zone" => Kind::Timestamp,
        _ => return None,
    })
}

/// Names become part of a statement: those of a file somebody made are looked at first.
pub fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !name.is_empty() && name.len() < 60 && name.chars().all(plain)
}
