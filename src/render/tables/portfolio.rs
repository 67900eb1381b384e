//! What a portfolio says about itself, its progress and its requirements, as tables.

use super::{Cell, Table};
use crate::render::report::{Bar, LifeLine, MarkRow, PortfolioReport, RegistrationRow, RequirementRow};
use crate::render::review::Reviewed;

pub fn about(report: &PortfolioReport) -> Table<'_> {
    let about = &report.about;
    let row = |item: &str, value: Cell| vec![item.into(), value];
    let mut rows = vec![
        row("Title", (&about.title).into()),
        row("Trainee", (&report.person).into()),
        row("Programme", (&report.programme).into()),
        row("Programme version", (&report.version).into()),
        row("Cohort", (&report.cohort).into()),
        row("Institution", (&about.institution).into()),
        row("Enrolled on", report.enrolled_on.into()),
        row("Due on", report.due_on.into()),
        row("As at", (&about.as_at).into()),
        row("Asked by", (&about.asked_by).into()),
        row("Made at", (&about.made_at).into()),
        row("Clock times are in", (&about.zone).into()),
        row("Official record", (&report.official_record).into()),
        row("Requirements met", report.summary.met.into()),
        row("Requirements in all", report.summary.of.into()),
    ];
    rows.extend(report.summary.headlines.iter().map(|line| row("Headline", line.into())));
    rows.extend(super::chain(&report.verification));
    Table::new("About", &[("Item", 26), ("Value", 70)]).with(rows)
}

pub fn progress(bars: &[Bar]) -> Table<'_> {
    let columns = [
        ("Progress", 34),
        ("Signed", 10),
        ("Submitted", 11),
        ("To go", 10),
        ("Target", 10),
        ("Expected today", 15),
        ("Unit", 12),
    ];
    Table::new("Progress", &columns).with(bars.iter().map(|bar| {
        vec![
            (&bar.label).into(),
            bar.signed.into(),
            bar.submitted.into(),
            bar.to_go().into(),
            bar.target.into(),
            bar.expected_today.into(),
            (&bar.unit).into(),
        ]
    }))
}

pub fn requirements(rows: &[RequirementRow]) -> Table<'_> {
    let columns = [
        ("Code", 14),
        ("Section", 22),
        ("Requirement", 36),
        ("Rule", 50),
        ("Recorded", 10),
        ("Submitted", 11),
        ("Signed", 10),
        ("Target", 10),
        ("Unit", 12),
        ("State", 14),
        ("Due", 18),
        ("Source", 40),
        ("Note", 40),
    ];
    Table::new("Requirements", &columns).with(rows.iter().map(|row| {
        vec![
            (&row.code).into(),
            (&row.section).into(),
            (&row.title).into(),
            (&row.rule).into(),
            row.recorded.into(),
            row.submitted.into(),
            row.signed.into(),
            row.target.into(),
            (&row.unit).into(),
            (&row.state).into(),
            row.due.into(),
            row.source_words().into(),
            (&row.note).into(),
        ]
    }))
}

pub fn marks(rows: &[MarkRow]) -> Table<'_> {
    let columns = [
        ("Kind", 16),
        ("Code", 14),
        ("Title", 40),
        ("Day", 18),
        ("Attempt", 9),
        ("Mark", 9),
        ("Credits", 9),
        ("Outcome", 24),
        ("Entered by", 24),
        ("Entered at", 24),
    ];
    Table::new("Marks", &columns).with(rows.iter().map(|row| {
        vec![
            (&row.kind).into(),
            (&row.code).into(),
            (&row.title).into(),
            row.on.into(),
            row.attempt.into(),
            row.mark.into(),
            row.credits.into(),
            (&row.outcome).into(),
            (&row.entered_by).into(),
            (&row.entered_at).into(),
        ]
    }))
}

pub fn registrations(rows: &[RegistrationRow]) -> Table<'_> {
    let columns = [
        ("Body", 40),
        ("Category", 18),
        ("Number", 16),
        ("Valid from", 18),
        ("Valid until", 18),
        ("Confirmed by", 24),
        ("Confirmed at", 24),
    ];
    Table::new("Registrations", &columns).with(rows.iter().map(|row| {
        vec![
            (&row.body).into(),
            (&row.category).into(),
            (&row.number).into(),
            row.valid_from.into(),
            row.valid_until.into(),
            row.confirmed_by.as_ref().into(),
            row.confirmed_at.as_ref().into(),
        ]
    }))
}

pub fn life(rows: &[LifeLine]) -> Table<'_> {
    let columns = [("What happened", 70), ("Recorded by", 24), ("Recorded at", 24)];
    Table::new("Life of the enrolment", &columns).with(
        rows.iter().map(|row| vec![(&row.what).into(), (&row.recorded_by).into(), (&row.recorded_at).into()]),
    )
}

/// A row for each outcome; what it asks for, and what was said of it, in one cell each.
pub fn reviews(rows: &[Reviewed]) -> Table<'_> {
    let columns = [
        ("Review", 18),
        ("Held on", 18),
        ("Outcome", 30),
        ("Recorded by", 24),
        ("Capacity", 18),
        ("Recorded at", 24),
        ("Reasons", 60),
        ("Conditions", 60),
        ("Next review on", 18),
        ("Objection and answer", 60),
    ];
    Table::new("Reviews", &columns).with(rows.iter().map(|row| {
        let conditions: Vec<String> =
            row.conditions.iter().map(|one| format!("{} (by {})", one.words, one.due)).collect();
        let said: Vec<String> = row
            .said
            .iter()
            .map(|one| match one.words.as_str() {
                "" => format!("{} {}, {}", one.by, one.what, one.at.words),
                words => format!("{} {}, {}: {words}", one.by, one.what, one.at.words),
            })
            .collect();
        vec![
            (&row.sort).into(),
            row.held_on.into(),
            (&row.outcome).into(),
            (&row.by).into(),
            (&row.capacity).into(),
            (&row.at).into(),
            (&row.reasons).into(),
            conditions.join("; ").as_str().into(),
            row.next_on.into(),
            said.join("; ").as_str().into(),
        ]
    }))
}
