//! `standing rebuild`: every standing computed anew, and each said that was wrong without being marked
//! as old. There must be none; the code says so to whoever runs it every night.

use std::fmt::Write as _;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::role::System;
use crate::features::standing;

/// The exit code (1 when something differed) and what to say.
pub async fn rebuild(app: &App, system: System) -> Result<(i32, String), Fault> {
    let rebuilt = standing::rebuild(app, system).await?;
    let (count, wrong) = (rebuilt.enrolments, rebuilt.differences.len());
    let mut said = format!("{count} standings computed anew, {wrong} requirements differed.\n");
    for one in &rebuilt.differences {
        let requirement = one.requirement.as_deref().unwrap_or("the whole standing");
        let _ = writeln!(
            said,
            "enrolment {}, {requirement}:\n  stored: {}\n  fresh:  {}",
            one.enrolment, one.stored, one.fresh
        );
    }
    Ok((i32::from(wrong > 0), said))
}
