//! What colleagues said. An answer has an id of chance, the group and the ratings; words are rows of their own, without
//! the group. Every row of the round is written anew, in the order of ids, with each answer: neither the order in which
//! a database keeps rows nor a time tells which one came when.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{feedback_answers, feedback_comments};
use crate::db::tx::Tx;
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::feedback::{Answer, Asked, Withheld};
use crate::domain::kind::Values;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::feedback::OfRound;
use crate::features::feedback::store::raters::moved_to;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Insertable)]
#[diesel(table_name = feedback_answers)]
struct AnswerRow {
    id: String,
    round_id: RoundId,
    rater_group: String,
    ratings: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Insertable)]
#[diesel(table_name = feedback_comments)]
struct CommentRow {
    id: CommentId,
    round_id: RoundId,
    question: String,
    words: String,
    withheld: String,
}

/// Keeps an answer, once: whoever comes second with the same link finds that nothing is changed. The caller holds the
/// round (`rounds::over`), so that two answers do not write it anew at the same time.
// open: whoever holds the link
pub fn give(
    tx: &mut Tx<'_>,
    (round, rater, group): (&RoundId, &RaterId, &str),
    ratings: &Values,
    words: Vec<(String, String)>,
) -> Result<bool, Fault> {
    if !moved_to(tx, rater, Asked::Answered)? {
        return Ok(false);
    }
    let mut answers: Vec<AnswerRow> =
        feedback_answers::table.filter(feedback_answers::round_id.eq(round)).load(tx.conn())?;
    answers.push(AnswerRow {
        id: tx.secret(),
        round_id: round.clone(),
        rater_group: group.to_owned(),
        ratings: serde_json::to_string(ratings).map_err(Fault::broken)?,
    });
    answers.sort();
    diesel::delete(feedback_answers::table.filter(feedback_answers::round_id.eq(round)))
        .execute(tx.conn())?;
    for row in &answers {
        diesel::insert_into(feedback_answers::table).values(row).execute(tx.conn())?;
    }
    let mut comments: Vec<CommentRow> =
        feedback_comments::table.filter(feedback_comments::round_id.eq(round)).load(tx.conn())?;
    for (question, words) in words {
        let id = CommentId::new(tx.secret());
        let withheld = String::new();
        comments.push(CommentRow { id, round_id: round.clone(), question, words, withheld });
    }
    comments.sort();
    diesel::delete(feedback_comments::table.filter(feedback_comments::round_id.eq(round)))
        .execute(tx.conn())?;
    for row in &comments {
        diesel::insert_into(feedback_comments::table).values(row).execute(tx.conn())?;
    }
    Ok(true)
}

/// In the order of ids, which are of chance.
// open: about a round that was found in sight; what is shown of them the summary says
pub fn answers(conn: &mut Conn, round: &RoundId) -> Result<Vec<Answer>, Fault> {
    let rows: Vec<AnswerRow> = feedback_answers::table
        .filter(feedback_answers::round_id.eq(round))
        .order(feedback_answers::id)
        .load(conn)?;
    let answer = |row: AnswerRow| {
        let ratings = serde_json::from_str(&row.ratings).map_err(Fault::broken)?;
        Ok(Answer { group: row.rater_group, ratings })
    };
    rows.into_iter().map(answer).collect()
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub id: CommentId,
    pub question: String,
    pub words: String,
    pub withheld: Option<Withheld>,
}

/// The same of the words.
pub fn comments(conn: &mut Conn, grant: &Grant<OfRound>) -> Result<Vec<Comment>, Fault> {
    let rows: Vec<CommentRow> = feedback_comments::table
        .filter(feedback_comments::round_id.eq(&grant.act().round))
        .order((feedback_comments::question, feedback_comments::id))
        .load(conn)?;
    let comment = |row: CommentRow| Comment {
        id: row.id,
        question: row.question,
        words: row.words,
        withheld: row.withheld.parse().ok(),
    };
    Ok(rows.into_iter().map(comment).collect())
}

/// Withholds one, or hands it on after all.
pub fn withhold(
    tx: &mut Tx<'_>,
    grant: &Grant<OfRound>,
    id: &CommentId,
    why: Option<Withheld>,
) -> Result<(), Fault> {
    let kept: String = feedback_comments::table
        .find(id)
        .filter(feedback_comments::round_id.eq(&grant.act().round))
        .select(feedback_comments::withheld)
        .first(tx.conn())?;
    refuse_unless(kept.is_empty() == why.is_some(), || {
        let now = if why.is_some() { "withheld" } else { "handed on" };
        Refusal::new("comment-so-already", format!("This comment is {now} already. Nothing was changed."))
    })?;
    diesel::update(feedback_comments::table.find(id))
        .set(feedback_comments::withheld.eq(why.as_ref().map_or("", Withheld::as_str)))
        .execute(tx.conn())?;
    Ok(())
}

/// The round is over: what was handed on stands in the entry, and the rest nowhere.
pub fn forget_comments(tx: &mut Tx<'_>, grant: &Grant<OfRound>) -> Result<(), Fault> {
    let all = feedback_comments::table.filter(feedback_comments::round_id.eq(&grant.act().round));
    diesel::delete(all).execute(tx.conn())?;
    Ok(())
}
