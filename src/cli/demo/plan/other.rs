//! The part of the timeline that is not cases: registrations, marks, exams, papers, activities, drafts.

use super::{Planning, Registrant, What, clock, working_day};
use crate::cli::demo::cast::{Exam, Register, STAR, Trainee};
use crate::cli::demo::says;
use crate::domain::time::Day;

/// Unit and the month after the start in which its mark comes.
const UNITS: [(&str, i32); 7] = [
    ("BRMSM0072", 4),
    ("BRMSM0073", 7),
    ("SOCSM0018", 10),
    ("BRMSM0067", 16),
    ("ADVANCED", 18),
    ("BRMSM0071", 20),
    ("SOCSM0016", 21),
];

impl Planning {
    pub(super) fn everything_else(&mut self, cast: &[Trainee]) {
        for (at, one) in cast.iter().enumerate() {
            let [first, _] = self.plan.starts;
            let start = self.plan.starts.get(one.cohort).copied().unwrap_or(first);
            self.registration(at, one, start);
            self.marks(at, one, start);
            self.exam(at, one);
            self.papers(at, one, start);
            self.drafts(at);
            if let Some(days) = one.due_moved {
                self.due_moved(at, self.plan.day.plus_days(days));
            }
        }
        self.second_programme();
    }

    fn due_moved(&mut self, trainee: usize, cases: Day) {
        let told = working_day(self.plan.day.plus_days(-self.chance.between(95, 150)));
        let what = What::MoveDue { trainee, requirement: "bypass-150", to: cases };
        self.at(clock(told, 15 * 60), what);
        let what = What::MoveDue { trainee, requirement: "practical-exam", to: cases.plus_days(42) };
        self.at(clock(told, 15 * 60 + 4), what);
    }

    fn registration(&mut self, trainee: usize, one: &Trainee, start: Day) {
        let who = Registrant::Trainee(trainee);
        match one.register {
            Register::Confirmed => {
                let stated = start.plus_days(self.chance.between(9, 24));
                self.at(clock(stated, 19 * 60), What::State(who));
                let confirmed = working_day(stated.plus_days(self.chance.between(2, 9)));
                self.at(clock(confirmed, 10 * 60), What::Confirm(who));
            }
            Register::Stated => self.at(clock(self.plan.day.plus_days(-11), 19 * 60), What::State(who)),
            Register::No => {}
        }
    }

    fn marks(&mut self, trainee: usize, one: &Trainee, start: Day) {
        for (unit, month) in UNITS.iter().take(one.units) {
            let day = working_day(start.plus_months(*month).plus_days(self.chance.between(0, 12)));
            let mark = self.chance.about(one.mark - 9, one.mark + 9).clamp(32, 93);
            self.at(clock(day, 14 * 60), What::Mark { trainee, unit, mark, provisional: false });
            let again = working_day(day.plus_days(75));
            if mark < 50 && again < self.plan.day {
                let mark = self.chance.between(51, 58);
                self.at(clock(again, 14 * 60), What::Mark { trainee, unit, mark, provisional: false });
            }
        }
        if trainee == STAR {
            let day = working_day(self.plan.day.plus_days(-20));
            let what = What::Mark { trainee, unit: "BRMSM0071", mark: one.mark + 2, provisional: true };
            self.at(clock(day, 14 * 60), what);
        }
    }

    fn exam(&mut self, trainee: usize, one: &Trainee) {
        let day = working_day(self.plan.day.plus_days(-one.last_case + 12));
        let entered = clock(working_day(day.plus_days(2)), 11 * 60);
        let attempt = |parts, result| What::Attempt { trainee, parts, result, day };
        match one.exam {
            Exam::NotYet => {}
            Exam::Passed | Exam::Finished => self.at(entered, attempt(&["practical", "viva"], "passed")),
            Exam::FailedViva => {
                self.at(entered, attempt(&["practical"], "passed"));
                self.at(entered.plus_seconds(180), attempt(&["viva"], "failed"));
            }
        }
        if one.exam == Exam::Finished {
            let issued = working_day(day.plus_days(26));
            self.at(clock(issued.plus_days(4), 13 * 60), What::Certificate { trainee, day: issued });
            let who = Registrant::Perfusionist(trainee);
            self.at(clock(issued.plus_days(9), 18 * 60), What::State(who));
            self.at(clock(working_day(issued.plus_days(13)), 10 * 60), What::Confirm(who));
        }
    }

    /// Some bring their papers at the start; a few have just done so, and the lead has yet to look.
    fn papers(&mut self, trainee: usize, one: &Trainee, start: Day) {
        let papers = match trainee {
            STAR => 2,
            _ if one.counts.sum() == 0 => 0,
            _ if trainee.is_multiple_of(2) => 1,
            _ => 0,
        };
        for paper in 0..papers {
            let sent = start.plus_days(self.chance.between(6, 30));
            self.at(clock(sent, 18 * 60), What::Paper { trainee, paper });
            let confirmed = working_day(sent.plus_days(self.chance.between(3, 12)));
            self.at(clock(confirmed, 9 * 60 + 30), What::ConfirmPaper { trainee, paper });
        }
        if matches!(trainee, STAR | 5 | 14) {
            let sent = self.plan.day.plus_days(-self.chance.between(3, 12));
            self.at(clock(sent, 18 * 60), What::Paper { trainee, paper: 3 });
        }
    }

    fn drafts(&mut self, trainee: usize) {
        let drafts = self.plan.trainees.get(trainee).map_or(0, |one| one.drafts.len());
        for (draft, days) in (0..drafts).zip([1, 3, 9]) {
            let minute = self.chance.between(18 * 60, 21 * 60);
            self.at(clock(self.plan.day.plus_days(-days), minute), What::Draft { trainee, draft });
        }
    }

    /// The star came to perfusion as a registered clinical scientist, and keeps that registration.
    fn second_programme(&mut self) {
        let [first, _] = self.plan.starts;
        self.at(clock(first.plus_days(-12), 9 * 60 + 45), What::EnrolAgain);
        self.at(clock(first.plus_days(3), 19 * 60), What::State(Registrant::Scientist));
        self.at(clock(first.plus_days(7), 10 * 60), What::Confirm(Registrant::Scientist));
        let all = i64::try_from(says::ACTIVITIES.len()).unwrap_or(1);
        let span = self.plan.day.days_since(first) - 30;
        for (activity, nth) in (0..says::ACTIVITIES.len()).zip(0_i64..) {
            let day = first.plus_days(18 + span * nth / all + self.chance.between(0, 9));
            let minute = self.chance.between(18 * 60, 21 * 60);
            let profile = matches!(activity, 3 | 5 | 8 | 9);
            self.at(clock(day.plus_days(1), minute), What::Activity { activity, day, profile });
        }
    }
}
