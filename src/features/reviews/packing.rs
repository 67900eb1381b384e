//! Freezing a pack: what the review looks at, what both sides wrote and the portfolio as one enrolment reads it, as one
//! document with its hash. It holds nothing that is in confidence: of a panel nobody knows beforehand who reads. The
//! same document is the page that the panel reads and the PDF that they print.

use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::names::EnrolmentId;
use crate::domain::policy::Grant;
use crate::domain::policy::reviews::Freeze;
use crate::domain::review::Terms;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::exports::{Asked as About, open_portfolio};
use crate::features::reviews::collecting::{Reading, collect};
use crate::features::reviews::points::sort_label;
use crate::features::reviews::store::{self, Found, PackRow, PreparationShown};
use crate::render::amount::Stamp;
use crate::render::report::PortfolioReport;
use crate::render::review::{Answer, Prepared, ReviewPart};

/// Whose hand freezes, and as at which instant.
pub struct Frozen {
    pub sight: Sight,
    pub by: String,
    pub as_at: Moment,
}

/// Inside a write that has taken the portfolio's book: what is frozen is what was there at its instant.
pub fn freeze(
    tx: &mut Tx<'_>,
    grant: &Grant<Freeze>,
    Frozen { sight, by, as_at }: Frozen,
    found: &Found,
    form: &Kind,
) -> Result<PackRow, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let (enrolled, id): (_, EnrolmentId) = (&found.enrolled, found.row.enrolment_id.clone());
    let sort = sort_label(form, &found.row.sort);
    let about = About { title: format!("{sort} of {}: what the panel reads", enrolled.name), by, as_at, now };
    let (mut report, versions) = open_portfolio(tx.conn(), &shelf, &sight, &id, &about)?;
    let reading = Reading { own: false, leads: true, supervises: false, open_only: true };
    let collected = collect(tx.conn(), &shelf, (&sight, reading), enrolled, as_at)?;
    let prepared = store::prepared(tx.conn(), &found.row.id)?;
    report.review = Some(ReviewPart {
        sort,
        held_on: found.row.held_on,
        panel: found.seats.iter().map(|seat| seat.said()).collect(),
        prepared: prepared.iter().map(|one| side(&found.terms, one, found)).collect::<Result<_, Fault>>()?,
        collected,
    });
    let words = serde_json::to_string(&report).map_err(Fault::broken)?;
    let row = store::freeze(tx, grant, &found.row, (words, report.entries.len(), as_at))?;
    store::keep_held(tx, grant, &row.id, &versions)?;
    Ok(row)
}

/// What one side wrote, under its questions.
pub fn side(terms: &Terms, one: &PreparationShown, found: &Found) -> Result<Prepared, Fault> {
    let (side, answers) = (one.row.side()?, one.row.answers()?);
    let answer = |question: &crate::domain::review::Question| {
        let words = answers.get(&question.code)?.text()?.to_owned();
        Some(Answer { question: question.label.clone(), words })
    };
    Ok(Prepared {
        side: side.shown().to_owned(),
        by: one.by.clone(),
        at: Stamp::of(one.row.known_from, found.zone),
        answers: terms.questions(side).iter().filter_map(answer).collect(),
    })
}

/// The document, if it is the one that was frozen and has not been withdrawn.
pub fn read(pack: &PackRow) -> Result<PortfolioReport, Fault> {
    serde_json::from_str(&pack.words).map_err(Fault::broken)
}
