//! What becomes of each case that was sent: when it is decided, which come back first, and which still
//! wait on the demo day, so that every supervisor's queue is as the cast says.

use super::{Fate, Logged, Planning, What, clock, working_day};
use crate::cli::demo::cast::SUPERVISORS;
use crate::domain::time::{DEFAULT_ZONE, Moment};

impl Planning {
    /// What waits with each supervisor, besides the star's: the cases nearest to the ages in `cast`.
    pub(super) fn queues(&mut self) {
        for (with, supervisor) in SUPERVISORS.iter().enumerate() {
            for age in supervisor.queue {
                let wanted = self.plan.day.plus_days(-age);
                let candidates = self.plan.trainees.iter_mut().enumerate().filter(|(at, _)| *at > 3);
                let cases = candidates.flat_map(|(_, one)| one.cases.iter_mut());
                let free = cases.filter(|one| one.case.supervisor == with && one.fate == Fate::Signed);
                let off = |one: &Logged| one.sent.day_in(DEFAULT_ZONE).days_since(wanted).abs();
                if let Some(one) = free.min_by_key(|one| off(one)).filter(|one| off(one) < 14) {
                    one.fate = Fate::Waits;
                }
            }
        }
    }

    pub(super) fn fates(&mut self) {
        let mut trainees = std::mem::take(&mut self.plan.trainees);
        for (trainee, one) in trainees.iter_mut().enumerate() {
            for (case, logged) in one.cases.iter_mut().enumerate() {
                self.fate(trainee, case, logged);
            }
        }
        self.plan.trainees = trainees;
    }

    fn fate(&mut self, trainee: usize, case: usize, logged: &mut Logged) {
        self.at(logged.sent, What::Send { trainee, case });
        let decided = self.decided(logged.case.supervisor, logged.sent);
        let week_ago = self.plan.day.plus_days(-9).starts_in(DEFAULT_ZONE);
        if logged.fate == Fate::Signed && decided < week_ago && self.chance.percent(4) {
            logged.fate = Fate::Detour;
        }
        match logged.fate {
            Fate::Signed => self.at(decided, What::Sign { trainee, case }),
            Fate::Waits | Fate::Withdrawn => {}
            Fate::Back => {
                let back = clock(self.plan.day.plus_days(-4), 12 * 60).max(logged.sent.plus_seconds(3600));
                self.at(back, What::SendBack { trainee, case });
            }
            Fate::Detour => {
                self.at(decided, What::SendBack { trainee, case });
                let minute = self.chance.between(18 * 60, 21 * 60);
                let again = clock(decided.day_in(DEFAULT_ZONE).plus_days(self.chance.between(1, 3)), minute);
                self.at(again, What::SendAgain { trainee, case });
                let signed = self.decided(logged.case.supervisor, again);
                self.at(signed, What::Sign { trainee, case });
            }
        }
        if !logged.case.reflection.is_empty() && self.chance.percent(25) {
            self.at(logged.sent.plus_seconds(600), What::Share { trainee, case });
        }
    }

    /// When the supervisor gets to it: within working hours, and before the demo day.
    fn decided(&self, supervisor: usize, sent: Moment) -> Moment {
        let (least, most) = SUPERVISORS.get(supervisor).map_or((1, 5), |one| one.takes);
        let day = working_day(sent.day_in(DEFAULT_ZONE).plus_days(self.chance.about(least, most)));
        let wanted = clock(day, self.chance.between(8 * 60, 17 * 60 + 30));
        let last = clock(self.plan.day.plus_days(-1), 19 * 60);
        let wanted = match wanted > last {
            // Would come too late to be seen: some working hour in between.
            true => {
                let days = last.day_in(DEFAULT_ZONE).days_since(sent.day_in(DEFAULT_ZONE));
                let day = sent.day_in(DEFAULT_ZONE).plus_days(self.chance.between(days.min(1), days));
                clock(day, self.chance.between(8 * 60, 17 * 60 + 30))
            }
            false => wanted,
        };
        wanted.max(sent.plus_seconds(60 * self.chance.between(20, 90))).min(self.plan.ends())
    }
}
