//! The other house on the same timeline: it opens after the first, its people come, and what they record is
//! decided the same or the next evening.

use super::house::SUPERVISORS;
use super::people::{Act, Student, minute};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

/// The acts, each at its instant; none later than `ends`.
pub fn steps(students: &[Student], opens: Day, ends: Moment) -> Vec<(Moment, Act)> {
    let at = |day: Day, minutes: usize| minute(day, i64::try_from(minutes).unwrap_or(0));
    let mut all = vec![(at(opens, 8 * 60), Act::Found)];
    all.extend((0..SUPERVISORS.len()).map(|one| (at(opens, 9 * 60 + one), Act::Supervisor(one))));
    all.push((at(opens.plus_days(1), 9 * 60), Act::University));
    all.push((at(opens.plus_days(1), 11 * 60), Act::Layer));
    all.push((at(ends.day_in(DEFAULT_ZONE).plus_days(-8), 15 * 60), Act::Draft));
    for (nth, student) in students.iter().enumerate() {
        let comes = opens.plus_days(2).max(student.start.plus_days(-10));
        all.push((at(comes, 10 * 60 + nth), Act::Enrol(nth)));
        if student.target.is_some() {
            all.push((at(comes, 11 * 60 + nth), Act::Target(nth)));
        }
        for registration in 0..student.registrations.len() {
            let state = Act::State { student: nth, registration };
            all.push((at(comes.plus_days(3), 12 * 60 + registration), state));
        }
        for (turn, one) in student.turns.iter().enumerate() {
            all.push((at(one.told, 13 * 60 + turn), Act::Tell { student: nth, turn }));
        }
        let mut turn: Vec<(Moment, Act)> = Vec::new();
        for (deed, one) in student.deeds.iter().enumerate() {
            turn.push((one.sent.min(ends), Act::Record { student: nth, deed }));
            let decided = one.decided.filter(|at| *at <= ends);
            turn.extend(decided.map(|at| (at.min(ends), Act::Decide { student: nth, deed })));
        }
        all.extend(turn);
    }
    all.retain(|(at, _)| at.day_in(DEFAULT_ZONE) >= opens && *at <= ends);
    all.sort_by_key(|(at, _)| *at);
    all
}
