//! A decision on a version that is not the latest any more: somebody without an account decided on it while it was, and
//! has shown only now who they are. It stands beside the version that they read, as every decision does that a newer
//! version follows; the entry's state and whoever it waits with stay what the newer version says.

use diesel::prelude::*;

use crate::db::schema::decisions;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::kind::Reader;
use crate::domain::names::DecisionId;
use crate::domain::policy::Grant;
use crate::domain::policy::signoffs::Decide;
use crate::features::entries::{Seen, VersionShown};

use super::decisions::{DecisionRow, New, row, salts};

/// `then`: an earlier version of `seen`.
pub fn keep_late(
    tx: &mut Tx<'_>,
    grant: &Grant<Decide>,
    (seen, then): (&Seen, &VersionShown),
    new: &New,
) -> Result<DecisionRow, Fault> {
    let signer = grant.account().ok_or_else(|| Fault::broken("a person decides"))?.clone();
    if grant.act().entry != seen.id || then.id == seen.version {
        return Err(Fault::broken("the grant is about another entry, or the version is the latest"));
    }
    let (id, now): (DecisionId, _) = (tx.new_id(), tx.now());
    let salts = salts(tx)?;
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(&id),
            decisions::entry_id.eq(&seen.id),
            decisions::version_id.eq(&then.id),
            decisions::signer_id.eq(&signer),
            decisions::capacity.eq(grant.act().capacity.as_str()),
            decisions::verdict.eq(new.verdict.as_str()),
            decisions::satisfactory.eq(new.satisfactory),
            decisions::level.eq(&new.level),
            decisions::reason.eq(&new.reason),
            decisions::comment.eq(&new.comment),
            decisions::root.eq(&then.root),
            decisions::known_from.eq(now),
            decisions::undone_why.eq(""),
            decisions::salts.eq(salts),
        ))
        .execute(tx.conn())?;
    if !seen.kind.closed_to().any(|reader| reader == Reader::Trainee) {
        let what = Notice::Decided { decision: id.clone() };
        tx.later(Job::Tell { to: seen.owner.clone(), what })?;
    }
    row(tx, &id)
}
