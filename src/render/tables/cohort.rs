//! A cohort as tables. `standing` is the one that people ask for: a row per trainee and requirement.

use super::{Cell, Table};
use crate::render::report::CohortReport;

pub fn about(report: &CohortReport) -> Table<'_> {
    let about = &report.about;
    let row = |item: &str, value: Cell| vec![item.into(), value];
    let mut rows = vec![
        row("Title", (&about.title).into()),
        row("Institution", (&about.institution).into()),
        row("As at", (&about.as_at).into()),
        row("Asked by", (&about.asked_by).into()),
        row("Made at", (&about.made_at).into()),
        row("Clock times are in", (&about.zone).into()),
        row("Trainees", u32::try_from(report.trainees.len()).unwrap_or(u32::MAX).into()),
    ];
    rows.extend(report.programmes.iter().map(|line| row("Programme version", line.into())));
    rows.extend(super::chain(&report.verification));
    Table::new("About", &[("Item", 26), ("Value", 70)]).with(rows)
}

pub fn trainees(report: &CohortReport) -> Table<'_> {
    let columns = [
        ("Trainee", 28),
        ("Programme", 36),
        ("Programme version", 18),
        ("Cohort", 18),
        ("State", 14),
        ("Requirements met", 17),
        ("Requirements in all", 18),
        ("Behind", 9),
        ("Waiting entries", 15),
        ("Last entry", 18),
    ];
    Table::new("Trainees", &columns).with(report.trainees.iter().map(|t| {
        vec![
            (&t.trainee).into(),
            (&t.programme).into(),
            (&t.version).into(),
            (&t.cohort).into(),
            (&t.state).into(),
            t.met.into(),
            t.of.into(),
            t.behind.into(),
            t.waiting.into(),
            t.last_entry.into(),
        ]
    }))
}

pub fn standing(report: &CohortReport) -> Table<'_> {
    let columns = [
        ("Trainee", 28),
        ("Programme", 36),
        ("Programme version", 18),
        ("Cohort", 18),
        ("Code", 14),
        ("Requirement", 36),
        ("Recorded", 10),
        ("Submitted", 11),
        ("Signed", 10),
        ("Target", 10),
        ("Unit", 12),
        ("State", 14),
        ("Due", 18),
        ("Longest wait in days", 20),
        ("Waits with", 24),
    ];
    let of_trainee = report.trainees.iter().flat_map(|t| t.standings.iter().map(move |s| (t, s)));
    Table::new("Standing", &columns).with(of_trainee.map(|(t, s)| {
        vec![
            (&t.trainee).into(),
            (&t.programme).into(),
            (&t.version).into(),
            (&t.cohort).into(),
            (&s.code).into(),
            (&s.title).into(),
            s.recorded.into(),
            s.submitted.into(),
            s.signed.into(),
            s.target.into(),
            (&s.unit).into(),
            (&s.state).into(),
            s.due.into(),
            s.waits_longest_days.into(),
            s.waits_with.as_ref().into(),
        ]
    }))
}
