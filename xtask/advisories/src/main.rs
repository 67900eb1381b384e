//! Known faults of the packages in `Cargo.lock`, read from a copy of the RustSec advisory database, and which of
//! them stand longer than `docs/security.md` (*Faults*) gives them. A package of its own, so that xtask
//! itself is built in a second; xtask fetches the database and calls this.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use rustsec::advisory::{Informational, Severity};
use rustsec::report::{Report, Settings};
use rustsec::{Database, Lockfile};

/// A fault that somebody has told of, and the package that has it.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    id: String,
    package: String,
    title: String,
    /// The day on which it was made public.
    since: NaiveDate,
    /// How long it may stand; nothing for what is no fault (a package that nobody keeps any more).
    days: Option<i64>,
}

impl Known {
    fn is_late(&self, today: NaiveDate) -> bool {
        self.days.is_some_and(|days| (today - self.since).num_days() > days)
    }

    fn line(&self, today: NaiveDate) -> String {
        let Known { id, package, title, since, .. } = self;
        let stands = match self.days {
            None => "for your judgement".to_owned(),
            Some(days) if self.is_late(today) => format!("LATE: had to be mended within {days} days"),
            Some(days) => format!("to be mended within {days} days"),
        };
        format!("{id} {package}, known since {since}, {stands}: {title}")
    }
}

/// Days from being known to being mended, by how grave it is; where nobody has rated it, as if high.
fn days(severity: Option<Severity>) -> i64 {
    match severity {
        Some(Severity::Critical) => 7,
        Some(Severity::High) | None => 30,
        Some(Severity::Medium | Severity::Low | Severity::None) => 90,
    }
}

fn known(database: &Path, lock: &Path) -> Result<Vec<Known>, String> {
    let told = Database::open(database)
        .map_err(|why| format!("{} is no advisory database: {why}", database.display()))?;
    let locked = Lockfile::load(lock).map_err(|why| format!("{}: {why}", lock.display()))?;
    let settings = Settings {
        informational_warnings: vec![Informational::Unmaintained, Informational::Unsound],
        ..Settings::default()
    };
    let report = Report::generate(&told, &locked, &settings);
    let day = |date: &rustsec::advisory::Date| {
        NaiveDate::parse_from_str(date.as_str(), "%Y-%m-%d").map_err(|why| format!("{date}: {why}"))
    };
    let mut found = Vec::new();
    for one in &report.vulnerabilities.list {
        found.push(Known {
            id: one.advisory.id.to_string(),
            package: format!("{} {}", one.package.name, one.package.version),
            title: one.advisory.title.clone(),
            since: day(&one.advisory.date)?,
            days: Some(days(one.advisory.cvss.as_ref().map(|rating| rating.severity()))),
        });
    }
    for one in report.warnings.values().flatten() {
        let Some(advisory) = &one.advisory else { continue };
        found.push(Known {
            id: advisory.id.to_string(),
            package: format!("{} {}", one.package.name, one.package.version),
            title: advisory.title.clone(),
            since: day(&advisory.date)?,
            days: None,
        });
    }
    Ok(found)
}

#[expect(clippy::disallowed_methods, reason = "a tool at a terminal may ask the machine which day it is")]
fn main() -> ExitCode {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [database, lock] = words.as_slice() else {
        eprintln!("error: perfolio-advisories DATABASE LOCKFILE");
        return ExitCode::FAILURE;
    };
    let today = chrono::Local::now().date_naive();
    match known(database, lock) {
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
        Ok(found) => {
            for one in &found {
                println!("{}", one.line(today));
            }
            let late = found.iter().filter(|one| one.is_late(today)).count();
            println!("{} known, {late} beyond their time", found.len());
            if late == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Vec<Known> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        known(&here.join("house"), &here.join("house.lock")).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_fault_is_late_when_its_days_are_over_and_not_before() {
        let found = told();
        let of = |id: &str| found.iter().find(|one| one.id == id).unwrap();
        let critical = of("RUSTSEC-2026-9001");
        assert_eq!(critical.package, "weak 1.2.0");
        assert!(!critical.is_late(day("2026-10-08")), "the seventh day");
        assert!(critical.is_late(day("2026-10-09")));
        let unrated = of("RUSTSEC-2026-9002");
        assert!(!unrated.is_late(day("2026-10-31")) && unrated.is_late(day("2026-11-01")));
        assert!(critical.line(day("2026-11-01")).contains("LATE: had to be mended within 7 days"));
    }

    #[test]
    fn what_is_mended_here_is_not_told_and_what_nobody_keeps_is_told_without_a_day() {
        let found = told();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(!found.iter().any(|one| one.package.starts_with("fine")), "locked as mended");
        let lost = found.iter().find(|one| one.package == "lost 0.3.0").unwrap();
        assert!(lost.days.is_none() && !lost.is_late(day("2030-01-01")));
    }

    #[test]
    fn a_folder_without_a_database_is_said() {
        let nowhere = known(Path::new("/nowhere"), Path::new("/nowhere.lock")).unwrap_err();
        assert!(nowhere.starts_with("/nowhere is no advisory database"), "{nowhere}");
    }
}
