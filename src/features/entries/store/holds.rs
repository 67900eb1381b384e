//! Drafts that were sent and have not arrived: held with their owner, or waiting for the look into a file.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, drafts, evidence, holds, portfolios};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::KeepDraft;
use crate::domain::role::{Person, Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::enrolments;
use crate::features::entries::naming::Answers;
use crate::{on_both, text_words};

text_words! {
    enum HoldState "state of a hold" {
        Checking = "checking",
        Held = "held",
    }
}

#[derive(Debug, Clone)]
pub struct Hold {
    pub state: HoldState,
    pub answers: Answers,
}

/// Why one's own draft has not arrived; nothing for one that was not sent.
pub fn hold_of(conn: &mut Conn, who: &Sight, draft: &DraftId) -> Result<Option<Hold>, Fault> {
    let row: Option<(String, String)> = holds::table
        .inner_join(drafts::table.on(drafts::id.eq(holds::draft_id)))
        .filter(holds::draft_id.eq(draft))
        .filter(drafts::owner_id.eq(who.viewer()))
        .select((holds::state, holds::answers))
        .first(conn)
        .optional()?;
    row.map(|(state, answers)| {
        Ok(Hold {
            state: state.parse().map_err(Fault::broken)?,
            answers: serde_json::from_str(&answers).map_err(Fault::broken)?,
        })
    })
    .transpose()
}

/// Holds a draft that exists.
pub fn hold(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepDraft>,
    state: HoldState,
    answers: &Answers,
) -> Result<(), Fault> {
    let (draft, now) = (&grant.act().draft, tx.now());
    let words = serde_json::to_string(answers).map_err(Fault::broken)?;
    let row = (
        holds::draft_id.eq(draft),
        holds::state.eq(state.as_str()),
        holds::answers.eq(&words),
        holds::since.eq(now),
    );
    // In one statement: of two at once the second writes over what it could not see before.
    on_both!(tx.conn(), |c| diesel::insert_into(holds::table)
        .values(row)
        .on_conflict(holds::draft_id)
        .do_update()
        .set((holds::state.eq(state.as_str()), holds::answers.eq(&words), holds::since.eq(now)))
        .execute(c))?;
    Ok(())
}

/// The draft is one like any other again: its owner changed it, or it arrived.
pub fn unhold(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>) -> Result<(), Fault> {
    diesel::delete(holds::table.find(&grant.act().draft)).execute(tx.conn())?;
    Ok(())
}

/// Drafts that wait for the look into this file, with their owners.
pub fn waiting_for(conn: &mut Conn, hash: &str, _: System) -> Result<Vec<(DraftId, AccountId)>, Fault> {
    Ok(holds::table
        .inner_join(drafts::table.on(drafts::id.eq(holds::draft_id)))
        .inner_join(evidence::table.on(evidence::draft_id.eq(drafts::id.nullable())))
        .filter(holds::state.eq(HoldState::Checking.as_str()))
        .filter(evidence::file_hash.eq(hash))
        .order((drafts::id, drafts::owner_id))
        .select((drafts::id, drafts::owner_id))
        .distinct()
        .load(conn)?)
}

/// The owner of a draft that was sent, for the job that ends what they began. Without capacities: it can
/// write their own record and nothing else.
pub fn sender(conn: &mut Conn, account: &AccountId, now: Moment, _: System) -> Result<Option<Person>, Fault> {
    let row: Option<(String, String, PortfolioId)> = accounts::table
        .inner_join(portfolios::table.on(portfolios::person_id.eq(accounts::id)))
        .filter(accounts::id.eq(account))
        .filter(accounts::closed_at.is_null())
        .select((accounts::name, accounts::email, portfolios::id))
        .first(conn)
        .optional()?;
    let Some((name, email, portfolio)) = row else { return Ok(None) };
    let zones = enrolments::of_portfolio(conn, &portfolio)?;
    let zone = zones.last().and_then(|enrolled| enrolled.zone.parse().ok()).unwrap_or(DEFAULT_ZONE);
    Ok(Some(Person {
        account: account.clone(),
        session: SessionId::new(""),
        name,
        email,
        capacities: Default::default(),
        portfolio: Some(portfolio),
        inbox: 0,
        zone,
        now,
        csrf: String::new(),
    }))
}
