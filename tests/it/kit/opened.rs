//! A house opened once for all tests: to read every shipped programme is a quarter of what a small test would cost. Each
//! gets a copy of its database: of the file, or on PostgreSQL of the rows, into a schema of its own.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use perfolio::db::conn::{Address, Conn, Use};
use tokio::sync::OnceCell;

use crate::kit::{TestApp, db};

enum Template {
    File(PathBuf),
    /// `INSERT .. SELECT` from each of its tables that hold something.
    Rows(String),
}

static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

/// A copy of a house that was opened and asks nobody for a second factor.
pub async fn copy(folder: &Path) -> Address {
    match TEMPLATE.get_or_init(made).await {
        Template::File(opened) => {
            let file = folder.join("perfolio.db");
            std::fs::copy(opened, &file).unwrap();
            Address::Sqlite(file)
        }
        Template::Rows(script) => {
            let address = db::fresh(folder);
            Conn::open(&address, Use::Write).unwrap().batch_execute(script).unwrap();
            address
        }
    }
}

async fn made() -> Template {
    let house = TestApp::opened_anew(&[]).await;
    let conn = &mut Conn::open(&house.app.config.database, Use::Write).unwrap();
    match conn {
        Conn::Sqlite(_) => {
            let file = tempfile::tempdir().unwrap().keep().join("opened.db");
            conn.batch_execute(&format!("VACUUM INTO '{}'", file.display())).unwrap();
            // Sets how it is written, once for all copies.
            drop(Conn::open(&Address::Sqlite(file.clone()), Use::Write).unwrap());
            Template::File(file)
        }
        Conn::Postgres(conn) => Template::Rows(rows(conn)),
    }
}

/// Rules between tables stand still meanwhile, as the tables come in any order.
fn rows(conn: &mut PgConnection) -> String {
    let of = name(conn, "SELECT current_schema()::text AS name").remove(0);
    let all = "SELECT table_name::text AS name FROM information_schema.tables \
        WHERE table_schema = current_schema() AND table_name <> '__diesel_schema_migrations'";
    let mut script = "SET session_replication_role = replica;".to_owned();
    for table in name(conn, all) {
        let some = format!("SELECT 'some' AS name FROM {table} LIMIT 1");
        if !name(conn, &some).is_empty() {
            script += &format!("INSERT INTO {table} SELECT * FROM {of}.{table};");
        }
    }
    script
}

fn name(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    let found: Vec<Named> = diesel::sql_query(sql).load(conn).unwrap();
    found.into_iter().map(|one| one.name).collect()
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}
