//! A row of a file of progress: what the system that holds the official record says of one item of one person.
//! What it says is complete and is signed here is marked as entered there; everything else is told beside the
//! row and changes nothing.

use std::collections::HashMap;

use super::whom::{Whom, whom};
use super::{Ended, Fit, Row, Step, Unfit};
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::EnrolmentId;
use crate::domain::time::Moment;
use crate::features::enrolments::Enrolled;
use crate::features::official::{Found, Known, Line, known};

/// What is here of each person, read once for all their rows.
#[derive(Default)]
pub(super) struct Desks {
    known: HashMap<EnrolmentId, Option<Known>>,
}

impl Desks {
    fn read(&mut self, conn: &mut Conn, shelf: &Shelf, rows: &[Enrolled], now: Moment) -> Result<(), Fault> {
        for row in rows {
            if !self.known.contains_key(&row.id) {
                self.known.insert(row.id.clone(), known(conn, shelf, row, now)?);
            }
        }
        Ok(())
    }
}

pub(super) fn fit(row: &Row<'_>, conn: &mut Conn, shelf: &Shelf, desks: &mut Desks) -> Result<Fit, Ended> {
    let item = row.needed("item")?;
    let day = row.day("on")?;
    let whom = whom(row, false)?;
    let Whom::Known { account, name, .. } = &whom else {
        return Err(Unfit("A file of progress is only about people who are enrolled.".to_owned()).into());
    };
    let led = row.world.marked_of(account);
    desks.read(conn, shelf, led, row.person.now)?;
    let elsewhere: Vec<&Known> =
        led.iter().filter_map(|one| desks.known.get(&one.id).and_then(Option::as_ref)).collect();
    let known = match elsewhere.iter().filter(|one| one.has(item)).collect::<Vec<_>>().as_slice() {
        [one] => **one,
        [] => {
            let titles: Vec<String> =
                elsewhere.iter().map(|one| format!("{} ({})", one.programme, one.system)).collect();
            let sentence = match titles.as_slice() {
                [] => {
                    format!("{name} is on no programme of yours whose official record is kept elsewhere.")
                }
                some => format!("“{item}” is no item of {}.", some.join(" or ")),
            };
            return Err(row.unfit("item", sentence).into());
        }
        _ => {
            let sentence =
                format!("“{item}” is an item of two programmes of {name}. Mark it on their own list.");
            return Err(row.unfit("item", sentence).into());
        }
    };
    let line = Line {
        line: usize::try_from(row.row.line).unwrap_or_default(),
        item,
        status: row.mapping.columns.contains_key("status").then(|| row.cell("status")),
        day,
        reference: row.cell("reference"),
    };
    let about = format!("{}/{}", known.row.id, item.to_lowercase());
    match known.look(&line) {
        Found::Marks { item, marks, sentence } => {
            let (portfolio, enrolment) = (known.row.portfolio.clone(), known.row.id.clone());
            let step = Step::EnterThere { portfolio, enrolment: enrolment.clone(), marks };
            Ok(Fit::new(sentence, step, format!("{enrolment}/{}", item.to_lowercase())))
        }
        Found::Settled(sentence) => Ok(Fit::same(sentence, about)),
        Found::Differs(sentence) => Err(Unfit(format!("{name}: {sentence}")).into()),
    }
}
