//! What of an answer is stored. The facts that count and that do not are most of it (85 KB of 97 for 150
//! cases under five requirements) and are asked for on one page only, so there they are worked out anew;
//! written and read with every save and every home page they were what both took longest for. Stored
//! stay the figures, the sentences, what waits, and of what counts the sum of each day, which the pace
//! reads: as one line of steps, `2025-09-01 2 7:50`, since 150 days as objects are 6 KB and as steps 1.

use std::fmt::Write as _;

use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::outlook::reads_days;
use crate::domain::programme::Version;
use crate::domain::progress::{Counted, Standing};
use crate::domain::time::Day;

/// The answer as it is stored: without the facts behind it.
pub fn written(version: &Version, standing: &Standing) -> Result<String, Fault> {
    let read = version.requirement(&standing.id).is_some_and(|one| reads_days(one, standing.target));
    let days = if read { steps(&by_day(&standing.counted)) } else { String::new() };
    let kept = Standing { counted: Vec::new(), not_counted: Vec::new(), ..standing.clone() };
    serde_json::to_string(&(days, kept)).map_err(Fault::broken)
}

/// The answer back, with a sum for each day in the place of the facts that count.
pub fn read(body: &str) -> Result<Standing, Fault> {
    let (days, standing): (String, Standing) = serde_json::from_str(body).map_err(Fault::broken)?;
    let counted = days_of(&days).ok_or_else(|| Fault::broken("a stored standing has days that are none"))?;
    Ok(Standing { counted, ..standing })
}

fn by_day(counted: &[Counted]) -> Vec<Counted> {
    let mut days: Vec<Counted> = Vec::new();
    let mut facts: Vec<&Counted> = counted.iter().collect();
    facts.sort_by_key(|one| one.day);
    for one in facts {
        match days.last_mut() {
            Some(last) if last.day == one.day => last.credit = last.credit + one.credit,
            _ => days.push(Counted {
                fact: String::new(),
                day: one.day,
                credit: one.credit,
                label: String::new(),
            }),
        }
    }
    days
}

/// The first day in full, each later one as the number of days since the one before; then the credit in
/// hundredths, left out where it is one whole.
fn steps(days: &[Counted]) -> String {
    let mut line = String::new();
    let mut before: Option<Day> = None;
    for one in days {
        let place = match before {
            Some(before) => write!(line, " {}", one.day.days_since(before)),
            None => write!(line, "{}", one.day.iso()),
        };
        let credit = match one.credit {
            Amount::ONE => Ok(()),
            other => write!(line, ":{}", other.hundredths()),
        };
        // Writing to a String cannot fail.
        let _ = place.and(credit);
        before = Some(one.day);
    }
    line
}

fn days_of(line: &str) -> Option<Vec<Counted>> {
    let mut days: Vec<Counted> = Vec::new();
    for word in line.split_ascii_whitespace() {
        let (place, credit) = match word.split_once(':') {
            Some((place, credit)) => (place, Amount::of_hundredths(credit.parse().ok()?)),
            None => (word, Amount::ONE),
        };
        let day = match days.last() {
            Some(before) => before.day.plus_days(place.parse().ok()?),
            None => place.parse().ok()?,
        };
        days.push(Counted { fact: String::new(), day, credit, label: String::new() });
    }
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_summed_in_their_order_and_come_back() {
        let one = |fact: &str, day: &str, credit: Amount| Counted {
            fact: fact.to_owned(),
            day: day.parse().unwrap(),
            credit,
            label: String::new(),
        };
        let all = [
            one("b", "2026-02-01", Amount::ONE),
            one("a", "2026-01-01", Amount::ONE),
            one("d", "2026-02-03", Amount::of_hundredths(50)),
            one("c", "2026-02-01", Amount::ONE),
        ];
        let days = by_day(&all);
        assert_eq!(days.len(), 3);
        assert_eq!((days[0].day, days[1].credit), (all[1].day, Amount::ONE + Amount::ONE));
        assert_eq!(steps(&days), "2026-01-01 31:200 2:50");
        assert_eq!(days_of(&steps(&days)).unwrap(), days);
        assert_eq!(days_of("").unwrap(), []);
        assert!(days_of("2026-01-01 x").is_none());
    }
}
