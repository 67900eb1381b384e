//! What somebody without an account decided and how they showed who they are, as a row of the portfolio's book. What
//! they typed is committed to under salts, so that it can be struck out later. Decided: an unconfirmed decision is no
//! row of `decisions`, so that no rule, count or report can take it for one. When the letter is answered the decision
//! begins to count at that moment, and the statement keeps when it was taken: an answer about a past day never changes.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, filings, portfolios, sight, statements, unread};
use crate::db::tx::Tx;
use crate::domain::assessor::{CONFIRM_DAYS, Hindrance, Identity, Mailbox, Observed, Proof, Standing};
use crate::domain::audit::Committed;
use crate::domain::entry::{Covers, cover_prose, prose_commitment, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Left;
use crate::domain::role::{Capacity, System};
use crate::domain::time::{Day, Moment};
use crate::features::entries::{Assessed, Seen};
use crate::features::outside::store::tickets::Ticket;
use crate::features::signoffs::{Beside, NewDecision, bind_assessed, keep_assessed};
use crate::web::session::token_hash;

const PROSE: [&str; 8] = ["reason", "comment", "place", "name", "post", "body", "number", "address"];

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct StatementRow {
    pub id: StatementId,
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub ticket: TicketId,
    pub decision: Option<DecisionId>,
    pub root: String,
    pub verdict: String,
    pub satisfactory: bool,
    pub level: String,
    pub reason: String,
    pub comment: String,
    pub seen_how: String,
    pub seen_where: String,
    pub seen_on: Day,
    pub name: String,
    pub post: String,
    pub body: String,
    pub number: String,
    pub address: String,
    pub mailbox: String,
    pub handed: String,
    pub opened_at: Option<Moment>,
    pub taken_at: Moment,
    pub proof: String,
    pub proved_at: Option<Moment>,
    pub standing: String,
    pub ended_at: Option<Moment>,
    pub confirm_hash: String,
    pub salts: String,
    /// A `Hindrance` of one that could not be confirmed; empty otherwise.
    pub ended_why: String,
}

impl StatementRow {
    // open: looks into what was loaded
    pub fn identity(&self) -> Identity {
        Identity {
            name: self.name.clone(),
            post: self.post.clone(),
            body: self.body.clone(),
            number: self.number.clone(),
            address: self.address.clone(),
        }
    }

    // open: looks into what was loaded
    pub fn decided(&self) -> Result<NewDecision, Fault> {
        Ok(NewDecision {
            verdict: self.verdict.parse().map_err(Fault::broken)?,
            satisfactory: self.satisfactory,
            level: self.level.clone(),
            reason: self.reason.clone(),
            comment: self.comment.clone(),
            // It stands in a row of its own, which is bound to the decision.
            assessed: Assessed::default(),
        })
    }

    pub fn confirm_until(&self) -> Moment {
        self.taken_at.plus_days(CONFIRM_DAYS)
    }

    pub fn is_unconfirmed(&self) -> bool {
        self.standing == Standing::Unconfirmed.as_str()
    }
}

impl Committed for StatementRow {
    fn place(&self) -> String {
        format!("statements/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let covers = serde_json::from_str(&self.salts).unwrap_or_default();
        let prose = |key: &str, text: &str| prose_commitment(key, text, &covers);
        let at = |moment: Option<Moment>| moment.map(|at| at.to_string()).unwrap_or_default();
        let mut fields = vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.version.to_string(),
            self.ticket.to_string(),
            self.decision.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.root.clone(),
            self.verdict.clone(),
            self.satisfactory.to_string(),
            self.level.clone(),
            prose("reason", &self.reason),
            prose("comment", &self.comment),
            self.seen_how.clone(),
            prose("place", &self.seen_where),
            self.seen_on.iso(),
            prose("name", &self.name),
            prose("post", &self.post),
            prose("body", &self.body),
            prose("number", &self.number),
            prose("address", &self.address),
            self.handed.clone(),
            at(self.opened_at),
            self.taken_at.to_string(),
            self.proof.clone(),
            at(self.proved_at),
            self.standing.clone(),
            at(self.ended_at),
        ];
        // Rows of releases that wrote no reason down keep their commitment.
        if !self.ended_why.is_empty() {
            fields.push(self.ended_why.clone());
        }
        fields
    }
}

/// What is stated, with the entry as it was on the screen.
pub struct New<'a> {
    pub ticket: &'a Ticket,
    pub seen: &'a Seen,
    pub decided: &'a NewDecision,
    pub observed: &'a Observed,
    pub identity: &'a Identity,
    /// Made with it, where the address is proved at once.
    pub decision: Option<&'a DecisionId>,
}

