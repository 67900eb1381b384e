//! A decision on a version that is not the latest any more: somebody without an account decided on it while it was, and
//! has shown only now who they are. It stands beside the version that they read, as every decision does that a newer
//! version follows; the entry's state and whoever it waits with stay what the newer version says.

use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::policy::Grant;
use crate::domain::policy::signoffs::Decide;
use crate::features::entries::{Seen, VersionShown};
use crate::features::signoffs::store::decisions::{DecisionRow, New, insert};

/// `then`: an earlier version of `seen`.
pub fn keep_late(
    tx: &mut Tx<'_>,
    grant: &Grant<Decide>,
    (seen, then): (&Seen, &VersionShown),
    new: &New,
) -> Result<DecisionRow, Fault> {
    if then.id == seen.version {
        return Err(Fault::broken("the version is the latest"));
    }
    let row = insert(tx, grant, seen, (&then.id, &then.root), None, new)?;
    if !seen.is_closed_to_owner() {
        let what = Notice::Decided { decision: row.id.clone() };
        tx.later(Job::Tell { to: seen.owner.clone(), what })?;
    }
    Ok(row)
}
