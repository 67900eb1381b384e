//! Writing lines back as rows, each value bound as its column's own type, so that what is restored is
//! byte for byte what the house itself would have written on this engine.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamp};
use serde_json::{Map, Value};

use crate::db::conn::Conn;
use crate::db::rows::{Column, Kind, Table};
use crate::domain::fault::Fault;
use crate::on_both;

/// SQLite takes 32 766 values in a statement, PostgreSQL twice as many.
const VALUES: usize = 16_000;
const ROWS: usize = 250;

enum Cell {
    Text(Option<String>),
    Integer(Option<i32>),
    Bigint(Option<i64>),
    Boolean(Option<bool>),
    Date(Option<NaiveDate>),
    Timestamp(Option<NaiveDateTime>),
}

/// Inserts the rows that these lines tell. The tables that they refer to are filled already.
pub fn put(conn: &mut Conn, table: &Table, lines: &[String]) -> Result<(), Fault> {
    let at_once = (VALUES / table.columns.len().max(1)).clamp(1, ROWS);
    for some in lines.chunks(at_once) {
        let mut cells = Vec::with_capacity(some.len() * table.columns.len());
        for line in some {
            cells.extend(cells_of(table, line)?);
        }
        insert(conn, &statement(conn, table, some.len()), cells)?;
    }
    Ok(())
}

fn statement(conn: &Conn, table: &Table, rows: usize) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let width = names.len();
    let place = |number: usize| match conn {
        Conn::Sqlite(_) => "?".to_owned(),
        Conn::Postgres(_) => format!("${}", number + 1),
    };
    let row = |row: usize| {
        let places: Vec<String> = (row * width..(row + 1) * width).map(place).collect();
        format!("({})", places.join(", "))
    };
    let values: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO \"{}\" ({}) VALUES {}", table.name, names.join(", "), values.join(", "))
}

fn insert(conn: &mut Conn, sql: &str, cells: Vec<Cell>) -> Result<(), Fault> {
    on_both!(conn, |c| {
        let mut insert = diesel::sql_query(sql).into_boxed();
        for cell in cells {
            insert = match cell {
                Cell::Text(value) => insert.bind::<Nullable<Text>, _>(value),
                Cell::Integer(value) => insert.bind::<Nullable<Integer>, _>(value),
                Cell::Bigint(value) => insert.bind::<Nullable<BigInt>, _>(value),
                Cell::Boolean(value) => insert.bind::<Nullable<Bool>, _>(value),
                Cell::Date(value) => insert.bind::<Nullable<Date>, _>(value),
                Cell::Timestamp(value) => insert.bind::<Nullable<Timestamp>, _>(value),
            };
        }
        insert.execute(c)?;
    });
    Ok(())
}

fn cells_of(table: &Table, line: &str) -> Result<Vec<Cell>, Fault> {
    let odd = |what: &str| Fault::Broken(format!("a line of {} {what}", table.name));
    let mut row: Map<String, Value> = serde_json::from_str(line).map_err(|_| odd("is no JSON object"))?;
    let mut cells = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let value = row.remove(&column.name).ok_or_else(|| odd(&format!("has no {}", column.name)))?;
        cells.push(cell(column, value).ok_or_else(|| odd(&format!("has an odd {}", column.name)))?);
    }
    if row.is_empty() { Ok(cells) } else { Err(odd("says more than its table holds")) }
}

fn cell(column: &Column, value: Value) -> Option<Cell> {
    let none = value.is_null();
    let text = || value.as_str();
    Some(match column.kind {
        _ if none => empty(column.kind),
        Kind::Text => match value {
            Value::String(text) => Cell::Text(Some(text)),
            _ => return None,
        },
        Kind::Integer => Cell::Integer(Some(i32::try_from(value.as_i64()?).ok()?)),
        Kind::Bigint => Cell::Bigint(Some(value.as_i64()?)),
        Kind::Boolean => Cell::Boolean(Some(value.as_bool()?)),
        Kind::Date => Cell::Date(Some(NaiveDate::parse_from_str(text()?, "%Y-%m-%d").ok()?)),
        Kind::Timestamp => {
            Cell::Timestamp(Some(NaiveDateTime::parse_from_str(text()?, "%Y-%m-%dT%H:%M:%S%.fZ").ok()?))
        }
    })
}

fn empty(kind: Kind) -> Cell {
    match kind {
        Kind::Text => Cell::Text(None),
        Kind::Integer => Cell::Integer(None),
        Kind::Bigint => Cell::Bigint(None),
        Kind::Boolean => Cell::Boolean(None),
        Kind::Date => Cell::Date(None),
        Kind::Timestamp => Cell::Timestamp(None),
    }
}
