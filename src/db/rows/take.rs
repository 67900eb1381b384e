//! Reading: each row becomes one line, whichever engine it comes from. The engine writes the row as a
//! JSON array, with moments and truths in one spelling; here it gets the names of its columns. Rows are
//! streamed, so that a table of millions costs no more memory than one row.

use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Map, Value};

use crate::db::conn::Conn;
use crate::db::rows::{Column, Kind, Table};
use crate::domain::fault::Fault;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Gives every row of the table as one line of JSON without its end, in the order of its key.
pub fn lines(
    conn: &mut Conn,
    table: &Table,
    mut each: impl FnMut(&str) -> Result<(), Fault>,
) -> Result<u64, Fault> {
    let sql = statement(conn, table);
    let mut rows = 0;
    let mut one = |line: diesel::QueryResult<Line>| -> Result<(), Fault> {
        rows += 1;
        each(&named(table, &line?.line)?)
    };
    match conn {
        Conn::Sqlite(c) => {
            diesel::sql_query(sql).load_iter::<Line, DefaultLoadingMode>(c)?.try_for_each(&mut one)?;
        }
        Conn::Postgres(c) => {
            diesel::sql_query(sql).load_iter::<Line, PgRowByRowLoadingMode>(c)?.try_for_each(&mut one)?;
        }
    }
    Ok(rows)
}

fn statement(conn: &Conn, table: &Table) -> String {
    let is_sqlite = matches!(conn, Conn::Sqlite(_));
    let told: Vec<String> = table.columns.iter().map(|column| told(column, is_sqlite)).collect();
    let key: Vec<String> = table.key.iter().map(|name| format!("\"{name}\"")).collect();
    let (row, told) = (if is_sqlite { "json_array" } else { "json_build_array" }, told.join(", "));
    let text = if is_sqlite { "" } else { "::text" };
    format!("SELECT {row}({told}){text} AS line FROM \"{}\" ORDER BY {}", table.name, key.join(", "))
}

/// The column as an expression that both engines turn into the same JSON.
fn told(column: &Column, is_sqlite: bool) -> String {
    let name = format!("\"{}\"", column.name);
    match (column.kind, is_sqlite) {
        (Kind::Boolean, true) => format!("json(CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"),
        // What is no moment stays as it is, and is refused below.
        (Kind::Timestamp, true) => format!("COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', {name}), {name})"),
        (Kind::Timestamp, false) => format!("to_char({name}, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"),
        (Kind::Date, false) => format!("to_char({name}, 'YYYY-MM-DD')"),
        _ => name,
    }
}

fn named(table: &Table, line: &str) -> Result<String, Fault> {
    let broken = |why: &dyn std::fmt::Display| Fault::Broken(format!("a row of {}: {why}", table.name));
    let cells: Vec<Value> = serde_json::from_str(line).map_err(|why| broken(&why))?;
    let mut row = Map::new();
    for (column, cell) in table.columns.iter().zip(cells) {
        let odd = column.kind == Kind::Timestamp && cell.as_str().is_some_and(|text| !text.ends_with('Z'));
        if odd {
            return Err(broken(&format!("{} is no moment", column.name)));
        }
        row.insert(column.name.clone(), cell);
    }
    serde_json::to_string(&row).map_err(|why| broken(&why))
}

/// A file that some row names.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Named {
    #[diesel(sql_type = Text)]
    pub hash: String,
    /// `evidence`, `picture` (the small one) or `report`.
    #[diesel(sql_type = Text)]
    pub what: String,
}

const NAMED: &str = "SELECT hash, what FROM (SELECT hash, 'evidence' AS what FROM files \
     WHERE media_type <> 'struck-out' \
     UNION SELECT thumb_hash, 'picture' FROM files WHERE thumb_hash <> '' \
     UNION SELECT file_hash, 'report' FROM exports WHERE state = 'ready' AND file_hash <> '') named \
     ORDER BY hash, what";

/// Every file that this snapshot names, once each, in the order of their hashes.
pub fn named_files(conn: &mut Conn, mut each: impl FnMut(&Named) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut last = String::new();
    let mut one = |named: diesel::QueryResult<Named>| -> Result<(), Fault> {
        let named = named?;
        if named.hash == last {
            return Ok(());
        }
        each(&named)?;
        last = named.hash;
        Ok(())
    };
    match conn {
        Conn::Sqlite(c) => {
            diesel::sql_query(NAMED).load_iter::<Named, DefaultLoadingMode>(c)?.try_for_each(&mut one)
        }
        Conn::Postgres(c) => {
            diesel::sql_query(NAMED).load_iter::<Named, PgRowByRowLoadingMode>(c)?.try_for_each(&mut one)
        }
    }
}
