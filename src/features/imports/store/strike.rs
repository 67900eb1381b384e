//! What a file said of an entry, struck out: the text of the file, and what its undoing would bring back.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::schema::{accounts, enrolments, import_mappings, import_rows, imports};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::ImportId;
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Place;
use crate::features::imports::store::Made;

/// The text goes whole, as it is about others too and nobody needs it any more; rows keep what they made, so that
/// the file can still be undone, without what was struck out.
pub fn strike_words(tx: &mut Tx<'_>, grant: &Grant<Strike>, places: &BTreeSet<Place>) -> Result<(), Fault> {
    let entry = &grant.act().entry;
    let rows: Vec<(ImportId, i32, String)> = import_rows::table
        .filter(import_rows::made.like(format!("%{entry}%")))
        .select((import_rows::import_id, import_rows::line, import_rows::made))
        .load(tx.conn())?;
    for (import, line, made) in rows {
        let mut made: Vec<Made> = serde_json::from_str(&made).map_err(Fault::broken)?;
        for one in &mut made {
            let Made::Entry { entry: of, before: Some(before), .. } = one else { continue };
            if of == entry {
                before.values.retain(|code, _| !places.contains(&Place::Field(code.clone())));
            }
        }
        let made = serde_json::to_string(&made).map_err(Fault::broken)?;
        // A sentence about a row may repeat what stood in it.
        diesel::update(import_rows::table.find((&import, line)))
            .set((import_rows::made.eq(made), import_rows::sentence.eq("")))
            .execute(tx.conn())?;
        diesel::update(imports::table.find(&import)).set(imports::words.eq("")).execute(tx.conn())?;
    }
    Ok(())
}

/// As a person is erased: the text of every file that names them or made something of theirs, what was said of their
/// rows, and the number that another took the place of. Before name and address have left the account.
pub fn erase_words(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let (person, portfolio) = (&grant.act().person, &grant.act().portfolio);
    diesel::delete(import_mappings::table.filter(import_mappings::account_id.eq(person)))
        .execute(tx.conn())?;
    let (name, email): (String, String) =
        accounts::table.find(person).select((accounts::name, accounts::email)).first(tx.conn())?;
    let mut theirs: Vec<String> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select(enrolments::id)
        .load(tx.conn())?;
    theirs.push(person.to_string());
    let plain = |text: &str| format!("%{}%", text.replace(['%', '_', '\\'], "_"));
    for id in &theirs {
        let rows: Vec<(ImportId, i32, String)> = import_rows::table
            .filter(import_rows::made.like(plain(id)))
            .select((import_rows::import_id, import_rows::line, import_rows::made))
            .load(tx.conn())?;
        for (import, line, made) in rows {
            let mut made: Vec<Made> = serde_json::from_str(&made).map_err(Fault::broken)?;
            for one in &mut made {
                match one {
                    Made::Ended { number, account, .. } if account == person => number.clear(),
                    Made::Entry { before: Some(before), .. } => before.values.clear(),
                    _ => {}
                }
            }
            let made = serde_json::to_string(&made).map_err(Fault::broken)?;
            diesel::update(import_rows::table.find((&import, line)))
                .set((
                    import_rows::made.eq(made),
                    import_rows::sentence.eq(""),
                    import_rows::kept_because.eq(""),
                ))
                .execute(tx.conn())?;
            diesel::update(imports::table.find(&import)).set(imports::words.eq("")).execute(tx.conn())?;
        }
    }
    for named in [name.as_str(), email.as_str()] {
        let said = import_rows::table.filter(
            import_rows::sentence.like(plain(named)).or(import_rows::kept_because.like(plain(named))),
        );
        diesel::update(said)
            .set((import_rows::sentence.eq(""), import_rows::kept_because.eq("")))
            .execute(tx.conn())?;
    }
    // A text is kept for a month: these are few. Compared without capitals, as files write names.
    let texts: Vec<(ImportId, String)> =
        imports::table.filter(imports::words.ne("")).select((imports::id, imports::words)).load(tx.conn())?;
    let (name, email) = (name.to_lowercase(), email.to_lowercase());
    for (id, words) in texts {
        let words = words.to_lowercase();
        if words.contains(&name) || words.contains(&email) {
            diesel::update(imports::table.find(&id)).set(imports::words.eq("")).execute(tx.conn())?;
        }
    }
    Ok(())
}
