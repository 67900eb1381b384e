//! Second thoughts: a case that was withdrawn the same evening, a signature that was taken back and given
//! again at another level; and the reports that were asked for on the last evening. Planned last, so that
//! the rest of the house is as it was without them.

use super::{Fate, Planning, What, clock};
use crate::cli::demo::cast::STAR;
use crate::domain::time::{DEFAULT_ZONE, Moment};

impl Planning {
    pub(super) fn second_thoughts(&mut self) {
        for trainee in 0..self.plan.trainees.len() {
            match trainee % 4 {
                _ if trainee == STAR => {}
                1 => self.withdrawn(trainee),
                2 => self.taken_back(trainee),
                _ => {}
            }
        }
        let evening = self.plan.day.plus_days(-1);
        self.at(clock(evening, 18 * 60 + 20), What::Report { trainee: Some(STAR), format: "csv" });
        self.at(clock(evening, 18 * 60 + 40), What::Report { trainee: None, format: "xlsx" });
    }

    /// A signed case from the middle of somebody's list that is long over, and when it was signed.
    fn long_signed(&self, trainee: usize) -> Option<(usize, Moment)> {
        let cases = &self.plan.trainees.get(trainee)?.cases;
        let (case, _) =
            cases.iter().enumerate().skip(cases.len() / 2).find(|(_, one)| one.fate == Fate::Signed)?;
        let signing = What::Sign { trainee, case };
        let signed = self.plan.steps.iter().find(|step| step.what == signing)?.at;
        let long_ago = self.plan.day.plus_days(-9).starts_in(DEFAULT_ZONE);
        (signed < long_ago).then_some((case, signed))
    }

    fn withdrawn(&mut self, trainee: usize) {
        let Some((case, _)) = self.long_signed(trainee) else { return };
        let signing = What::Sign { trainee, case };
        self.plan.steps.retain(|step| step.what != signing);
        let logged = self.plan.trainees.get_mut(trainee).and_then(|one| one.cases.get_mut(case));
        if let Some(logged) = logged {
            logged.fate = Fate::Withdrawn;
            let sent = logged.sent;
            self.at(sent.plus_seconds(45 * 60), What::Withdraw { trainee, case });
        }
    }

    fn taken_back(&mut self, trainee: usize) {
        let Some((case, signed)) = self.long_signed(trainee) else { return };
        let next = signed.day_in(DEFAULT_ZONE).plus_days(1);
        self.at(clock(next, 8 * 60 + 15), What::TakeBack { trainee, case });
        self.at(clock(next, 8 * 60 + 25), What::Sign { trainee, case });
    }
}
