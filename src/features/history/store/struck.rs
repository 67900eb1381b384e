//! The salts of everything in a portfolio that can be struck out: where a salt is gone, a redaction must say so.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    acceptances, acknowledgements, assessments, decisions, entries, entry_versions, quality_actions,
    quality_items, review_conditions, review_outcomes, review_packs, review_preparations, review_replies,
    reviews, statements,
};
use crate::domain::fault::Fault;
use crate::domain::names::{OutcomeId, PortfolioId, QualityActionId};

/// A row with salts, by its place, and the salts as they are stored.
pub struct Covered {
    /// `decisions/01…`
    pub row: String,
    pub salts: String,
}

/// `actions`: those about whole samples of which a redaction of this portfolio tells; they are nobody's otherwise.
// open: verification reads salts and commitments; nothing of them is shown
pub fn covered(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    actions: &[QualityActionId],
) -> Result<Vec<Covered>, Fault> {
    let of = || entries::table.filter(entries::portfolio_id.eq(portfolio)).select(entries::id);
    let mut all = Vec::new();
    let mut take = |table: &str, rows: Vec<(String, String)>| {
        all.extend(rows.into_iter().map(|(id, salts)| Covered { row: format!("{table}/{id}"), salts }));
    };
    let versions = entry_versions::table.filter(entry_versions::entry_id.eq_any(of()));
    take("entry_versions", versions.select((entry_versions::id, entry_versions::salts)).load(conn)?);
    let decided = decisions::table.filter(decisions::entry_id.eq_any(of()));
    take("decisions", decided.select((decisions::id, decisions::salts)).load(conn)?);
    let stated = statements::table.filter(statements::entry_id.eq_any(of()));
    take("statements", stated.select((statements::id, statements::salts)).load(conn)?);
    let accepted = acceptances::table.filter(acceptances::entry_id.eq_any(of()));
    take("acceptances", accepted.select((acceptances::id, acceptances::salts)).load(conn)?);
    let assessed = assessments::table.filter(assessments::entry_id.eq_any(of()));
    take("assessments", assessed.select((assessments::id, assessments::salts)).load(conn)?);
    let replied = acknowledgements::table.filter(acknowledgements::entry_id.eq_any(of()));
    take("acknowledgements", replied.select((acknowledgements::id, acknowledgements::salts)).load(conn)?);
    let reviewed = || reviews::table.filter(reviews::portfolio_id.eq(portfolio)).select(reviews::id);
    let prepared = review_preparations::table.filter(review_preparations::review_id.eq_any(reviewed()));
    let salts = (review_preparations::id, review_preparations::salts);
    take("review_preparations", prepared.select(salts).load(conn)?);
    let packs = review_packs::table.filter(review_packs::review_id.eq_any(reviewed()));
    take("review_packs", packs.select((review_packs::id, review_packs::salts)).load(conn)?);
    let outcomes = || review_outcomes::table.filter(review_outcomes::review_id.eq_any(reviewed()));
    let decided = outcomes().select((review_outcomes::id, review_outcomes::salts));
    take("review_outcomes", decided.load(conn)?);
    let ids: Vec<OutcomeId> = outcomes().select(review_outcomes::id).load(conn)?;
    let asked = review_conditions::table.filter(review_conditions::outcome_id.eq_any(&ids));
    take("review_conditions", asked.select((review_conditions::id, review_conditions::salts)).load(conn)?);
    let said = review_replies::table.filter(review_replies::outcome_id.eq_any(&ids));
    take("review_replies", said.select((review_replies::id, review_replies::salts)).load(conn)?);
    let drawn = quality_items::table.filter(quality_items::entry_id.eq_any(of()));
    let about = quality_actions::item_id.eq_any(drawn.select(quality_items::id.nullable()));
    let noted = quality_actions::table.filter(about.or(quality_actions::id.eq_any(actions)));
    take("quality_actions", noted.select((quality_actions::id, quality_actions::salts)).load(conn)?);
    Ok(all)
}
