//! What the engines' errors mean to the house. Both engines give the same kinds; only SQLite says the
//! columns of a unique index in words, and only PostgreSQL names the constraint.

use diesel::result::{DatabaseErrorKind, Error};

use crate::domain::fault::Fault;

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::NotFound => Fault::NotFound,
            Error::DatabaseError(kind, ref info) => match kind {
                DatabaseErrorKind::UniqueViolation => {
                    Fault::Taken(unique(info.constraint_name(), info.message()))
                }
                DatabaseErrorKind::ForeignKeyViolation => Fault::Missing(info.message().to_owned()),
                DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::UnableToSendCommand => {
                    Fault::Busy(info.message().to_owned())
                }
                DatabaseErrorKind::ClosedConnection => Fault::Busy("the database does not answer".to_owned()),
                _ if passes(info.message()) => Fault::Busy(info.message().to_owned()),
                _ => Fault::Broken(error.to_string()),
            },
            other => Fault::Broken(other.to_string()),
        }
    }
}

/// Whether the engine says that it cannot just now: another writer, a server that stops or starts, a line
/// that broke, a disk that is full. Nothing was written, and the same act may be tried again.
fn passes(message: &str) -> bool {
    const PASSING: [&str; 10] = [
        "locked",
        "deadlock detected",
        "lock timeout",
        "disk is full",
        "No space left",
        "terminating connection",
        "server closed the connection",
        "no connection to the server",
        "could not receive data from server",
        "the database system is",
    ];
    PASSING.iter().any(|words| message.contains(words))
}

/// `table.column[,column]`: SQLite says `UNIQUE constraint failed: accounts.email_folded`, PostgreSQL
/// names the constraint `accounts_email_folded_key`.
fn unique(constraint: Option<&str>, message: &str) -> String {
    if let Some((_, columns)) = message.split_once("UNIQUE constraint failed: ") {
        let table = columns.split('.').next().unwrap_or_default();
        let names: Vec<&str> =
            columns.split(", ").filter_map(|c| c.split_once('.').map(|(_, n)| n)).collect();
        return format!("{table}.{}", names.join(","));
    }
    constraint.unwrap_or(message).to_owned()
}

impl Fault {
    /// Whether a unique index over these columns refused the row, on either engine.
    pub fn took(&self, table: &str, columns: &[&str]) -> bool {
        match self {
            Fault::Taken(name) => {
                *name == format!("{table}.{}", columns.join(","))
                    || *name == format!("{table}_{}_key", columns.join("_"))
                    || *name == format!("{table}_pkey")
            }
            _ => false,
        }
    }
}
