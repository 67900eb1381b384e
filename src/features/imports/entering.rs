//! The rows of a file of progress, person by person: what all rows say of one enrolment is said at once, so that
//! its standing is made fresh once and not for every row.

use std::collections::BTreeMap;

use super::acts::at_line;
use super::doing::carry_out;
use super::planning::Step;
use super::store::{ImportRow, Made};
use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, ImportId};
use crate::domain::role::Person;
use crate::features::enrolments;
use crate::features::official::ToMark;

/// What the rows of a file say, by enrolment, with the line of each.
#[derive(Default)]
pub struct There {
    by_enrolment: BTreeMap<EnrolmentId, Vec<(u64, Vec<ToMark>)>>,
}

impl There {
    pub fn keep(&mut self, line: u64, enrolment: EnrolmentId, marks: Vec<ToMark>) {
        self.by_enrolment.entry(enrolment).or_default().push((line, marks));
    }

    /// Says all of it, and writes beside each row which statements are its own.
    pub fn carry_out(
        self,
        tx: &mut Tx<'_>,
        person: &Person,
        import: &ImportId,
        rows: &mut [ImportRow],
    ) -> Result<Vec<Event>, Fault> {
        let mut events = Vec::new();
        for (enrolment, lines) in self.by_enrolment {
            let first = lines.first().map_or(0, |(line, _)| *line);
            let marks: Vec<ToMark> = lines.iter().flat_map(|(_, marks)| marks.clone()).collect();
            let portfolio = enrolments::store::enrolment(tx.conn(), &enrolment)?.portfolio;
            let step = Step::EnterThere { portfolio, enrolment: enrolment.clone(), marks };
            let done = carry_out(tx, person, import, step).map_err(|fault| at_line(first, fault))?;
            events.extend(done.events);
            let said: Vec<_> = done
                .made
                .into_iter()
                .flat_map(|made| match made {
                    Made::There { said, .. } => said,
                    _ => Vec::new(),
                })
                .collect();
            let known = enrolments::standing_among(tx.conn(), &enrolment, &said)?;
            for (line, marks) in lines {
                let own = |mark: &ToMark| {
                    let same = known.iter().find(|row| row.version == mark.version && row.item == mark.item);
                    same.map(|row| row.id.clone())
                };
                let said = marks.iter().filter_map(own).collect();
                let made = Made::There { enrolment: enrolment.clone(), said };
                for row in rows.iter_mut().filter(|row| u64::try_from(row.line) == Ok(line)) {
                    row.made.push(made.clone());
                }
            }
        }
        Ok(events)
    }
}