/// Writes it and has the portfolio's book say so.
// open: whoever holds the link, in the write of their decision
pub fn put(tx: &mut Tx<'_>, new: &New<'_>) -> Result<StatementRow, Fault> {
    let (id, now): (StatementId, _) = (tx.new_id(), tx.now());
    let at_once = new.decision.is_some();
    let standing = if at_once { Standing::Decided } else { Standing::Unconfirmed };
    let address = EmailAddress::parse(&new.identity.address).map_err(Fault::broken)?;
    let salts = cover_prose(&PROSE, || tx.secret());
    // Once it is a decision, the decision has these words.
    let own_words = |text: &str| if at_once { String::new() } else { text.to_owned() };
    diesel::insert_into(statements::table)
        .values((
            (
                statements::id.eq(&id),
                statements::entry_id.eq(&new.seen.id),
                statements::version_id.eq(&new.seen.version),
                statements::ticket_id.eq(&new.ticket.id),
                statements::decision_id.eq(new.decision),
                statements::root.eq(&new.seen.root),
                statements::verdict.eq(new.decided.verdict.as_str()),
                statements::satisfactory.eq(new.decided.satisfactory),
                statements::level.eq(&new.decided.level),
                statements::reason.eq(own_words(&new.decided.reason)),
                statements::comment.eq(own_words(&new.decided.comment)),
                statements::seen_how.eq(new.observed.how.as_str()),
                statements::seen_where.eq(&new.observed.place),
                statements::seen_on.eq(new.observed.on),
            ),
            (
                statements::name.eq(&new.identity.name),
                statements::post.eq(&new.identity.post),
                statements::body.eq(&new.identity.body),
                statements::number.eq(&new.identity.number),
                statements::address.eq(&new.identity.address),
                statements::mailbox.eq(Mailbox::of(&address).as_str()),
                statements::handed.eq(new.ticket.handed.as_str()),
                statements::opened_at.eq(new.ticket.opened),
                statements::taken_at.eq(now),
                statements::proof.eq(if at_once { Proof::Code.as_str() } else { "" }),
                statements::proved_at.eq(at_once.then_some(now)),
                statements::standing.eq(standing.as_str()),
                statements::confirm_hash.eq(""),
                statements::salts.eq(serde_json::to_string(&salts).map_err(Fault::broken)?),
                statements::ended_why.eq(""),
            ),
        ))
        .execute(tx.conn())?;
    if !at_once {
        keep_assessed(tx, &new.seen.id, &new.decided.assessed, Beside::Statement(&id))?;
    }
    vouched(tx, &id)
}

/// The letter was answered: it is this decision now, which has its words.
// open: whoever holds the link of the letter, in the write of the decision
pub fn confirm(tx: &mut Tx<'_>, id: &StatementId, decision: &DecisionId) -> Result<StatementRow, Fault> {
    let now = tx.now();
    diesel::update(statements::table.find(id))
        .set((
            statements::decision_id.eq(decision),
            statements::proof.eq(Proof::Letter.as_str()),
            statements::proved_at.eq(now),
            statements::standing.eq(Standing::Decided.as_str()),
            statements::reason.eq(""),
            statements::comment.eq(""),
        ))
        .execute(tx.conn())?;
    bind_assessed(tx, id, decision)?;
    vouched(tx, id)
}

/// It never becomes a decision; `why`: what kept it from being confirmed, if anything did.
// open: the house when the time is over, or whoever holds the link of the letter
pub fn end(
    tx: &mut Tx<'_>,
    id: &StatementId,
    standing: Standing,
    why: Option<Hindrance>,
) -> Result<StatementRow, Fault> {
    let now = tx.now();
    diesel::update(statements::table.find(id))
        .set((
            statements::standing.eq(standing.as_str()),
            statements::ended_at.eq(now),
            statements::ended_why.eq(why.as_ref().map(Hindrance::as_str).unwrap_or_default()),
        ))
        .execute(tx.conn())?;
    vouched(tx, id)
}

/// Who leads today where the entry is filed, and may read entries of its kind.
// open: for letters that say no word of the entry
pub fn leads_of(conn: &mut Conn, entry: &EntryId, today: Day) -> Result<Vec<AccountId>, Fault> {
    let under = filings::table
        .filter(filings::entry_id.eq(entry))
        .filter(filings::known_until.is_null())
        .select(filings::enrolment_id);
    let closed: i64 = unread::table
        .filter(unread::entry_id.eq(entry))
        .filter(unread::capacity.eq(Capacity::Lead.as_str()))
        .count()
        .get_result(conn)?;
    if closed > 0 {
        return Ok(Vec::new());
    }
    Ok(sight::table
        .filter(sight::capacity.eq(Capacity::Lead.as_str()))
        .filter(sight::enrolment_id.eq_any(under))
        .filter(sight::from_day.le(today))
        .filter(sight::until_day.ge(today))
        .order(sight::viewer_id)
        .select(sight::viewer_id)
        .distinct()
        .load(conn)?)
}

pub(super) fn vouched(tx: &mut Tx<'_>, id: &StatementId) -> Result<StatementRow, Fault> {
    let (portfolio, row): (PortfolioId, StatementRow) = statements::table
        .inner_join(entries::table.on(entries::id.eq(statements::entry_id)))
        .filter(statements::id.eq(id))
        .select((entries::portfolio_id, statements::all_columns))
        .first(tx.conn())?;
    tx.vouch(portfolio, &row);
    Ok(row)
}

