//! The single years of a cycle: what each asks, and what one year may carry over into the next.

use crate::domain::amount::Amount;
use crate::domain::rule::Cycle;
use crate::domain::time::Day;

use super::Minimum;
use super::tally::{Line, Sums};
use super::windows::Bounds;

#[derive(Default)]
pub(super) struct Years {
    pub lines: Vec<Minimum>,
    pub met: bool,
    pub would_meet: bool,
    /// More years are over without enough than the cycle forgives.
    pub failing: bool,
    pub result: Option<String>,
    /// The days on which a year is over.
    pub turns: Vec<Day>,
}

pub(super) fn years(cycle: &Cycle, each: Amount, bounds: &Bounds, sums: &Sums<'_, '_>, today: Day) -> Years {
    let Some(begins) = bounds.from else { return Years::default() };
    let mut years = Years::default();
    let (mut carried, mut carried_after) = (Amount::ZERO, Amount::ZERO);
    let (mut reached, mut would, mut lost) = (0_u32, 0_u32, 0_u32);
    for year in 0..cycle.years {
        let months = i32::try_from(year.saturating_mul(12)).unwrap_or(i32::MAX);
        let from = begins.plus_months(months);
        let until = begins.plus_months(months.saturating_add(12)).plus_days(-1);
        let sum = |list: &[Line<'_>]| -> Amount {
            let inside = list.iter().filter(|line| from <= line.fact.day && line.fact.day <= until);
            inside.map(|line| line.credit).sum()
        };
        let (signed, waiting) = (sum(sums.counted), sum(sums.pending));
        years.turns.push(until.plus_days(1));
        let used = carried.min(each.less(signed));
        let used_after = carried_after.min(each.less(signed + waiting));
        let met = signed + used >= each;
        let met_after = signed + waiting + used_after >= each;
        reached += u32::from(met);
        would += u32::from(met || met_after);
        lost += u32::from(!met && !met_after && until < today);
        carried = signed.less(each).min(cycle.carry);
        carried_after = (signed + waiting).less(each).min(cycle.carry);
        let label = if used.is_zero() {
            format!("{from} to {until}")
        } else {
            format!("{from} to {until}, with {used} carried over")
        };
        let recorded = sum(sums.recorded) + used;
        years.lines.push(Minimum {
            label,
            recorded,
            submitted: waiting,
            signed: signed + used,
            target: each,
            met,
        });
    }
    years.met = reached >= cycle.enough;
    years.would_meet = would >= cycle.enough;
    years.failing = lost > cycle.years.saturating_sub(cycle.enough);
    if years.failing {
        years.result = Some(format!("{lost} of {} years ended without {each}", cycle.years));
    }
    years
}
