//! What stands in words about somebody's enrolments, taken away as the person is erased. Days, programmes and
//! places stay: they say that somebody trained here, not who.

use diesel::prelude::*;

use super::committed::{REASON, TermRow};
use super::entered::EnteredRow;
use super::life::{LifeRow, UNDONE};
use crate::db::schema::{enrolments, life_events, official_entries, personal_terms};
use crate::db::tx::Tx;
use crate::domain::entry::{Covers, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::life::Category;
use crate::domain::names::EnrolmentId;
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;

/// Reasons, what sort of reason it was (illness is one), and the numbers of another system.
pub fn erase_words(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let portfolio = &grant.act().portfolio;
    let ids: Vec<EnrolmentId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select(enrolments::id)
        .load(tx.conn())?;
    let terms: Vec<TermRow> = personal_terms::table
        .filter(personal_terms::enrolment_id.eq_any(&ids))
        .order(personal_terms::id)
        .load(tx.conn())?;
    for mut term in terms {
        let mut covers: Covers = serde_json::from_str(&term.salts).unwrap_or_default();
        if strike_prose(REASON, &mut term.reason, &mut covers, || tx.secret()).is_none() {
            continue;
        }
        term.salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
        diesel::update(personal_terms::table.find(&term.id))
            .set((personal_terms::reason.eq(&term.reason), personal_terms::salts.eq(&term.salts)))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &term);
    }
    let lives: Vec<LifeRow> = life_events::table
        .filter(life_events::enrolment_id.eq_any(&ids))
        .order(life_events::id)
        .load(tx.conn())?;
    for mut life in lives {
        let mut covers: Covers = serde_json::from_str(&life.salts).unwrap_or_default();
        strike_prose(REASON, &mut life.reason, &mut covers, || tx.secret());
        strike_prose(UNDONE, &mut life.undone_why, &mut covers, || tx.secret());
        life.salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
        life.category = Category::Other.to_string();
        diesel::update(life_events::table.find(&life.id))
            .set((
                life_events::reason.eq(&life.reason),
                life_events::undone_why.eq(&life.undone_why),
                life_events::salts.eq(&life.salts),
                life_events::category.eq(&life.category),
            ))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &life);
    }
    let entered: Vec<EnteredRow> = official_entries::table
        .filter(official_entries::enrolment_id.eq_any(&ids))
        .filter(official_entries::reference.ne(""))
        .order(official_entries::id)
        .load(tx.conn())?;
    for row in entered {
        let row = EnteredRow { reference: String::new(), ..row };
        diesel::update(official_entries::table.find(&row.id))
            .set(official_entries::reference.eq(""))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &row);
    }
    Ok(())
}