// open: for the house's own jobs, and the letter's link
pub fn row(conn: &mut Conn, id: &StatementId) -> Result<StatementRow, Fault> {
    Ok(statements::table.find(id).first(conn)?)
}

/// What was decided through this link; the one that was used has one.
// open: whoever holds the link
pub fn of_ticket(conn: &mut Conn, ticket: &TicketId) -> Result<Option<StatementRow>, Fault> {
    Ok(statements::table.filter(statements::ticket_id.eq(ticket)).first(conn).optional()?)
}

/// What the letter's link is about, answered or not: it goes on saying what became of it. One that a newer letter took the
/// place of, and one that was never made, are not there.
// open: whoever holds the link of the letter
pub fn by_confirmation(conn: &mut Conn, token: &str) -> Result<StatementRow, Fault> {
    Ok(statements::table.filter(statements::confirm_hash.eq(token_hash(token))).first(conn)?)
}

/// Characters of the secret in a link.
const SECRET_LENGTH: usize = 43;

/// Whether this was the link of an earlier letter about the same decision.
// open: it says nothing of the decision
pub fn is_replaced(conn: &mut Conn, token: &str) -> Result<bool, Fault> {
    // A link that lost its end on the way was no earlier one.
    let whole = |(_, secret): &(&str, &str)| secret.len() == SECRET_LENGTH;
    let Some((id, _)) = token.split_once('.').filter(whole) else { return Ok(false) };
    let sent = statements::table.filter(statements::id.eq(id)).filter(statements::confirm_hash.ne(""));
    Ok(diesel::select(diesel::dsl::exists(sent)).get_result(conn)?)
}

/// What the letter says.
pub struct ConfirmLetter {
    pub address: String,
    pub token: String,
    pub taken: Moment,
    pub until: Moment,
    pub trainee: String,
    pub day: Day,
    pub entry: EntryId,
}

/// Makes the link's secret as the letter is written, in place of any before; none if it has ended meanwhile.
pub fn fresh(tx: &mut Tx<'_>, id: &StatementId, _: System) -> Result<Option<ConfirmLetter>, Fault> {
    let row = row(tx.conn(), id)?;
    if !row.is_unconfirmed() || row.address.is_empty() {
        return Ok(None);
    }
    let (trainee, day): (String, Day) = entries::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(entries::id.eq(&row.entry))
        .select((accounts::name, entries::happened_on))
        .first(tx.conn())?;
    // With the statement's id before it: the link of an earlier letter then says that there is a newer one.
    let token = format!("{id}.{}", tx.secret());
    // Answered at this very moment: the link that was answered goes on saying so.
    let waits = statements::standing.eq(Standing::Unconfirmed.as_str());
    let made = diesel::update(statements::table.find(id).filter(waits))
        .set(statements::confirm_hash.eq(token_hash(&token)))
        .execute(tx.conn())?;
    if made == 0 {
        return Ok(None);
    }
    Ok(Some(ConfirmLetter {
        token,
        until: row.confirm_until(),
        taken: row.taken_at,
        address: row.address,
        trainee,
        day,
        entry: row.entry,
    }))
}

/// What somebody without an account wrote about this entry, struck out: words and place, never who they are.
pub fn strike_words(
    tx: &mut Tx<'_>,
    _grant: &Grant<Strike>,
    seen: &Seen,
    ids: &[&StatementId],
) -> Result<Vec<Left>, Fault> {
    let mut left = Vec::new();
    for known in seen.statements.iter().filter(|known| ids.contains(&&known.id)) {
        let mut one = row(tx.conn(), &known.id)?;
        let mut covers: Covers = serde_json::from_str(&one.salts).unwrap_or_default();
        let before = left.len();
        let texts =
            [("reason", &mut one.reason), ("comment", &mut one.comment), ("place", &mut one.seen_where)];
        for (key, text) in texts {
            let commitment = strike_prose(key, text, &mut covers, || tx.secret());
            left.extend(commitment.map(|commitment| Left {
                row: format!("statements/{}", known.id),
                key: key.to_owned(),
                left: commitment,
            }));
        }
        if left.len() > before {
            diesel::update(statements::table.find(&one.id))
                .set((
                    statements::reason.eq(&one.reason),
                    statements::comment.eq(&one.comment),
                    statements::seen_where.eq(&one.seen_where),
                    statements::salts.eq(serde_json::to_string(&covers).map_err(Fault::broken)?),
                ))
                .execute(tx.conn())?;
            vouched(tx, &one.id)?;
        }
    }
    Ok(left)
}

/// Every statement of one portfolio, as it is now: for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<StatementRow> = statements::table
        .inner_join(entries::table.on(entries::id.eq(statements::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(statements::id)
        .select(statements::all_columns)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
