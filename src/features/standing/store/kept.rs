//! What of an answer is stored. The facts that count and that do not are most of it (85 KB of 97 for 150
//! cases under five requirements) and are asked for on one page only, so there they are worked out anew;
//! written and read with every save and every home page they were what both took longest for. Stored
//! stay the figures, the sentences, what waits, and of what counts the sum of each day, which the pace reads.

use crate::domain::outlook::paced;
use crate::domain::programme::Version;
use crate::domain::progress::{Counted, Standing};

/// The answer without the facts behind it.
pub fn kept(version: &Version, standing: &Standing) -> Standing {
    let paced = version.requirement(&standing.id).is_some_and(|one| paced(one, standing.target));
    Standing {
        counted: if paced { by_day(&standing.counted) } else { Vec::new() },
        not_counted: Vec::new(),
        ..standing.clone()
    }
}

fn by_day(counted: &[Counted]) -> Vec<Counted> {
    let mut days: Vec<Counted> = Vec::new();
    let mut facts: Vec<&Counted> = counted.iter().collect();
    facts.sort_by_key(|one| one.day);
    for one in facts {
        match days.last_mut() {
            Some(last) if last.day == one.day => last.credit = last.credit + one.credit,
            _ => days.push(Counted { fact: String::new(), day: one.day, credit: one.credit }),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::Amount;

    #[test]
    fn days_are_summed_in_their_order() {
        let one = |fact: &str, day: &str| Counted {
            fact: fact.to_owned(),
            day: day.parse().unwrap(),
            credit: Amount::ONE,
        };
        let all = [one("b", "2026-02-01"), one("a", "2026-01-01"), one("c", "2026-02-01")];
        let days = by_day(&all);
        assert_eq!(days.len(), 2);
        assert_eq!((days[0].day, days[1].credit), (all[1].day, Amount::ONE + Amount::ONE));
        assert_eq!(by_day(&days), days, "what was stored is kept as it is");
    }
}
